import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { generate } from '../../../src/engine/steps/generate.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import { redraw } from '../../../src/engine/steps/redraw.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import { resizeImage } from '../../../src/image/resize.ts';
import type { StepOf } from '../../../src/planning/plan.ts';
import { quietRequest } from '../../fakes/run-request.ts';

// Whole runs of a model: a busy machine takes minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const settings = { seed: 3, steps: 4, width: 128, height: 128 };
const step = { kind: 'redraw', prompt: 'a dog on grass', strength: 0.5 } as const;

const cache = createNetworkCache(2 ** 33, { threads: 1 });
let components: Components;
let source: RgbImage;
const requestOf = (more: Partial<RunRequest> = {}): RunRequest => quietRequest({ source, settings, ...more });
const draw = (more: Partial<StepOf<'redraw'>> = {}, request: Partial<RunRequest> = {}) =>
  redraw(components, [{ ...step, ...more }], requestOf(request));
const distance = (a: RgbImage, b: RgbImage): number =>
  a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] as number)), 0) / a.data.length;

beforeAll(async () => {
  const checkpoint = await openCheckpoint(join(import.meta.dirname, '../../../models/pocket'));
  components = { cache, imageModel: checkpoint, editModel: checkpoint, fused: true };
  const painted = await generate(
    components,
    [{ kind: 'generate', prompt: 'a cat on grass' }],
    requestOf({ source: undefined }),
  );
  source = painted.picture as RgbImage;
});
afterAll(() => cache.dispose());

describe('redraw', () => {
  it('keeps more of the picture, the less strength it has', async () => {
    const [weak, strong] = [await draw({ strength: 0.25 }), await draw({ strength: 1 })];
    expect(weak.method).toBe('noisy-image-input');
    expect(distance(weak.picture as RgbImage, source)).toBeLessThan(
      distance(strong.picture as RgbImage, source),
    );
  });

  it('gives a photo back at its own size', async () => {
    const photo = await resizeImage(source, { width: 150, height: 90 });
    const { picture } = await draw({}, { source: photo });
    expect(picture).toMatchObject({ width: 150, height: 90 });
  });

  it('is the same with weights of 1, and another picture with a louder word', async () => {
    const plain = await draw();
    expect((await draw({ weights: { dog: 1 } })).picture?.data).toEqual(plain.picture?.data);
    expect((await draw({ weights: { dog: 4 } })).picture?.data).not.toEqual(plain.picture?.data);
  });

  it("takes the poster's number of steps and keeps within its ranges", async () => {
    const stopped = new AbortController();
    const counts: number[] = [];
    const onProgress: RunRequest['onProgress'] = ({ phase, count }) => {
      if (phase !== 'denoise') return;
      counts.push(count);
      stopped.abort();
    };
    const drawn = draw({ preset: 'cmu', strength: 0.9 }, { onProgress, signal: stopped.signal });
    await expect(drawn).rejects.toMatchObject({ name: 'AbortError' });
    // 0.55 of 150 steps: the poster goes no further.
    expect(counts[0]).toBe(82);
  });

  it('needs a picture', async () => {
    await expect(draw({}, { source: undefined })).rejects.toMatchObject({ code: 'NO_PICTURE' });
  });
});
