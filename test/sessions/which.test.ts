import { describe, expect, it } from 'vitest';
import { whichOf } from '../../src/sessions/which.ts';

/** Three cats from the left: a small one, a big one low down, a middling one high up. */
const cats = [
  { label: 'cat', score: 0.9, box: [0, 50, 20, 20] },
  { label: 'cat', score: 0.8, box: [40, 70, 60, 60] },
  { label: 'cat', score: 0.7, box: [120, 10, 40, 40] },
] as const;

describe('whichOf', () => {
  it.each([
    ['2', [2]],
    ['number 3', [3]],
    ['the left one', [1]],
    ['the rightmost', [3]],
    ['the second from the right', [2]],
    ['the biggest', [2]],
    ['the smaller one please', [1]],
    ['the middle one', [2]],
    ['the one at the top', [3]],
    ['the last one', [3]],
    ['both', [1, 2, 3]],
    ['all of them', [1, 2, 3]],
    ['7', []],
    ['the one I like', []],
  ])('reads "%s" as %j', (words, expected) => {
    expect(whichOf(cats, words)).toEqual(expected);
  });
});
