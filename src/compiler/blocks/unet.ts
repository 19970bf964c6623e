/**
 * UNet2DConditionModel of diffusers: SD 1.x, 2.x, XL, InstructPix2Pix, inpainting, and every other block layout that
 * its config can say within the fields below.
 *
 * Source: diffusers 0.42, models/unets/unet_2d_condition.py.
 */
import { atBlock } from '../config.ts';
import { type AttentionLayer, declareControl } from '../control.ts';
import type { DenoiserGraph, DenoiserOptions } from '../denoiser.ts';
import { GraphBuilder, type Value } from '../graph.ts';
import { activation, add, concat, conv, groupNorm, linear, resizeNearest, shapeOf } from '../ops.ts';
import type { Weights } from '../weights.ts';
import type { AttentionContext } from './attention-kernels.ts';
import { SCORE_BYTES } from './attention-slices.ts';
import { resnet, type ResnetStyle } from './resnet.ts';
import { transformer } from './transformer.ts';
import { countLayers, depthAt, headsAt, levelsOf, textDim, type UNetConfig } from './unet-config.ts';

export interface UNetOptions extends DenoiserOptions {
  /** Whose maximum changed logits of cross-attention are raised to: the query's row (default) or the whole head. */
  readonly maximum?: 'row' | 'head' | undefined;
}

/**
 * Writes the graph of a U-Net.
 *
 * Inputs: `sample` [B, in, h, w]; `time_proj` [B, C₀] (see `timestepProjection`); `encoder_hidden_states` [B, L, D];
 * with text_time conditioning `text_embeds` [B, P] and `time_ids_proj` [B, 6·E]; with time_cond_proj_dim
 * `timestep_cond` [B, T]; with control those of `ControlInputs`. Outputs: `out` [B, out, h, w]; with control
 * `maps.<layer>` [B, N, L] for every cross-attention layer.
 *
 * @throws {UnsupportedModelError | GraphError}
 */
export function buildUNet(config: UNetConfig, weights: Weights, options: UNetOptions): DenoiserGraph {
  const g = new GraphBuilder('unet', weights);
  const { batch, height, width, tokens } = options;
  const sample = g.input('sample', [batch, config.in_channels, height, width]);
  const features: [string, Value][] = [];
  const feature = (name: string, value: Value): Value => {
    features.push([name, value]);
    return value;
  };
  const time = timeEmbedding(g, config, batch, feature);
  const textWidth = textDim(config);
  const text = g.input('encoder_hidden_states', [batch, tokens, textWidth]);
  const levels = levelsOf(config, height, width);
  const control = options.control
    ? declareControl(g, { batch, tokens, selfLayers: countLayers(config), levels })
    : undefined;
  const context: AttentionContext = {
    batch,
    text: g.node('Reshape', [text, g.integers([batch * tokens, textWidth])], [batch * tokens, textWidth]),
    tokens,
    control,
    maximum: options.maximum ?? 'row',
    upcast: config.upcast_attention,
    fused: options.fused ?? true,
    // What is looked at is whole.
    scoreBytes: options.inspect === true ? Infinity : (options.scoreBytes ?? SCORE_BYTES),
    feedForwardBytes: options.feedForwardBytes ?? Infinity,
    layers: [],
    withProbabilities: options.inspect ?? false,
  };
  const style: ResnetStyle = {
    groups: config.norm_num_groups,
    epsilon: config.norm_eps,
    activation: config.act_fn,
    outputScale: 1,
  };
  const parts = { g, config, context, style, feature, embedding: time };
  const skips: Value[] = [];
  let x = feature('conv_in', conv(g, sample, 'conv_in', { padding: 1 }));
  skips.push(x);
  x = downBlocks(parts, x, skips);
  x = midBlock(parts, x);
  x = upBlocks(parts, x, skips);
  const normed = groupNorm(g, x, 'conv_norm_out', config.norm_num_groups, config.norm_eps);
  g.output('out', conv(g, activation(config.act_fn, g, normed), 'conv_out', { padding: 1 }));
  for (const layer of context.layers) {
    if (layer.maps !== undefined) g.output(`maps.${layer.name}`, layer.maps);
    if (layer.probabilities !== undefined) g.output(`probabilities.${layer.name}`, layer.probabilities);
  }
  if (options.inspect) for (const [name, value] of features) g.output(`feature.${name}`, value);
  const layers = context.layers.map(
    ({ name, kind, side, height: rows, width: columns, heads, headSize, index }): AttentionLayer => ({
      name,
      kind,
      side,
      height: rows,
      width: columns,
      heads,
      headSize,
      index,
    }),
  );
  return { graph: g.build(), layers, guided: guidedParts(config, layers) };
}

/** Attention of the up blocks but the last two (of fewer: of all), and what the last one makes. */
function guidedParts(
  { up_block_types: { length: blocks } }: UNetConfig,
  layers: readonly AttentionLayer[],
): DenoiserGraph['guided'] {
  const attending = layers.filter(({ kind, side }) => kind === 'cross' && side?.name === 'up');
  const early = attending.filter(({ side }) => (side?.block ?? 0) <= blocks - 3);
  const read = (early.length > 0 ? early : attending).map(({ name }) => name);
  return { layers: read, feature: `up_blocks.${blocks - 1}` };
}

