import type { Box, Detection, Detector } from '../../detection/detector.ts';
import { findAll, findNoun, findPhrase, type Phrase } from '../../detection/find.ts';
import { COMMON_THINGS, isLookable } from '../../detection/lookable.ts';
import { countInWords, knownNoun, singularNoun } from '../../detection/nouns.ts';
import { overlap } from '../../detection/boxes.ts';
import { UserError } from '../../errors.ts';
import type { RgbImage } from '../../image/image.ts';
import type { ObjectReference, StepOf } from '../../planning/plan.ts';
import { sentence, word } from '../../sentence.ts';
import { filledGrid, type Grid } from '../../tensor/grid.ts';
import type { EngineResult, FoundObject } from '../engine.ts';
import type { RunRequest, Components } from '../components.ts';

type Question = NonNullable<EngineResult['question']>;
type Meant = NonNullable<EngineResult['meant']>;

/** Where the object of a step is. */
export interface Located {
  readonly boxes: readonly Box[];
  /** Size of the picture that the boxes are pixels of. */
  readonly picture: { readonly width: number; readonly height: number };
  /** There are others of its kind, which must stay as they are. */
  readonly isOneOfMany: boolean;
}

/** A box that overlaps so much is of the thing that was there before an edit changed its looks. */
const STILL_THERE = 0.3;
/** Things that are seen surely enough to trust the detector with this kind of picture. */
const SURE = 0.6;
/** Kinds of change whose keyword must already be in the picture. */
const NEEDS_OBJECT = new Set(['replace', 'recolor', 'remove', 'resize', 'change']);

/** The words a detector is asked for when nobody says which. */
export function vocabularyOf({ detector, imageModel, editModel }: Components): readonly string[] {
  return (
    detector?.traits.vocabulary ??
    imageModel.card.vocabulary?.objects ??
    editModel.card.vocabulary?.objects ??
    COMMON_THINGS
  );
}

/** Detections as the chat shows them: whole pixels. */
export const toFoundObjects = (detections: readonly Detection[]): FoundObject[] =>
  detections.map(({ label, score, box }) => {
    const [x, y, right, bottom] = [box[0], box[1], box[0] + box[2], box[1] + box[3]].map(Math.round);
    return { label, score, box: [x!, y!, right! - x!, bottom! - y!] };
  });

/**
 * Finds what every local step is about, before anything is painted. Without a detector, and where it is not sure,
 * nothing is known and nothing is refused.
 *
 * @returns a place per step (`undefined`: not known), or the question that has to be asked first
 * @throws {UserError} `NO_SUCH_OBJECT` when the detector is sure that it is not there
 */
export async function locateSteps(
  components: Components,
  steps: readonly StepOf<'instruct'>[],
  request: RunRequest,
  source: RgbImage,
): Promise<{
  readonly located: readonly (Located | undefined)[];
  readonly meant: Meant;
  readonly question?: Question;
}> {
  const located: (Located | undefined)[] = [];
  const meant: FoundObject[] = [];
  for (const [index, step] of steps.entries()) {
    const phrase = phraseOf(step);
    if (phrase === undefined || components.detector === undefined) {
      located.push(undefined);
      continue;
    }
    const found = await locateObject(components, phrase, request, source);
    if (found?.kind === 'several')
      return { located: [], meant: [], question: { step: index, objects: toFoundObjects(found.objects) } };
    located.push(found?.place);
    meant.push(...toFoundObjects(found?.objects ?? []));
  }
  return { located, meant };
}

/** What a step is about, when that is a thing which has to be there. */
function phraseOf({ scope, action, keyword, object }: StepOf<'instruct'>): Phrase | undefined {
  if (scope === 'global' || !NEEDS_OBJECT.has(action)) return undefined;
  const noun = object?.noun === undefined || object.noun === '' ? keyword : object.noun;
  if (!isLookable(noun.toLowerCase()) || !isLookable(singularNoun(noun))) return undefined;
  if (object !== undefined) return { ...object, noun };
  return { noun, ...(singularNoun(noun) === noun.toLowerCase() ? {} : { count: 'all' as const }) };
}

export type Found =
  | { readonly kind: 'one'; readonly place: Located; readonly objects: readonly Detection[] }
  | { readonly kind: 'several'; readonly place?: undefined; readonly objects: readonly Detection[] };

/**
 * Finds one object by the words about it.
 *
 * @param phrase  a planner's `ObjectReference`, or a noun alone
 * @param not     boxes of what "the other one" is not; default: what the latest edit of its kind was about
 * @returns what is meant, the candidates from the left when the words fit several, `undefined` when the detector
 *   does not know
 * @throws {UserError} `NO_SUCH_OBJECT` when it is surely not there
 */
