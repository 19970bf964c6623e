import { UnsupportedModelError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { GraphBuilder, Value } from './graph.ts';

/** Sizes of a value whose shape is fully known. */
export function shapeOf(x: Value): number[] {
  return x.dims.map((dim) => {
    if (typeof dim === 'number') return dim;
    throw new TypeError(`${x.name}: the size '${dim}' is only known when the graph runs`);
  });
}

/** NumPy's broadcasting of two shapes; a symbolic size wins over 1. */
function broadcast(a: readonly (number | string)[], b: readonly (number | string)[]): (number | string)[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    return left === 1 ? right : left;
  });
}

const binary =
  (op: string) =>
  (g: GraphBuilder, a: Value, b: Value): Value =>
    g.node(op, [a, b], broadcast(a.dims, b.dims));
const unary =
  (op: string) =>
  (g: GraphBuilder, x: Value): Value =>
    g.node(op, [x], x.dims);

export const add = binary('Add');
export const subtract = binary('Sub');
export const multiply = binary('Mul');
export const divide = binary('Div');
export const sigmoid = unary('Sigmoid');
export const relu = unary('Relu');
export const tanh = unary('Tanh');
export const exp = unary('Exp');

export function scale(g: GraphBuilder, x: Value, factor: number): Value {
  return factor === 1 ? x : multiply(g, x, g.constant([], [factor]));
}

/** Exact GELU (erf). */
export const gelu = (g: GraphBuilder, x: Value): Value => g.node('Gelu', [x], x.dims);
/** x · σ(x) */
export const silu = (g: GraphBuilder, x: Value): Value => multiply(g, x, sigmoid(g, x));
/** x · σ(1.702 x): what OpenAI's CLIP calls GELU. */
export const quickGelu = (g: GraphBuilder, x: Value): Value => multiply(g, x, sigmoid(g, scale(g, x, 1.702)));

const ACTIVATIONS: Readonly<Record<string, (g: GraphBuilder, x: Value) => Value>> = {
  silu,
  swish: silu,
  gelu,
  quick_gelu: quickGelu,
  relu,
};

/** @throws {UnsupportedModelError} when the config names an activation that is not in the table */
export function activation(name: string, g: GraphBuilder, x: Value): Value {
  const apply = ACTIVATIONS[name];
  if (apply === undefined)
    throw new UnsupportedModelError('activation', `'${name}'`, Object.keys(ACTIVATIONS).join(', '));
  return apply(g, x);
}

export function reshape(g: GraphBuilder, x: Value, dims: readonly number[]): Value {
  return g.node('Reshape', [x, g.integers(dims)], dims);
}

export function transpose(g: GraphBuilder, x: Value, perm: readonly number[]): Value {
  return g.node(
    'Transpose',
    [x],
    perm.map((axis) => x.dims[axis] as number),
    { attributes: { perm } },
  );
}

export function concat(g: GraphBuilder, parts: readonly Value[], axis: number): Value {
  const [first] = parts as [Value];
  const along = parts.reduce((sum, part) => sum + (part.dims[axis] as number), 0);
  return g.node(
    'Concat',
    parts,
    first.dims.map((dim, at) => (at === axis ? along : dim)),
    {
      attributes: { axis },
    },
  );
}

/** Elements `from`…`to` (exclusive) of one axis. */
export function slice(g: GraphBuilder, x: Value, axis: number, from: number, to: number): Value {
  return g.node(
    'Slice',
    [x, g.integers([from]), g.integers([to]), g.integers([axis])],
    x.dims.map((dim, at) => (at === axis ? to - from : dim)),
  );
}

export function gather(g: GraphBuilder, x: Value, indices: Value, axis: number): Value {
  const dims = [...x.dims.slice(0, axis), ...indices.dims, ...x.dims.slice(axis + 1)];
  return g.node('Gather', [x, indices], dims, { attributes: { axis } });
}

export function matmul(g: GraphBuilder, a: Value, b: Value): Value {
  const batch = broadcast(a.dims.slice(0, -2), b.dims.slice(0, -2));
  return g.node('MatMul', [a, b], [...batch, a.dims.at(-2) as number, b.dims.at(-1) as number]);
}

export function softmax(g: GraphBuilder, x: Value): Value {
  return g.node('Softmax', [x], x.dims, { attributes: { axis: -1 } });
}

