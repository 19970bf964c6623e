/**
 * OWL-ViT and OWLv2: detectors that look for words (OwlViTForObjectDetection, Owlv2ForObjectDetection).
 *
 * Two graphs instead of one: what the picture gives does not depend on the words, so words are encoded once and a
 * picture is looked at once. The comparison of both is `classLogits` in detection/owl-boxes.ts.
 *
 * Source: transformers 5, models/owlvit/modeling_owlvit.py and models/owlv2/modeling_owlv2.py.
 */
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { type Graph, GraphBuilder, type Value } from '../graph.ts';
import {
  add,
  divide,
  exp,
  gather,
  gelu,
  isPositive,
  layerNorm,
  linear,
  multiply,
  reduce,
  reshape,
  sigmoid,
  slice,
  where,
} from '../ops.ts';
import { createWeights, type StoredTensor, type Weights } from '../weights.ts';
import { clipTextTower } from './clip-text.ts';
import { clipVisionTower, patchesPerSide } from './clip-vision.ts';

const tower = {
  hidden_act: z.string().default('quick_gelu'),
  layer_norm_eps: z.number().default(1e-5),
};
const textSchema = z.object({
  ...tower,
  vocab_size: z.int().default(49408),
  hidden_size: z.int().default(512),
  num_hidden_layers: z.int().default(12),
  num_attention_heads: z.int().default(8),
  max_position_embeddings: z.int().default(16),
});
const visionSchema = z.object({
  ...tower,
  hidden_size: z.int().default(768),
  num_hidden_layers: z.int().default(12),
  num_attention_heads: z.int().default(12),
  num_channels: z.literal(3).default(3),
  image_size: z.int().default(768),
  patch_size: z.int().default(32),
});
const schema = z.object({
  model_type: z.enum(['owlvit', 'owlv2']),
  text_config: z.unknown(),
  vision_config: z.unknown(),
});

export interface OwlConfig {
  readonly model_type: 'owlvit' | 'owlv2';
  readonly text: z.infer<typeof textSchema>;
  readonly vision: z.infer<typeof visionSchema>;
}

// Fields that old versions of transformers wrote into every config; none of them changes a forward pass.
const PRETRAINED = `
  add_cross_attention architectures attention_dropout attn_implementation bad_words_ids
  begin_suppress_tokens bos_token_id chunk_size_feed_forward cross_attention_hidden_size
  decoder_start_token_id diversity_penalty do_sample dropout dtype early_stopping
  encoder_no_repeat_ngram_size eos_token_id exponential_decay_length_penalty finetuning_task
  forced_bos_token_id forced_eos_token_id id2label initializer_factor initializer_range label2id intermediate_size
  is_composition is_decoder is_encoder_decoder length_penalty logit_scale_init_value max_length min_length
  no_repeat_ngram_size num_beam_groups num_beams num_return_sequences output_attentions
  output_hidden_states output_scores pad_token_id prefix problem_type projection_dim pruned_heads
  remove_invalid_values repetition_penalty return_dict return_dict_in_generate sep_token_id
  suppress_tokens task_specific_params temperature text_config_dict tf_legacy_loss tie_encoder_decoder
  tie_word_embeddings tokenizer_class top_k top_p torch_dtype torchscript transformers_version
  typical_p use_bfloat16 vision_config_dict
`;
const ACCEPTED = Object.fromEntries(
  PRETRAINED.trim()
    .split(/\s+/u)
    .map((field) => [field, 'any' as const]),
);
const accepting = (...types: readonly string[]) => ({ ...ACCEPTED, model_type: types });

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export function parseOwlConfig(value: unknown): OwlConfig {
  const config = parseConfig('OWL detector', schema, ACCEPTED, value);
  const { model_type: type } = config;
  const text = config.text_config ?? {};
  const vision = config.vision_config ?? {};
  return {
    model_type: type,
    text: parseConfig('OWL text_config', textSchema, accepting(`${type}_text_model`), text),
    vision: parseConfig('OWL vision_config', visionSchema, accepting(`${type}_vision_model`), {
      // OWLv2 has smaller patches where its config does not say it.
      ...(type === 'owlv2' ? { patch_size: 16 } : {}),
      ...vision,
    }),
  };
}

/** The weights of a detector; the prefix `owlvit.` or `owlv2.` of the towers is left out. */
export function owlWeights(tensors: Iterable<StoredTensor>): Weights {
  return createWeights(tensors, (name) => name.replace(/^owl(?:vit|v2)\./, ''));
}

