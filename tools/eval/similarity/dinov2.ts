/**
 * DINOv2 of transformers (Dinov2Model): what a picture shows, as one vector.
 *
 * Source: transformers 5, models/dinov2/modeling_dinov2.py.
 */
import { z } from 'zod';
import { parseConfig } from '../../../src/compiler/config.ts';
import { type Graph, GraphBuilder, type Value } from '../../../src/compiler/graph.ts';
import {
  activation,
  add,
  concat,
  conv,
  layerNorm,
  linear,
  matmul,
  multiply,
  reshape,
  resizeBicubic,
  scale,
  silu,
  slice,
  softmax,
  transpose,
} from '../../../src/compiler/ops.ts';
import { createWeights, type StoredTensor, type Weights } from '../../../src/compiler/weights.ts';

const schema = z.object({
  hidden_size: z.int().default(768),
  num_hidden_layers: z.int().default(12),
  num_attention_heads: z.int().default(12),
  hidden_act: z.string().default('gelu'),
  layer_norm_eps: z.number().default(1e-6),
  image_size: z.int().default(224),
  patch_size: z.int().default(14),
  num_channels: z.literal(3).default(3),
  use_swiglu_ffn: z.boolean().default(false),
});
export type Dinov2Config = z.infer<typeof schema>;

// What is left of the config changes training, names or what of the result is handed out.
const ACCEPTED = Object.fromEntries(
  `apply_layernorm architectures attention_probs_dropout_prob chunk_size_feed_forward drop_path_rate dtype
  hidden_dropout_prob id2label initializer_range is_encoder_decoder label2id layerscale_value mlp_ratio
  out_features out_indices output_attentions output_hidden_states problem_type qkv_bias reshape_hidden_states
  return_dict stage_names torch_dtype transformers_version use_mask_token`
    .split(/\s+/u)
    .map((field) => [field, 'any' as const]),
);

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export function parseDinov2Config(value: unknown): Dinov2Config {
  return parseConfig('Dinov2Model', schema, { ...ACCEPTED, model_type: ['dinov2'] }, value);
}

/** The weights of a model, with and without the prefix `dinov2.`; the mask token serves training only. */
export function dinov2Weights(tensors: Iterable<StoredTensor>): Weights {
  return createWeights(tensors, (name) =>
    name.endsWith('mask_token') ? undefined : name.replace(/^dinov2\./, ''),
  );
}

/**
 * Writes the graph for square pictures of any size.
 *
 * Input: `pixel_values` [1, 3, S, S], normalised. Outputs: `last_hidden_state` [1, 1 + P, D] after the final norm,
 * the class token first; `pooler_output` [1, D], the class token.
 *
 * @param side  S, a multiple of the patch size
 */
export function buildDinov2(
  config: Dinov2Config,
  weights: Weights,
  { side }: { readonly side: number },
): Graph {
  const g = new GraphBuilder('dinov2', weights);
  const pixels = g.input('pixel_values', [1, 3, side, side]);
  let x = g.within('embeddings', () => embed(g, config, pixels, Math.floor(side / config.patch_size)));
  for (let layer = 0; layer < config.num_hidden_layers; layer++)
    x = g.within(`encoder.layer.${layer}`, () => transformerLayer(g, config, x));
  const normed = layerNorm(g, x, 'layernorm', config.layer_norm_eps);
  g.output('last_hidden_state', reshape(g, normed, [1, Number(normed.dims[0]), config.hidden_size]));
  g.output('pooler_output', slice(g, normed, 0, 0, 1));
  return g.build();
}

/** Patches with their places, the class token first: rows `[1 + P, D]`. */
function embed(g: GraphBuilder, config: Dinov2Config, pixels: Value, cells: number): Value {
  const { hidden_size: width, patch_size: patch } = config;
  const known = Math.floor(config.image_size / patch);
  const patches = conv(g, pixels, 'patch_embeddings.projection', { stride: patch });
  const rows = transpose(g, reshape(g, patches, [width, cells ** 2]), [1, 0]);
  const all = concat(g, [reshape(g, g.weight('cls_token', [1, 1, width]), [1, width]), rows], 0);
  const stored = g.weight('position_embeddings', [1, 1 + known ** 2, width]);
  const places = reshape(g, stored, [1 + known ** 2, width]);
  if (cells === known) return add(g, all, places);
  const grid = reshape(g, transpose(g, slice(g, places, 0, 1, 1 + known ** 2), [1, 0]), [
    1,
    width,
    known,
    known,
  ]);
  const resized = reshape(g, resizeBicubic(g, grid, cells, cells), [width, cells ** 2]);
  return add(g, all, concat(g, [slice(g, places, 0, 0, 1), transpose(g, resized, [1, 0])], 0));
}

/** Pre-norm attention and feed-forward, each scaled by a learned vector. */
function transformerLayer(g: GraphBuilder, config: Dinov2Config, x: Value): Value {
  const scaled = (value: Value, name: string): Value =>
    multiply(g, value, g.weight(`${name}.lambda1`, [config.hidden_size]));
  const attended = attend(g, config, layerNorm(g, x, 'norm1', config.layer_norm_eps));
  const first = add(g, x, scaled(attended, 'layer_scale1'));
  const fed = feedForward(g, config, layerNorm(g, first, 'norm2', config.layer_norm_eps));
  return add(g, first, scaled(fed, 'layer_scale2'));
}

function attend(g: GraphBuilder, config: Dinov2Config, x: Value): Value {
  const { hidden_size: width, num_attention_heads: heads } = config;
  const tokens = Number(x.dims[0]);
  const size = width / heads;
  const split = (name: string, perm: readonly number[]): Value =>
    transpose(g, reshape(g, linear(g, x, `attention.attention.${name}`), [tokens, heads, size]), perm);
  const q = scale(g, split('query', [1, 0, 2]), size ** -0.5);
  const maps = softmax(g, matmul(g, q, split('key', [1, 2, 0])));
  const merged = transpose(g, matmul(g, maps, split('value', [1, 0, 2])), [1, 0, 2]);
  return linear(g, reshape(g, merged, [tokens, width]), 'attention.output.dense');
}

function feedForward(g: GraphBuilder, config: Dinov2Config, x: Value): Value {
  if (!config.use_swiglu_ffn)
    return linear(g, activation(config.hidden_act, g, linear(g, x, 'mlp.fc1')), 'mlp.fc2');
  const both = linear(g, x, 'mlp.weights_in');
  const half = Number(both.dims[1]) / 2;
  const gate = silu(g, slice(g, both, 1, 0, half));
  return linear(g, multiply(g, gate, slice(g, both, 1, half, 2 * half)), 'mlp.weights_out');
}
