import type { GraphBuilder, Value } from '../graph.ts';
import { concat, matmul, shapeOf, slice, softmax } from '../ops.ts';
import { sizeOf } from '../../tensor/tensor.ts';

/** Attention logits that a graph holds at once when nothing else is said: 256 MiB. */
export const SCORE_BYTES = 2 ** 28;
const FLOAT_BYTES = 4;

/** Queries `from`…`to` (exclusive). */
export interface QuerySlice {
  readonly from: number;
  readonly to: number;
  /** All queries: nothing was cut. */
  readonly isWhole: boolean;
}

/**
 * softmax(change(q·keys))·values, with the queries in as few slices as keep the logits below a limit. A query's
 * attention does not depend on the other queries, so the result is the same.
 *
 * @param q       queries, already divided by √d, `[…, N, d]`
 * @param keys    `[…, d, L]`
 * @param values  makes `[…, L, d]`; called once, after the first logits
 * @param limit   bytes of float32 logits at once
 * @param change  changes the logits `[…, n, L]` of a slice
 * @returns `[…, N, d]`, and the probabilities of each slice
 */
export function attendInSlices(
  g: GraphBuilder,
  q: Value,
  keys: Value,
  values: () => Value,
  limit: number,
  change: (logits: Value, part: QuerySlice) => Value = (logits) => logits,
): { readonly out: Value; readonly weights: readonly Value[] } {
  const axis = q.dims.length - 2;
  const weights: Value[] = [];
  let made: Value | undefined;
  const parts = slicesOf(q, keys, limit).map((part) => {
    const queries = part.isWhole ? q : slice(g, q, axis, part.from, part.to);
    const attended = softmax(g, change(matmul(g, queries, keys), part));
    weights.push(attended);
    made ??= values();
    return matmul(g, attended, made);
  });
  return { out: parts.length === 1 ? (parts[0] as Value) : concat(g, parts, axis), weights };
}

function slicesOf(q: Value, keys: Value, limit: number): QuerySlice[] {
  const dims = shapeOf(q);
  const count = dims.at(-2) as number;
  const bytesOfOne = FLOAT_BYTES * sizeOf(dims.slice(0, -2)) * (keys.dims.at(-1) as number);
  // Without a limit the quotient is 0: one part all the same.
  const parts = Math.min(count, Math.max(1, Math.ceil((count * bytesOfOne) / limit)));
  const length = Math.ceil(count / parts);
  return Array.from({ length: Math.ceil(count / length) }, (_, index) => ({
    from: index * length,
    to: Math.min(count, (index + 1) * length),
    isWhole: parts === 1,
  }));
}
