/** One rule per op: the gradient of its output → the gradient of one of its inputs. Activations only. */
import type { GraphBuilder, Node, Value } from './graph.ts';
import {
  add,
  divide,
  exp,
  isPositive,
  matmul,
  multiply,
  reduce,
  reshape,
  scale,
  shapeOf,
  slice,
  subtract,
  transpose,
  where,
} from './ops.ts';

/** A node of the forward pass, and the gradient that arrives at its output. */
export interface Site {
  readonly g: GraphBuilder;
  readonly node: Node;
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly gradient: Value;
  /** The input whose gradient is wanted. */
  readonly index: number;
  /** An input that is a constant of integers. */
  integers(input: number): readonly number[];
}

/** @returns `undefined` where the input is a weight, an index or a shape */
export type Rule = (site: Site) => Value | undefined;

/** Ops of one input: ∂y/∂x times the gradient. */
const elementwise =
  (slope: (g: GraphBuilder, x: Value, y: Value) => Value): Rule =>
  ({ g, inputs: [x], output, gradient }) =>
    multiply(g, gradient, slope(g, x as Value, output));

const one = (g: GraphBuilder): Value => g.constant([], [1]);
const square = (g: GraphBuilder, x: Value): Value => multiply(g, x, x);
const minus = (g: GraphBuilder, x: Value): Value => scale(g, x, -1);
const inputAt = ({ inputs, index }: Site): Value => inputs[index] as Value;

