import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

interface Draw {
  readonly call: 'randn' | 'rand' | 'randint';
  readonly dims: readonly [number, number];
  readonly values: readonly number[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/tensor/torch-random.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly { readonly seed: number; readonly draws: readonly Draw[] }[] };

describe('createTorchGenerator', () => {
  it.each(golden.cases)('draws what PyTorch draws for seed $seed', ({ seed, draws }) => {
    const generator = createTorchGenerator(seed);
    for (const { call, dims, values } of draws) {
      const got = call === 'randint' ? [generator.randint(...dims)] : [...generator[call](dims).data];
      expect(got).toHaveLength(values.length);
      // Below 16 values PyTorch calls the C library's double precision functions: float32 hides their differences.
      expect(got).toEqual(values);
    }
  });

  it('starts anew for every generator', () => {
    expect(createTorchGenerator(5).randn([4, 4])).toEqual(createTorchGenerator(5).randn([4, 4]));
    expect(createTorchGenerator(5).randn([4, 4])).not.toEqual(createTorchGenerator(6).randn([4, 4]));
  });

  it('refuses a seed that is not a whole number and an empty range', () => {
    expect(() => createTorchGenerator(0.5)).toThrow(ShapeError);
    expect(() => createTorchGenerator(1).randint(3, 3)).toThrow('high − low');
  });
});
