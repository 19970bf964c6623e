/**
 * Qwen3 as a text encoder: the states before some of its layers.
 *
 * Source: transformers 5.24, models/qwen3/modeling_qwen3.py.
 */
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { type Graph, GraphBuilder, type Value } from '../graph.ts';
import {
  add,
  gather,
  linearOf,
  matmul,
  multiply,
  reshape,
  rmsNorm,
  scale,
  shapeOf,
  silu,
  softmax,
  transpose,
} from '../ops.ts';
import type { Weights } from '../weights.ts';
import { type RopeTable, ropeTable, rotate } from './rope.ts';

const schema = z.object({
  hidden_size: z.int(),
  num_hidden_layers: z.int(),
  num_attention_heads: z.int(),
  num_key_value_heads: z.int(),
  head_dim: z.int().default(128),
  rms_norm_eps: z.number().default(1e-6),
  /** At the top in older files, in `rope_parameters` in newer ones. */
  rope_theta: z.number().nullish(),
  rope_parameters: z.object({ rope_theta: z.number(), rope_type: z.literal('default').optional() }).nullish(),
});
export type Qwen3Config = z.infer<typeof schema>;

const DEFAULT_THETA = 1e6;
const ACCEPTED = {
  architectures: 'any',
  attention_bias: [false],
  attention_dropout: 'any',
  bos_token_id: 'any',
  dtype: 'any',
  eos_token_id: 'any',
  hidden_act: ['silu'],
  initializer_range: 'any',
  // Widths follow from the weights.
  intermediate_size: 'any',
  layer_types: 'any',
  max_position_embeddings: 'any',
  max_window_layers: 'any',
  model_type: ['qwen3'],
  pad_token_id: 'any',
  rope_scaling: [],
  sliding_window: 'any',
  tie_word_embeddings: 'any',
  torch_dtype: 'any',
  transformers_version: 'any',
  use_cache: 'any',
  use_sliding_window: [false],
  vocab_size: 'any',
} as const;

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export const parseQwen3Config = (value: unknown): Qwen3Config =>
  parseConfig('Qwen3', schema, ACCEPTED, value);

/** Added to a logit it leaves no attention. */
export const NEVER = -1e9;

interface Context {
  readonly config: Qwen3Config;
  readonly rope: RopeTable;
  /** `[1, 1, 1, L, L]`: 0 where a token may look, `NEVER` elsewhere. */
  readonly mask: Value;
}

/**
 * Writes the graph. Inputs: `input_ids` int64 [1, L]; `mask` [L, L], added to the logits. Outputs:
 * `hidden_states.<k>` [1, L, D] for every k that is asked for, the input of layer k without a norm.
 *
 * Everything is computed in float32: Qwen's states have outliers that leave float16's range.
 */
export function buildQwen3(
  config: Qwen3Config,
  weights: Weights,
  { tokens, states }: { readonly tokens: number; readonly states: readonly number[] },
): Graph {
  const g = new GraphBuilder('text_encoder', weights);
  return g.inFloat32(() => {
    const ids = g.input('input_ids', [1, tokens], 'int64');
    const mask = reshape(g, g.input('mask', [tokens, tokens]), [1, 1, 1, tokens, tokens]);
    const places = Array.from({ length: tokens }, (_, at) => [at]);
    const theta = config.rope_parameters?.rope_theta ?? config.rope_theta ?? DEFAULT_THETA;
    const context = { config, mask, rope: ropeTable(g, places, [config.head_dim], theta) };
    g.within('model', () => {
      const words = g.within('embed_tokens', () => g.weight('weight', [...g.weightShape('weight')]));
      let x = gather(g, words, ids, 0);
      for (let layer = 0; layer <= Math.max(...states); layer++) {
        if (states.includes(layer)) g.output(`hidden_states.${layer}`, x);
        if (layer < Math.max(...states)) x = g.within(`layers.${layer}`, () => decoderLayer(g, context, x));
      }
    });
    return g.build();
  });
}

function decoderLayer(g: GraphBuilder, context: Context, x: Value): Value {
  const { rms_norm_eps: epsilon } = context.config;
  const attended = add(g, x, attention(g, context, rmsNorm(g, x, 'input_layernorm', epsilon)));
  const normed = rmsNorm(g, attended, 'post_attention_layernorm', epsilon);
  const changed = g.within('mlp', () => {
    const gate = silu(g, linearOf(g, normed, 'gate_proj'));
    return linearOf(g, multiply(g, gate, linearOf(g, normed, 'up_proj')), 'down_proj');
  });
  return add(g, attended, changed);
}

/** Several heads of queries share one of keys and values. */
function attention(g: GraphBuilder, { config, rope, mask }: Context, x: Value): Value {
  const { num_attention_heads: heads, num_key_value_heads: shared, head_dim: size } = config;
  const [, length = 1] = shapeOf(x);
  return g.within('self_attn', () => {
    const project = (name: string, count: number): Value =>
      reshape(g, linearOf(g, x, name), [1, length, count, size]);
    const turned = (name: string, count: number): Value =>
      rotate(
        g,
        rmsNorm(g, project(`${name}_proj`, count), `${name}_norm`, config.rms_norm_eps),
        rope,
        'halves',
      );
    const q = transpose(g, scale(g, turned('q', heads), size ** -0.5), [0, 2, 1, 3]);
    const grouped = reshape(g, q, [1, shared, heads / shared, length, size]);
    const keys = transpose(g, turned('k', shared), [0, 2, 3, 1]);
    const values = transpose(g, project('v_proj', shared), [0, 2, 1, 3]);
    const logits = matmul(g, grouped, reshape(g, keys, [1, shared, 1, size, length]));
    const weights = softmax(g, add(g, logits, mask));
    const out = matmul(g, weights, reshape(g, values, [1, shared, 1, length, size]));
    const byToken = transpose(g, reshape(g, out, [1, heads, length, size]), [0, 2, 1, 3]);
    return linearOf(g, reshape(g, byToken, [1, length, heads * size]), 'o_proj');
  });
}
