import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/tensor/tensor.ts';
import { computeInTiles, cutTile, evenSpans, tileSpans } from '../../src/tensor/tiles.ts';

describe('tileSpans', () => {
  it('begins a tile every stride and ends with the axis', () => {
    expect(tileSpans(16, 8, 6)).toEqual([
      { from: 0, length: 8 },
      { from: 6, length: 8 },
      { from: 12, length: 4 },
    ]);
  });

  it('leaves out a tile that lies within the one before it', () => {
    expect(tileSpans(14, 8, 6)).toEqual([
      { from: 0, length: 8 },
      { from: 6, length: 8 },
    ]);
  });
});

describe('evenSpans', () => {
  it('keeps what fits whole', () => expect(evenSpans(96, 96, 16)).toEqual([{ from: 0, length: 96 }]));

  it.each([
    [128, 96, 16],
    [97, 96, 16],
    [160, 96, 16],
    [200, 64, 16],
    [33, 32, 16],
    [1024, 96, 16],
  ])('covers %i cells with tiles of one length of at most %i', (length, largest, overlap) => {
    const spans = evenSpans(length, largest, overlap);
    const [first] = spans;
    expect(first?.length).toBeLessThanOrEqual(largest);
    expect(new Set(spans.map((span) => span.length)).size).toBe(1);
    expect((spans.at(-1)?.from ?? 0) + (first?.length ?? 0)).toBe(length);
    spans.slice(1).forEach(({ from }, index) => {
      const before = spans[index];
      const shared = (before?.from ?? 0) + (before?.length ?? 0) - from;
      expect(shared).toBeGreaterThanOrEqual(1);
    });
  });
});

describe('computeInTiles', () => {
  it('gives a picture back that its tiles agree about', async () => {
    const picture = tensor(
      [1, 2, 20, 33],
      Float32Array.from({ length: 2 * 20 * 33 }, (_, i) => Math.sin(i)),
    );
    const joined = await computeInTiles(evenSpans(20, 8, 3), evenSpans(33, 16, 5), 1, (rows, columns) =>
      Promise.resolve(cutTile(picture, rows, columns)),
    );
    expect(joined.dims).toEqual(picture.dims);
    expect(Math.max(...joined.data.map((value, i) => Math.abs(value - (picture.data[i] ?? 0))))).toBeLessThan(
      1e-6,
    );
  });
});
