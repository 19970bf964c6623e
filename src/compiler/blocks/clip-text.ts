/**
 * CLIP text encoder of transformers (CLIPTextModel, CLIPTextModelWithProjection).
 *
 * Source: transformers 5, models/clip/modeling_clip.py.
 */
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { type Graph, GraphBuilder, type Value } from '../graph.ts';
import {
  activation,
  add,
  gather,
  layerNorm,
  linear,
  matmul,
  multiply,
  reshape,
  scale,
  softmax,
  transpose,
} from '../ops.ts';
import { createWeights, type StoredTensor, type Weights } from '../weights.ts';

const schema = z.object({
  vocab_size: z.int(),
  hidden_size: z.int(),
  intermediate_size: z.int(),
  num_hidden_layers: z.int(),
  num_attention_heads: z.int(),
  max_position_embeddings: z.int().default(77),
  hidden_act: z.string().default('quick_gelu'),
  layer_norm_eps: z.number().default(1e-5),
  projection_dim: z.int().default(512),
  eos_token_id: z.int().nullish(),
});
export type CLIPTextConfig = z.infer<typeof schema>;

const ACCEPTED = {
  architectures: 'any',
  attention_dropout: 'any',
  bos_token_id: 'any',
  dropout: 'any',
  dtype: 'any',
  initializer_factor: 'any',
  initializer_range: 'any',
  model_type: ['clip_text_model'],
  pad_token_id: 'any',
  torch_dtype: 'any',
  transformers_version: 'any',
  attn_implementation: 'any',
  chunk_size_feed_forward: 'any',
  id2label: 'any',
  label2id: 'any',
  is_encoder_decoder: 'any',
  output_attentions: 'any',
  output_hidden_states: 'any',
  problem_type: 'any',
  return_dict: 'any',
} as const;

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export function parseCLIPTextConfig(value: unknown): CLIPTextConfig {
  return parseConfig('CLIPTextModel', schema, ACCEPTED, value);
}

/** The weights of a text encoder, with and without the prefix `text_model.`. */
export function textWeights(tensors: Iterable<StoredTensor>): Weights {
  return createWeights(tensors, (name) => name.replace(/^text_model\./, ''));
}

/**
 * Writes the graph of a text encoder.
 *
 * Inputs: `input_ids` int64 [B, L]; `eos_position` int64 [B]: row number b·L + position of the end token; with `learned`
 * `learned` [B, L, D], vectors in place of words of the vocabulary where `known` [B, L, 1] is 0.
 * Outputs: `hidden_states.i` [B, L, D] for i = 0…layers (0 = embeddings), `normed_states.i` the same after the final
 * norm, `last_hidden_state` the last of them, `pooler_output` [B, D], and `text_embeds` [B, P] when the checkpoint has a
 * projection.
 */
export function buildCLIPText(
  config: CLIPTextConfig,
  weights: Weights,
  { batch, tokens, learned = false }: CLIPTextOptions,
): Graph {
  const g = new GraphBuilder('text_encoder', weights);
  const ids = g.input('input_ids', [batch, tokens], 'int64');
  const eos = g.input('eos_position', [batch], 'int64');
  const width = config.hidden_size;
  const asBatch = (rows: Value): Value => reshape(g, rows, [batch, tokens, width]);
  const norm = (rows: Value): Value => layerNorm(g, rows, 'final_layer_norm', config.layer_norm_eps);
  const x = clipTextTower(g, config, ids, {
    batch,
    tokens,
    words: learned ? (words) => withLearned(g, words, [batch, tokens, width]) : undefined,
    watch(layer, rows) {
      g.output(`hidden_states.${layer}`, asBatch(rows));
      if (layer < config.num_hidden_layers) g.output(`normed_states.${layer}`, asBatch(norm(rows)));
    },
  });
  const normed = norm(x);
  g.output('last_hidden_state', asBatch(normed));
  const pooled = gather(g, normed, eos, 0);
  g.output('pooler_output', pooled);
  if (g.hasWeight('text_projection.weight')) g.output('text_embeds', linear(g, pooled, 'text_projection'));
  return g.build();
}

export interface CLIPTextOptions {
  readonly batch: number;
  readonly tokens: number;
  /** With inputs for words that the vocabulary has not (textual inversion). */
  readonly learned?: boolean | undefined;
}

/** Vectors in place of words: words · known + learned. */
function withLearned(g: GraphBuilder, words: Value, dims: readonly [number, number, number]): Value {
  const known = g.input('known', [dims[0], dims[1], 1]);
  return add(g, multiply(g, words, known), g.input('learned', dims));
}

