import type { Tensor } from '../../src/tensor/tensor.ts';

/** One tensor beside its golden. */
export interface Comparison {
  /** Which tensor of the case. */
  readonly what: string;
  /** Largest absolute difference; infinite when shapes differ or a value is no number. */
  readonly error: number;
  readonly tolerance: number;
  /** Where the largest difference is, and the first five values of both. */
  readonly where: string;
}

/** What came of a case or of a part of it. */
export type Outcome =
  | { readonly name: string; readonly status: 'skip'; readonly reason: string }
  | { readonly name: string; readonly status: 'ok' | 'FAIL'; readonly worst: Comparison };

/** Measures a tensor against its golden. */
export function compare(what: string, got: Tensor, golden: Tensor, tolerance: number): Comparison {
  if (got.data.length !== golden.data.length) {
    const where = `got [${got.dims.join(', ')}], expected [${golden.dims.join(', ')}]`;
    return { what, error: Infinity, tolerance, where };
  }
  let error = 0;
  let at = 0;
  for (let i = 0; i < golden.data.length; i++) {
    const difference = Math.abs((got.data[i] as number) - (golden.data[i] as number));
    if (difference <= error) continue;
    at = i;
    error = Number.isNaN(difference) ? Infinity : difference;
    if (error === Infinity) break;
  }
  return {
    what,
    error,
    tolerance,
    where: `at ${at}: got ${got.data[at]}, expected ${golden.data[at]}; first got ${firstFive(got)}, expected ${firstFive(golden)}`,
  };
}

/** A case passes when every comparison does; the worst of them stands for it. */
export function judge(name: string, comparisons: readonly Comparison[]): Outcome {
  const excess = ({ error, tolerance }: Comparison): number =>
    error <= tolerance ? error / Math.max(tolerance, Number.MIN_VALUE) : Infinity;
  const [first, ...rest] = comparisons;
  if (first === undefined) return { name, status: 'skip', reason: 'it compares nothing' };
  const worst = rest.reduce((most, next) => (excess(next) > excess(most) ? next : most), first);
  return { name, status: worst.error <= worst.tolerance ? 'ok' : 'FAIL', worst };
}

const firstFive = ({ data }: Tensor): string =>
  [...data.subarray(0, 5)].map((value) => value.toPrecision(6)).join(' ');
