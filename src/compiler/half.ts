/**
 * A float32 graph as float16: what GPUs compute fast. Inputs and outputs stay float32; norms, softmax and sums over
 * whole axes are computed in float32, because their squares and exponentials leave float16's range.
 */
import { numberToFloat16 } from '../tensor/float16.ts';
import type { Graph, Initializer, Node, Value } from './graph.ts';
import type { ElementType } from './weights.ts';

const CAST_TO = { float32: 1, float16: 10 } as const;

/** Computed in float32. */
const SINGLE = new Set([
  'Exp',
  'InstanceNormalization',
  'LayerNormalization',
  'ReduceMean',
  'ReduceSum',
  'Reciprocal',
  'Softmax',
  'Sqrt',
]);

/** What is known while the nodes are gone through, branches included. */
interface Conversion {
  /** Element type of every name in the float32 graph. */
  readonly types: Map<string, ElementType>;
  /** Names that hold constants, and stay float32 until somebody computes with them. */
  readonly constants: Set<string>;
  /** A float32 name → the name of the same in float16. */
  readonly halves: Map<string, string>;
  /** A name → the name of the same in float32, where it was computed so on purpose (`inFloat32`). */
  readonly singles: Map<string, string>;
  readonly initializers: Map<string, Initializer>;
  /** Nodes that turn constants into float16; the runtime folds them when it loads the graph. */
  readonly folded: Node[];
}

