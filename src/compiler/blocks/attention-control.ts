/** Attention control inside the layers: the one form of control.ts, written as nodes. */
import { type AttentionLayer, type ControlInputs, levelName } from '../control.ts';
import type { GraphBuilder, Value } from '../graph.ts';
import {
  add,
  gather,
  isPositive,
  matmul,
  multiply,
  reduce,
  reshape,
  slice,
  softmax,
  subtract,
  transpose,
  where,
} from '../ops.ts';
import {
  type AttentionContext,
  attentionLogits,
  type Projections,
  slicedAttention,
  weigh,
} from './attention-kernels.ts';

/** Added to a logit it leaves no attention, in float16 too. */
const NEVER = -1e4;

/** Attention of moved rows: queries, keys, values of other batch elements, and changed logits. */
export function controlledSelf(
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
      const perQuery = transpose(g, segments, [0, 2, 1]);
      const amount = reshape(g, selfAmount, [context.batch, 1, keys, 1]);
      const { out, weights } = slicedAttention(g, context, layer, keys, moved, (logits, part) => {
        const cut = (x: Value, axis: number): Value =>
          part.isWhole ? x : slice(g, x, axis, part.from, part.to);
        const related = isPositive(g, matmul(g, cut(perQuery, 1), segments));
        return modulate(g, logits, cut(amount, 2), withHeadAxis(g, related));
      });
      return [out, context.withProbabilities ? (weights[0] as Value) : g.constant([1], [0])];
    },
    () => plain(moved),
  );
}

/** Attention to the text with changed logits and maps: rows `[B·N, C]`, the maps `[B, N, L]`, all probabilities. */
export function controlledCross(
  g: GraphBuilder,
  context: AttentionContext,
  control: ControlInputs,
  layer: AttentionLayer,
  own: Projections,
): Value[] {
  const { tokens } = context;
  const none = g.constant([1], [0]);
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
      reshape(g, reduce(g, 'ReduceMean', weights, [1]), [context.batch, layer.height * layer.width, tokens]),
    ],
    () => [none],
  );
  return [
    weigh(g, context, layer, tokens, weights, own.v),
    mean as Value,
    context.withProbabilities ? weights : none,
  ];
}

/** segᵀ·tok `[B, N, L]`: above 0 where a query and a token share a segment. */
const relatedOf = (g: GraphBuilder, control: ControlInputs, layer: AttentionLayer): Value =>
  matmul(g, transpose(g, atLevel(control, layer).segments, [0, 2, 1]), control.tokens);

/** Where a row keeps to itself, `[B, 1, N, L]`: inside its segments, and everywhere without m. */
function keepsOwn(g: GraphBuilder, control: ControlInputs, related: Value): Value {
  const stays = where(g, control.swap, g.constant([], [0]), g.constant([], [1]));
  const [batch = 1] = related.dims as number[];
  return withHeadAxis(g, isPositive(g, add(g, related, reshape(g, stays, [batch, 1, 1]))));
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

/** R ? X + a·c·(mx − X) : m ? X[ref] : X + a·c·(mn − X), with `amount` = a·c. */
function modulate(g: GraphBuilder, logits: Value, amount: Value, inside: Value): Value {
  const goal = (extreme: 'ReduceMax' | 'ReduceMin'): Value =>
    multiply(g, amount, reduce(g, extreme, logits, [-1]));
  // As (1 − a·c)·X + a·c·goal, whose second half is small before it is spread: one pass less over all logits.
  const kept = multiply(g, logits, subtract(g, g.constant([], [1]), amount));
  return add(g, kept, where(g, inside, goal('ReduceMax'), goal('ReduceMin')));
}

function modulateCross(
  g: GraphBuilder,
  { batch, tokens, maximum }: AttentionContext,
  control: ControlInputs,
  layer: AttentionLayer,
  logits: Value,
): Value {
  const { amount } = atLevel(control, layer);
  const queries = layer.height * layer.width;
  const related = relatedOf(g, control, layer);
  const inside = withHeadAxis(g, isPositive(g, related));
  const highest = reduce(g, 'ReduceMax', logits, maximum === 'head' ? [-2, -1] : [-1]);
  const lowest = reduce(g, 'ReduceMin', logits, [-1]);
  const perPair = multiply(
    g,
    reshape(g, amount, [batch, 1, queries, 1]),
    reshape(g, control.strength, [batch, 1, 1, tokens]),
  );
  const goal = where(g, inside, highest, lowest);
  const moved = add(g, logits, multiply(g, perPair, subtract(g, goal, logits)));
  // Where m is set, what lies outside the segments attends as the reference row does. Decided before the heads are
  // looked at, so that the logits of all heads are passed over once.
  const own = keepsOwn(g, control, related);
  const asReference = gather(g, logits, control.reference, 0);
  const [changed] = g.choose(
    control.exclusive,
    () => {
      const isTaken = isPositive(g, reduce(g, 'ReduceMax', related, [-1]));
      const nothing = where(g, isTaken, g.constant([], [NEVER]), g.constant([], [0]));
      const raised = add(g, moved, reshape(g, control.raise, [batch, 1, 1, tokens]));
      return [where(g, own, raised, add(g, asReference, withHeadAxis(g, nothing)))];
    },
    () => [where(g, own, moved, asReference)],
  );
  return changed as Value;
}
