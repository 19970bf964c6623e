/**
 * AutoencoderKLFlux2 of diffusers: an AutoencoderKL whose latents are 2×2 patches, normalised by the running statistics
 * of a batch normalisation.
 *
 *     z = patchify(mean(encoder(x)))     latents = (z − μ) / √(σ² + ε)
 *
 * Source: diffusers 0.42, models/autoencoders/autoencoder_kl_flux2.py and pipelines/flux2/pipeline_flux2_klein.py.
 */
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { type Graph, GraphBuilder, type Value } from '../graph.ts';
import { add, divide, multiply, reshape, shapeOf, subtract, transpose } from '../ops.ts';
import type { Weights } from '../weights.ts';
import { autoencoderFactor, type AutoencoderOptions, autoencoderSchema, decode, encode } from './vae.ts';

const PATCH = 2;
const schema = autoencoderSchema.extend({
  batch_norm_eps: z.number().default(1e-4),
  patch_size: z.tuple([z.literal(PATCH), z.literal(PATCH)]).default([PATCH, PATCH]),
});
export type Flux2AutoencoderConfig = z.infer<typeof schema>;

const ACCEPTED = {
  batch_norm_momentum: 'any',
  // Widths follow from the weights.
  decoder_block_out_channels: 'any',
  force_upcast: 'any',
  sample_size: 'any',
  use_post_quant_conv: 'any',
  use_quant_conv: 'any',
} as const;

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export const parseFlux2AutoencoderConfig = (value: unknown): Flux2AutoencoderConfig =>
  parseConfig('AutoencoderKLFlux2', schema, ACCEPTED, value);

/** Pixels per latent cell and side. */
export const flux2Factor = (config: Flux2AutoencoderConfig): number => PATCH * autoencoderFactor(config);

/** Channels of a latent cell. */
export const flux2Channels = (config: Flux2AutoencoderConfig): number => PATCH ** 2 * config.latent_channels;

/** Encoder: `sample` [B, 3, H, W] in −1…1 → `latents` [B, 4·C, H/16, W/16], the mode of the posterior. */
export function buildFlux2Encoder(
  config: Flux2AutoencoderConfig,
  weights: Weights,
  options: AutoencoderOptions,
): Graph {
  const g = new GraphBuilder('vae_encoder', weights);
  const sample = g.input('sample', [options.batch, config.in_channels, options.height, options.width]);
  const { mean } = encode(g, config, sample, options);
  const [batch = 1, channels = 1, rows = 1, columns = 1] = shapeOf(mean);
  const [height, width] = [rows / PATCH, columns / PATCH];
  const cut = reshape(g, mean, [batch, channels, height, PATCH, width, PATCH]);
  const patches = transpose(g, cut, [0, 1, 3, 5, 2, 4]);
  const cells = reshape(g, patches, [batch, channels * PATCH ** 2, height, width]);
  const { middle, spread } = statistics(g, config);
  g.output('latents', divide(g, subtract(g, cells, middle), spread));
  return g.build();
}

/** Decoder: `latents` as the encoder gives them → `image` [B, 3, H, W], about −1…1. */
export function buildFlux2Decoder(
  config: Flux2AutoencoderConfig,
  weights: Weights,
  options: AutoencoderOptions,
): Graph {
  const g = new GraphBuilder('vae_decoder', weights);
  const { batch } = options;
  const [height, width] = [options.height / flux2Factor(config), options.width / flux2Factor(config)];
  const channels = config.latent_channels;
  const latents = g.input('latents', [batch, flux2Channels(config), height, width]);
  const { middle, spread } = statistics(g, config);
  const cells = add(g, multiply(g, latents, spread), middle);
  const cut = reshape(g, cells, [batch, channels, PATCH, PATCH, height, width]);
  const spatial = transpose(g, cut, [0, 1, 4, 2, 5, 3]);
  const whole = reshape(g, spatial, [batch, channels, height * PATCH, width * PATCH]);
  g.output('image', decode(g, config, whole, options));
  return g.build();
}

/** Mean and deviation of every channel, `[4·C, 1, 1]`. */
function statistics(
  g: GraphBuilder,
  config: Flux2AutoencoderConfig,
): { readonly middle: Value; readonly spread: Value } {
  const dims = [flux2Channels(config), 1, 1];
  return g.within('bn', () => {
    const variance = add(g, g.weight('running_var', dims), g.constant([], [config.batch_norm_eps]));
    return { middle: g.weight('running_mean', dims), spread: g.node('Sqrt', [variance], dims) };
  });
}