/**
 * Embeds tokens and runs all layers: CLIP's text tower up to its final norm, rows `[B·L, D]`.
 *
 * @param options.words  changes the embedded tokens `[B, L, D]` before their places are added
 * @param options.watch  told of the rows after every layer; 0 = embeddings
 */
export function clipTextTower(
  g: GraphBuilder,
  config: Parameters<typeof clipLayer>[1] &
    Pick<CLIPTextConfig, 'vocab_size' | 'num_hidden_layers' | 'max_position_embeddings'>,
  ids: Value,
  options: {
    readonly batch: number;
    readonly tokens: number;
    readonly words?: ((words: Value) => Value) | undefined;
    readonly watch?: (layer: number, rows: Value) => void;
  },
): Value {
  const { batch, tokens, watch = () => {} } = options;
  const width = config.hidden_size;
  const table = g.weight('embeddings.token_embedding.weight', [config.vocab_size, width]);
  const embedded = gather(g, table, ids, 0);
  const words = options.words?.(embedded) ?? embedded;
  const places = g.weight('embeddings.position_embedding.weight', [config.max_position_embeddings, width]);
  const positions = gather(g, places, g.integers(Array.from({ length: tokens }, (_, at) => at)), 0);
  let x = reshape(g, add(g, words, positions), [batch * tokens, width]);
  const mask = causalMask(g, tokens);
  watch(0, x);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    x = g.within(`encoder.layers.${layer}`, () => clipLayer(g, config, x, { batch, tokens, mask }));
    watch(layer + 1, x);
  }
  return x;
}

/** One pre-norm transformer layer on rows `[B·L, D]`: CLIP's text and vision towers are made of it. */
export function clipLayer(
  g: GraphBuilder,
  config: {
    readonly hidden_size: number;
    readonly num_attention_heads: number;
    readonly hidden_act: string;
    readonly layer_norm_eps: number;
  },
  x: Value,
  {
    batch,
    tokens,
    mask,
    fused = false,
  }: {
    readonly batch: number;
    readonly tokens: number;
    readonly mask?: Value | undefined;
    /** One kernel without an explicit map; only without a mask. Pictures have thousands of tokens. */
    readonly fused?: boolean;
  },
): Value {
  const heads = config.num_attention_heads;
  const headSize = config.hidden_size / heads;
  const normed = layerNorm(g, x, 'layer_norm1', config.layer_norm_eps);
  const attended = g.within('self_attn', () => {
    if (fused) return linear(g, fusedAttention(g, config, normed, { batch, tokens }), 'out_proj');
    const split = (rows: Value, perm: readonly number[]): Value =>
      transpose(g, reshape(g, rows, [batch, tokens, heads, headSize]), perm);
    const q = split(scale(g, linear(g, normed, 'q_proj'), headSize ** -0.5), [0, 2, 1, 3]);
    const k = split(linear(g, normed, 'k_proj'), [0, 2, 3, 1]);
    const v = split(linear(g, normed, 'v_proj'), [0, 2, 1, 3]);
    const logits = matmul(g, q, k);
    const weights = softmax(g, mask === undefined ? logits : add(g, logits, mask));
    const merged = transpose(g, matmul(g, weights, v), [0, 2, 1, 3]);
    return linear(g, reshape(g, merged, [batch * tokens, config.hidden_size]), 'out_proj');
  });
  const first = add(g, x, attended);
  const hidden = linear(g, layerNorm(g, first, 'layer_norm2', config.layer_norm_eps), 'mlp.fc1');
  return add(g, first, linear(g, activation(config.hidden_act, g, hidden), 'mlp.fc2'));
}

function fusedAttention(
  g: GraphBuilder,
  { hidden_size: width, num_attention_heads: heads }: Parameters<typeof clipLayer>[1],
  x: Value,
  { batch, tokens }: { readonly batch: number; readonly tokens: number },
): Value {
  const project = (name: string): Value => reshape(g, linear(g, x, name), [batch, tokens, width]);
  const out = g.node(
    'MultiHeadAttention',
    [project('q_proj'), project('k_proj'), project('v_proj')],
    [batch, tokens, width],
    {
      domain: 'com.microsoft',
      attributes: { num_heads: heads, scale: { float: (width / heads) ** -0.5 } },
    },
  );
  return reshape(g, out, [batch * tokens, width]);
}

/** 0 where a token may look (itself and before), a very negative number where it may not. */
function causalMask(g: GraphBuilder, tokens: number): Value {
  const values = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row++) values.fill(-3.4e38, row * tokens + row + 1, (row + 1) * tokens);
  return g.constant([1, 1, tokens, tokens], values);
}
