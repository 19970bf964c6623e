import { sizeOf } from '../tensor/tensor.ts';
import type { Graph } from './graph.ts';
import { toHalf } from './half.ts';
import { withInt8Linears } from './int8.ts';

/** How graphs are written for what computes them. */
export interface GraphForm {
  /** Largest attention logits outside the fused kernel, in bytes; more queries are taken in slices. Default: 256 MiB. */
  readonly scoreBytes?: number | undefined;
  /** Largest result inside a U-Net's feed-forward layer, in bytes; more rows are taken in parts. Default: no limit. */
  readonly feedForwardBytes?: number | undefined;
  /** Numbers between the operations; default: float32. Norms and softmax are float32 in any case. */
  readonly precision?: 'float32' | 'float16' | undefined;
  /** Numbers in the products of linear layers; int8 has kernels on the CPU only. Default: float32. */
  readonly linear?: 'float32' | 'int8' | undefined;
}

/** The graph with the numbers of a form. Autoencoders overflow in float16 and are never brought into one. */
export function inForm(graph: Graph, { precision, linear }: GraphForm): Graph {
  if (precision === 'float16') return toHalf(graph);
  return linear === 'int8' ? withInt8Linears(graph) : graph;
}

/** Memory that the weights of a graph take once it is loaded, in bytes: widened, narrowed or quantised. */
export function weightBytes({ initializers, nodes, precision }: Graph): number {
  const sources = new Map(
    nodes.filter(({ op }) => op === 'Cast').map(({ inputs, outputs }) => [outputs[0], inputs[0]]),
  );
  const quantized = new Set(
    nodes
      .filter(({ op }) => op === 'QuantizeLinear')
      .map(({ inputs: [weight] }) => sources.get(weight) ?? weight),
  );
  const each = precision === 'float16' ? 2 : 4;
  return initializers.reduce(
    (sum, { name, dims }) => sum + (quantized.has(name) ? 1 : each) * sizeOf(dims),
    0,
  );
}

/** Size of the largest result of a node whose shape is known, in bytes, as float32. */
export function largestResultBytes({ nodes, values }: Graph): number {
  const sizes = nodes.flatMap(({ outputs }) =>
    outputs.map((name) => {
      const dims = values?.get(name)?.dims ?? [];
      return dims.every((dim) => typeof dim === 'number') ? sizeOf(dims) : 0;
    }),
  );
  return 4 * Math.max(0, ...sizes);
}
