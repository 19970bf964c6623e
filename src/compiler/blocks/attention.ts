import { type AttentionLayer, type ControlInputs, levelName } from '../control.ts';
import type { GraphBuilder, Value } from '../graph.ts';
import {
  add,
  gather,
  isPositive,
  linear,
  matmul,
  multiply,
  reduce,
  reshape,
  scale,
  slice,
  softmax,
  subtract,
  transpose,
  where,
} from '../ops.ts';

/** What a U-Net hands to its attention layers. */
export interface AttentionContext {
  readonly batch: number;
  /** `[B·L, D]` text embeddings as rows. */
  readonly text: Value;
  readonly tokens: number;
  readonly control: ControlInputs | undefined;
  /** Fused attention kernel; absent on devices where it is wrong or missing. */
  readonly fused: boolean;
  /** Every layer that was built, with its map `[B, N, L]` or probabilities `[B, heads, N, keys]` when asked for. */
  readonly layers: (AttentionLayer & { readonly maps?: Value; readonly probabilities?: Value })[];
  /** Hand out the probabilities of every head: for comparing with a reference. */
  readonly withProbabilities: boolean;
}

/** Projected queries, keys and values as rows `[B·N, C]`, `[B·keys, C]`. */
interface Projections {
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
}

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
    const results =
      control === undefined
        ? plain(own)
        : g.choose(
            control.self,
            () => controlledSelf(g, context, control, layer, own, plain),
            () => plain(own),
          );
    const [out, all] = results as [Value, Value];
    context.layers.push(context.withProbabilities ? { ...layer, probabilities: all } : layer);
    return linear(g, out, 'to_out.0');
  });
}

/** Attention of moved rows: queries, keys, values of other batch elements, and changed logits. */
function controlledSelf(
  g: GraphBuilder,
  context: AttentionContext,
  control: ControlInputs,
  layer: AttentionLayer,
  own: Projections,
  plain: (projections: Projections) => Value[],
): Value[] {
  const keys = layer.height * layer.width;
  const rows = (which: number): Value => {
    const ofLayer = slice(g, slice(g, control.rows, 0, which, which + 1), 1, layer.index, layer.index + 1);
    return reshape(g, ofLayer, [context.batch]);
  };
  const moved = {
    q: takeRows(g, context, own.q, rows(0)),
    k: takeRows(g, context, own.k, rows(1)),
    v: takeRows(g, context, own.v, rows(2)),
  };
  return g.choose(
    control.selfModulate,
    () => {
      const { segments, selfAmount } = atLevel(control, layer);
      const related = isPositive(g, matmul(g, transpose(g, segments, [0, 2, 1]), segments));
      const logits = attentionLogits(g, context, layer, keys, moved);
      const amount = reshape(g, selfAmount, [context.batch, 1, keys, 1]);
      const attended = softmax(g, modulate(g, logits, amount, withHeadAxis(g, related)));
      return [
        weigh(g, context, layer, keys, attended, moved.v),
        context.withProbabilities ? attended : g.constant([1], [0]),
      ];
    },
    () => plain(moved),
  );
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
    if (control === undefined) {
      const all = context.withProbabilities
        ? { probabilities: probabilities(g, context, layer, tokens, own) }
        : {};
      context.layers.push({ ...layer, ...all });
      return linear(g, plainAttention(g, context, layer, tokens, own), 'to_out.0');
    }
    const none = g.constant([1], [0]);
    const [out, maps, all] = g.choose(
      control.cross,
      () => {
        const logits = attentionLogits(g, context, layer, tokens, own);
        const [changed] = g.choose(
          control.modulate,
          () => [modulateCross(g, context, control, layer, logits)],
          () => [logits],
        );
        const attended = softmax(g, changed as Value);
        const [remapped] = g.choose(
          control.remap,
          () => {
            const source = gather(g, attended, control.reference, 0);
            const transfer = reshape(g, control.transfer, [context.batch, 1, tokens, tokens]);
            const keep = reshape(g, control.keep, [context.batch, 1, 1, tokens]);
            return [add(g, matmul(g, source, transfer), multiply(g, attended, keep))];
          },
          () => [attended],
        );
        const weights = remapped as Value;
        const [mean] = g.choose(
          control.read,
          () => [
            reshape(g, reduce(g, 'ReduceMean', weights, [1]), [
              context.batch,
              layer.height * layer.width,
              tokens,
            ]),
          ],
          () => [none],
        );
        return [
          weigh(g, context, layer, tokens, weights, own.v),
          mean as Value,
          context.withProbabilities ? weights : none,
        ];
      },
      () => [
        plainAttention(g, context, layer, tokens, own),
        none,
        context.withProbabilities ? probabilities(g, context, layer, tokens, own) : none,
      ],
    );
    context.layers.push({
      ...layer,
      maps: maps as Value,
      ...(context.withProbabilities ? { probabilities: all as Value } : {}),
    });
    return linear(g, out as Value, 'to_out.0');
  });
}

function atLevel(
  control: ControlInputs,
  layer: AttentionLayer,
): { segments: Value; amount: Value; selfAmount: Value } {
  const level = control.levels.get(levelName(layer.height, layer.width));
  if (level === undefined)
    throw new RangeError(`${layer.name}: no control inputs for ${layer.height}x${layer.width}`);
  return level;
}