/** Reduction over axes, keeping them with size 1. */
export function reduce(
  g: GraphBuilder,
  op: 'ReduceMax' | 'ReduceMin' | 'ReduceMean' | 'ReduceSum',
  x: Value,
  axes: readonly number[],
): Value {
  const reduced = new Set(axes.map((axis) => (axis < 0 ? axis + x.dims.length : axis)));
  const dims = x.dims.map((dim, at) => (reduced.has(at) ? 1 : dim));
  return g.node(op, [x, g.integers(axes)], dims, { attributes: { keepdims: 1 } });
}

export function where(g: GraphBuilder, condition: Value, yes: Value, no: Value): Value {
  const dims = broadcast(condition.dims, broadcast(yes.dims, no.dims));
  return g.node('Where', [condition, yes, no], dims, { type: yes.type });
}

/** `x > 0`, as bool. */
export function isPositive(g: GraphBuilder, x: Value): Value {
  return g.node('Greater', [x, g.constant([], [0])], x.dims, { type: 'bool' });
}

/**
 * Linear layer `name` on rows: `[rows, in]` → `[rows, out]`. PyTorch's `[out, in]` weight is used as it lies on
 * disk (Gemm with transB), a 1×1 convolution's `[out, in, 1, 1]` too.
 */
export function linear(g: GraphBuilder, x: Value, name: string): Value {
  return g.within(name, () => {
    const [out = 0, inner = 0] = g.weightShape('weight');
    if (!g.isTransposed('weight')) return linearPart(g, x, [out, inner]);
    const inputs = [x, g.weight('weight', [inner, out])];
    if (g.hasWeight('bias')) inputs.push(g.weight('bias', [out]));
    return g.node('Gemm', inputs, [x.dims[0] as number, out], { attributes: { transB: 0 } });
  });
}

/** Linear layer `name` as two of half its width: cheaper than to cut a large result in two. */
export function linearHalves(g: GraphBuilder, x: Value, name: string): readonly [Value, Value] {
  return g.within(name, () => {
    const [out = 0, inner = 0] = g.weightShape('weight');
    const half = out / 2;
    return [linearPart(g, x, [half, inner], 0), linearPart(g, x, [half, inner], half)] as const;
  });
}

/** @param from  the first row of the weight, when only some are used */
function linearPart(
  g: GraphBuilder,
  x: Value,
  [out, inner]: readonly [out: number, inner: number],
  from?: number,
): Value {
  const inputs = [x, g.weight('weight', [out, inner], from)];
  if (g.hasWeight('bias')) inputs.push(g.weight('bias', [out], from));
  return g.node('Gemm', inputs, [x.dims[0] as number, out], { attributes: { transB: 1 } });
}

/** Convolution `name` on `[B, C, H, W]`; the kernel's size comes from the weight. */
export function conv(
  g: GraphBuilder,
  x: Value,
  name: string,
  options: { readonly stride?: number; readonly padding?: number; readonly pads?: readonly number[] } = {},
): Value {
  return g.within(name, () => {
    const [out = 0, inner = 0, kernelHeight = 1, kernelWidth = 1] = g.weightShape('weight');
    const stride = options.stride ?? 1;
    const padding = options.padding ?? 0;
    const pads = options.pads ?? [padding, padding, padding, padding];
    const [top = 0, left = 0, bottom = 0, right = 0] = pads;
    const [batch = 1, , height = 1, width = 1] = shapeOf(x);
    const weight = g.weight('weight', [out, inner, kernelHeight, kernelWidth]);
    const inputs = g.hasWeight('bias') ? [x, weight, g.weight('bias', [out])] : [x, weight];
    const outHeight = Math.floor((height + top + bottom - kernelHeight) / stride) + 1;
    const outWidth = Math.floor((width + left + right - kernelWidth) / stride) + 1;
    return g.node('Conv', inputs, [batch, out, outHeight, outWidth], {
      attributes: { kernel_shape: [kernelHeight, kernelWidth], pads, strides: [stride, stride] },
    });
  });
}

/**
 * Group normalisation `name` on `[B, C, …]`, written as instance normalisation of the groups: that op runs on
 * every execution provider, GroupNormalization falls back to the CPU on WebGPU.
 */
