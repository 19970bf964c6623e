import type { GraphBuilder, Value } from '../graph.ts';
import { reshape, scale, shapeOf, transpose } from '../ops.ts';
import { attendInSlices, SCORE_BYTES } from './attention-slices.ts';

/** How attention of one sequence is computed. */
export interface JointContext {
  readonly heads: number;
  /** Fused attention kernel (CPU, CUDA). */
  readonly fused: boolean;
  /** Largest attention logits outside the fused kernel, in bytes. */
  readonly scoreBytes?: number | undefined;
}

/**
 * softmax(q kᵀ / √d)·v of one sequence, in which text and picture attend to each other and to themselves.
 *
 * @param q  `[B, S, heads·d]`, as k and v
 * @returns `[B, S, heads·d]`
 */
export function jointAttention(
  g: GraphBuilder,
  { heads, fused, scoreBytes = SCORE_BYTES }: JointContext,
  { q, k, v }: { readonly q: Value; readonly k: Value; readonly v: Value },
): Value {
  const [batch = 1, length = 1, channels = 1] = shapeOf(q);
  const headSize = channels / heads;
  const factor = headSize ** -0.5;
  if (fused)
    return g.node('MultiHeadAttention', [q, k, v], [batch, length, channels], {
      domain: 'com.microsoft',
      attributes: { num_heads: heads, scale: { float: factor } },
    });
  const split = (x: Value, perm: readonly number[]): Value =>
    transpose(g, reshape(g, x, [batch, length, heads, headSize]), perm);
  const { out } = attendInSlices(
    g,
    split(scale(g, q, factor), [0, 2, 1, 3]),
    split(k, [0, 2, 3, 1]),
    () => split(v, [0, 2, 1, 3]),
    scoreBytes,
  );
  return reshape(g, transpose(g, out, [0, 2, 1, 3]), [batch, length, channels]);
}
