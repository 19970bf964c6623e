import { describe, expect, it } from 'vitest';
import { isAmong, overlap, wasThere } from '../../src/detection/boxes.ts';

describe('overlap', () => {
  it.each([
    ['the same box', [0, 0, 4, 4], 1],
    ['half of it beside it', [2, 0, 4, 4], 1 / 3],
    ['a box that only touches it', [4, 0, 4, 4], 0],
    ['a box far away', [9, 9, 1, 1], 0],
    ['a box inside it', [1, 1, 2, 2], 1 / 4],
  ] as const)('is the share of both that both cover: %s', (_, other, share) => {
    expect(overlap([0, 0, 4, 4], other)).toBeCloseTo(share, 12);
    expect(overlap(other, [0, 0, 4, 4])).toBeCloseTo(share, 12);
  });

  it('is nothing for boxes without an inside', () => {
    expect(overlap([1, 1, 0, 0], [1, 1, 0, 0])).toBe(0);
  });
});

describe('isAmong', () => {
  it('takes boxes that mostly cover each other for one thing', () => {
    expect(isAmong([0, 0, 10, 10], [[50, 50, 10, 10], [0, 0, 10, 6]])).toBe(true); // prettier-ignore
    expect(isAmong([0, 0, 10, 10], [[50, 50, 10, 10], [0, 0, 10, 4]])).toBe(false); // prettier-ignore
    expect(isAmong([0, 0, 10, 10], [])).toBe(false);
  });
});

describe('wasThere', () => {
  it('knows a thing again that an edit has made a little smaller', () => {
    expect(wasThere([0, 0, 10, 4.5], [[0, 0, 10, 10]])).toBe(true);
    expect(wasThere([0, 0, 10, 3.5], [[0, 0, 10, 10]])).toBe(false);
  });
});
