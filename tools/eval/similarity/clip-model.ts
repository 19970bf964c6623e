/**
 * CLIP of transformers (CLIPModel): pictures and texts as vectors that can be compared.
 *
 * Source: transformers 5, models/clip/modeling_clip.py.
 */
import { z } from 'zod';
import { UnsupportedModelError } from '../../../src/errors.ts';
import { type Graph, GraphBuilder } from '../../../src/compiler/graph.ts';
import { layerNorm, linear, slice } from '../../../src/compiler/ops.ts';
import { createWeights, type StoredTensor, type Weights } from '../../../src/compiler/weights.ts';
import { buildCLIPText } from '../../../src/compiler/blocks/clip-text.ts';
import { clipVisionTower } from '../../../src/compiler/blocks/clip-vision.ts';

const tower = {
  hidden_act: z.string().default('quick_gelu'),
  layer_norm_eps: z.number().default(1e-5),
};
const schema = z.object({
  model_type: z.literal('clip'),
  projection_dim: z.int().default(512),
  text_config: z.object({
    ...tower,
    vocab_size: z.int().default(49408),
    hidden_size: z.int().default(512),
    intermediate_size: z.int().default(2048),
    num_hidden_layers: z.int().default(12),
    num_attention_heads: z.int().default(8),
    max_position_embeddings: z.int().default(77),
  }),
  vision_config: z.object({
    ...tower,
    hidden_size: z.int().default(768),
    num_hidden_layers: z.int().default(12),
    num_attention_heads: z.int().default(12),
    num_channels: z.literal(3).default(3),
    image_size: z.int().default(224),
    patch_size: z.int().default(32),
  }),
});
export type CLIPConfig = z.infer<typeof schema>;

/** @throws {UnsupportedModelError} when it is no CLIP with both towers */
export function parseCLIPConfig(value: unknown): CLIPConfig {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnsupportedModelError(
    'CLIPModel config',
    `${issue?.path.join('.')}: ${issue?.message}`,
    'a config.json of CLIP with text_config and vision_config',
  );
}

/** The weights of both towers, under the names that OWL's builders use too. */
export function clipWeights(tensors: Iterable<StoredTensor>): Weights {
  return createWeights(tensors, (name) =>
    // The name is misspelt in the checkpoints.
    name.replace('pre_layrnorm', 'pre_layernorm').replace(/^text_model\./, ''),
  );
}

/**
 * Writes the graph of the picture's side.
 *
 * Input: `pixel_values` [1, 3, S, S], normalised. Output: `image_embeds` [1, P], not normalised.
 */
export function buildCLIPImage({ vision_config: vision }: CLIPConfig, weights: Weights): Graph {
  const g = new GraphBuilder('clip_image', weights);
  const pixels = g.input('pixel_values', [1, 3, vision.image_size, vision.image_size]);
  const pooled = g.within('vision_model', () => {
    const states = clipVisionTower(g, vision, pixels, false);
    return layerNorm(g, slice(g, states, 0, 0, 1), 'post_layernorm', vision.layer_norm_eps);
  });
  g.output('image_embeds', linear(g, pooled, 'visual_projection'));
  return g.build();
}

/** Writes the graph of the words' side for one text: `text_embeds` [1, P] beside what a text encoder gives. */
export function buildCLIPWords({ text_config: text, projection_dim }: CLIPConfig, weights: Weights): Graph {
  const config = { ...text, projection_dim };
  return buildCLIPText(config, weights, { batch: 1, tokens: text.max_position_embeddings });
}
