import type { Amount } from './amounts.ts';

/** How much bigger "bigger" is. */
export const GROWTH: Readonly<Record<Amount, number>> = { slight: 1.15, usual: 1.4, strong: 1.8 };
export const BIGGER = new Set(['bigger', 'larger', 'huger', 'more big', 'more large']);
export const SMALLER = new Set(['smaller', 'tinier', 'littler', 'less big', 'more small', 'less large']);
/** Sizes that are said without a comparison, as factors. */
export const SIZES: ReadonlyMap<string, number> = new Map([
  ...['big', 'large'].map((word) => [word, 1.4] as const),
  ...['huge', 'giant', 'gigantic', 'enormous', 'massive', 'ginormous'].map((word) => [word, 2] as const),
  ...['small', 'little'].map((word) => [word, 0.714] as const),
  ...['tiny', 'miniature', 'minuscule', 'teeny', 'teensy'].map((word) => [word, 0.5] as const),
]);
