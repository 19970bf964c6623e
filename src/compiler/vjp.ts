/**
 * Gradients without autograd: vector–Jacobian products, written into the graph once, from a table of rules.
 *
 * The graph that comes out knows no energy. It takes a cotangent ∂E/∂y for every output y that is read and gives
 * Σ (∂E/∂y)ᵀ ∂y/∂x for every input x that was asked for. Weights are constants: no gradient of them is formed.
 */
import { GraphError } from '../errors.ts';
import { type Graph, GraphBuilder, type Node, type Value } from './graph.ts';
import { add } from './ops.ts';
import { RULES } from './vjp-rules.ts';

export interface PullBack {
  /** Outputs that are read: each gets an input `cotangent.<output>` of its own shape. */
  readonly outputs: readonly string[];
  /** Inputs to which gradients are pulled back: each gets an output `gradient.<input>`. */
  readonly inputs: readonly string[];
  /** Outputs of the forward pass that are handed out beside the gradients. */
  readonly keep?: readonly string[];
}

/**
 * Writes the graph that pulls cotangents of outputs back to inputs. It makes the forward pass only as deep as the
 * deepest output that is read, and nothing that lies not between these inputs and outputs gets a gradient.
 *
 * @param graph  as its builder made it, with the shapes of all values
 * @throws {GraphError} naming the op that has no rule, or the input that no output depends on
 */
export function pullBack(graph: Graph, { outputs, inputs, keep = [] }: PullBack): Graph {
  const g = GraphBuilder.goOn(graph);
  const values = graph.values ?? new Map<string, Value>();
  const valueOf = (name: string): Value => {
    const value = values.get(name);
    if (value === undefined) throw new GraphError(graph.name, `the shape of '${name}' is not known`);
    return value;
  };
  const varying = dependents(graph, inputs);
  const gradients = new Map<string, Value>();
  const collect = (name: string, gradient: Value): void => {
    const sum = gradients.get(name);
    gradients.set(name, sum === undefined ? gradient : add(g, sum, gradient));
  };
  for (const name of outputs) collect(name, g.input(`cotangent.${name}`, valueOf(name).dims));
  for (const node of graph.nodes.toReversed()) {
    const gradient = gradients.get(node.outputs[0] ?? '');
    if (gradient === undefined || !node.inputs.some((name) => varying.has(name))) continue;
    g.within(`vjp.${node.name}`, () => {
      for (const [index, name] of node.inputs.entries())
        if (varying.has(name)) collect(name, pullThrough(g, graph, node, index, gradient, valueOf));
    });
  }
  for (const name of inputs) {
    const gradient = gradients.get(name);
    if (gradient === undefined)
      throw new GraphError(graph.name, `none of ${outputs.join(', ')} depends on the input '${name}'`);
    g.output(`gradient.${name}`, gradient);
  }
  const built = g.build();
  const kept = graph.outputs.filter(({ name }) => keep.includes(name));
  return withoutDeadNodes({ ...built, name: `${graph.name}.vjp`, outputs: [...kept, ...built.outputs] });
}

function pullThrough(
  g: GraphBuilder,
  graph: Graph,
  node: Node,
  index: number,
  gradient: Value,
  valueOf: (name: string) => Value,
): Value {
  const rule = RULES[node.op];
  if (rule === undefined) throw new GraphError(node.name, `the VJP of ${node.op} is not defined`);
  const pulled = rule({
    g,
    node,
    index,
    gradient,
    inputs: node.inputs.map((name) => (name === '' ? { name, type: 'float32', dims: [] } : valueOf(name))),
    output: valueOf(node.outputs[0] as string),
    integers: (input) => constantIntegers(graph, node, input),
  });
  if (pulled === undefined)
    throw new GraphError(
      node.name,
      `the VJP of ${node.op} with respect to its input ${index} is not defined`,
    );
  return pulled;
}

/** Everything whose value changes with the inputs. */
function dependents(graph: Graph, inputs: readonly string[]): ReadonlySet<string> {
  const found = new Set(inputs);
  for (const node of graph.nodes)
    if (node.inputs.some((name) => found.has(name))) for (const name of node.outputs) found.add(name);
  return found;
}

/** Shapes, axes, bounds: int64 constants that a node takes as input. */
function constantIntegers(graph: Graph, node: Node, input: number): readonly number[] {
  const constant = graph.initializers.find(({ name }) => name === node.inputs[input]);
  if (constant?.type !== 'int64' || !(constant.data instanceof Uint8Array))
    throw new GraphError(
      node.name,
      `the VJP of ${node.op} needs constant integers as its input ${input}, got '${node.inputs[input]}'`,
    );
  const { buffer, byteOffset, byteLength } = constant.data;
  return Array.from(new BigInt64Array(buffer.slice(byteOffset, byteOffset + byteLength)), Number);
}

/** The graph with nothing in it that its outputs do not need; inputs stay. */
export function withoutDeadNodes(graph: Graph): Graph {
  const used = new Set(graph.outputs.map(({ name }) => name));
  const nodes = graph.nodes.toReversed().filter((node) => {
    if (!node.outputs.some((name) => used.has(name))) return false;
    for (const name of namesUsed(node)) used.add(name);
    return true;
  });
  const initializers = graph.initializers.filter(({ name }) => used.has(name));
  return { ...graph, nodes: nodes.toReversed(), initializers };
}

/** What a node takes, its branches included. */
function namesUsed(node: Node): string[] {
  const inner = Object.values(node.attributes).flatMap((value) =>
    'graph' in value ? value.graph.nodes.flatMap(namesUsed) : [],
  );
  return [...node.inputs, ...inner];
}
