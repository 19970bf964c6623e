import { describe, expect, it } from 'vitest';
import type { Box, DetectorTraits } from '../../../src/detection/detector.ts';
import type { FoundObject, SpokenOf } from '../../../src/engine/engine.ts';
import { locateObject } from '../../../src/engine/masks/locate.ts';
import { place } from '../../../src/engine/steps/place.ts';
import { keepProtected } from '../../../src/engine/masks/protected.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import type { ObjectReference, StepOf } from '../../../src/planning/plan.ts';
import { knownDetector, type KnownThing } from '../../fakes/known-detector.ts';

const SIDE = 128;
const leftCat: Box = [8, 60, 30, 30];
const rightCat: Box = [90, 60, 30, 30];
const dog: Box = [50, 20, 30, 30];
const things: readonly KnownThing[] = [
  { names: ['cat'], box: rightCat, score: 0.9 },
  { names: ['cat'], box: leftCat, score: 0.8 },
  { names: ['dog'], box: dog, score: 0.7 },
];
const isIn = (x: number, y: number, [left, top, width, height]: Box): boolean =>
  x >= left && x < left + width && y >= top && y < top + height;
/** Red cats and a blue dog on green. */
const source: RgbImage = {
  width: SIDE,
  height: SIDE,
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const [x, y, channel] = [Math.floor(at / 3) % SIDE, Math.floor(at / 3 / SIDE), at % 3];
    const colour =
      isIn(x, y, leftCat) || isIn(x, y, rightCat)
        ? [210, 20, 20]
        : isIn(x, y, dog)
          ? [20, 30, 220]
          : [60, 160, 60];
    return colour[channel]!;
  }),
};
const traits: Partial<DetectorTraits> = { vocabulary: ['cat', 'dog', 'horse'] };
const components = (seen = things) =>
  ({
    detector: knownDetector(seen, traits),
    imageModel: { name: 'drawn', card: {} },
  }) as unknown as Components;
const requestWith = (more: Partial<RunRequest> = {}): RunRequest => ({
  steps: [],
  source,
  settings: { seed: 1 },
  onProgress() {},
  signal: new AbortController().signal,
  ...more,
});
const found = (label: string, box: Box): FoundObject => ({ label, score: 0.9, box });
const cat = (more: Partial<ObjectReference> = {}): ObjectReference => ({
  words: 'the cat',
  noun: 'cat',
  ...more,
});
const spoken = (box: Box, isUndone = false): SpokenOf => ({ turns: [[found('cat', box)]], isUndone });
const boxesOf = async (reference: ObjectReference, spokenOf?: SpokenOf, seen = things) =>
  (await locateObject(components(seen), reference, requestWith({ spokenOf }), source))?.objects.map(
    ({ box }) => box,
  );

describe('what was spoken of before', () => {
  it('decides between several: "the cat" is the one of the last edit', async () => {
    expect(await boxesOf(cat())).toEqual([leftCat, rightCat]);
    expect(await boxesOf(cat(), spoken(leftCat))).toEqual([leftCat]);
    // An edit that was taken back may have been about the wrong one.
    expect(await boxesOf(cat(), spoken(leftCat, true))).toEqual([leftCat, rightCat]);
  });

  it('"the other one" is not it', async () => {
    const other = cat({ attributes: ['other'] });
    expect(await boxesOf(other, spoken(leftCat, true))).toEqual([rightCat]);
    expect(await boxesOf(other, spoken(rightCat))).toEqual([leftCat]);
    expect(await boxesOf(other)).toEqual([leftCat, rightCat]);
    const one = [things[1]!, things[2]!];
    await expect(boxesOf(other, spoken(leftCat), one)).rejects.toMatchObject({
      code: 'NO_SUCH_OBJECT',
      message: 'I see only one cat in the picture.',
    });
  });

  it('is still meant where the detector does not see it any more, and no other of its kind', async () => {
    const without = things.filter(({ box }) => box !== leftCat);
    expect(await boxesOf(cat(), spoken(leftCat), without)).toEqual([leftCat]);
    expect(await boxesOf(cat({ side: 'right' }), spoken(leftCat), without)).toEqual([rightCat]);
  });
});

