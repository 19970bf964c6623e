import { GraphBuilder, type Graph, type Value } from '../compiler/graph.ts';
import { toHalf } from '../compiler/half.ts';
import { withInt8Linears } from '../compiler/int8.ts';
import { add, matmul, reshape, scale, silu, softmax, transpose } from '../compiler/ops.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { loadNetwork, type NetworkOptions } from './network.ts';

const SIDE = 16;
const TOKENS = SIDE * SIDE;
const CHANNELS = 32;
const HEADS = 2;
const HEAD = CHANNELS / HEADS;
/** Largest difference to the CPU that counts as right: other orders of summing, no other result. */
const TOLERANCE = 1e-3;
/** The same for float16, whose numbers have three digits. */
const HALF_TOLERANCE = 2e-2;

/** Numbers without a pattern that a wrong kernel could get right. */
const numbers = (count: number, frequency: number): Float32Array =>
  Float32Array.from({ length: count }, (_, index) => Math.sin(frequency * (index + 1) ** 1.1));

/** A convolution, a normalisation, SiLU and self-attention: what a block of a U-Net is made of. */
function miniGraph(isFused: boolean): Graph {
  const g = new GraphBuilder(`self-test${isFused ? ' with fused attention' : ''}`);
  const x = g.input('x', [1, 4, SIDE, SIDE]);
  const kernel = g.constant([CHANNELS, 4, 3, 3], numbers(CHANNELS * 36, 0.7));
  const pads = { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [1, 1] };
  const convolved = g.node('Conv', [x, kernel], [1, CHANNELS, SIDE, SIDE], { attributes: pads });
  const grouped = reshape(g, convolved, [1, 8, (CHANNELS / 8) * TOKENS]);
  const ones = g.constant([8], new Float32Array(8).fill(1));
  const zeros = g.constant([8], new Float32Array(8));
  const normal = g.node('InstanceNormalization', [grouped, ones, zeros], grouped.dims, {
    attributes: { epsilon: { float: 1e-5 } },
  });
  const states = silu(g, reshape(g, normal, [1, CHANNELS, TOKENS]));
  const tokens = transpose(g, states, [0, 2, 1]);
  const project = (frequency: number): Value => {
    const weight = g.constant([CHANNELS, CHANNELS], numbers(CHANNELS ** 2, frequency));
    return scale(g, matmul(g, tokens, weight), 0.3);
  };
  const [q, k, v] = [project(0.31), project(0.47), project(0.59)];
  g.output('y', add(g, tokens, isFused ? fusedAttention(g, q, k, v) : plainAttention(g, q, k, v)));
  return g.build();
}

function fusedAttention(g: GraphBuilder, q: Value, k: Value, v: Value): Value {
  return g.node('MultiHeadAttention', [q, k, v], q.dims, {
    domain: 'com.microsoft',
    attributes: { num_heads: HEADS, scale: { float: HEAD ** -0.5 } },
  });
}

function plainAttention(g: GraphBuilder, q: Value, k: Value, v: Value): Value {
  const split = (x: Value): Value => transpose(g, reshape(g, x, [1, TOKENS, HEADS, HEAD]), [0, 2, 1, 3]);
  const logits = matmul(g, scale(g, split(q), HEAD ** -0.5), transpose(g, split(k), [0, 1, 3, 2]));
  const out = matmul(g, softmax(g, logits), split(v));
  return reshape(g, transpose(g, out, [0, 2, 1, 3]), [1, TOKENS, CHANNELS]);
}

async function runMini(graph: Graph, options: NetworkOptions): Promise<Tensor> {
  const network = await loadNetwork(graph, options);
  try {
    const x = tensor([1, 4, SIDE, SIDE], numbers(4 * TOKENS, 0.13));
    return (await network.run({ x }, ['y'])).y;
  } finally {
    await network.dispose();
  }
}

/** The largest difference of two results; infinite when a number is none. */
function difference({ data: got }: Tensor, { data: expected }: Tensor): number {
  let largest = 0;
  for (const [index, value] of expected.entries()) {
    const apart = Math.abs((got[index] ?? Number.NaN) - value);
    if (!(apart <= largest)) largest = Number.isNaN(apart) ? Infinity : apart;
  }
  return largest;
}

/** What a device makes of a small graph, against the CPU. */
export interface SelfTest {
  /** Plain operations give the CPU's numbers. */
  readonly isRight: boolean;
  /** So does the fused attention; WebGPU's is wrong on some drivers, without an error. */
  readonly isFusedRight: boolean;
  /** It computes in float16, and nearly gives the CPU's numbers; many drivers have none, some have a wrong one. */
  readonly isHalfRight: boolean;
  /** Largest differences, for the log. */
  readonly plain: number;
  readonly fused: number;
}

/**
 * Computes a small graph on a device and on the CPU and compares.
 *
 * @throws {BotError} `LOAD` or `RUN` when the device cannot run it at all
 */
export async function testDevice(providers: readonly string[]): Promise<SelfTest> {
  const expected = await runMini(miniGraph(false), { providers: ['cpu'] });
  const apart = async (graph: Graph): Promise<number> =>
    difference(await runMini(graph, { providers }), expected);
  const plain = await apart(miniGraph(false));
  const fused = await apart(miniGraph(true)).catch(() => Infinity);
  const isFusedRight = fused <= TOLERANCE;
  const half = await apart(toHalf(miniGraph(isFusedRight))).catch(() => Infinity);
  return {
    isRight: plain <= TOLERANCE,
    isFusedRight,
    isHalfRight: half <= HALF_TOLERANCE,
    plain,
    fused,
  };
}

/**
 * Whether the CPU's eight-bit products are exact. Without the VNNI instructions sums of two products of the largest
 * numbers do not fit into 16 bits and are cut off, silently.
 */
export async function testInt8(): Promise<boolean> {
  const rows = 64;
  const g = new GraphBuilder('int8 test');
  const weight = g.constant([rows, rows], new Float32Array(rows * rows).fill(1));
  g.output(
    'y',
    g.node('Gemm', [g.input('x', [rows, rows]), weight], [rows, rows], { attributes: { transB: 1 } }),
  );
  const network = await loadNetwork(withInt8Linears(g.build()));
  try {
    const { y } = await network.run({ x: tensor([rows, rows], new Float32Array(rows * rows).fill(1)) }, [
      'y',
    ]);
    return y.data.every((value) => Math.abs(value - rows) < rows / 100);
  } finally {
    await network.dispose();
  }
}

const SIZE = 256;
const PRODUCTS = 4;

/** Milliseconds of a chain of matrix products, the second run: the first one compiles the shaders. */
export async function timeDevice(providers: readonly string[]): Promise<number> {
  const g = new GraphBuilder('speed test');
  let x = g.input('x', [SIZE, SIZE]);
  const weight = g.constant([SIZE, SIZE], new Float32Array(SIZE * SIZE).fill(1 / SIZE));
  for (let count = 0; count < PRODUCTS; count++) x = matmul(g, x, weight);
  g.output('y', x);
  const network = await loadNetwork(g.build(), { providers });
  try {
    const feeds = { x: tensor([SIZE, SIZE], numbers(SIZE * SIZE, 0.13)) };
    await network.run(feeds, ['y']);
    const started = performance.now();
    await network.run(feeds, ['y']);
    return performance.now() - started;
  } finally {
    await network.dispose();
  }
}
