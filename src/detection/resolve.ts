/** Which of the things found a person means. Pure: boxes in, boxes out. */
import type { Box, Detection } from './detector.ts';
import { isAmong } from './boxes.ts';

type Side = 'left' | 'right' | 'top' | 'bottom';

/** What tells an object from others of its kind; the planner's `ObjectReference` is one. */
export interface Distinction {
  readonly attributes?: readonly string[] | undefined;
  /** 1 = first, −1 = last, counted along `order` (from the left when nothing is said). */
  readonly ordinal?: number | undefined;
  readonly order?: Side | 'size' | undefined;
  readonly side?: Side | 'middle' | undefined;
  readonly relation?: { readonly kind: RelationKind; readonly noun: string } | undefined;
  readonly count?: 'all' | number | undefined;
  /** Boxes of things that are not meant: "the other one". */
  readonly not?: readonly Box[] | undefined;
}
export type RelationKind =
  | 'next to'
  | 'left of'
  | 'right of'
  | 'above'
  | 'below'
  | 'behind'
  | 'in front of'
  | 'on';

export type Resolution =
  | { readonly kind: 'one' | 'several'; readonly objects: readonly Detection[] }
  | { readonly kind: 'none'; readonly objects: readonly [] };

export interface Surroundings {
  readonly width: number;
  readonly height: number;
  /** The things that the relation's noun stands for. */
  readonly landmarks?: readonly Detection[] | undefined;
}

const BIG = new Set(['big', 'bigger', 'biggest', 'large', 'larger', 'largest', 'huge', 'tall', 'giant']);
const SMALL = new Set(['small', 'smaller', 'smallest', 'little', 'tiny', 'mini']);

/** True for words about size, which boxes answer and no detector has to be asked for. */
export const isSizeWord = (word: string): boolean => BIG.has(word) || SMALL.has(word);

/**
 * Resolves a reference among candidates of its noun.
 *
 * `one`: what is meant, also when it is all or a number of them that is meant. `several`: candidates, from the left,
 * between which the words do not decide. `none`: there is no such thing, or fewer than its ordinal says.
 */
export function resolveReference(
  candidates: readonly Detection[],
  distinction: Distinction,
  surroundings: Surroundings,
): Resolution {
  const others = withoutExcluded(candidates, distinction.not ?? []);
  const related = byRelation(others, distinction, surroundings.landmarks ?? []);
  const isPlural = distinction.count !== undefined && distinction.count !== 1;
  const places = distinction.ordinal === undefined ? related : byOrdinal(related, distinction);
  const sided =
    distinction.side === undefined || (distinction.ordinal !== undefined && places.length === 1)
      ? places
      : bySide(places, distinction.side, surroundings, isPlural);
  const meant = bySize(sided, distinction, isPlural);
  const [first] = meant;
  if (first === undefined) return { kind: 'none', objects: [] };
  if (meant.length === 1 || distinction.count === 'all') return { kind: 'one', objects: meant };
  if (typeof distinction.count === 'number' && distinction.count >= meant.length)
    return { kind: 'one', objects: meant };
  return { kind: 'several', objects: meant.toSorted((a, b) => a.box[0] - b.box[0]) };
}

const withoutExcluded = (candidates: readonly Detection[], not: readonly Box[]): readonly Detection[] =>
  candidates.filter(({ box }) => !isAmong(box, not));

const centerX = ({ box }: Detection): number => box[0] + box[2] / 2;
const centerY = ({ box }: Detection): number => box[1] + box[3] / 2;
const bottomOf = ({ box }: Detection): number => box[1] + box[3];
const area = ({ box }: Detection): number => box[2] * box[3];

/** Measures by which a list is sorted from the first to the last. */
const MEASURES: Readonly<Record<Side | 'size', (object: Detection) => number>> = {
  left: ({ box }) => box[0],
  right: ({ box }) => -(box[0] + box[2]),
  top: ({ box }) => box[1],
  bottom: (object) => -bottomOf(object),
  size: (object) => -area(object),
};

const sortedBy = (objects: readonly Detection[], order: Side | 'size'): Detection[] =>
  objects.toSorted((a, b) => MEASURES[order](a) - MEASURES[order](b));