/**
 * Writes the graph of the picture's side.
 *
 * Input: `pixel_values` [1, 3, S, S], normalised. Outputs, with P patches in rows from the top: `image_embeds`
 * [1, h, w, D]; `pred_boxes` [1, P, 4] (centre x, centre y, width, height in 0…1); `class_embeds` [1, P, T] of length
 * 1; `logit_shift` and `logit_scale` [1, P, 1]; OWLv2 also `objectness_logits` [1, P].
 *
 * @param fused  attention in one kernel: OWLv2's 3600 patches would need 0.6 GB for one layer's maps
 */
export function buildOwlImage(
  { vision, model_type: type }: OwlConfig,
  weights: Weights,
  { fused }: { readonly fused: boolean },
): Graph {
  const g = new GraphBuilder('owl_image', weights);
  const side = patchesPerSide(vision);
  const patches = side * side;
  const pixels = g.input('pixel_values', [1, 3, vision.image_size, vision.image_size]);
  const states = g.within('vision_model', () =>
    layerNorm(g, clipVisionTower(g, vision, pixels, fused), 'post_layernorm', vision.layer_norm_eps),
  );
  const rows = multiply(g, slice(g, states, 0, 1, patches + 1), slice(g, states, 0, 0, 1));
  const image = layerNorm(g, rows, 'layer_norm', vision.layer_norm_eps);
  g.output('image_embeds', reshape(g, image, [1, side, side, vision.hidden_size]));
  const boxes = sigmoid(g, add(g, denseHead(g, image, 'box_head'), g.constant([patches, 4], boxBias(side))));
  g.output('pred_boxes', reshape(g, boxes, [1, patches, 4]));
  g.within('class_head', () => {
    const embedded = linear(g, image, 'dense0');
    const length = g.node('Sqrt', [squareSum(g, embedded)], [patches, 1]);
    const direction = divide(g, embedded, add(g, length, g.constant([], [1e-6])));
    g.output('class_embeds', reshape(g, direction, [1, patches, embedded.dims[1] as number]));
    g.output('logit_shift', reshape(g, linear(g, image, 'logit_shift'), [1, patches, 1]));
    const scale = linear(g, image, 'logit_scale');
    // elu(x) + 1
    const raised = where(g, isPositive(g, scale), add(g, scale, g.constant([], [1])), exp(g, scale));
    g.output('logit_scale', reshape(g, raised, [1, patches, 1]));
  });
  if (type === 'owlv2')
    g.output('objectness_logits', reshape(g, denseHead(g, image, 'objectness_head'), [1, patches]));
  return g.build();
}

function denseHead(g: GraphBuilder, x: Value, name: string): Value {
  return g.within(name, () =>
    linear(g, gelu(g, linear(g, gelu(g, linear(g, x, 'dense0')), 'dense1')), 'dense2'),
  );
}

const logit = (share: number): number => Math.log(share + 1e-4) - Math.log1p(-share + 1e-4);

/** Logits that place every box at its patch, one patch wide: `[P, 4]`. */
function boxBias(side: number): Float32Array {
  const size = logit(1 / side);
  const data = new Float32Array(side * side * 4);
  for (let patch = 0; patch < side * side; patch++)
    data.set(
      [logit(((patch % side) + 1) / side), logit((Math.floor(patch / side) + 1) / side), size, size],
      patch * 4,
    );
  return data;
}

/**
 * Writes the graph of the words' side.
 *
 * Inputs: `input_ids` int64 [Q, L]; `eos_position` int64 [Q]: row number q·L + position of the end token, which has
 * the highest id. Output: `text_embeds` [Q, T] of length 1. The padding behind the end token needs no mask: no token
 * looks behind itself.
 */
export function buildOwlText({ text }: OwlConfig, weights: Weights, queries: number): Graph {
  const g = new GraphBuilder('owl_text', weights);
  const tokens = text.max_position_embeddings;
  const ids = g.input('input_ids', [queries, tokens], 'int64');
  const eos = g.input('eos_position', [queries], 'int64');
  const states = g.within('text_model', () => {
    const last = clipTextTower(g, text, ids, { batch: queries, tokens });
    return layerNorm(g, gather(g, last, eos, 0), 'final_layer_norm', text.layer_norm_eps);
  });
  const projected = linear(g, states, 'text_projection');
  g.output('text_embeds', divide(g, projected, g.node('Sqrt', [squareSum(g, projected)], [queries, 1])));
  return g.build();
}

const squareSum = (g: GraphBuilder, rows: Value): Value =>
  reduce(g, 'ReduceSum', multiply(g, rows, rows), [-1]);
