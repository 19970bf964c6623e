import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/engine/index.ts';
import type { Engine, EngineRequest, EngineResult } from '../../../src/engine/engine.ts';
import { silent } from '../../../src/log.ts';

const folder = fileURLToPath(new URL('../../../models/pocket', import.meta.url));

describe('painting until it can be seen', () => {
  let engine: Engine;
  const run = (request: EngineRequest): Promise<EngineResult> =>
    engine.run(request, () => {}, new AbortController().signal);
  beforeAll(async () => {
    engine = await createEngine({ imageModel: folder, editModel: folder, log: silent });
  });
  afterAll(() => engine.dispose());

  /** Runs with tries, then exactly the try that was shown. */
  async function twice(request: Omit<EngineRequest, 'settings'>) {
    const settings = { seed: 5, steps: 6 };
    const shown = await run({ ...request, settings: { ...settings, attempts: 3 } });
    const { attempt } = shown;
    return { shown, again: await run({ ...request, settings: { ...settings, attempt } }) };
  }

  it('shows a try that can be painted again, from words and as an edit', async () => {
    // Six steps are too few for four things: there is more than one try.
    const prompt = 'a purple cat on the left, a penguin, a guitar and a red house on the right';
    const painted = await twice({ steps: [{ kind: 'generate', prompt }] });
    expect(painted.shown.attempt).toBeLessThan(3);
    expect(painted.again.picture).toEqual(painted.shown.picture);
    const edited = await twice({
      steps: [
        {
          kind: 'instruct',
          instruction: 'add a robot',
          keyword: 'robot',
          action: 'add',
          scope: 'local',
          strength: 1,
        },
      ],
      source: painted.shown.picture,
    });
    expect(edited.shown.attempt).toBeLessThan(3);
    expect(edited.again.picture).toEqual(edited.shown.picture);
  });

  it('paints other noise in another try, and the first try is the plain picture of the seed', async () => {
    const steps = [{ kind: 'generate', prompt: 'a cat' }] as const;
    const picture = async (settings: EngineRequest['settings']) =>
      (await run({ steps, settings: { steps: 2, ...settings } })).picture;
    const plain = await picture({ seed: 5, attempts: 1 });
    expect(await picture({ seed: 5, attempt: 0 })).toEqual(plain);
    expect(await picture({ seed: 5, attempt: 1 })).not.toEqual(plain);
  });
});
