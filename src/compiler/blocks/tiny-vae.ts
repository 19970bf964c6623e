/**
 * AutoencoderTiny of diffusers (TAESD).
 *
 * Source: diffusers 0.42, models/autoencoders/autoencoder_tiny.py and vae.py (EncoderTiny, DecoderTiny).
 */
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { type Graph, GraphBuilder, type Value } from '../graph.ts';
import { activation, add, conv, resizeNearest, scale, shapeOf, tanh } from '../ops.ts';
import type { Weights } from '../weights.ts';

const schema = z.object({
  in_channels: z.int().default(3),
  out_channels: z.int().default(3),
  latent_channels: z.int().default(4),
  encoder_block_out_channels: z.array(z.int()).min(1),
  decoder_block_out_channels: z.array(z.int()).min(1),
  num_encoder_blocks: z.array(z.int().min(0)).min(1),
  num_decoder_blocks: z.array(z.int().min(0)).min(1),
  act_fn: z.string().default('relu'),
  upsampling_scaling_factor: z.int().default(2),
  scaling_factor: z.number().default(1),
});
export type AutoencoderTinyConfig = z.infer<typeof schema>;

const ACCEPTED = {
  block_out_channels: 'any',
  force_upcast: 'any',
  latent_magnitude: 'any',
  latent_shift: 'any',
  shift_factor: [0],
  upsample_fn: ['nearest'],
} as const;

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export function parseAutoencoderTinyConfig(value: unknown): AutoencoderTinyConfig {
  return parseConfig('AutoencoderTiny', schema, ACCEPTED, value);
}

export const tinyAutoencoderFactor = (config: AutoencoderTinyConfig): number =>
  2 ** (config.num_encoder_blocks.length - 1);

interface Options {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
}

/** Encoder: `sample` [B, 3, H, W] in −1…1 → `latents` [B, C, h, w]. */
export function buildTinyEncoder(config: AutoencoderTinyConfig, weights: Weights, options: Options): Graph {
  const g = new GraphBuilder('vae_encoder', weights);
  const sample = g.input('sample', [options.batch, config.in_channels, options.height, options.width]);
  const latents = g.within('encoder', () => {
    const layer = counter();
    // From −1…1 to 0…1, the range that TAESD was trained on.
    let x = scale(g, add(g, sample, g.constant([], [1])), 0.5);
    config.num_encoder_blocks.forEach((blocks, stage) => {
      x = conv(g, x, layer(), { padding: 1, stride: stage === 0 ? 1 : 2 });
      for (let block = 0; block < blocks; block++) x = tinyBlock(g, x, layer(), config.act_fn);
    });
    return conv(g, x, layer(), { padding: 1 });
  });
  g.output('latents', latents);
  return g.build();
}

/** Decoder: `latents` [B, C, h, w] → `image` [B, 3, H, W], about −1…1. */
export function buildTinyDecoder(config: AutoencoderTinyConfig, weights: Weights, options: Options): Graph {
  const g = new GraphBuilder('vae_decoder', weights);
  const factor = tinyAutoencoderFactor(config);
  const latents = g.input('latents', [
    options.batch,
    config.latent_channels,
    options.height / factor,
    options.width / factor,
  ]);
  const image = g.within('decoder', () => {
    const layer = counter();
    // Soft clamp to −3…3.
    let x = scale(g, tanh(g, scale(g, latents, 1 / 3)), 3);
    x = activation(config.act_fn, g, conv(g, x, layer(), { padding: 1 }));
    layer();
    config.num_decoder_blocks.forEach((blocks, stage) => {
      for (let block = 0; block < blocks; block++) x = tinyBlock(g, x, layer(), config.act_fn);
      if (stage < config.num_decoder_blocks.length - 1) {
        layer();
        const [, , height = 1, width = 1] = shapeOf(x);
        const by = config.upsampling_scaling_factor;
        x = resizeNearest(g, x, by * height, by * width);
      }
      x = conv(g, x, layer(), { padding: 1 });
    });
    // From 0…1 back to −1…1.
    return add(g, scale(g, x, 2), g.constant([], [-1]));
  });
  g.output('image', image);
  return g.build();
}

/** Names of the layers of an nn.Sequential, one after another; layers without weights count too. */
function counter(): () => string {
  let next = 0;
  return () => `layers.${next++}`;
}

function tinyBlock(g: GraphBuilder, x: Value, name: string, act: string): Value {
  return g.within(name, () => {
    let hidden = activation(act, g, conv(g, x, 'conv.0', { padding: 1 }));
    hidden = activation(act, g, conv(g, hidden, 'conv.2', { padding: 1 }));
    hidden = conv(g, hidden, 'conv.4', { padding: 1 });
    const shortcut = g.hasWeight('skip.weight') ? conv(g, x, 'skip') : x;
    return activation('relu', g, add(g, hidden, shortcut));
  });
}
