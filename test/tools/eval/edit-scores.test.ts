import { describe, expect, it } from 'vitest';
import { cosine, directionSimilarity, maskLeak } from '../../../tools/eval/similarity/edit-scores.ts';

const grey = (...values: number[]) => ({
  width: values.length,
  height: 1,
  data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
});

describe('cosine', () => {
  it('is 1 for the same direction, −1 for the opposite, 0 for nothing', () => {
    const a = Float32Array.of(1, 2);
    expect(cosine(a, Float32Array.of(2, 4))).toBeCloseTo(1, 6);
    expect(cosine(a, Float32Array.of(-1, -2))).toBeCloseTo(-1, 6);
    expect(cosine(a, new Float32Array(2))).toBe(0);
  });
});

describe('directionSimilarity', () => {
  const texts = [Float32Array.of(1, 0), Float32Array.of(0, 1)] as const;

  it('is 1 when pictures change as their captions do, and −1 when they change the other way', () => {
    expect(directionSimilarity(texts, texts)).toBeCloseTo(1, 6);
    expect(directionSimilarity([texts[1], texts[0]], texts)).toBeCloseTo(-1, 6);
  });

  it('is 0 for a picture that did not change', () => {
    expect(directionSimilarity([texts[0], texts[0]], texts)).toBe(0);
  });
});

describe('maskLeak', () => {
  const mask = { width: 2, height: 1, data: Float32Array.of(1, 0) };

  it('is the change outside relative to the change inside', () => {
    expect(maskLeak(grey(100, 100), grey(140, 110), mask)).toBeCloseTo(0.25, 6);
  });

  it('is 0 for an edit that keeps to its mask, and for no edit', () => {
    expect(maskLeak(grey(100, 100), grey(140, 100), mask)).toBe(0);
    expect(maskLeak(grey(100, 100), grey(100, 100), mask)).toBe(0);
  });

  it('refuses a mask of another size', () => {
    expect(() => maskLeak(grey(1), grey(2), mask)).toThrow('mask');
  });
});
