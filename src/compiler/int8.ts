/**
 * Linear layers with eight-bit products: weights with one scale per output channel, rows with one scale that is found
 * when the graph runs. Convolutions stay as they are (an eight-bit convolution takes five times as long on x64).
 *
 * Source: ONNX Runtime, contrib op DynamicQuantizeMatMul.
 */
import type { Attribute, Graph, Initializer, Node } from './graph.ts';

/** Rows from which the quantisation of the rows costs less than it saves: not the embedding of the time step. */
const LEAST_ROWS = 32;
/** Columns and rows of a weight from which an eight-bit product is faster. */
const LEAST_WIDTH = 64;
/** ONNX TensorProto.DataType INT8 */
const INT8 = 3;
const LARGEST = 127;

/**
 * Rewrites the linear layers of a float32 graph; the runtime quantises the weights when it loads the graph.
 *
 * @param graph  as a builder made it: with the shapes of its values
 */
export function withInt8Linears(graph: Graph): Graph {
  const rowsOf = (name: string): number => Number(graph.values?.get(name)?.dims[0] ?? 0);
  const weights = weightShapes(graph);
  const quantized = new Map<string, readonly Node[]>();
  const rewrite = (gemm: Node): Node => {
    const branches = Object.entries(gemm.attributes).map(([name, value]): [string, Attribute] => [
      name,
      'graph' in value ? { graph: { ...value.graph, nodes: value.graph.nodes.map(rewrite) } } : value,
    ]);
    const [x = '', weight = '', bias = ''] = gemm.inputs;
    const dims = weights.get(weight);
    const isPlain = gemm.op === 'Gemm' && Object.keys(gemm.attributes).join() === 'transB';
    if (!isPlain || dims === undefined || rowsOf(gemm.outputs[0] ?? '') < LEAST_ROWS)
      return { ...gemm, attributes: Object.fromEntries(branches) };
    if (Math.min(...dims) < LEAST_WIDTH) return gemm;
    const { transB } = gemm.attributes;
    const key = `${weight}.int8`;
    quantized.set(key, quantize(weight, key, transB !== undefined && 'int' in transB && transB.int === 1));
    return {
      op: 'DynamicQuantizeMatMul',
      domain: 'com.microsoft',
      name: gemm.name,
      inputs: [x, key, `${key}.scale`, '', bias],
      outputs: gemm.outputs,
      attributes: {},
    };
  };
  const nodes = graph.nodes.map(rewrite);
  if (quantized.size === 0) return { ...graph, nodes };
  // After what the weights are computed by, and before everything that reads them.
  const read = new Set([...quantized.values()].flat().flatMap(({ inputs }) => inputs));
  const at = nodes.findLastIndex(({ outputs: [made = ''] }) => read.has(made)) + 1;
  return {
    ...graph,
    nodes: [...nodes.slice(0, at), ...[...quantized.values()].flat(), ...nodes.slice(at)],
    initializers: [...graph.initializers, constant(AXES, [1]), constant(LIMIT, [LARGEST])],
  };
}

const AXES = 'int8.axes';
const LIMIT = 'int8.largest';

/** Matrices that are weights: constants of the graph, or computed from nothing but constants. */
function weightShapes({ initializers, nodes, values }: Graph): ReadonlyMap<string, readonly number[]> {
  const constants = new Set(initializers.map(({ name }) => name));
  for (const { inputs, outputs } of nodes)
    if (inputs.length > 0 && inputs.every((name) => constants.has(name)))
      for (const name of outputs) constants.add(name);
  const shapes = [...constants].map((name) => [name, values?.get(name)?.dims ?? []] as const);
  return new Map(shapes.filter((shape): shape is [string, number[]] => shape[1].length === 2));
}

/** Constants of the runtime: the weight `[K, N]` as int8, and a scale for each of the N outputs. */
function quantize(weight: string, key: string, isTransposed: boolean): Node[] {
  // PyTorch's layout is [N, K]; a matrix product takes [K, N].
  const source = isTransposed ? weight : `${key}.rows`;
  const turn = { perm: { ints: [1, 0] } };
  const flat = { keepdims: { int: 0 } };
  return [
    ...(isTransposed ? [] : [node('Transpose', [weight], source, turn)]),
    node('ReduceMax', [source, AXES], `${key}.max`, flat),
    node('ReduceMin', [source, AXES], `${key}.min`, flat),
    node('Neg', [`${key}.min`], `${key}.neg`),
    node('Max', [`${key}.max`, `${key}.neg`], `${key}.size`),
    node('Div', [`${key}.size`, LIMIT], `${key}.scale`),
    node('QuantizeLinear', [source, `${key}.scale`], `${key}.byRow`, {
      axis: { int: 0 },
      output_dtype: { int: INT8 },
    }),
    node('Transpose', [`${key}.byRow`], key, turn),
  ];
}

const node = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: Node['attributes'] = {},
): Node => ({ op, domain: '', name: output, inputs, outputs: [output], attributes });

const constant = (name: string, values: readonly number[]): Initializer =>
  name === AXES
    ? { name, type: 'int64', dims: [1], data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer) }
    : { name, type: 'float32', dims: [], data: new Uint8Array(Float32Array.from(values).buffer) };
