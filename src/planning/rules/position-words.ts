/** The words by which people say which one, where and how many. */
import type { ObjectReference } from '../plan.ts';
import { anyOf } from './lexicon.ts';

type Relation = NonNullable<ObjectReference['relation']>['kind'];
type Side = NonNullable<ObjectReference['side']>;

/** Ways to say where something is relative to a landmark, the longer first. */
export const RELATIONS: readonly (readonly [string, Relation])[] = [
  ['to the left of', 'left of'],
  ['on the left of', 'left of'],
  ['on the left side of', 'left of'],
  ['to the right of', 'right of'],
  ['on the right of', 'right of'],
  ['on the right side of', 'right of'],
  ['left of', 'left of'],
  ['right of', 'right of'],
  ['right next to', 'next to'],
  ['next to', 'next to'],
  ['close to', 'next to'],
  ['near to', 'next to'],
  ['closest to', 'next to'],
  ['nearest to', 'next to'],
  ['beside', 'next to'],
  ['besides', 'next to'],
  ['alongside', 'next to'],
  ['near', 'next to'],
  ['by', 'next to'],
  ['on top of', 'on'],
  ['onto', 'on'],
  ['upon', 'on'],
  ['in front of', 'in front of'],
  ['before', 'in front of'],
  ['behind', 'behind'],
  ['underneath', 'below'],
  ['beneath', 'below'],
  ['below', 'below'],
  ['under', 'below'],
  ['above', 'above'],
  ['over', 'above'],
  ['inside', 'on'],
  ['into', 'on'],
  ['on', 'on'],
  ['in', 'on'],
];
export const RELATION_OF = new Map(RELATIONS);
export const RELATION_WORDS = anyOf(RELATION_OF.keys());

const NUMBERS = new Map(
  'one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, index) => [word, index + 1]),
);
const ORDINALS = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth'
    .split(' ')
    .map((word, index) => [word, index + 1]),
);
export const DETERMINER = /^(?:the|a|an|my|your|his|her|its|their|our|this|that|these|those|some|any)\s+/;

/** "three", "3" → 3. */
export function readNumber(word: string): number | undefined {
  if (/^\d{1,2}$/.test(word)) return Number(word);
  return NUMBERS.get(word);
}

/** "second", "2nd", "last" → 2, 2, −1. */
export function readOrdinal(word: string): number | undefined {
  if (word === 'last' || word === 'final') return -1;
  const digits = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(word);
  return digits === null ? ORDINALS.get(word) : Number(digits[1]);
}

export const SIDES = new Map<string, Side>(
  Object.entries({
    left: 'left',
    right: 'right',
    top: 'top',
    upper: 'top',
    bottom: 'bottom',
    lower: 'bottom',
    middle: 'middle',
    center: 'middle',
    centre: 'middle',
    central: 'middle',
  } as const),
);
export const EXTREMES = new Map<string, readonly [NonNullable<ObjectReference['order']>, 1 | -1]>(
  Object.entries({
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
    big: ['size', 1],
    smallest: ['size', -1],
    tiniest: ['size', -1],
    littlest: ['size', -1],
    smaller: ['size', -1],
  } as const),
);
/** "big" and "small" are attributes; only the comparisons pick by size. */
export const COMPARISONS = new Set(['bigger', 'larger', 'smaller']);
