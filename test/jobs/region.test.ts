import { describe, expect, it } from 'vitest';
import { encodeMask } from '../../src/image/encode.ts';
import { createRunJob } from '../../src/jobs/run-job.ts';
import { keepRegion, regionOf } from '../../src/jobs/region.ts';
import { encodePng } from '../../src/image/encode.ts';
import { decodePicture } from '../../src/image/decode.ts';
import { createFakeEngine, flatPicture } from '../fakes/engine.ts';
import { memoryPictures } from '../fakes/memory-stores.ts';

const SIDE = 32;
/** White in the columns left of `edge`. */
const maskLeftOf = (edge: number, side = SIDE) => ({
  width: side,
  height: side,
  data: Float32Array.from({ length: side * side }, (_, i) => (i % side < edge ? 1 : 0)),
});

describe('keepRegion', () => {
  it('keeps the source bit for bit where the mask is black, and the painting where it is white', () => {
    const [source, painted] = [flatPicture(1), flatPicture(2)];
    const kept = keepRegion(source, painted, maskLeftOf(8));
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const from = pixel % SIDE < 8 ? painted : source;
      expect(kept?.data.subarray(pixel * 3, pixel * 3 + 3)).toEqual(
        from.data.subarray(pixel * 3, pixel * 3 + 3),
      );
    }
  });
  it('leaves a picture of another size as it is', () => {
    const painted = flatPicture(2, 16, 16);
    expect(keepRegion(flatPicture(1), painted, maskLeftOf(8))).toBe(painted);
    expect(keepRegion(undefined, painted, undefined)).toBe(painted);
  });
});

describe('a job with a given mask', () => {
  it('changes nothing outside of it, whatever the engine paints', async () => {
    const pictures = memoryPictures();
    const source = await pictures.put(await encodePng(flatPicture(3)));
    // A mask of twice the size is about the same places.
    const region = await pictures.put(await encodeMask(maskLeftOf(16, 64)));
    const run = createRunJob(createFakeEngine({ stepMs: 0 }), pictures);
    const step = { kind: 'redraw', prompt: 'a cat', strength: 0.5 } as const;
    const result = await run(
      {
        id: 'a',
        conversation: 'test:1',
        userId: 'ada',
        createdAt: '',
        request: { steps: [step], settings: { seed: 1 }, source, region },
      },
      () => undefined,
      new AbortController().signal,
    );
    const after = await decodePicture(await pictures.get(result.picture ?? ''));
    const before = flatPicture(3);
    for (let i = 0; i < before.data.length; i++)
      if (Math.floor(i / 3) % SIDE >= 8) expect(after.data[i]).toBe(before.data[i]);
    expect(result.changed).toBeGreaterThan(0);
    expect(result.changed).toBeLessThanOrEqual(0.25);
  });

  it('has no region without a source', async () =>
    expect(
      await regionOf({ steps: [], settings: { seed: 1 }, region: 'x' }, undefined, memoryPictures()),
    ).toBeUndefined());
});
