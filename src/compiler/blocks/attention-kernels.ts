import type { AttentionLayer, ControlInputs } from '../control.ts';
import type { GraphBuilder, Value } from '../graph.ts';
import { matmul, reshape, scale, softmax, transpose } from '../ops.ts';

/** What a U-Net hands to its attention layers. */
export interface AttentionContext {
  readonly batch: number;
  /** `[B·L, D]` text embeddings as rows. */
  readonly text: Value;
  readonly tokens: number;
  readonly control: ControlInputs | undefined;
  /** Fused attention kernel; absent on devices where it is wrong or missing. */
  readonly fused: boolean;
  /** Every layer that was built, with its map `[B, N, L]` or probabilities `[B, heads, N, keys]` when asked for. */
  readonly layers: (AttentionLayer & { readonly maps?: Value; readonly probabilities?: Value })[];
  /** Hand out the probabilities of every head: for comparing with a reference. */
  readonly withProbabilities: boolean;
}

/** Projected queries, keys and values as rows `[B·N, C]`, `[B·keys, C]`. */
export interface Projections {
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
}

/** X = q kᵀ / √d: `[B, heads, N, keys]`. */
export function attentionLogits(
  g: GraphBuilder,
  { batch }: AttentionContext,
  { heads, headSize }: AttentionLayer,
  keys: number,
  { q, k }: Projections,
): Value {
  const queries = (q.dims[0] as number) / batch;
  const split = (x: Value, length: number, perm: readonly number[]): Value =>
    transpose(g, reshape(g, x, [batch, length, heads, headSize]), perm);
  return matmul(g, split(scale(g, q, headSize ** -0.5), queries, [0, 2, 1, 3]), split(k, keys, [0, 2, 3, 1]));
}

export function probabilities(
  g: GraphBuilder,
  context: AttentionContext,
  layer: AttentionLayer,
  keys: number,
  projections: Projections,
): Value {
  return softmax(g, attentionLogits(g, context, layer, keys, projections));
}

/** A·v as rows `[B·N, C]`. */
export function weigh(
  g: GraphBuilder,
  { batch }: AttentionContext,
  { heads, headSize, height, width }: AttentionLayer,
  keys: number,
  weights: Value,
  v: Value,
): Value {
  const values = transpose(g, reshape(g, v, [batch, keys, heads, headSize]), [0, 2, 1, 3]);
  const merged = transpose(g, matmul(g, weights, values), [0, 2, 1, 3]);
  return reshape(g, merged, [batch * height * width, heads * headSize]);
}

export function plainAttention(
  g: GraphBuilder,
  context: AttentionContext,
  layer: AttentionLayer,
  keys: number,
  projections: Projections,
): Value {
  const { batch, fused } = context;
  const { heads, headSize } = layer;
  if (!fused)
    return weigh(g, context, layer, keys, probabilities(g, context, layer, keys, projections), projections.v);
  const channels = heads * headSize;
  const rowsOf = (x: Value, length: number): Value => reshape(g, x, [batch, length, channels]);
  const queries = layer.height * layer.width;
  const out = g.node(
    'MultiHeadAttention',
    [rowsOf(projections.q, queries), rowsOf(projections.k, keys), rowsOf(projections.v, keys)],
    [batch, queries, channels],
    { domain: 'com.microsoft', attributes: { num_heads: heads, scale: { float: headSize ** -0.5 } } },
  );
  return reshape(g, out, [batch * queries, channels]);
}
