import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import { place } from '../../../src/engine/steps/place.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import type { StepOf } from '../../../src/planning/plan.ts';
import { knownDetector } from '../../fakes/known-detector.ts';

const SIDE = 128;
const BOX = [16, 48, 32, 40] as const;
const cache = createNetworkCache(2 ** 33, { threads: 1 });
afterAll(() => cache.dispose());

/** A red box before a sky and a meadow. */
const source: RgbImage = {
  width: SIDE,
  height: SIDE,
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % SIDE, Math.floor(at / 3 / SIDE)];
    const isBox = x >= BOX[0] && x < BOX[0] + BOX[2] && y >= BOX[1] && y < BOX[1] + BOX[3];
    return (isBox ? [220, 30, 30] : y < 64 ? [90, 150, 220] : [80, 170, 60])[at % 3]!;
  }),
};
const move: StepOf<'place'> = {
  kind: 'place',
  instruction: 'move the box right',
  object: { words: 'the box', noun: 'box' },
  operation: 'move',
  dx: 0.5,
};

it('repaints the ground where a thing stood, the same for the same seed, and not one bit elsewhere', async () => {
  const checkpoint = await openCheckpoint(join(import.meta.dirname, '../../../models/pocket'));
  const detector = knownDetector([{ names: ['box'], box: BOX }], { vocabulary: ['box'] });
  const components: Components = {
    cache,
    imageModel: checkpoint,
    editModel: checkpoint,
    detector,
    fused: true,
  };
  const run = async (method: string) => {
    const settings = { seed: 5, width: SIDE, height: SIDE, method };
    const request: RunRequest = {
      steps: [],
      source,
      settings,
      onProgress() {},
      signal: new AbortController().signal,
    };
    return (await place(components, [move], request)).picture as RgbImage;
  };
  const [copy, repainted, again] = [await run('copy'), await run('copy-repaint'), await run('copy-repaint')];
  expect(again.data).toEqual(repainted.data);
  const changed = Array.from({ length: SIDE * SIDE }, (_, at) => at).filter((at) =>
    [0, 1, 2].some((c) => copy.data[at * 3 + c] !== repainted.data[at * 3 + c]),
  );
  expect(changed.length).toBeGreaterThan(100);
  const near = 8;
  for (const at of changed) {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    expect(x >= BOX[0] - near && x < BOX[0] + BOX[2] + near, `${x}, ${y}`).toBe(true);
    expect(y >= BOX[1] - near && y < BOX[1] + BOX[3] + near, `${x}, ${y}`).toBe(true);
  }
});