export function groupNorm(g: GraphBuilder, x: Value, name: string, groups: number, epsilon: number): Value {
  return g.within(name, () => {
    const dims = shapeOf(x);
    const [batch = 1, channels = 1] = dims;
    const grouped = reshape(g, x, [batch, groups, sizeOf(dims.slice(1)) / groups]);
    const ones = g.constant(
      [groups],
      Array.from({ length: groups }, () => 1),
    );
    const zeros = g.constant(
      [groups],
      Array.from({ length: groups }, () => 0),
    );
    const normal = g.node('InstanceNormalization', [grouped, ones, zeros], grouped.dims, {
      attributes: { epsilon: { float: epsilon } },
    });
    const perChannel = [channels, ...dims.slice(2).map(() => 1)];
    const scaled = multiply(g, reshape(g, normal, dims), g.weight('weight', perChannel));
    return add(g, scaled, g.weight('bias', perChannel));
  });
}

/** Layer normalisation `name` over the last axis. */
export function layerNorm(g: GraphBuilder, x: Value, name: string, epsilon = 1e-5): Value {
  return g.within(name, () => {
    const channels = x.dims.at(-1) as number;
    return g.node(
      'LayerNormalization',
      [x, g.weight('weight', [channels]), g.weight('bias', [channels])],
      x.dims,
      {
        attributes: { axis: -1, epsilon: { float: epsilon } },
      },
    );
  });
}

/** Layer normalisation over the last axis without weights of its own: of blocks that a time step modulates. */
export function plainLayerNorm(g: GraphBuilder, x: Value, epsilon: number): Value {
  const channels = x.dims.at(-1) as number;
  const ones = g.constant([channels], new Float32Array(channels).fill(1));
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  return g.node('LayerNormalization', [x, ones], x.dims, { attributes });
}

/**
 * x / √(mean(x²) + ε) · weight over the last axis, in float32: squares leave float16's range.
 *
 * @param name  of the module that has the weight
 */
export function rmsNorm(g: GraphBuilder, x: Value, name: string, epsilon: number): Value {
  return g.inFloat32(() => {
    const mean = reduce(g, 'ReduceMean', multiply(g, x, x), [-1]);
    const root = g.node('Sqrt', [add(g, mean, g.constant([], [epsilon]))], mean.dims);
    const normed = multiply(g, x, g.node('Reciprocal', [root], root.dims));
    return g.within(name, () => multiply(g, normed, g.weight('weight', [x.dims.at(-1) as number])));
  });
}

/** x · (1 + scale) + shift. */
export const modulate = (g: GraphBuilder, x: Value, shift: Value, factor: Value): Value =>
  add(g, multiply(g, x, add(g, factor, g.constant([], [1]))), shift);

/** Linear layer `name` on the last axis of `[B, S, in]`. */
export function linearOf(g: GraphBuilder, x: Value, name: string): Value {
  const [batch = 1, length = 1, inner = 1] = shapeOf(x);
  const rows = linear(g, reshape(g, x, [batch * length, inner]), name);
  return reshape(g, rows, [batch, length, rows.dims[1] as number]);
}

/** Nearest-neighbour resize of `[B, C, H, W]` to a given size, sampling as PyTorch does: floor(i · in / out). */
export function resizeNearest(g: GraphBuilder, x: Value, height: number, width: number): Value {
  const [batch = 1, channels = 1] = shapeOf(x);
  const none: Value = { name: '', type: 'float32', dims: [] };
  const sizes = [batch, channels, height, width];
  return g.node('Resize', [x, none, none, g.integers(sizes)], sizes, {
    attributes: { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' },
  });
}

/** Bicubic resize of `[B, C, H, W]` as PyTorch's `interpolate` does it without antialiasing (a = −0.75). */
export function resizeBicubic(g: GraphBuilder, x: Value, height: number, width: number): Value {
  const [batch = 1, channels = 1] = shapeOf(x);
  const none: Value = { name: '', type: 'float32', dims: [] };
  const sizes = [batch, channels, height, width];
  return g.node('Resize', [x, none, none, g.integers(sizes)], sizes, {
    attributes: {
      mode: 'cubic',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'half_pixel',
      cubic_coeff_a: { float: -0.75 },
    },
  });
}