/** Rewrites a graph to compute in float16. */
export function toHalf(graph: Graph): Graph {
  const conversion: Conversion = {
    types: new Map([...graph.inputs, ...graph.initializers].map(({ name, type }) => [name, type])),
    constants: new Set(graph.initializers.map(({ name }) => name)),
    halves: new Map(),
    singles: new Map(),
    initializers: new Map(graph.initializers.map((initializer) => [initializer.name, initializer])),
    folded: [],
  };
  const nodes: Node[] = [];
  for (const { name, type } of graph.inputs) {
    if (type !== 'float32') continue;
    const half = `${name}.float16`;
    nodes.push(cast(name, half, 'float16'));
    conversion.halves.set(name, half);
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const [constant, computed] = splitConstants(graph.nodes, conversion);
  for (const node of computed) nodes.push(...convert(node, conversion, outputs));
  const used = new Set([...constant, ...conversion.folded, ...nodes].flatMap(namesIn));
  return {
    name: graph.name,
    precision: 'float16',
    inputs: graph.inputs,
    outputs: graph.outputs,
    nodes: [...constant.filter(({ outputs: [made = ''] }) => used.has(made)), ...conversion.folded, ...nodes],
    initializers: [...conversion.initializers.values()].filter(({ name }) => used.has(name)),
  };
}

/** Every name that a node and its branches read. */
const namesIn = (node: Node): readonly string[] => [
  ...node.inputs,
  ...Object.values(node.attributes).flatMap((value) =>
    'graph' in value ? value.graph.nodes.flatMap(namesIn) : [],
  ),
];

/** Nodes that read constants only stay as they are; float16 weights that were widened are taken as they lie on disk. */
function splitConstants(
  nodes: readonly Node[],
  conversion: Conversion,
): [constant: Node[], computed: Node[]] {
  const { constants, halves, initializers } = conversion;
  const constant: Node[] = [];
  const computed: Node[] = [];
  for (const node of nodes) {
    noteTypes(node, conversion);
    if (node.op === 'If' || !node.inputs.every((name) => name === '' || constants.has(name))) {
      computed.push(node);
      continue;
    }
    constant.push(node);
    const [input = ''] = node.inputs;
    for (const output of node.outputs) {
      constants.add(output);
      if (node.op === 'Cast' && initializers.get(input)?.type === 'float16') halves.set(output, input);
    }
  }
  return [constant, computed];
}

function noteTypes(node: Node, { types }: Conversion): void {
  if (node.op === 'If') {
    const branch = node.attributes['then_branch'];
    const results = branch !== undefined && 'graph' in branch ? branch.graph.outputs : [];
    node.outputs.forEach((name, index) => types.set(name, results[index]?.type ?? 'float32'));
    return;
  }
  const source = node.inputs[node.op === 'Where' ? 1 : 0] ?? '';
  const target = node.attributes['to'];
  const cast =
    target !== undefined && 'int' in target && target.int === CAST_TO.float32 ? 'float32' : 'int64';
  const type = node.op === 'Cast' ? cast : (types.get(source) ?? 'float32');
  for (const name of node.outputs) types.set(name, node.op === 'Greater' ? 'bool' : type);
}

function convert(node: Node, conversion: Conversion, graphOutputs: ReadonlySet<string>): Node[] {
  const { types, halves } = conversion;
  const isFloat = (name: string): boolean => types.get(name) === 'float32';
  const half = (name: string): string => (isFloat(name) ? halfOf(name, conversion) : name);
  if (node.op === 'If') return convertBranches(node, conversion);
  const [input = ''] = node.inputs;
  const [output = ''] = node.outputs;
  if (node.op === 'Identity' && graphOutputs.has(output) && isFloat(input))
    return [cast(half(input), output, 'float32')];
  if (node.op === 'Cast' && isFloat(output) && !isFloat(input)) return [cast(input, output, 'float16')];
  const isMeant = node.precision === 'float32';
  if (!isMeant && !SINGLE.has(node.op)) return [{ ...node, inputs: node.inputs.map(half) }];
  const widened: Node[] = [];
  const inputs = node.inputs.map((name) => {
    if (!isFloat(name) || conversion.constants.has(name)) return name;
    const known = conversion.singles.get(name);
    if (known !== undefined) return known;
    const single = `${output}.in.${name}`;
    widened.push(cast(halves.get(name) ?? name, single, 'float32'));
    return single;
  });
  if (!isFloat(output)) return [...widened, { ...node, inputs }];
  const single = `${output}.float32`;
  if (isMeant) conversion.singles.set(output, single);
  return [...widened, { ...node, name: single, inputs, outputs: [single] }, cast(single, output, 'float16')];
}

/** Results stay float32 where both branches were meant so; they are handed on in float16 beside it. */
function convertBranches(node: Node, conversion: Conversion): Node[] {
  const isMeant = node.precision === 'float32';
  const isKept = (name: string): boolean => isMeant && conversion.types.get(name) === 'float32';
  const kept = (name: string): string => (isKept(name) ? `${name}.float32` : name);
  const attributes = Object.entries(node.attributes).map(([name, value]) => {
    if (!('graph' in value)) return [name, value] as const;
    const nodes = value.graph.nodes.flatMap((inner) => {
      noteTypes(inner, conversion);
      return convert(inner, conversion, new Set());
    });
    const outputs = value.graph.outputs.map((output): Value => {
      if (isMeant && output.type === 'float32') return { ...output, name: `${output.name}.float32` };
      return output.type === 'float32' ? { ...output, type: 'float16' } : output;
    });
    return [name, { graph: { ...value.graph, nodes, outputs } }] as const;
  });
  const casts = node.outputs.filter(isKept).map((name) => cast(kept(name), name, 'float16'));
  for (const name of node.outputs.filter(isKept)) conversion.singles.set(name, kept(name));
  const changed = { name: kept(node.name), outputs: node.outputs.map(kept) };
  return [{ ...node, ...changed, attributes: Object.fromEntries(attributes) }, ...casts];
}

/** The name of a float32 value in float16; what is computed is float16 under its own name. */
function halfOf(name: string, { constants, halves, initializers, folded }: Conversion): string {
  const known = halves.get(name);
  if (known !== undefined || !constants.has(name)) return known ?? name;
  const half = `${name}.float16`;
  halves.set(name, half);
  const initializer = initializers.get(name);
  if (initializer !== undefined && initializer.data instanceof Uint8Array) {
    const { data, dims } = initializer;
    const values = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4);
    const bytes = new Uint8Array(Uint16Array.from(values, numberToFloat16).buffer);
    initializers.set(half, { name: half, type: 'float16', dims, data: bytes });
  } else folded.push(cast(name, half, 'float16'));
  return half;
}

const cast = (input: string, output: string, to: keyof typeof CAST_TO): Node => ({
  op: 'Cast',
  domain: '',
  name: output,
  inputs: [input],
  outputs: [output],
  attributes: { to: { int: CAST_TO[to] } },
});
