import { describe, expect, it } from 'vitest';
import { suppressDoubles, toDetections } from '../../src/detection/owl-boxes.ts';

const picture = { width: 100, height: 50 };

describe('toDetections', () => {
  it('clips to the picture and drops what lies in the padding', () => {
    const found = toDetections(
      [
        { query: 0, score: 0.9, corners: [-10, -10, 30, 30] },
        { query: 1, score: 0.8, corners: [10, 40, 60, 90] },
      ],
      ['cat', 'dog'],
      picture,
    );
    expect(found).toEqual([{ label: 'cat', score: 0.9, box: [0, 0, 30, 30] }]);
  });
});

describe('suppressDoubles', () => {
  const one = { label: 'cat', score: 0.9, box: [0, 0, 10, 10] } as const;

  it('drops a worse box of the same label that overlaps by more than 0.4', () => {
    const near = { label: 'cat', score: 0.5, box: [0, 5, 10, 10] } as const;
    const same = { label: 'cat', score: 0.6, box: [0, 3, 10, 10] } as const;
    expect(suppressDoubles([near, same, one])).toEqual([one, near]);
  });

  it('drops another name only for nearly the same box', () => {
    const dog = { label: 'dog', score: 0.5, box: [0, 3, 10, 10] } as const;
    const wolf = { label: 'wolf', score: 0.4, box: [0, 0, 10, 10] } as const;
    expect(suppressDoubles([dog, wolf, one])).toEqual([one, dog]);
  });
});
