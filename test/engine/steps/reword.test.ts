import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { generate } from '../../../src/engine/steps/generate.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import { reword } from '../../../src/engine/steps/reword.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import type { StepOf } from '../../../src/planning/plan.ts';
import { quietRequest } from '../../fakes/run-request.ts';

// Whole runs of a model: a busy machine takes minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const PROMPT = 'a (red:1.4) car on the road';
const settings = { seed: 11, steps: 6, width: 128, height: 128 };
/** Inversion needs pictures as the model knows them. */
const large = { seed: 11, steps: 10 };
const toBlue: StepOf<'reword'> = { kind: 'reword', edit: 'replace', prompt: 'a blue car on the road' };

const cache = createNetworkCache(2 ** 33, { threads: 1 });
let components: Components;
let source: RgbImage;
const requestOf = (more: Partial<RunRequest> = {}): RunRequest =>
  quietRequest({ source, settings: { ...settings, seed: 1 }, ...more });
const change = (step: Partial<StepOf<'reword'>>, more: Partial<RunRequest>) =>
  reword(components, [{ ...toBlue, ...step }], requestOf(more));
const painted = { sourcePrompt: PROMPT, sourceSettings: settings };
const photo = { sourceCaption: 'a red car on the road' };

const difference = (a: RgbImage, b: RgbImage): number[] =>
  Array.from(a.data, (value, at) => Math.abs(value - (b.data[at] as number)));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

beforeAll(async () => {
  const checkpoint = await openCheckpoint(join(import.meta.dirname, '../../../models/pocket'));
  components = { cache, imageModel: checkpoint, editModel: checkpoint, fused: true };
  const first = await generate(components, [{ kind: 'generate', prompt: PROMPT }], requestOf({ settings }));
  source = first.picture as RgbImage;
});
afterAll(() => cache.dispose());

describe('reword of a painted picture', () => {
  it('paints the source along with its weights, as it was, whatever is set now', async () => {
    const { picture } = await change(
      { prompt: PROMPT },
      { ...painted, settings: { seed: 9, steps: 3, guidanceScale: 1 } },
    );
    // Controlled attention is computed by other kernels than the fused one.
    expect(Math.max(...difference(picture as RgbImage, source))).toBeLessThanOrEqual(1);
  });

  it('is plain painting from the new prompt when no attention is kept', async () => {
    const { prompt } = toBlue;
    const plain = await generate(components, [{ kind: 'generate', prompt }], requestOf({ settings }));
    const none = { ...settings, crossSteps: 0, selfSteps: 0 };
    const { picture } = await change({}, { ...painted, settings: none });
    expect(Math.max(...difference(picture as RgbImage, plain.picture as RgbImage))).toBeLessThanOrEqual(1);
    const kept = await change({}, painted);
    expect(kept.picture?.data).not.toEqual(picture?.data);
  });
});

describe('reword of a photo', () => {
  it('gives nearly the photo again when nothing is reworded', async () => {
    const prompt = photo.sourceCaption;
    const seen = await generate(components, [{ kind: 'generate', prompt }], requestOf({ settings: large }));
    const upload = seen.picture as RgbImage;
    const request = { ...photo, source: upload, settings: { ...large, seed: 1 } };
    const [same, other] = [await change({ prompt }, request), await change({}, request)];
    expect(same.method).toBe('prompt-to-prompt (negative-prompt inversion)');
    const apart = (result: typeof same) => mean(difference(result.picture as RgbImage, upload));
    expect(apart(same)).toBeLessThan(15);
    expect(apart(same)).toBeLessThan(apart(other));
  });

  it('leaves every bit outside the words that it blends, and shows where they are', async () => {
    const { picture, masks, changed } = await change({ blend: ['car'] }, photo);
    expect(masks.map(({ keyword }) => keyword)).toEqual(['car']);
    expect(changed).toBeLessThan(1);
    const { data } = masks[0]!.mask;
    const far = difference(picture as RgbImage, source).filter((_, at) => {
      const pixel = Math.floor(at / 3);
      const near = [-8, -4, 0, 4, 8].flatMap((dy) => [-8, -4, 0, 4, 8].map((dx) => pixel + dy * 128 + dx));
      return near.every((other) => (data[other] ?? 0) === 0);
    });
    expect(Math.max(0, ...far)).toBe(0);
  });

  it('is told what the photo shows', async () => {
    const { picture } = await change({ source: 'a red car on the road' }, {});
    expect(picture).toMatchObject({ width: 128, height: 128 });
    await expect(change({}, {})).rejects.toMatchObject({ code: 'NO_PROMPT' });
    await expect(
      change({}, { ...photo, settings: { ...settings, inversion: 'magic' } }),
    ).rejects.toMatchObject({ code: 'BAD_INVERSION' });
  });

  it('can optimise the empty prompt', async () => {
    const { method, picture } = await change(
      {},
      { ...photo, settings: { ...settings, steps: 2, inversion: 'null-text' } },
    );
    expect(method).toBe('prompt-to-prompt (null-text inversion)');
    expect(mean(difference(picture as RgbImage, source))).toBeGreaterThan(1);
  });
});
