/** Rotary position embedding: queries and keys turned by angles that grow with their places. */
import type { GraphBuilder, Value } from '../graph.ts';
import { add, concat, multiply, reshape, shapeOf, slice, subtract } from '../ops.ts';

/** Cosines and sines, `[S, D/2]`: one angle for each pair of a head's channels. */
export interface RopeTable {
  readonly cos: Value;
  readonly sin: Value;
}

/**
 * The angles p · θ^(−2j/D) of all places, the axes one behind another.
 *
 * @param places  one list of coordinates for every token
 * @param sizes   channels of a head that turn with each coordinate; even
 * @see Su et al. 2021, https://arxiv.org/abs/2104.09864
 */
export function ropeTable(
  g: GraphBuilder,
  places: readonly (readonly number[])[],
  sizes: readonly number[],
  theta: number,
): RopeTable {
  const angles = places.flatMap((place) =>
    sizes.flatMap((size, axis) =>
      Array.from({ length: size / 2 }, (_, pair) => (place[axis] ?? 0) * theta ** ((-2 * pair) / size)),
    ),
  );
  const dims = [places.length, angles.length / Math.max(1, places.length)];
  return { cos: g.constant(dims, angles.map(Math.cos)), sin: g.constant(dims, angles.map(Math.sin)) };
}

/**
 * Turns every head of `[B, S, heads, D]`.
 *
 * @param pairs  which channels turn together: neighbours (FLUX), or one of each half (Qwen)
 */
export function rotate(
  g: GraphBuilder,
  x: Value,
  { cos, sin }: RopeTable,
  pairs: 'neighbours' | 'halves',
): Value {
  const [batch = 1, length = 1, heads = 1, size = 1] = shapeOf(x);
  const half = size / 2;
  const [axis, split] = pairs === 'neighbours' ? [4, [half, 2]] : [3, [2, half]];
  const paired = reshape(g, x, [batch, length, heads, ...split]);
  const dims = pairs === 'neighbours' ? [length, 1, half, 1] : [length, 1, 1, half];
  const [c, s] = [reshape(g, cos, dims), reshape(g, sin, dims)];
  const [first, second] = [slice(g, paired, axis, 0, 1), slice(g, paired, axis, 1, 2)];
  const turned = concat(
    g,
    [
      subtract(g, multiply(g, first, c), multiply(g, second, s)),
      add(g, multiply(g, second, c), multiply(g, first, s)),
    ],
    axis,
  );
  return reshape(g, turned, [batch, length, heads, size]);
}
