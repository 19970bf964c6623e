import { afterAll, expect, it } from 'vitest';
import { createEngine } from '../../../src/engine/index.ts';
import { silent } from '../../../src/log.ts';
import { flatPicture } from '../../fakes/engine.ts';

const engine = await createEngine({ imageModel: 'models/pocket', editModel: 'models/pocket', log: silent });
afterAll(() => engine.dispose());

it('a checkpoint that knows one size only says so before it paints a larger picture', async () => {
  const order = {
    steps: [{ kind: 'redraw' as const, prompt: 'a cat on grass', strength: 0.25 }],
    source: flatPicture(1, 512, 512),
    settings: { seed: 1, width: 512, height: 512 },
  };
  await expect(engine.run(order, () => undefined, new AbortController().signal)).rejects.toMatchObject({
    code: 'ONE_SIZE',
    message: expect.stringContaining('pocket paints only 256 × 256 pixels well'),
  });
});

it('without a way to find models there is no choice of them', async () => {
  const order = {
    steps: [{ kind: 'generate' as const, prompt: 'a cat' }],
    settings: { seed: 1, model: 'another' },
  };
  await expect(engine.run(order, () => undefined, new AbortController().signal)).rejects.toMatchObject({
    code: 'NO_CHOICE_OF_MODELS',
  });
});