describe('the other object of a step', () => {
  const step = (more: Partial<StepOf<'place'>>): StepOf<'place'> => ({
    kind: 'place',
    instruction: 'move the dog next to the cat',
    object: { words: 'the dog', noun: 'dog' },
    operation: 'move',
    ...more,
  });
  const run = (more: Partial<StepOf<'place'>>) => place(components(), [step(more)], requestWith());

  it('is asked for when it is the one that is not clear', async () => {
    const { question, picture } = await run({ other: cat(), relation: 'next to' });
    expect(picture).toBeUndefined();
    expect(question).toMatchObject({
      role: 'other',
      objects: [{ box: leftCat }, { box: rightCat }],
    });
    const own = await run({ object: cat(), other: { words: 'the dog', noun: 'dog' }, operation: 'swap' });
    expect(own.question).toMatchObject({ role: 'object' });
  });

  it('is taken as said, and the place of what was moved is told', async () => {
    const { question, meant } = await run({ other: cat({ side: 'right' }), relation: 'left of' });
    expect(question).toBeUndefined();
    expect(meant).toMatchObject([{ label: 'dog', box: dog }]);
    const [left = 0, , width = 0] = meant?.[0]?.to ?? [];
    expect(left + width).toBeLessThanOrEqual(rightCat[0]);
  });

  it.each([
    { object: cat({ words: 'the cats', count: 2 }) },
    { object: cat(), other: cat({ words: 'the other cat', attributes: ['other'] }) },
    { object: cat({ side: 'left' }), other: cat({ words: 'the other cat', attributes: ['other'] }) },
  ])('needs no question where two of a kind change places', async (more) => {
    const { question, meant } = await run({ operation: 'swap', ...more });
    expect(question).toBeUndefined();
    expect(meant?.map(({ box }) => box).toSorted((a, b) => a[0] - b[0])).toEqual([leftCat, rightCat]);
  });
});

describe('keepProtected', () => {
  const painted = {
    picture: { ...source, data: source.data.map((value) => 255 - value) },
    masks: [],
    changed: 1,
    model: 'drawn',
    method: 'none',
    sampler: 'none',
    steps: 1,
    seed: 1,
    guidanceScale: 1,
    notes: [],
  };
  const differs = (picture: RgbImage | undefined, box: Box): boolean => {
    const [x, y] = [box[0] + box[2] / 2, box[1] + box[3] / 2];
    const at = (y * SIDE + x) * 3;
    return picture?.data[at] !== source.data[at];
  };

  it('brings things back bit for bit, but not what the edit was about', async () => {
    const request = requestWith({ protect: ['cats'] });
    const all = await keepProtected(components(), request, painted);
    expect([leftCat, rightCat, dog].map((box) => differs(all.picture, box))).toEqual([false, false, true]);
    expect(all.changed).toBeLessThan(1);
    const meant = [found('cat', leftCat)];
    const other = await keepProtected(components(), request, { ...painted, meant });
    expect([leftCat, rightCat].map((box) => differs(other.picture, box))).toEqual([true, false]);
  });

  it('keeps the background around what is seen', async () => {
    const kept = await keepProtected(components(), requestWith({ protect: ['background'] }), painted);
    expect([dog, [2, 110, 4, 4] as const].map((box) => differs(kept.picture, box))).toEqual([true, false]);
  });

  it('says when it does not know where something is', async () => {
    const request = requestWith({ protect: ['zebra'] });
    const { picture, notes } = await keepProtected(components(), request, painted);
    expect(picture).toBe(painted.picture);
    expect(notes).toHaveLength(1);
  });
});
