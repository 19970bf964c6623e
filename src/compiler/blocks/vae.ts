/**
 * AutoencoderKL of diffusers.
 *
 * Source: diffusers 0.42, models/autoencoders/autoencoder_kl.py and vae.py.
 */
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { type Graph, GraphBuilder, type Value } from '../graph.ts';
import {
  activation,
  add,
  conv,
  groupNorm,
  linear,
  reshape,
  resizeNearest,
  scale,
  shapeOf,
  transpose,
} from '../ops.ts';
import { createWeights, type StoredTensor, type Weights } from '../weights.ts';
import { attendInSlices, SCORE_BYTES } from './attention-slices.ts';
import { resnet, type ResnetStyle } from './resnet.ts';

/** The fields that every kind of AutoencoderKL has. */
export const autoencoderSchema = z.object({
  in_channels: z.int().default(3),
  out_channels: z.int().default(3),
  latent_channels: z.int().default(4),
  block_out_channels: z.array(z.int()).min(1),
  layers_per_block: z.int().default(1),
  norm_num_groups: z.int().default(32),
  act_fn: z.string().default('silu'),
  mid_block_add_attention: z.boolean().default(true),
  down_block_types: z.array(z.enum(['DownEncoderBlock2D'])),
  up_block_types: z.array(z.enum(['UpDecoderBlock2D'])),
});
export type AutoencoderConfig = z.infer<typeof autoencoderSchema>;

const schema = autoencoderSchema.extend({
  scaling_factor: z.number().default(0.18215),
  shift_factor: z.number().nullish(),
});
export type AutoencoderKLConfig = z.infer<typeof schema>;

const ACCEPTED = {
  force_upcast: 'any',
  latents_mean: [],
  latents_std: [],
  sample_size: 'any',
  // Read off the weights instead: a layer that is there is used.
  use_quant_conv: 'any',
  use_post_quant_conv: 'any',
} as const;

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export function parseAutoencoderKLConfig(value: unknown): AutoencoderKLConfig {
  return parseConfig('AutoencoderKL', schema, ACCEPTED, value);
}

/** Checkpoints from before diffusers 0.18 call the attention's layers by other names. */
const OLD_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\.query\./, '.to_q.'],
  [/\.key\./, '.to_k.'],
  [/\.value\./, '.to_v.'],
  [/\.proj_attn\./, '.to_out.0.'],
];

/** The weights of an AutoencoderKL, old and new attention names alike. */
export function autoencoderWeights(tensors: Iterable<StoredTensor>): Weights {
  return createWeights(tensors, (name) =>
    OLD_NAMES.reduce((renamed, [old, now]) => renamed.replace(old, now), name),
  );
}

export interface AutoencoderOptions {
  readonly batch: number;
  /** Pixels; latents are smaller by 2^(blocks − 1). */
  readonly height: number;
  readonly width: number;
  readonly inspect?: boolean;
  /** Largest attention logits, in bytes; more queries are taken in slices. Default: 256 MiB. */
  readonly scoreBytes?: number | undefined;
}

const styleOf = (config: AutoencoderConfig): ResnetStyle => ({
  groups: config.norm_num_groups,
  epsilon: 1e-6,
  activation: config.act_fn,
});

/** Factor between pixels and latent cells. */
export const autoencoderFactor = (config: AutoencoderConfig): number =>
  2 ** (config.block_out_channels.length - 1);

/** Encoder: `sample` [B, 3, H, W] in −1…1 → `mean`, `logvar` [B, C, h, w], not multiplied by the scaling factor. */
export function buildEncoder(
  config: AutoencoderKLConfig,
  weights: Weights,
  options: AutoencoderOptions,
): Graph {
  const g = new GraphBuilder('vae_encoder', weights);
  const sample = g.input('sample', [options.batch, config.in_channels, options.height, options.width]);
  const { mean, logvar } = encode(g, config, sample, options);
  g.output('mean', mean);
  g.output('logvar', logvar);
  return g.build();
}

/** The posterior of a picture, mean and logarithm of the variance `[B, C, h, w]`. */
export function encode(
  g: GraphBuilder,
  config: AutoencoderConfig,
  sample: Value,
  options: Pick<AutoencoderOptions, 'inspect' | 'scoreBytes'>,
): { readonly mean: Value; readonly logvar: Value } {
  const style = styleOf(config);
  const feature = featureOutput(g, options);
  let x = g.within('encoder', () => {
    let hidden = feature('encoder.conv_in', conv(g, sample, 'conv_in', { padding: 1 }));
    config.block_out_channels.forEach((_, block) => {
      hidden = g.within(`down_blocks.${block}`, () => {
        let inner = hidden;
        for (let layer = 0; layer < config.layers_per_block; layer++)
          inner = resnet(g, inner, `resnets.${layer}`, style);
        // Padded right and below only.
        if (block < config.block_out_channels.length - 1)
          inner = conv(g, inner, 'downsamplers.0.conv', { stride: 2, pads: [0, 0, 1, 1] });
        return inner;
      });
      feature(`encoder.down_blocks.${block}`, hidden);
    });
    hidden = midBlock(g, config, hidden, style, feature, 'encoder.', options.scoreBytes);
    const normed = groupNorm(g, hidden, 'conv_norm_out', style.groups, style.epsilon);
    return feature('encoder', conv(g, activation('silu', g, normed), 'conv_out', { padding: 1 }));
  });
  if (g.hasWeight('quant_conv.weight')) x = conv(g, x, 'quant_conv');
  const [batch = 1, , height = 1, width = 1] = shapeOf(x);
  const part = (from: number): Value => {
    const ends = [g.integers([from]), g.integers([from + config.latent_channels]), g.integers([1])];
    return g.node('Slice', [x, ...ends], [batch, config.latent_channels, height, width]);
  };
  return { mean: part(0), logvar: part(config.latent_channels) };
}