export const RULES: Readonly<Record<string, Rule>> = {
  Identity: ({ gradient }) => gradient,
  Add: (site) => sumTo(site.g, site.gradient, inputAt(site)),
  Sub: (site) => {
    const signed = site.index === 0 ? site.gradient : minus(site.g, site.gradient);
    return sumTo(site.g, signed, inputAt(site));
  },
  Mul: (site) => {
    const { g, inputs, index, gradient } = site;
    return sumTo(g, multiply(g, gradient, inputs[1 - index] as Value), inputAt(site));
  },
  Div: (site) => {
    const { g, index, output, gradient } = site;
    const byDivisor = divide(g, gradient, site.inputs[1] as Value);
    return sumTo(g, index === 0 ? byDivisor : minus(g, multiply(g, byDivisor, output)), inputAt(site));
  },
  Neg: ({ g, gradient }) => minus(g, gradient),
  Exp: elementwise((_, __, y) => y),
  Sqrt: elementwise((g, _, y) => divide(g, g.constant([], [0.5]), y)),
  Reciprocal: elementwise((g, _, y) => minus(g, square(g, y))),
  Erf: elementwise((g, x) => scale(g, exp(g, minus(g, square(g, x))), 2 / Math.sqrt(Math.PI))),
  Sigmoid: elementwise((g, _, y) => multiply(g, y, subtract(g, one(g), y))),
  Tanh: elementwise((g, _, y) => subtract(g, one(g), square(g, y))),
  Relu: ({ g, output, gradient }) => where(g, isPositive(g, output), gradient, g.constant([], [0])),
  // Φ(x) + x φ(x), with the normal distribution's Φ and φ.
  Gelu: ({ g, node, inputs: [x], gradient }) => {
    if (node.attributes['approximate'] !== undefined) return undefined;
    const erf = g.node('Erf', [scale(g, x as Value, Math.SQRT1_2)], (x as Value).dims);
    const share = scale(g, add(g, erf, one(g)), 0.5);
    const density = scale(g, exp(g, scale(g, square(g, x as Value), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return multiply(g, gradient, add(g, share, multiply(g, x as Value, density)));
  },
  Softmax: ({ g, node, output, gradient }) => {
    const along = reduce(g, 'ReduceSum', multiply(g, gradient, output), [intAttribute(node, 'axis')]);
    return multiply(g, output, subtract(g, gradient, along));
  },
  Reshape: (site) => (site.index === 0 ? reshape(site.g, site.gradient, shapeOf(inputAt(site))) : undefined),
  Transpose: ({ g, node, gradient }) => {
    const perm = intsAttribute(node, 'perm');
    return transpose(
      g,
      gradient,
      perm.map((_, axis) => perm.indexOf(axis)),
    );
  },
  Concat: (site) => {
    const { g, node, inputs, index, gradient } = site;
    const axis = intAttribute(node, 'axis');
    const from = inputs.slice(0, index).reduce((sum, part) => sum + (shapeOf(part)[axis] as number), 0);
    return slice(g, gradient, axis, from, from + (shapeOf(inputAt(site))[axis] as number));
  },
  Slice: (site) => {
    const { g, index, inputs, gradient } = site;
    if (index !== 0 || inputs.length > 4) return undefined;
    const whole = shapeOf(inputAt(site));
    const [[from = 0], [to = 0], [axis = 0]] = [site.integers(1), site.integers(2), site.integers(3)];
    const before = whole.map((_, at) => (at === axis ? from : 0));
    const after = whole.map((size, at) => (at === axis ? size - to : 0));
    return g.node('Pad', [gradient, g.integers([...before, ...after])], whole, {
      attributes: { mode: 'constant' },
    });
  },
  // A row per index: the transposed 0/1 matrix puts each gradient back to the place it was taken from.
  Gather: (site) => {
    const { g, node, index, gradient } = site;
    const dims = shapeOf(inputAt(site));
    if (index !== 0 || (site.inputs[1] as Value).dims.length !== 1) return undefined;
    const axis = intAttribute(node, 'axis');
    const count = dims[axis] as number;
    const taken = site.integers(1).map((at) => (at < 0 ? at + count : at));
    const toLast = dims.map((_, at) => (at === dims.length - 1 ? axis : at === axis ? dims.length - 1 : at));
    const placed = matmul(g, transpose(g, gradient, toLast), oneHot(g, taken, count));
    return transpose(g, placed, toLast);
  },
  Where: (site) => {
    const { g, index, inputs, gradient } = site;
    if (index === 0) return undefined;
    const zero = g.constant([], [0]);
    const [yes, no] = index === 1 ? [gradient, zero] : [zero, gradient];
    return sumTo(g, where(g, inputs[0] as Value, yes, no), inputAt(site));
  },
  Expand: (site) => (site.index === 0 ? sumTo(site.g, site.gradient, inputAt(site)) : undefined),
  ReduceSum: (site) => (site.index === 0 ? expand(site.g, site.gradient, inputAt(site)) : undefined),
  ReduceMean: (site) => {
    if (site.index !== 0) return undefined;
    const count = sizeRatio(inputAt(site), site.output);
    return expand(site.g, scale(site.g, site.gradient, 1 / count), inputAt(site));
  },
  MatMul: (site) => {
    const { g, inputs, index, gradient } = site;
    const [a, b] = inputs as [Value, Value];
    const product = index === 0 ? matmul(g, gradient, swapped(g, b)) : matmul(g, swapped(g, a), gradient);
    return sumTo(g, product, inputAt(site));
  },
  // y = x Wᵀ + b on PyTorch's [out, in] weight, so x̄ = ȳ W takes the weight as it lies.
  Gemm: (site) => {
    const { g, node, inputs, index, gradient } = site;
    const isPlain = intAttribute(node, 'transA', 0) === 0 && node.attributes['alpha'] === undefined;
    if (index !== 0 || !isPlain) return undefined;
    return g.node('Gemm', [gradient, inputs[1] as Value], inputAt(site).dims, {
      attributes: { transB: 1 - intAttribute(node, 'transB') },
    });
  },
  Conv: (site) => {
    const { g, node, inputs, index, gradient } = site;
    if (index !== 0 || intAttribute(node, 'group', 1) !== 1) return undefined;
    const { kernel, pads, strides } = window(node);
    const dims = shapeOf(inputAt(site));
    // Rows at the far edge that the strides never reached.
    const rest = [0, 1].map((axis) => {
      const covered =
        ((shapeOf(gradient)[2 + axis] as number) - 1) * (strides[axis] as number) +
        (kernel[axis] as number) -
        (pads[axis] as number) -
        (pads[2 + axis] as number);
      return (dims[2 + axis] as number) - covered;
    });
    return g.node('ConvTranspose', [gradient, inputs[1] as Value], dims, {
      attributes: { kernel_shape: kernel, pads, strides, output_padding: rest },
    });
  },
  ConvTranspose: (site) => {
    const { g, node, inputs, index, gradient } = site;
    if (index !== 0) return undefined;
    const { kernel, pads, strides } = window(node);
    return g.node('Conv', [gradient, inputs[1] as Value], inputAt(site).dims, {
      attributes: { kernel_shape: kernel, pads, strides },
    });
  },
  InstanceNormalization: (site) => {
    const { g, node, inputs, index } = site;
    if (index !== 0) return undefined;
    const [x, weight] = inputs as [Value, Value];
    const axes = x.dims.map((_, at) => at).slice(2);
    const perChannel = reshape(g, weight, [weight.dims[0] as number, ...axes.map(() => 1)]);
    return throughNormal(site, perChannel, axes, floatAttribute(node, 'epsilon'));
  },
  LayerNormalization: (site) => {
    const { node, inputs, index } = site;
    if (index !== 0 || intAttribute(node, 'axis') !== -1) return undefined;
    return throughNormal(site, inputs[1] as Value, [-1], floatAttribute(node, 'epsilon'));
  },
  // Nearest neighbour: every source cell gets the sum of the cells that copied it.
  Resize: (site) => {
    const { g, index, gradient, output } = site;
    if (index !== 0) return undefined;
    const [batch = 1, channels = 1, height = 1, width = 1] = shapeOf(inputAt(site));
    const [, , outHeight = 1, outWidth = 1] = shapeOf(output);
    const dims = [batch, channels, height, width];
    if (outHeight === 2 * height && outWidth === 2 * width) {
      const mean = g.node('AveragePool', [gradient], dims, {
        attributes: { kernel_shape: [2, 2], strides: [2, 2] },
      });
      return scale(g, mean, 4);
    }
    const rows = transpose(g, oneHot(g, nearestSources(height, outHeight), height), [1, 0]);
    return matmul(g, matmul(g, rows, gradient), oneHot(g, nearestSources(width, outWidth), width));
  },
};

/** Adds up what broadcasting spread: back to the shape of `like`. */
function sumTo(g: GraphBuilder, x: Value, like: Value): Value {
  const [from, to] = [shapeOf(x), shapeOf(like)];
  const lead = from.length - to.length;
  const axes = from.flatMap((size, at) => (at < lead || (to[at - lead] === 1 && size !== 1) ? [at] : []));
  if (axes.length === 0) return from.length === to.length ? x : reshape(g, x, to);
  return reshape(g, reduce(g, 'ReduceSum', x, axes), to);
}

const expand = (g: GraphBuilder, x: Value, like: Value): Value =>
  g.node('Expand', [x, g.integers(shapeOf(like))], like.dims);

/** How many elements of `x` went into each element of `y`. */
const sizeRatio = (x: Value, y: Value): number =>
  shapeOf(x).reduce((product, size, at) => product * (size / (shapeOf(y)[at] as number)), 1);

/** The last two axes changed round. */
function swapped(g: GraphBuilder, x: Value): Value {
  const rank = x.dims.length;
  const perm = x.dims.map((_, at) => (at === rank - 1 ? rank - 2 : at === rank - 2 ? rank - 1 : at));
  return transpose(g, x, perm);
}

/** The cell that every cell of a resized axis is copied from. */
const nearestSources = (from: number, to: number): number[] =>
  Array.from({ length: to }, (_, i) => Math.floor((i * from) / to));

/** `[indices, count]` with a one in every row. */
function oneHot(g: GraphBuilder, indices: readonly number[], count: number): Value {
  const matrix = new Float32Array(indices.length * count);
  indices.forEach((at, row) => (matrix[row * count + at] = 1));
  return g.constant([indices.length, count], matrix);
}

/** y = w n + b, n = (x − μ)/σ over `axes`: x̄ = (n̄ − mean n̄ − n mean(n̄ n)) / σ with n̄ = w ȳ. */
function throughNormal(
  { g, inputs: [input], gradient }: Site,
  weight: Value,
  axes: readonly number[],
  epsilon: number,
): Value {
  const x = input as Value;
  const mean = (value: Value): Value => reduce(g, 'ReduceMean', value, axes);
  const centred = subtract(g, x, mean(x));
  const variance = add(g, mean(square(g, centred)), g.constant([], [epsilon]));
  const deviation = g.node('Sqrt', [variance], variance.dims);
  const normal = divide(g, centred, deviation);
  const weighted = multiply(g, gradient, weight);
  const rest = add(g, mean(weighted), multiply(g, normal, mean(multiply(g, weighted, normal))));
  return divide(g, subtract(g, weighted, rest), deviation);
}

function window(node: Node) {
  return {
    kernel: intsAttribute(node, 'kernel_shape'),
    pads: intsAttribute(node, 'pads'),
    strides: intsAttribute(node, 'strides'),
  };
}

function intAttribute(node: Node, name: string, missing = Number.NaN): number {
  const value = node.attributes[name];
  return value !== undefined && 'int' in value ? value.int : missing;
}

function intsAttribute(node: Node, name: string): readonly number[] {
  const value = node.attributes[name];
  return value !== undefined && 'ints' in value ? value.ints : [];
}

function floatAttribute(node: Node, name: string): number {
  const value = node.attributes[name];
  return value !== undefined && 'float' in value ? value.float : Number.NaN;
}