interface Parts {
  readonly g: GraphBuilder;
  readonly config: UNetConfig;
  readonly context: AttentionContext;
  readonly style: ResnetStyle;
  readonly embedding: Value;
  readonly feature: (name: string, value: Value) => Value;
}

function timeEmbedding(
  g: GraphBuilder,
  config: UNetConfig,
  batch: number,
  feature: (name: string, value: Value) => Value,
): Value {
  const [channels = 0] = config.block_out_channels;
  let projected = g.input('time_proj', [batch, channels]);
  if (config.time_cond_proj_dim != null) {
    const condition = g.input('timestep_cond', [batch, config.time_cond_proj_dim]);
    projected = add(g, projected, linear(g, condition, 'time_embedding.cond_proj'));
  }
  let embedding = feature('time_embedding', twoLayers(g, projected, 'time_embedding', config.act_fn));
  if (config.addition_embed_type === 'text_time') {
    const timeIds = 6 * (config.addition_time_embed_dim ?? 0);
    const pooled = (config.projection_class_embeddings_input_dim ?? 0) - timeIds;
    const texts = g.input('text_embeds', [batch, pooled]);
    const times = g.input('time_ids_proj', [batch, timeIds]);
    const added = feature(
      'add_embedding',
      twoLayers(g, concat(g, [texts, times], 1), 'add_embedding', 'silu'),
    );
    embedding = add(g, embedding, added);
  }
  return activation(config.act_fn, g, embedding);
}

/** Two linear layers with an activation between (diffusers' TimestepEmbedding). */
function twoLayers(g: GraphBuilder, x: Value, name: string, between: string): Value {
  return g.within(name, () => linear(g, activation(between, g, linear(g, x, 'linear_1')), 'linear_2'));
}

/** @param side  where it stands; `block` is counted from the top of the picture's sizes, as the config does */
function attend(
  parts: Parts,
  x: Value,
  name: string,
  block: number,
  layers: number,
  side: AttentionLayer['side'],
): Value {
  const { g, config, context, feature } = parts;
  const out = transformer(g, context, x, name, {
    heads: headsAt(config, block),
    layers,
    groups: config.norm_num_groups,
    linearProjection: config.use_linear_projection,
    side,
  });
  return feature(`${g.scope}.${name}`, out);
}

function downBlocks(parts: Parts, input: Value, skips: Value[]): Value {
  const { g, config, style, embedding, feature } = parts;
  let x = input;
  config.down_block_types.forEach((type, block) => {
    const isLast = block === config.down_block_types.length - 1;
    x = g.within(`down_blocks.${block}`, () => {
      let hidden = x;
      for (let layer = 0; layer < atBlock(config.layers_per_block, block); layer++) {
        hidden = resnet(g, hidden, `resnets.${layer}`, style, embedding);
        feature(`${g.scope}.resnets.${layer}`, hidden);
        if (type === 'CrossAttnDownBlock2D')
          hidden = attend(
            parts,
            hidden,
            `attentions.${layer}`,
            block,
            depthAt(config, 'down', block, layer),
            { name: 'down', block },
          );
        skips.push(hidden);
      }
      if (!isLast) {
        hidden = conv(g, hidden, 'downsamplers.0.conv', { stride: 2, padding: config.downsample_padding });
        skips.push(hidden);
      }
      return hidden;
    });
    feature(`down_blocks.${block}`, x);
  });
  return x;
}

function midBlock(parts: Parts, x: Value): Value {
  const { g, config, style, embedding, feature } = parts;
  if (config.mid_block_type === null) return x;
  const last = config.block_out_channels.length - 1;
  const middle = { ...style, outputScale: config.mid_block_scale_factor };
  const out = g.within('mid_block', () => {
    let hidden = resnet(g, x, 'resnets.0', middle, embedding);
    if (config.mid_block_type === 'UNetMidBlock2D') return hidden;
    hidden = attend(parts, hidden, 'attentions.0', last, depthAt(config, 'mid'), { name: 'mid', block: 0 });
    return resnet(g, hidden, 'resnets.1', middle, embedding);
  });
  return feature('mid_block', out);
}

function upBlocks(parts: Parts, input: Value, skips: Value[]): Value {
  const { g, config, style, embedding, feature } = parts;
  const count = config.up_block_types.length;
  let x = input;
  config.up_block_types.forEach((type, block) => {
    const mirrored = count - 1 - block;
    x = g.within(`up_blocks.${block}`, () => {
      let hidden = x;
      for (let layer = 0; layer < atBlock(config.layers_per_block, mirrored) + 1; layer++) {
        hidden = concat(g, [hidden, skips.pop() as Value], 1);
        hidden = resnet(g, hidden, `resnets.${layer}`, style, embedding);
        feature(`${g.scope}.resnets.${layer}`, hidden);
        if (type === 'CrossAttnUpBlock2D')
          hidden = attend(
            parts,
            hidden,
            `attentions.${layer}`,
            mirrored,
            depthAt(config, 'up', block, layer),
            { name: 'up', block },
          );
      }
      const next = skips.at(-1);
      if (block < count - 1 && next !== undefined) {
        // To the next skip's size: with odd sizes that is not twice the own one.
        const [, , height = 1, width = 1] = shapeOf(next);
        hidden = conv(g, resizeNearest(g, hidden, height, width), 'upsamplers.0.conv', { padding: 1 });
      }
      return hidden;
    });
    feature(`up_blocks.${block}`, x);
  });
  return x;
}
