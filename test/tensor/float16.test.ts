import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bfloat16ToNumber, float16ToNumber, numberToFloat16 } from '../../src/tensor/float16.ts';

const golden = JSON.parse(
  readFileSync(new URL('../golden/tensor/float16.json', import.meta.url), 'utf8'),
) as {
  readonly singles: readonly number[];
  readonly half_bits: readonly number[];
  readonly half_values: readonly (number | 'inf' | '-inf')[];
  readonly brain_bits: readonly number[];
  readonly brain_values: readonly number[];
};

describe('numberToFloat16', () => {
  it('rounds as PyTorch does', () => {
    expect(golden.singles.map(numberToFloat16)).toEqual(golden.half_bits);
  });

  it('keeps every half as it is', () => {
    const all = Array.from({ length: 0x10000 }, (_, bits) => bits);
    const numbers = all.filter((bits) => (bits & 0x7fff) <= 0x7c00);
    expect(numbers.map(float16ToNumber).map(numberToFloat16)).toEqual(numbers);
  });
});

describe('float16ToNumber', () => {
  it('reads what PyTorch wrote', () => {
    const expected = golden.half_values.map((value) =>
      typeof value === 'number' ? value : value === 'inf' ? Infinity : -Infinity,
    );
    expect(golden.half_bits.map(float16ToNumber)).toEqual(expected);
    expect(float16ToNumber(0x7e00)).toBeNaN();
  });
});

describe('bfloat16ToNumber', () => {
  it('reads what PyTorch wrote', () => {
    expect(golden.brain_bits.map(bfloat16ToNumber)).toEqual(golden.brain_values);
  });
});
