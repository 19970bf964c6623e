import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import type { Box, DetectorTraits } from '../../../src/detection/detector.ts';
import { inspect, seenIn } from '../../../src/engine/steps/inspect.ts';
import { instruct } from '../../../src/engine/steps/instruct.ts';
import { boxGrid, locateSteps } from '../../../src/engine/masks/locate.ts';
import { lookedOnly } from '../../../src/engine/steps/looked-only.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import type { ObjectReference, StepOf } from '../../../src/planning/plan.ts';
import { inEnglish } from '../../../src/locales/tell.ts';
import { knownDetector, type KnownThing } from '../../fakes/known-detector.ts';

const source: RgbImage = { width: 256, height: 256, data: new Uint8Array(256 * 256 * 3).fill(160) };
const request: RunRequest = {
  steps: [],
  source,
  settings: { seed: 1, steps: 2 },
  onProgress() {},
  signal: new AbortController().signal,
};
const leftCat: Box = [10, 80, 70, 90];
const rightCat: Box = [170, 80, 70, 90];
const dog: Box = [90, 40, 60, 60];
const scene: readonly KnownThing[] = [
  { names: ['cat'], box: rightCat, score: 0.9 },
  { names: ['cat'], box: leftCat, score: 0.8 },
  { names: ['dog'], box: dog, score: 0.7 },
];
const pets: Partial<DetectorTraits> = {
  vocabulary: ['cat', 'dog', 'horse'],
  synonyms: { cat: ['kitty'], horse: ['pony'] },
};

let bare: Components;
beforeAll(async () => {
  const model = await openCheckpoint(fileURLToPath(new URL('../../../models/pocket', import.meta.url)));
  bare = {
    cache: createNetworkCache(2 ** 30, { threads: 1 }),
    imageModel: model,
    editModel: model,
    fused: true,
  };
});
const seeing = (things: readonly KnownThing[], traits = pets): Components => ({
  ...bare,
  detector: knownDetector(things, traits),
});

const step = (keyword: string, more: Partial<StepOf<'instruct'>> = {}): StepOf<'instruct'> => ({
  kind: 'instruct',
  instruction: `make the ${keyword} blue`,
  keyword,
  action: 'recolor',
  scope: 'local',
  strength: 1,
  ...more,
});
const meaning = (noun: string, more: Partial<ObjectReference> = {}): Partial<StepOf<'instruct'>> => ({
  object: { words: `the ${noun}`, noun, ...more },
});

/** Inside the left cat's box, or one latent cell around it. */
const isNear = (x: number, y: number): boolean => x >= 0 && x < 88 && y >= 72 && y < 178;

const locate = (
  components: Components,
  steps: readonly StepOf<'instruct'>[],
  more: Partial<RunRequest> = {},
) => locateSteps(components, steps, { ...request, ...more }, source);

describe('locateSteps', () => {
  it('says where the only object of its kind is', async () => {
    const { located, question } = await locate(seeing(scene), [step('dog')]);
    expect(question).toBeUndefined();
    expect(located).toEqual([{ boxes: [dog], picture: source, isOneOfMany: false }]);
  });

  it('asks which one is meant, the candidates from the left', async () => {
    const { question } = await locate(seeing(scene), [step('dog'), step('cat')]);
    expect(question?.step).toBe(1);
    expect(question?.objects.map(({ box }) => box)).toEqual([leftCat, rightCat]);
  });

  it.each<[string, Partial<StepOf<'instruct'>>, readonly Box[]]>([
    ['cat', meaning('cat', { ordinal: 2, order: 'left', count: 1 }), [rightCat]],
    ['cat', meaning('cat', { side: 'left' }), [leftCat]],
    ['kitty', meaning('kitty', { ordinal: 1 }), [leftCat]],
    ['cats', {}, [rightCat, leftCat]],
    ['cat', meaning('cat', { count: 'all' }), [rightCat, leftCat]],
  ])('follows the words about the %s', async (keyword, more, boxes) => {
    const { located } = await locate(seeing(scene), [step(keyword, more)]);
    expect(located[0]?.boxes).toEqual(boxes);
    expect(located[0]?.isOneOfMany).toBe(boxes.length < 2);
  });

  it('refuses what is surely not there and says what is', async () => {
    await expect(locate(seeing(scene), [step('horse')])).rejects.toMatchObject({
      code: 'NO_SUCH_OBJECT',
      message: 'There is no horse in the picture; I see cat, dog.',
    });
    await expect(locate(seeing(scene), [step('zebra')])).rejects.toMatchObject({
      code: 'NO_SUCH_OBJECT',
      message: 'There is no zebra in the picture; I see cat, dog.',
    });
  });

  it('trusts the words a picture was painted from', async () => {
    const sourceCaption = 'a kitty and a dog on grass';
    // A second cat that only the detector sees is no reason to ask.
    const { located, question } = await locate(seeing(scene), [step('cat')], { sourceCaption });
    expect(question).toBeUndefined();
    expect(located).toEqual([{ boxes: [rightCat], picture: source, isOneOfMany: false }]);
    // A trace of what was not painted does not keep it from being refused.
    const traced = seeing([...scene, { names: ['horse'], box: dog, score: 0.2 }]);
    await expect(locate(traced, [step('horse')], { sourceCaption })).rejects.toMatchObject({
      message: 'There is no horse in the picture; I see cat, dog.',
    });
  });

  it('refuses the third of two', async () => {
    await expect(locate(seeing(scene), [step('cat', meaning('cat', { ordinal: 3 }))])).rejects.toMatchObject({
      code: 'NO_SUCH_OBJECT',
      message: 'I see only 2 of the kind "cat" in the picture.',
    });
  });

  it.each<[string, () => Components, StepOf<'instruct'>, Partial<RunRequest>]>([
    ['there is no detector', () => bare, step('zebra'), {}],
    ['it sees nothing at all', () => seeing([]), step('zebra'), {}],
    [
      'there is a trace of it',
      () => seeing([...scene, { names: ['horse'], box: dog, score: 0.2 }]),
      step('horse'),
      {},
    ],
    ['the word is no thing', () => seeing(scene), step('sky'), {}],
    ['the step adds', () => seeing(scene), step('hat', { action: 'add' }), {}],
    ['the step is global', () => seeing(scene), step('horse', { scope: 'global' }), {}],
    [
      'the detector does not know the word and the prompt does',
      () => seeing(scene),
      step('zebra'),
      { sourcePrompt: 'a zebra and a dog' },
    ],
    [
      'we painted it, however it came out',
      () => seeing(scene),
      step('horse'),
      { sourceCaption: 'a pony and two cats' },
    ],
    [
      'the detector knows neither the word nor the picture well',
      () => seeing(scene.map((thing) => ({ ...thing, score: 0.4 }))),
      step('zebra'),
      {},
    ],
  ])('never refuses when %s', async (_, components, wanted, more) => {
    expect((await locate(components(), [wanted], more)).located).toEqual([undefined]);
  });
});

