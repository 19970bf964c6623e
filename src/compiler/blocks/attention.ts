import type { AttentionLayer } from '../control.ts';
import type { GraphBuilder, Value } from '../graph.ts';
import { linear } from '../ops.ts';
import { controlledCross, controlledSelf } from './attention-control.ts';
import {
  type AttentionContext,
  plainAttention,
  probabilities,
  type Projections,
} from './attention-kernels.ts';

const upcast = <T>(g: GraphBuilder, context: AttentionContext, build: () => T): T =>
  context.upcast ? g.inFloat32(build) : build();

/** Self-attention `name` (attn1) on rows `[B·N, C]`. */
export function selfAttention(
  g: GraphBuilder,
  context: AttentionContext,
  x: Value,
  name: string,
  place: Omit<AttentionLayer, 'name' | 'kind' | 'index'>,
): Value {
  const index = context.layers.filter((layer) => layer.kind === 'self').length;
  return g.within(name, () => {
    const layer: AttentionLayer = { ...place, name: g.scope, kind: 'self', index };
    const keys = layer.height * layer.width;
    const own = { q: linear(g, x, 'to_q'), k: linear(g, x, 'to_k'), v: linear(g, x, 'to_v') };
    const none = g.constant([1], [0]);
    const plain = (projections: Projections): Value[] => [
      plainAttention(g, context, layer, keys, projections),
      context.withProbabilities ? probabilities(g, context, layer, keys, projections) : none,
    ];
    const { control } = context;
    const results = upcast(g, context, () =>
      control === undefined
        ? plain(own)
        : g.choose(
            control.self,
            () => controlledSelf(g, context, control, layer, own, plain),
            () => plain(own),
          ),
    );
    const [out, all] = results as [Value, Value];
    context.layers.push(context.withProbabilities ? { ...layer, probabilities: all } : layer);
    return linear(g, out, 'to_out.0');
  });
}

/** Cross-attention `name` (attn2) of rows `[B·N, C]` to the text. */
export function crossAttention(
  g: GraphBuilder,
  context: AttentionContext,
  x: Value,
  name: string,
  place: Omit<AttentionLayer, 'name' | 'kind' | 'index'>,
): Value {
  const index = context.layers.filter((layer) => layer.kind === 'cross').length;
  return g.within(name, () => {
    const layer: AttentionLayer = { ...place, name: g.scope, kind: 'cross', index };
    const { tokens, control } = context;
    const own = {
      q: linear(g, x, 'to_q'),
      k: linear(g, context.text, 'to_k'),
      v: linear(g, context.text, 'to_v'),
    };
    const plain = (): Value => plainAttention(g, context, layer, tokens, own);
    const inspected = (): Value => probabilities(g, context, layer, tokens, own);
    if (control === undefined) {
      const all = context.withProbabilities ? { probabilities: upcast(g, context, inspected) } : {};
      context.layers.push({ ...layer, ...all });
      return linear(g, upcast(g, context, plain), 'to_out.0');
    }
    const none = g.constant([1], [0]);
    const [out, maps, all] = upcast(g, context, () =>
      g.choose(
        control.cross,
        () => controlledCross(g, context, control, layer, own),
        () => [plain(), none, context.withProbabilities ? inspected() : none],
      ),
    );
    context.layers.push({
      ...layer,
      maps: maps as Value,
      ...(context.withProbabilities ? { probabilities: all as Value } : {}),
    });
    return linear(g, out as Value, 'to_out.0');
  });
}
