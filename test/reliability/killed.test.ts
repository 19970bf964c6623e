import { describe, expect, it } from 'vitest';
import { asked, killAt } from './kill-points.ts';
import type { Asked } from './kill-points.ts';

/** Moments of each kind: accepted, written into the log, planned, stored, told, painted, shown, ended. `npm run bench -- --suite faults` tries all. */
const POINTS: readonly (readonly [point: number, words: string])[] = [
  [1, '/imagine a cat'],
  [12, '/imagine a cat count:4'],
  [9, 'undo and make the cat blue and again'],
];

describe('a bot that is killed', () => {
  it.each(POINTS)(
    'after write %i of %s answers it once',
    async (point, words) => {
      const request = asked.find((each) => each.words === words) as Asked;
      expect(await killAt(point, request)).toEqual({ lost: 0, doubled: 0, stuck: 0, wasKilled: true });
    },
    120_000,
  );
});