describe('instruct with a detector', () => {
  it('keeps the edit to the object that was picked', async () => {
    const picked = step('cat', meaning('cat', { ordinal: 1, order: 'left' }));
    const { picture, masks } = await instruct(seeing(scene), [picked], { ...request, steps: [picked] });
    const mask = masks[0]?.mask.data ?? new Float32Array();
    expect(mask.some((value) => value > 0)).toBe(true);
    expect(mask.every((value, i) => value === 0 || isNear(i % 256, Math.floor(i / 256)))).toBe(true);
    const isRightHalfSame = source.data.every(
      (value, i) => Math.floor(i / 3) % 256 < 128 || picture?.data[i] === value,
    );
    expect(isRightHalfSame).toBe(true);
  });

  it('cuts masks to the boxes when they are the source of masks', async () => {
    const settings = { ...request.settings, maskSource: 'detector' };
    const { masks, notes } = await instruct(seeing(scene), [step('dog')], { ...request, settings });
    const share =
      (masks[0]?.mask.data ?? new Float32Array()).reduce((sum, value) => sum + value, 0) / 256 ** 2;
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.08);
    expect(notes).toEqual([]);
  });

  it('paints nothing while a question is open', async () => {
    const { picture, question, changed } = await instruct(seeing(scene), [step('cat')], request);
    expect({ picture, changed }).toEqual({ picture: undefined, changed: 0 });
    expect(question?.objects).toHaveLength(2);
  });
});

describe('inspect', () => {
  const look: StepOf<'inspect'> = { kind: 'inspect', question: 'objects' };

  it('tells all things of the vocabulary', async () => {
    const { objects, picture } = await inspect(seeing(scene), [look], request);
    expect(objects?.map(({ label }) => label)).toEqual(['cat', 'cat', 'dog']);
    expect(picture).toBeUndefined();
  });

  it('tells only what was asked for, and says when that is not there', async () => {
    const { objects } = await inspect(seeing(scene), [{ ...look, words: ['dogs'] }], request);
    expect(objects?.map(({ label }) => label)).toEqual(['dog']);
    const { notes } = await inspect(seeing(scene), [{ ...look, words: ['horse'] }], request);
    expect(notes.map(inEnglish)).toEqual(['I do not find horse in it.']);
  });

  it('shows where the edit model attends to words', async () => {
    const asked = { kind: 'inspect', question: 'attention', words: ['cat', 'dog'] } as const;
    const { masks, picture, method } = await inspect(bare, [{ ...asked, words: [...asked.words] }], request);
    expect({ picture, method }).toEqual({ picture: undefined, method: 'attention-maps' });
    expect(masks.map(({ keyword }) => keyword)).toEqual(['cat', 'dog']);
    for (const { mask } of masks) {
      expect([mask.width, mask.height]).toEqual([source.width, source.height]);
      expect([Math.min(...mask.data), Math.max(...mask.data)]).toEqual([0, 1]);
    }
  });

  it('finds words by attention when there is no detector', async () => {
    const { objects, method } = await inspect(bare, [{ ...look, words: ['cat'] }], request);
    expect(method).toBe('attention');
    for (const { label, score } of objects ?? []) expect([label, score > 0.3]).toEqual(['cat', true]);
  });

  it('says how to get a detector when there is none', async () => {
    await expect(inspect(bare, [look], request)).rejects.toMatchObject({ code: 'NO_DETECTOR' });
  });
});

describe('seenIn', () => {
  const painted = { ...lookedOnly(request), picture: source, model: 'm', method: 'm' };

  it('tells what a new picture shows', async () => {
    const { objects } = await seenIn(seeing(scene), painted, request);
    expect(objects?.map(({ label }) => label)).toEqual(['cat', 'cat', 'dog']);
  });

  it.each<[string, () => Components]>([
    ['there is no detector', () => bare],
    ['the detector knows all words and takes its time', () => seeing(scene, {})],
  ])('tells nothing when %s', async (_, components) => {
    expect(await seenIn(components(), painted, request)).toBe(painted);
  });
});

describe('boxGrid', () => {
  it('marks the cells of a box, at least one', () => {
    const picture = { width: 100, height: 100 };
    expect([...boxGrid([[50, 0, 50, 50]], picture, 2, 2).data]).toEqual([0, 1, 0, 0]);
    expect([...boxGrid([[98, 98, 1, 1]], picture, 2, 2).data]).toEqual([0, 0, 0, 1]);
  });
});