export async function locateObject(
  components: Components,
  phrase: Phrase | ObjectReference,
  request: RunRequest,
  source: RgbImage,
  not?: readonly Box[],
): Promise<Found | undefined> {
  const { detector } = components;
  if (detector === undefined) return undefined;
  const last = lastOf(request, knownNoun(phrase.noun, detector.traits));
  request.onProgress({ phase: 'detect', step: 0, count: 1 });
  const isOther = phrase.attributes?.includes('other') === true;
  const resolution = await findPhrase(
    detector,
    source,
    isOther ? { ...phrase, not: not ?? last } : phrase,
    request.signal,
  );
  // "make it blue" after "move the cat left": the one that was spoken of last.
  const spokenOf = rememberedAs(phrase, request, last, resolution.objects);
  const isFound = resolution.kind === 'one' && resolution.objects[0] === spokenOf;
  if (spokenOf !== undefined && !isFound)
    return {
      kind: 'one',
      place: { boxes: [spokenOf.box], picture: source, isOneOfMany: true },
      objects: [spokenOf],
    };
  if (resolution.kind === 'several') {
    const [best, ...others] = resolution.objects.toSorted((a, b) => b.score - a.score) as [Detection];
    // We painted one: what looks like a second one is none to ask about.
    if (countInWords(captionOf(request), phrase.noun, detector.traits) !== 1)
      return { kind: 'several', objects: [best, ...others].toSorted((a, b) => a.box[0] - b.box[0]) };
    return {
      kind: 'one',
      place: { boxes: [best.box], picture: source, isOneOfMany: false },
      objects: [best],
    };
  }
  const all = await findNoun(detector, source, { noun: phrase.noun }, request.signal);
  if (resolution.kind === 'none') {
    await refuseMissing(components, phrase, request, source, all.length);
    return undefined;
  }
  const boxes = resolution.objects.map(({ box }) => box);
  return {
    kind: 'one',
    place: { boxes, picture: source, isOneOfMany: all.length > boxes.length },
    objects: resolution.objects,
  };
}

/**
 * What was spoken of last, where words say no more than its kind. Where the detector does not see it any more, because
 * an edit changed its looks, it is still that thing in its place, and no other of its kind.
 */
function rememberedAs(
  { noun, ordinal, side, relation, count, attributes = [] }: Phrase,
  { spokenOf }: RunRequest,
  last: readonly Box[],
  found: readonly Detection[],
): Detection | undefined {
  const [box, ...others] = last;
  const isTold = (ordinal ?? side ?? relation ?? count) !== undefined || attributes.length > 0;
  if (box === undefined || others.length > 0 || isTold || spokenOf?.isUndone === true) return undefined;
  const nearest = found.toSorted((a, b) => overlap(b.box, box) - overlap(a.box, box))[0];
  return nearest !== undefined && overlap(nearest.box, box) > STILL_THERE
    ? nearest
    : { label: noun, score: 1, box };
}

/** Boxes of what the latest edit of a kind of thing was about. */
const lastOf = ({ spokenOf }: RunRequest, label: string): readonly Box[] =>
  spokenOf?.turns
    .map((turn) => turn.flatMap((object) => (object.label === label ? [object.box] : [])))
    .find((boxes) => boxes.length > 0) ?? [];

const captionOf = ({ sourceCaption, sourcePrompt }: RunRequest): string =>
  sourceCaption ?? sourcePrompt ?? '';

/** Throws when it can be told that what was asked for is not in the picture; else lets the edit try. */
async function refuseMissing(
  components: Components,
  { noun, ordinal, attributes = [] }: Phrase,
  request: RunRequest,
  source: RgbImage,
  count: number,
): Promise<void> {
  const { traits } = components.detector as Detector;
  const name = knownNoun(noun, traits);
  if (count > 0 && (ordinal !== undefined || attributes.includes('other')))
    throw new UserError(
      'NO_SUCH_OBJECT',
      count === 1
        ? sentence('locate.onlyOne', { name: word(name) })
        : sentence('locate.onlyFew', { count, name: word(name) }),
    );
  // What we painted is there, however it came out.
  if (countInWords(captionOf(request), noun, traits) > 0) return;
  const painted = vocabularyOf(components).filter(
    (known) => countInWords(captionOf(request), known, traits) > 0,
  );
  const others = await surelyOthers(components, name, request, source, painted);
  if (others === undefined) return;
  const labels = [...new Set([...painted, ...others])];
  throw new UserError(
    'NO_SUCH_OBJECT',
    sentence('locate.none', {
      name: word(name),
      labels: labels.slice(0, 8).map(word),
    }),
  );
}

/**
 * What else is there, when it is sure that a thing is not: `undefined` when it is not sure.
 *
 * A picture that we painted from few words holds what they name, and nothing that the detector does not find. In any
 * other picture not even a trace of the thing may be found, and a word that the detector was never taught counts only
 * where it knows the picture well.
 */
async function surelyOthers(
  components: Components,
  name: string,
  request: RunRequest,
  source: RgbImage,
  painted: readonly string[],
): Promise<readonly string[] | undefined> {
  const detector = components.detector as Detector;
  const { absent, vocabulary } = detector.traits;
  const others = await findAll(detector, source, vocabularyOf(components), request.signal);
  if (painted.length > 0 && vocabulary !== undefined)
    return others.filter(({ score }) => score >= SURE).map(({ label }) => label);
  if (absent === 0) return undefined;
  const traces = await detector.detect(source, [name], { threshold: absent, signal: request.signal });
  const isKnown = vocabulary === undefined || vocabulary.includes(name);
  const isSure = isKnown ? others.length > 0 : others.some(({ score }) => score >= SURE);
  return traces.length === 0 && isSure ? others.map(({ label }) => label) : undefined;
}

/** The cells of a grid whose middle lies in one of the boxes; every box covers at least one. */
export function boxGrid(
  boxes: readonly Box[],
  picture: { readonly width: number; readonly height: number },
  height: number,
  width: number,
): Grid {
  const grid = filledGrid(height, width, 0);
  const [sx, sy] = [width / picture.width, height / picture.height];
  for (const [x, y, boxWidth, boxHeight] of boxes) {
    const [left, top] = [Math.round(x * sx), Math.round(y * sy)];
    const right = Math.max(left + 1, Math.round((x + boxWidth) * sx));
    const bottom = Math.max(top + 1, Math.round((y + boxHeight) * sy));
    for (let row = Math.min(top, height - 1); row < Math.min(bottom, height); row++)
      grid.data.fill(1, row * width + Math.min(left, width - 1), row * width + Math.min(right, width));
  }
  return grid;
}