function byOrdinal(objects: readonly Detection[], { ordinal = 1, order, count }: Distinction): Detection[] {
  const sorted = sortedBy(objects, order ?? 'left');
  // "the two biggest", "the last three"
  const many = typeof count === 'number' ? count : 1;
  const from = ordinal > 0 ? ordinal - 1 : sorted.length + ordinal - (many - 1);
  return from < 0 ? [] : sorted.slice(from, from + many);
}

function bySide(
  objects: readonly Detection[],
  side: Side | 'middle',
  { width, height }: Surroundings,
  isPlural: boolean,
): readonly Detection[] {
  if (objects.length < 2) return objects;
  if (side === 'middle') {
    const off = (object: Detection): number =>
      Math.hypot(centerX(object) / width - 0.5, centerY(object) / height - 0.5);
    return isPlural ? objects : objects.toSorted((a, b) => off(a) - off(b)).slice(0, 1);
  }
  const isThere: Readonly<Record<Side, (object: Detection) => boolean>> = {
    left: (object) => centerX(object) < width / 2,
    right: (object) => centerX(object) > width / 2,
    top: (object) => centerY(object) < height / 2,
    bottom: (object) => centerY(object) > height / 2,
  };
  const there = objects.filter(isThere[side]);
  if (isPlural) return there.length > 0 ? there : objects;
  // "the left cat" is the leftmost of all, also when both are in the right half.
  return sortedBy(there.length > 0 ? there : objects, side).slice(0, 1);
}

function bySize(objects: readonly Detection[], { attributes = [] }: Distinction, isPlural: boolean) {
  const wantsBig = attributes.some((word) => BIG.has(word));
  if (objects.length < 2 || isPlural || !(wantsBig || attributes.some((word) => SMALL.has(word))))
    return objects;
  const sorted = sortedBy(objects, 'size');
  return [(wantsBig ? sorted[0] : sorted.at(-1)) as Detection];
}

function byRelation(
  objects: readonly Detection[],
  { relation, count }: Distinction,
  landmarks: readonly Detection[],
): readonly Detection[] {
  if (relation === undefined || landmarks.length === 0) return objects;
  const fits = objects
    .map((object) => ({ object, gap: nearestGap(object, relation.kind, landmarks) }))
    .filter(({ gap }) => gap < Infinity)
    .toSorted((a, b) => a.gap - b.gap);
  // Words about places are vague: when none fits to the letter, all stay in play.
  if (fits.length === 0) return objects;
  const [nearest] = fits as [(typeof fits)[number]];
  const isPlural = count !== undefined && count !== 1;
  const limit = isPlural ? Infinity : nearest.gap + 1e-6;
  return fits.filter(({ gap }) => gap <= limit).map(({ object }) => object);
}

/** Pixels between an object and the nearest landmark it stands to in that relation; infinite when to none. */
function nearestGap(object: Detection, kind: RelationKind, landmarks: readonly Detection[]): number {
  const gaps = landmarks
    .filter((landmark) => landmark.box !== object.box && STANDS[kind](object, landmark))
    .map((landmark) => gapBetween(object.box, landmark.box));
  return Math.min(Infinity, ...gaps);
}

const isOver = ({ box: a }: Detection, { box: b }: Detection): boolean =>
  a[0] < b[0] + b[2] && b[0] < a[0] + a[2];

/** Whether an object stands so to a landmark. */
const STANDS: Readonly<Record<RelationKind, (object: Detection, landmark: Detection) => boolean>> = {
  'left of': (object, landmark) => centerX(object) < centerX(landmark),
  'right of': (object, landmark) => centerX(object) > centerX(landmark),
  above: (object, landmark) => centerY(object) < centerY(landmark),
  below: (object, landmark) => centerY(object) > centerY(landmark),
  on: (object, landmark) => isOver(object, landmark) && centerY(object) < centerY(landmark),
  // Who stands nearer to the viewer reaches lower in the picture.
  behind: (object, landmark) => bottomOf(object) < bottomOf(landmark),
  'in front of': (object, landmark) => bottomOf(object) > bottomOf(landmark),
  'next to': () => true,
};

/** Distance between the edges of two boxes; 0 when they touch or overlap, then the centres decide a little. */
function gapBetween(a: Box, b: Box): number {
  const across = Math.max(0, b[0] - (a[0] + a[2]), a[0] - (b[0] + b[2]));
  const down = Math.max(0, b[1] - (a[1] + a[3]), a[1] - (b[1] + b[3]));
  const centers = Math.hypot(a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2);
  return Math.hypot(across, down) + centers / 1000;
}
