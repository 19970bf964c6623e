import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import { layout } from '../../../src/engine/steps/layout.ts';
import { canHarmonise } from '../../../src/engine/steps/harmonise.ts';
import { reasonAgainstGuidance } from '../../../src/engine/steps/place-guided.ts';
import { reword } from '../../../src/engine/steps/reword.ts';
import type { Components } from '../../../src/engine/components.ts';
import { openCheckpoint } from '../../../src/models/index.ts';
import { quietRequest } from '../../fakes/run-request.ts';

const cache = createNetworkCache(2 ** 30, { threads: 1 });
afterAll(() => cache.dispose());
const pocket = await openCheckpoint(join(import.meta.dirname, '../../../models/pocket'));
const plain = { ...pocket, denoiser: { ...pocket.denoiser, offers: [] } };
const components: Components = { cache, imageModel: plain, editModel: plain, fused: true };
const order = quietRequest({ settings: { seed: 1, steps: 1 }, sourcePrompt: 'a cat' });

describe('a denoiser whose attention cannot be steered', () => {
  it('refuses layouts and changed words before anything is computed', async () => {
    const refused = { code: 'NO_ATTENTION_CONTROL', message: expect.stringContaining('pocket') };
    const regions = [{ words: 'a cat', box: [0, 0, 1, 1] as const }];
    const ask = { prompt: 'a cat', regions } as never;
    await expect(layout(components, [ask], order)).rejects.toMatchObject(refused);
    await expect(reword(components, [ask], order)).rejects.toMatchObject(refused);
  });

  it('leaves moves to copying', () => {
    const move = {
      kind: 'place' as const,
      instruction: 'move the cat left',
      object: { words: 'the cat', noun: 'cat' },
      operation: 'move' as const,
      dx: -0.2,
    };
    expect(reasonAgainstGuidance(components, move, order, [[0, 0, 1, 1]])).toMatchObject({});
    expect(reasonAgainstGuidance({ ...components, imageModel: pocket }, move, order, [[0, 0, 1, 1]])).toBe(
      undefined,
    );
    expect([canHarmonise(plain), canHarmonise(pocket)]).toEqual([false, true]);
  });
});
