import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBfloat16, fromFloat16, toFloat16 } from '../../src/tensor/float16.ts';

const golden = JSON.parse(
  readFileSync(new URL('../golden/tensor/float16.json', import.meta.url), 'utf8'),
) as {
  readonly singles: readonly number[];
  readonly half_bits: readonly number[];
  readonly half_values: readonly (number | 'inf' | '-inf')[];
  readonly brain_bits: readonly number[];
  readonly brain_values: readonly number[];
};

describe('toFloat16', () => {
  it('rounds as PyTorch does', () => {
    expect([...toFloat16(Float32Array.from(golden.singles))]).toEqual(golden.half_bits);
  });

  it('keeps every float16 value as it is', () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);
    const numbers = all.filter((bits) => (bits & 0x7fff) <= 0x7c00);
    expect(toFloat16(fromFloat16(numbers))).toEqual(numbers);
  });
});

describe('fromFloat16', () => {
  it('reads what PyTorch wrote', () => {
    const expected = golden.half_values.map((value) =>
      value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value,
    );
    expect([...fromFloat16(Uint16Array.from(golden.half_bits))]).toEqual(expected);
    expect(fromFloat16(Uint16Array.of(0x7e00))[0]).toBeNaN();
  });
});

describe('fromBfloat16', () => {
  it('reads what PyTorch wrote', () => {
    expect([...fromBfloat16(Uint16Array.from(golden.brain_bits))]).toEqual(golden.brain_values);
  });
});
