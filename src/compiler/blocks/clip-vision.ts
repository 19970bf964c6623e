/**
 * CLIP vision tower of transformers, as OWL-ViT and OWLv2 use it (OwlViTVisionModel, Owlv2VisionModel).
 *
 * Source: transformers 5, models/owlvit/modeling_owlvit.py.
 */
import type { GraphBuilder, Value } from '../graph.ts';
import { add, concat, conv, layerNorm, reshape, transpose } from '../ops.ts';
import { clipLayer } from './clip-text.ts';

export interface CLIPVisionConfig {
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly hidden_act: string;
  readonly layer_norm_eps: number;
  readonly image_size: number;
  readonly patch_size: number;
}

/** Patches per side of the picture. */
export const patchesPerSide = ({ image_size: side, patch_size: patch }: CLIPVisionConfig): number =>
  Math.floor(side / patch);

/**
 * Adds the tower: patches, class token, positions, all layers.
 *
 * @param pixels  `[1, 3, S, S]`, normalised
 * @returns states after the last layer, before the final norm: rows `[1 + P, D]`, the class token first
 */
export function clipVisionTower(
  g: GraphBuilder,
  config: CLIPVisionConfig,
  pixels: Value,
  fused: boolean,
): Value {
  const width = config.hidden_size;
  const patches = patchesPerSide(config) ** 2;
  const tokens = patches + 1;
  const embedded = g.within('embeddings', () => {
    const cells = conv(g, pixels, 'patch_embedding', { stride: config.patch_size });
    const rows = transpose(g, reshape(g, cells, [width, patches]), [1, 0]);
    const all = concat(g, [g.weight('class_embedding', [1, width]), rows], 0);
    return add(g, all, g.weight('position_embedding.weight', [tokens, width]));
  });
  let x = layerNorm(g, embedded, 'pre_layernorm', config.layer_norm_eps);
  for (let layer = 0; layer < config.num_hidden_layers; layer++)
    x = g.within(`encoder.layers.${layer}`, () => clipLayer(g, config, x, { batch: 1, tokens, fused }));
  return x;
}
