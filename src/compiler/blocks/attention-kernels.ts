import type { AttentionLayer, ControlInputs } from '../control.ts';
import type { GraphBuilder, Value } from '../graph.ts';
import { matmul, reshape, scale, softmax, transpose } from '../ops.ts';
import { attendInSlices, type QuerySlice } from './attention-slices.ts';

/** What a U-Net hands to its transformers. */
export interface AttentionContext {
  readonly batch: number;
  /** `[B·L, D]` text embeddings as rows. */
  readonly text: Value;
  readonly tokens: number;
  readonly control: ControlInputs | undefined;
  /** Whose maximum changed logits of cross-attention are raised to (an unclear point of FoI). */
  readonly maximum: 'row' | 'head';
  /** Logits and probabilities are float32 in a graph of float16 too: they leave its range. */
  readonly upcast: boolean;
  /** Fused attention kernel; absent on devices where it is wrong or missing. */
  readonly fused: boolean;
  /** Largest logits that are held at once, in bytes; more queries are taken in slices. */
  readonly scoreBytes: number;
  /** Largest result inside a feed-forward layer, in bytes; more rows are taken in parts. */
  readonly feedForwardBytes: number;
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

/** q / √d as `[B, heads, N, d]` and kᵀ as `[B, heads, d, keys]`: their product is X. */
function splitHeads(
  g: GraphBuilder,
  { batch }: AttentionContext,
  { heads, headSize }: AttentionLayer,
  keys: number,
  { q, k }: Projections,
): [queries: Value, keys: Value] {
  const queries = (q.dims[0] as number) / batch;
  const split = (x: Value, length: number, perm: readonly number[]): Value =>
    transpose(g, reshape(g, x, [batch, length, heads, headSize]), perm);
  return [split(scale(g, q, headSize ** -0.5), queries, [0, 2, 1, 3]), split(k, keys, [0, 2, 3, 1])];
}

/** X = q kᵀ / √d: `[B, heads, N, keys]`. */
export function attentionLogits(
  g: GraphBuilder,
  context: AttentionContext,
  layer: AttentionLayer,
  keys: number,
  projections: Projections,
): Value {
  return matmul(g, ...splitHeads(g, context, layer, keys, projections));
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
  context: AttentionContext,
  layer: AttentionLayer,
  keys: number,
  weights: Value,
  v: Value,
): Value {
  return mergeHeads(g, context, layer, matmul(g, weights, splitValues(g, context, layer, keys, v)));
}

/** v as `[B, heads, keys, d]`. */
function splitValues(
  g: GraphBuilder,
  { batch }: AttentionContext,
  { heads, headSize }: AttentionLayer,
  keys: number,
  v: Value,
): Value {
  return transpose(g, reshape(g, v, [batch, keys, heads, headSize]), [0, 2, 1, 3]);
}

/** `[B, heads, N, d]` as rows `[B·N, C]`. */
function mergeHeads(
  g: GraphBuilder,
  { batch }: AttentionContext,
  { heads, headSize, height, width }: AttentionLayer,
  attended: Value,
): Value {
  return reshape(g, transpose(g, attended, [0, 2, 1, 3]), [batch * height * width, heads * headSize]);
}

/**
 * softmax(change(X))·v as rows `[B·N, C]` without the fused kernel, in slices of queries where the logits are large.
 *
 * @param change  changes the logits `[B, heads, n, keys]` of a slice
 * @returns also the probabilities of each slice
 */
export function slicedAttention(
  g: GraphBuilder,
  context: AttentionContext,
  layer: AttentionLayer,
  keys: number,
  projections: Projections,
  change?: (logits: Value, part: QuerySlice) => Value,
): { readonly out: Value; readonly weights: readonly Value[] } {
  const [queries, transposed] = splitHeads(g, context, layer, keys, projections);
  const values = (): Value => splitValues(g, context, layer, keys, projections.v);
  const { out, weights } = attendInSlices(g, queries, transposed, values, context.scoreBytes, change);
  return { out: mergeHeads(g, context, layer, out), weights };
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
  if (!fused) return slicedAttention(g, context, layer, keys, projections).out;
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
