import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Box } from '../../src/detection/detector.ts';
import { samMask, samPixels, samSize } from '../../src/detection/sam-pixels.ts';
import { openSegmenter } from '../../src/detection/sam.ts';
import { examine } from '../../src/doctor.ts';
import { cutObjects } from '../../src/engine/steps/arrange.ts';
import { outlinesOf } from '../../src/engine/masks/outlines.ts';
import type { RunRequest, Components } from '../../src/engine/components.ts';
import type { Mask, RgbImage } from '../../src/image/image.ts';
import type { StepOf } from '../../src/planning/plan.ts';
import { writeTinySam } from '../fakes/sam.ts';

interface GoldCase {
  readonly width: number;
  readonly height: number;
  readonly picture: readonly number[];
  readonly reshaped: readonly [height: number, width: number];
  readonly pixel_values: readonly number[];
  readonly logits: readonly number[];
  readonly mask: readonly number[];
}
const gold = JSON.parse(readFileSync(join(import.meta.dirname, 'gold', 'sam.json'), 'utf8')) as {
  readonly side: number;
  readonly cases: readonly GoldCase[];
};
const pixels = { side: gold.side, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

describe.each(gold.cases)("transformers' SamImageProcessor, $width × $height", (golden) => {
  const picture = { width: golden.width, height: golden.height, data: Uint8Array.from(golden.picture) };

  it('makes the same pixels', () => {
    const { width, height } = samSize(picture, pixels);
    expect([height, width]).toEqual(golden.reshaped);
    const { data } = samPixels(picture, pixels);
    const worst = golden.pixel_values.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - data[at]!)),
      0,
    );
    expect(worst).toBeLessThan(1e-4);
  });

  it('brings masks back to the same size and place', () => {
    const logits = { width: 8, height: 8, data: Float32Array.from(golden.logits) };
    const { data } = samMask(logits, picture, pixels);
    const different = golden.mask.filter((value, at) => value !== data[at]).length;
    expect(data).toHaveLength(golden.mask.length);
    // Where the logits cross zero between two pixels the last bit may decide.
    expect(different).toBeLessThanOrEqual(1);
  });
});

const SQUARE: Box = [48, 16, 32, 32];
/** A bright square before a dark ground. */
const picture: RgbImage = {
  width: 128,
  height: 64,
  data: Uint8Array.from({ length: 128 * 64 * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % 128, Math.floor(at / 3 / 128)];
    return x >= 48 && x < 80 && y >= 16 && y < 48 ? 250 : 10;
  }),
};
/** Share of a mask and a box that both have in common. */
function overlapOf(mask: Mask, [left, top, width, height]: Box): number {
  let [both, either] = [0, 0];
  for (const [at, value] of mask.data.entries()) {
    const [x, y] = [at % mask.width, Math.floor(at / mask.width)];
    const isInBox = x >= left && x < left + width && y >= top && y < top + height;
    if (isInBox && value === 1) both++;
    if (isInBox || value === 1) either++;
  }
  return both / either;
}

const folders: string[] = [];
const sam = async (...given: Parameters<typeof writeTinySam>) => {
  const folder = await writeTinySam(...given);
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));
const signal = new AbortController().signal;

describe('openSegmenter', () => {
  it.each(['boxes', 'points'] as const)('outlines what a box holds, asked by %s', async (prompt) => {
    const segmenter = await openSegmenter(await sam(prompt));
    const [mask, nothing] = await segmenter.segment(picture, [
      [36, 6, 56, 52],
      [96, 0, 30, 30],
    ]);
    expect(mask).toMatchObject({ width: 128, height: 64 });
    expect(overlapOf(mask!, SQUARE)).toBeGreaterThan(0.75);
    expect(nothing?.data.includes(1)).toBe(false);
    await segmenter.dispose();
  });

  it('stops when it is cancelled', async () => {
    const segmenter = await openSegmenter(await sam());
    await expect(segmenter.segment(picture, [SQUARE], AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('names what is missing, and an input that it does not know', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'limner-sam-'));
    folders.push(empty);
    await expect(openSegmenter(empty)).rejects.toMatchObject({
      code: 'NO_MODEL',
      message: `${empty}: expected vision_encoder.onnx or encoder.onnx in it or in its folder onnx`,
    });
    const strange = await openSegmenter(await sam('text'));
    await expect(strange.segment(picture, [SQUARE])).rejects.toMatchObject({ code: 'UNSUPPORTED_MODEL' });
  });
});

const step: StepOf<'instruct'> = {
  kind: 'instruct',
  instruction: 'make the square red',
  keyword: 'square',
  action: 'recolor',
  scope: 'local',
  strength: 1,
};

describe('with a segmenter', () => {
  const request = {
    source: picture,
    settings: { seed: 1, maskSource: 'sam' },
    signal,
  } as unknown as RunRequest;
  const componentsWith = async (folder: string) =>
    ({
      segmenter: await openSegmenter(folder),
      editModel: { card: { defaults: {} } },
    }) as unknown as Components;

  it('objects are cut out along their outline, and by colour where the outline is empty', async () => {
    const components = await componentsWith(await sam());
    const [cut, other] = await cutObjects(
      components,
      picture,
      [
        [36, 6, 56, 52],
        [96, 0, 30, 30],
      ],
      signal,
    );
    expect(overlapOf(cut!.mask, SQUARE)).toBeGreaterThan(0.75);
    expect(other?.mask.data.includes(1)).toBe(true);
  });

  it('masks of edits are the outlines, where they are the source of masks', async () => {
    const components = await componentsWith(await sam());
    const place = { boxes: [SQUARE], picture, isOneOfMany: false };
    const [reach, unknown] = await outlinesOf(components, [step, step], request, [place, undefined]);
    expect(overlapOf(reach!.object, SQUARE)).toBeGreaterThan(0.7);
    expect(unknown).toBeUndefined();
    const attention = { ...request, settings: { seed: 1, maskSource: 'attention' } };
    expect(await outlinesOf(components, [step], attention, [place])).toEqual([]);
  });
});

describe('doctor', () => {
  const lineOf = async (env: Readonly<Record<string, string>>) => {
    const checks = await examine(readConfig({ DATA_DIR: folders[0] ?? tmpdir(), ...env }));
    return checks.find(({ part }) => part === 'Segmenter');
  };
  it('says whether a segmenter is there', async () => {
    expect(await lineOf({})).toMatchObject({
      ok: true,
      detail: 'off (no SAM_MODEL): outlines come from colours',
    });
    expect(await lineOf({ SAM_MODEL: await sam() })).toMatchObject({ ok: true });
    expect(await lineOf({ SAM_MODEL: 'nowhere' })).toMatchObject({ ok: false });
  });
});
