import { GraphError } from '../errors.ts';
import type { Graph, Node } from './graph.ts';

/** A legal form of an op: how many inputs, and which attributes it must and may have. */
interface Form {
  readonly inputs: readonly [least: number, most: number];
  readonly must?: readonly string[];
  readonly may?: readonly string[];
}

const form = (
  least: number,
  most: number,
  must: readonly string[] = [],
  may: readonly string[] = [],
): Form => ({
  inputs: [least, most],
  must,
  may,
});

/**
 * Every op that our graphs use. All but the fused attention and the eight-bit products exist on every execution
 * provider of ONNX Runtime (CPU, CUDA, WebGPU); a graph with another op is refused before the runtime sees it.
 */
export const SPEC: Readonly<Record<string, Form>> = {
  Add: form(2, 2),
  AveragePool: form(1, 1, ['kernel_shape', 'strides']),
  Cast: form(1, 1, ['to']),
  Concat: form(1, 64, ['axis']),
  Conv: form(2, 3, ['kernel_shape', 'pads', 'strides'], ['group']),
  ConvTranspose: form(2, 3, ['kernel_shape', 'pads', 'strides'], ['output_padding']),
  Cos: form(1, 1),
  Div: form(2, 2),
  DynamicQuantizeMatMul: form(3, 5),
  Erf: form(1, 1),
  Exp: form(1, 1),
  Expand: form(2, 2),
  Gather: form(2, 2, ['axis']),
  Gelu: form(1, 1, [], ['approximate']),
  Gemm: form(2, 3, ['transB'], ['transA', 'alpha']),
  Greater: form(2, 2),
  Identity: form(1, 1),
  If: form(1, 1, ['then_branch', 'else_branch']),
  InstanceNormalization: form(3, 3, ['epsilon']),
  LayerNormalization: form(2, 3, ['axis', 'epsilon']),
  MatMul: form(2, 2),
  Max: form(2, 2),
  Mul: form(2, 2),
  MultiHeadAttention: form(3, 6, ['num_heads', 'scale']),
  Neg: form(1, 1),
  Pad: form(2, 3, ['mode']),
  QuantizeLinear: form(2, 2, ['axis', 'output_dtype']),
  Reciprocal: form(1, 1),
  ReduceMax: form(2, 2, ['keepdims']),
  ReduceMean: form(2, 2, ['keepdims']),
  ReduceMin: form(2, 2, ['keepdims']),
  ReduceSum: form(2, 2, ['keepdims']),
  Relu: form(1, 1),
  Reshape: form(2, 2),
  Resize: form(4, 4, ['mode', 'nearest_mode', 'coordinate_transformation_mode'], ['cubic_coeff_a']),
  Sigmoid: form(1, 1),
  Slice: form(4, 5),
  Softmax: form(1, 1, ['axis']),
  Sqrt: form(1, 1),
  Sub: form(2, 2),
  Tanh: form(1, 1),
  Transpose: form(1, 1, ['perm']),
  Where: form(3, 3),
};

/** Names that may be used: those of the graph itself and, in a branch, those of the graphs around it. */
interface Scope {
  readonly own: Set<string>;
  readonly outer: Scope | undefined;
}

function isKnown(name: string, scope: Scope | undefined): boolean {
  return scope !== undefined && (scope.own.has(name) || isKnown(name, scope.outer));
}

/**
 * Checks that every node has a legal form, every input was made before, and every name is made once.
 *
 * @throws {GraphError} naming the first node that is wrong
 */
export function verifyGraph(graph: Graph, outer?: Scope): void {
  const own = new Set<string>();
  for (const { name } of graph.inputs) own.add(name);
  for (const { name } of graph.initializers) own.add(name);
  const scope: Scope = { own, outer };
  for (const node of graph.nodes) {
    verifyNode(node, scope);
    for (const name of node.outputs) {
      if (isKnown(name, scope)) throw new GraphError(node.name, `the name '${name}' is made twice`);
      own.add(name);
    }
  }
  for (const output of graph.outputs) {
    if (!isKnown(output.name, scope))
      throw new GraphError(graph.name, `nothing makes the output '${output.name}'`);
  }
}

function verifyNode(node: Node, scope: Scope): void {
  const legal = SPEC[node.op];
  if (legal === undefined) throw new GraphError(node.name, `op '${node.op}' is not in the spec`);
  const [least, most] = legal.inputs;
  if (node.inputs.length < least || node.inputs.length > most)
    throw new GraphError(node.name, `${node.op} takes ${least}…${most} inputs, got ${node.inputs.length}`);
  for (const input of node.inputs) {
    // '' is an optional input that is left out.
    if (input !== '' && !isKnown(input, scope))
      throw new GraphError(node.name, `nothing makes its input '${input}'`);
  }
  const given = Object.keys(node.attributes);
  const missing = legal.must?.find((name) => !given.includes(name));
  if (missing !== undefined) throw new GraphError(node.name, `${node.op} needs the attribute '${missing}'`);
  const surplus = given.find((name) => !legal.must?.includes(name) && !legal.may?.includes(name));
  if (surplus !== undefined) throw new GraphError(node.name, `${node.op} has no attribute '${surplus}'`);
  for (const value of Object.values(node.attributes)) if ('graph' in value) verifyGraph(value.graph, scope);
}
