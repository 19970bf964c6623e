import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  bfloat16ToNumber,
  float16ToNumber,
  float8E4M3ToNumber,
  float8E5M2ToNumber,
  numberToFloat16,
} from '../../src/tensor/float16.ts';

const golden = JSON.parse(
  readFileSync(new URL('../golden/tensor/float16.json', import.meta.url), 'utf8'),
) as {
  readonly singles: readonly number[];
  readonly half_bits: readonly number[];
  readonly half_values: readonly (number | 'inf' | '-inf')[];
  readonly brain_bits: readonly number[];
  readonly brain_values: readonly number[];
  /** All 256 values, as Python writes them. */
  readonly float8_e4m3fn: readonly string[];
  readonly float8_e5m2: readonly string[];
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

describe.each([
  ['float8E4M3ToNumber', float8E4M3ToNumber, golden.float8_e4m3fn],
  ['float8E5M2ToNumber', float8E5M2ToNumber, golden.float8_e5m2],
] as const)('%s', (_, toNumber, values) => {
  it('reads every float8 as PyTorch does', () => {
    const expected = values.map((value) => Number(value.replace('inf', 'Infinity').replace('nan', 'NaN')));
    expect(values).toHaveLength(256);
    expect(values.map((__, bits) => toNumber(bits))).toEqual(expected);
  });
});