const withHeadAxis = (g: GraphBuilder, x: Value): Value => {
  const [batch = 1, queries = 1, keys = 1] = x.dims as number[];
  return reshape(g, x, [batch, 1, queries, keys]);
};

/** Rows `[B·N, C]` of the batch elements in `rows` `[B]`. */
function takeRows(g: GraphBuilder, context: AttentionContext, x: Value, rows: Value): Value {
  const [all = 1, channels = 1] = x.dims as number[];
  const perElement = all / context.batch;
  const taken = gather(g, reshape(g, x, [context.batch, perElement, channels]), rows, 0);
  return reshape(g, taken, [all, channels]);
}

/** X = q kᵀ / √d: `[B, heads, N, keys]`. */
function attentionLogits(
  g: GraphBuilder,
  { batch }: AttentionContext,
  { heads, headSize }: AttentionLayer,
  keys: number,
  { q, k }: Projections,
): Value {
  const queries = (q.dims[0] as number) / batch;
  const split = (x: Value, length: number, perm: readonly number[]): Value =>
    transpose(g, reshape(g, x, [batch, length, heads, headSize]), perm);
  return matmul(g, split(scale(g, q, headSize ** -0.5), queries, [0, 2, 1, 3]), split(k, keys, [0, 2, 3, 1]));
}

function probabilities(
  g: GraphBuilder,
  context: AttentionContext,
  layer: AttentionLayer,
  keys: number,
  projections: Projections,
): Value {
  return softmax(g, attentionLogits(g, context, layer, keys, projections));
}

/** A·v as rows `[B·N, C]`. */
function weigh(
  g: GraphBuilder,
  { batch }: AttentionContext,
  { heads, headSize, height, width }: AttentionLayer,
  keys: number,
  weights: Value,
  v: Value,
): Value {
  const values = transpose(g, reshape(g, v, [batch, keys, heads, headSize]), [0, 2, 1, 3]);
  const merged = transpose(g, matmul(g, weights, values), [0, 2, 1, 3]);
  return reshape(g, merged, [batch * height * width, heads * headSize]);
}

function plainAttention(
  g: GraphBuilder,
  context: AttentionContext,
  layer: AttentionLayer,
  keys: number,
  projections: Projections,
): Value {
  const { batch, fused } = context;
  const { heads, headSize } = layer;
  if (!fused)
    return weigh(g, context, layer, keys, probabilities(g, context, layer, keys, projections), projections.v);
  const channels = heads * headSize;
  const rowsOf = (x: Value, length: number): Value => reshape(g, x, [batch, length, channels]);
  const queries = layer.height * layer.width;
  const out = g.node(
    'MultiHeadAttention',
    [rowsOf(projections.q, queries), rowsOf(projections.k, keys), rowsOf(projections.v, keys)],
    [batch, queries, channels],
    { domain: 'com.microsoft', attributes: { num_heads: heads, scale: { float: headSize ** -0.5 } } },
  );
  return reshape(g, out, [batch * queries, channels]);
}

/** R ? X + a·c·(mx − X) : m ? X[ref] : X + a·c·(mn − X), with `amount` = a·c. */
function modulate(g: GraphBuilder, logits: Value, amount: Value, inside: Value): Value {
  const highest = reduce(g, 'ReduceMax', logits, [-1]);
  const lowest = reduce(g, 'ReduceMin', logits, [-1]);
  const goal = where(g, inside, highest, lowest);
  return add(g, logits, multiply(g, amount, subtract(g, goal, logits)));
}

function modulateCross(
  g: GraphBuilder,
  { batch, tokens }: AttentionContext,
  control: ControlInputs,
  layer: AttentionLayer,
  logits: Value,
): Value {
  const { segments, amount } = atLevel(control, layer);
  const queries = layer.height * layer.width;
  const related = matmul(g, transpose(g, segments, [0, 2, 1]), control.tokens);
  const inside = withHeadAxis(g, isPositive(g, related));
  const [highest] = g.choose(
    control.globalMax,
    () => [
      g.node(
        'Expand',
        [reduce(g, 'ReduceMax', logits, [-2, -1]), g.integers([batch, layer.heads, queries, 1])],
        [batch, layer.heads, queries, 1],
      ),
    ],
    () => [reduce(g, 'ReduceMax', logits, [-1])],
  );
  const lowest = reduce(g, 'ReduceMin', logits, [-1]);
  const perPair = multiply(
    g,
    reshape(g, amount, [batch, 1, queries, 1]),
    reshape(g, control.strength, [batch, 1, 1, tokens]),
  );
  const goal = where(g, inside, highest as Value, lowest);
  const moved = add(g, logits, multiply(g, perPair, subtract(g, goal, logits)));
  // Where m is set, what lies outside the segments attends as the reference row does. Decided before the heads are
  // looked at, so that the logits of all heads are passed over once.
  const stays = where(g, control.swap, g.constant([], [0]), g.constant([], [1]));
  const own = isPositive(g, add(g, related, reshape(g, stays, [batch, 1, 1])));
  return where(g, withHeadAxis(g, own), moved, gather(g, logits, control.reference, 0));
}