/** Decoder: `latents` [B, C, h, w], already divided by the scaling factor → `image` [B, 3, H, W], about −1…1. */
export function buildDecoder(
  config: AutoencoderKLConfig,
  weights: Weights,
  options: AutoencoderOptions,
): Graph {
  const g = new GraphBuilder('vae_decoder', weights);
  const factor = autoencoderFactor(config);
  const [height, width] = [options.height / factor, options.width / factor];
  const latents = g.input('latents', [options.batch, config.latent_channels, height, width]);
  g.output('image', decode(g, config, latents, options));
  return g.build();
}

/** The picture `[B, 3, H, W]` of what an encoder says, `[B, C, h, w]`. */
export function decode(
  g: GraphBuilder,
  config: AutoencoderConfig,
  latents: Value,
  options: Pick<AutoencoderOptions, 'inspect' | 'scoreBytes'>,
): Value {
  const style = styleOf(config);
  const feature = featureOutput(g, options);
  let x = latents;
  if (g.hasWeight('post_quant_conv.weight')) x = conv(g, x, 'post_quant_conv');
  return g.within('decoder', () => {
    let hidden = feature('decoder.conv_in', conv(g, x, 'conv_in', { padding: 1 }));
    hidden = midBlock(g, config, hidden, style, feature, 'decoder.', options.scoreBytes);
    config.block_out_channels.forEach((_, block) => {
      hidden = g.within(`up_blocks.${block}`, () => {
        let inner = hidden;
        for (let layer = 0; layer < config.layers_per_block + 1; layer++)
          inner = resnet(g, inner, `resnets.${layer}`, style);
        if (block < config.block_out_channels.length - 1) {
          const [, , height = 1, width = 1] = shapeOf(inner);
          inner = conv(g, resizeNearest(g, inner, 2 * height, 2 * width), 'upsamplers.0.conv', {
            padding: 1,
          });
        }
        return inner;
      });
      feature(`decoder.up_blocks.${block}`, hidden);
    });
    const normed = groupNorm(g, hidden, 'conv_norm_out', style.groups, style.epsilon);
    return conv(g, activation('silu', g, normed), 'conv_out', { padding: 1 });
  });
}

type Feature = (name: string, value: Value) => Value;

function featureOutput(g: GraphBuilder, options: Pick<AutoencoderOptions, 'inspect'>): Feature {
  return (name, value) => {
    if (options.inspect) g.output(`feature.${name}`, value);
    return value;
  };
}

function midBlock(
  g: GraphBuilder,
  config: AutoencoderConfig,
  x: Value,
  style: ResnetStyle,
  feature: Feature,
  prefix: string,
  scoreBytes = SCORE_BYTES,
): Value {
  const out = g.within('mid_block', () => {
    let hidden = resnet(g, x, 'resnets.0', style);
    if (config.mid_block_add_attention)
      hidden = feature(
        `${prefix}mid_block.attentions.0`,
        pixelAttention(g, hidden, 'attentions.0', style, scoreBytes),
      );
    return resnet(g, hidden, 'resnets.1', style);
  });
  return feature(`${prefix}mid_block`, out);
}

/** Attention of all cells to all cells with one head, with its own norm and a residual around it. */
function pixelAttention(
  g: GraphBuilder,
  x: Value,
  name: string,
  style: ResnetStyle,
  scoreBytes: number,
): Value {
  return g.within(name, () => {
    const [batch = 1, channels = 1, height = 1, width = 1] = shapeOf(x);
    const cells = height * width;
    const normed = groupNorm(g, x, 'group_norm', style.groups, style.epsilon);
    const rows = reshape(g, transpose(g, normed, [0, 2, 3, 1]), [batch * cells, channels]);
    const project = (layer: string): Value => reshape(g, linear(g, rows, layer), [batch, cells, channels]);
    const keys = transpose(g, project('to_k'), [0, 2, 1]);
    const queries = scale(g, project('to_q'), channels ** -0.5);
    const { out } = attendInSlices(g, queries, keys, () => project('to_v'), scoreBytes);
    const attended = reshape(g, out, [batch * cells, channels]);
    const image = reshape(g, linear(g, attended, 'to_out.0'), [batch, height, width, channels]);
    return add(g, transpose(g, image, [0, 3, 1, 2]), x);
  });
}
