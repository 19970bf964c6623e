import type { GraphBuilder, Value } from '../graph.ts';
import { concat, gelu, linear, linearHalves, multiply, slice } from '../ops.ts';

/** float32 */
const VALUE_BYTES = 4;

/**
 * Feed-forward layer `ff` (diffusers' FeedForward with GEGLU) on rows `[rows, C]`: the second half of the first
 * projection gates the first half. Rows do not know each other: more than fit are computed in parts of nearly one
 * size (diffusers' forward chunking), which for a processor's cache is as fast and holds less.
 *
 * @param bytes  largest result inside, in bytes
 */
export function feedForward(g: GraphBuilder, x: Value, bytes: number): Value {
  const [rows = 1] = x.dims as readonly number[];
  const [both = 1] = g.weightShape('ff.net.0.proj.weight');
  const parts = Math.ceil((rows * (both / 2) * VALUE_BYTES) / bytes);
  const each = Math.ceil(rows / parts);
  if (each >= rows) return gated(g, x);
  const outs: Value[] = [];
  for (let from = 0; from < rows; from += each)
    outs.push(gated(g, slice(g, x, 0, from, Math.min(rows, from + each))));
  return concat(g, outs, 0);
}

function gated(g: GraphBuilder, x: Value): Value {
  const [hidden, gate] = linearHalves(g, x, 'ff.net.0.proj');
  return linear(g, multiply(g, hidden, gelu(g, gate)), 'ff.net.2');
}
