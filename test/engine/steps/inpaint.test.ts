import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { fillWords } from '../../../src/engine/steps/fill-words.ts';
import { placeOf } from '../../../src/engine/steps/fill-places.ts';
import { inpaint } from '../../../src/engine/steps/inpaint.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { Mask, RgbImage } from '../../../src/image/image.ts';
import type { StepOf } from '../../../src/planning/plan.ts';
import { filledGrid } from '../../../src/tensor/grid.ts';
import { knownDetector } from '../../fakes/known-detector.ts';

const SIDE = 64;
const source: RgbImage = { width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE * 3).fill(120) };
const step = (more: Partial<StepOf<'instruct'>>): StepOf<'instruct'> => ({
  kind: 'instruct',
  instruction: 'replace the cat with a horse',
  keyword: 'cat',
  action: 'replace',
  target: 'horse',
  scope: 'local',
  strength: 1,
  ...more,
});
/** A model that sees nothing anywhere. */
const attention = async () => filledGrid(16, 16, 0);
const boxOf = ({ data }: Mask): number[] => {
  const inside = [...data.keys()].filter((at) => data[at] === 1);
  const [xs, ys] = [inside.map((at) => at % SIDE), inside.map((at) => Math.floor(at / SIDE))];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

describe('fillWords', () => {
  it.each([
    [{}, { prompt: 'a horse', strength: 1 }],
    [{ target: 'an old horse' }, { prompt: 'an old horse', strength: 1 }],
    [
      { action: 'recolor', target: 'red' },
      { prompt: 'a red cat', strength: 0.75 },
    ],
    [
      { action: 'remove', target: undefined },
      { prompt: 'empty background', absent: 'cat', strength: 1 },
    ],
    [
      { action: 'add', keyword: 'hat', target: 'hat', object: { words: 'the man', noun: 'man' } },
      { prompt: 'a hat on the man', strength: 1 },
    ],
    [
      { action: 'background', target: 'a beach at night' },
      { prompt: 'a beach at night', strength: 1 },
    ],
    [
      { action: 'change', target: 'smiling' },
      { prompt: 'a cat, smiling', strength: 0.75 },
    ],
  ] as const)('of %j', (more, expected) => {
    expect(fillWords(step(more as Partial<StepOf<'instruct'>>), 'model')).toEqual(expected);
  });

  it('refuses a change of the whole picture, unless a mask says where', () => {
    const night = step({
      action: 'style',
      instruction: 'make it night',
      keyword: '',
      target: 'night',
      scope: 'global',
    });
    expect(() => fillWords(night, 'filler')).toThrow(
      'filler fills places and cannot change how a whole picture looks.',
    );
    expect(fillWords(night, 'filler', true)).toEqual({ prompt: 'night', strength: 0.75 });
  });
});

describe('placeOf', () => {
  const located = { boxes: [[20, 24, 16, 20]] as const, picture: source, isOneOfMany: false };
  const nowhere = { source, region: undefined, located: undefined, outline: undefined };
  it('takes the boxes of a detector, and some room', async () => {
    const place = await placeOf(step({}), { ...nowhere, located, attention });
    expect(boxOf(place)).toEqual([17, 21, 38, 46]);
  });

  it('puts what is added onto the upper half of a thing, and above it', async () => {
    const place = await placeOf(step({ action: 'add' }), { ...nowhere, located, attention });
    expect(boxOf(place)).toEqual([17, 14, 38, 36]);
  });

  it('leaves a thing out whose background is changed', async () => {
    const place = await placeOf(step({ action: 'background' }), { ...nowhere, located, attention });
    expect([place.data[0], place.data[30 * SIDE + 25]]).toEqual([1, 0]);
  });

  it('takes the mask that the person has drawn as it is', async () => {
    const region: Mask = { ...source, data: new Float32Array(SIDE * SIDE).fill(1, 0, 64) };
    expect((await placeOf(step({}), { ...nowhere, region, located, attention })).data).toEqual(region.data);
  });

  it('says when nobody knows where', async () => {
    await expect(placeOf(step({}), { ...nowhere, attention })).rejects.toMatchObject({
      code: 'NO_PLACE',
      message: expect.stringContaining(
        '"replace the cat with a horse". Name a thing that is in the picture, or draw a mask.',
      ),
    });
  });
});

describe('inpaint', () => {
  let components: Components;
  const request: RunRequest = {
    steps: [],
    source,
    settings: { seed: 1, steps: 2, width: SIDE, height: SIDE },
    onProgress() {},
    signal: new AbortController().signal,
  };
  beforeAll(async () => {
    const model = await openCheckpoint(join(import.meta.dirname, '../../golden/core/models/tiny-inpaint'));
    const cache = createNetworkCache(2 ** 30, { threads: 1 });
    components = { cache, imageModel: model, editModel: model, fused: true };
  });
  afterAll(() => components.cache.dispose());

  it('fills one place after the other and leaves the rest bit for bit', async () => {
    const detector = knownDetector([
      { names: ['cat'], box: [4, 4, 12, 12] },
      { names: ['dog'], box: [44, 44, 12, 12] },
    ]);
    const counts: string[] = [];
    const steps = [
      step({}),
      step({ instruction: 'make the dog red', action: 'recolor', keyword: 'dog', target: 'red' }),
    ];
    const onProgress: RunRequest['onProgress'] = ({ phase, step: at, count }) => {
      if (phase === 'denoise') counts.push(`${at}/${count}`);
    };
    const painted = await inpaint({ ...components, detector }, steps, { ...request, onProgress });
    expect(painted.masks.map(({ keyword }) => keyword)).toEqual(['cat', 'dog']);
    const changed = (x: number, y: number): boolean =>
      [0, 1, 2].some((channel) => painted.picture?.data[(y * SIDE + x) * 3 + channel] !== 120);
    expect([changed(10, 10), changed(50, 50), changed(32, 32), changed(50, 10)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(counts.at(-1)).toMatch(/^(\d+)\/\1$/u);
    expect(painted.method).toBe('inpainting');
  });

  it('looks with its own attention where there is no detector', async () => {
    const painted = await inpaint(components, [step({})], request).catch((error: unknown) => error);
    // Random weights see a thing somewhere, or nowhere: then they say so.
    expect(painted).toSatisfy(
      (result: { masks?: readonly unknown[]; code?: string }) =>
        result.masks?.length === 1 || result.code === 'NO_PLACE',
    );
  });
});
