/** The words by which people say which one and where. */

export type Side = 'left' | 'right' | 'top' | 'bottom' | 'middle';
export type Order = 'left' | 'right' | 'top' | 'bottom' | 'size';
export type Relation =
  | 'next to'
  | 'left of'
  | 'right of'
  | 'above'
  | 'below'
  | 'behind'
  | 'in front of'
  | 'on';

const table = <Value>(rows: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> =>
  new Map(Object.entries(rows));
const spell = <Value extends string>(rows: readonly (readonly [Value, string])[]): Map<string, Value> =>
  new Map(rows.flatMap(([value, words]) => words.split(/,\s*/).map((word) => [word, value] as const)));

/** Ways to say where something is relative to a landmark. */
export const RELATION_OF: ReadonlyMap<string, Relation> = spell([
  ['left of', 'to the left of, on the left of, on the left side of, left of'],
  ['right of', 'to the right of, on the right of, on the right side of, right of'],
  [
    'next to',
    'right next to, next to, close to, near to, closest to, nearest to, beside, besides, alongside, near, by',
  ],
  ['on', 'on top of, onto, upon, inside, into, on, in'],
  ['in front of', 'in front of, before'],
  ['behind', 'behind'],
  ['below', 'underneath, beneath, below, under'],
  ['above', 'above, over'],
]);
/** Relations that say where to go, not where something is. */
export const APPROACHES = [
  'closer to',
  'nearer to',
  'nearer',
  'nearby',
  'towards',
  'toward',
  'between',
  'to',
  'against',
  'beyond',
];

export const SIDES: ReadonlyMap<string, Side> = spell([
  ['left', 'left'],
  ['right', 'right'],
  ['top', 'top, upper'],
  ['bottom', 'bottom, lower'],
  ['middle', 'middle, center, centre, central'],
]);
/** Superlatives: what is counted along, and from which end. */
export const EXTREMES: ReadonlyMap<string, readonly [Order, 1 | -1]> = table({
  leftmost: ['left', 1],
  rightmost: ['right', 1],
  topmost: ['top', 1],
  uppermost: ['top', 1],
  highest: ['top', 1],
  lowest: ['bottom', 1],
  bottommost: ['bottom', 1],
  biggest: ['size', 1],
  largest: ['size', 1],
  tallest: ['size', 1],
  bigger: ['size', 1],
  larger: ['size', 1],
  smallest: ['size', -1],
  tiniest: ['size', -1],
  littlest: ['size', -1],
  smaller: ['size', -1],
} as const);
/** "big" and "small" are attributes; only the comparisons pick by size. */
export const COMPARISONS = new Set(['bigger', 'larger', 'smaller']);

/** Steps across and down. */
export const DIRECTIONS: ReadonlyMap<string, readonly [number, number]> = new Map(
  (
    [
      ['left leftwards leftward', [-1, 0]],
      ['right rightwards rightward', [1, 0]],
      ['up upwards upward higher top upper', [0, -1]],
      ['down downwards downward lower bottom', [0, 1]],
    ] as const
  ).flatMap(([words, step]) => words.split(' ').map((word) => [word, step] as const)),
);
