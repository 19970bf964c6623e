import { timestepProjection } from '../compiler/blocks/timestep-projection.ts';
import { buildUNet } from '../compiler/blocks/unet.ts';
import { parseUNetConfig, type UNetConfig } from '../compiler/blocks/unet-config.ts';
import { createWeights } from '../compiler/weights.ts';
import { UnsupportedModelError } from '../errors.ts';
import { concat, tensor } from '../tensor/tensor.ts';
import type { DiffusersFolder } from './diffusers-folder.ts';
import type { Checkpoint, DenoiserInputs, DenoiserPart } from './family.ts';

/** Opens the U-Net of a checkpoint. */
export async function openUNet(folder: DiffusersFolder): Promise<DenoiserPart> {
  const config = parseUNetConfig(await folder.json('unet/config.json'));
  const weights = createWeights(await folder.tensors('unet'));
  const [channels = 0] = config.block_out_channels;
  const style = { flipSinToCos: config.flip_sin_to_cos, shift: config.freq_shift };
  return {
    component: 'unet',
    inChannels: config.in_channels,
    takesGuidance: config.time_cond_proj_dim != null,
    sampleSize: Array.isArray(config.sample_size)
      ? (config.sample_size[0] ?? 64)
      : (config.sample_size ?? 64),
    // It is halved three times at most.
    multiple: 8,
    offers: ['cross', 'self'],
    graph: (options) => buildUNet(config, weights, options),
    inputs({ sample, rows, timestep, picture }) {
      const timesteps = rows.map(() => timestep);
      const embeddings = rows.map((row) => row.embeddings);
      return {
        sample,
        time_proj: tensor([rows.length, channels], timestepProjection(timesteps, channels, style)),
        encoder_hidden_states: concat(embeddings, 0),
        ...textTimeInputs(config, rows, picture),
        ...guidanceInput(config, rows.length, picture.guidanceScale),
      };
    },
  };
}

type Inputs = ReturnType<DenoiserPart['inputs']>;

/** SDXL: pooled text, and the sizes original, crop, target as embedded numbers. */
function textTimeInputs(
  config: UNetConfig,
  rows: DenoiserInputs['rows'],
  { width, height }: DenoiserInputs['picture'],
): Inputs {
  const size = config.addition_time_embed_dim;
  if (config.addition_embed_type !== 'text_time' || size == null) return {};
  const timeIds = rows.flatMap(() => [height, width, 0, 0, height, width]);
  const pooled = rows.map((row) => row.pooled ?? tensor([1, 0]));
  return {
    text_embeds: concat(pooled, 0),
    time_ids_proj: tensor([rows.length, 6 * size], timestepProjection(timeIds, size)),
  };
}

/** Distilled models that take the guidance scale as an input (latent consistency models). */
function guidanceInput(config: UNetConfig, batch: number, guidanceScale: number): Inputs {
  const size = config.time_cond_proj_dim;
  if (size == null) return {};
  const scaled = Array.from({ length: batch }, () => (guidanceScale - 1) * 1000);
  return {
    timestep_cond: tensor([batch, size], timestepProjection(scaled, size, { flipSinToCos: false, shift: 1 })),
  };
}

/**
 * What a U-Net's input channels say about how it takes a picture.
 *
 * @throws {UnsupportedModelError} when they are those of a model for depth, upscaling or another condition
 */
export function editsOf(model: string, unet: DenoiserPart, latentChannels: number): Checkpoint['edits'] {
  switch (unet.inChannels) {
    case latentChannels:
      return 'none';
    case 2 * latentChannels:
      return 'instruct-pix2pix';
    case 2 * latentChannels + 1:
      return 'inpaint';
    default:
      throw new UnsupportedModelError(
        model,
        `a U-Net of ${unet.inChannels} input channels`,
        `${latentChannels} (pictures from words), ${2 * latentChannels} (edits) or ${2 * latentChannels + 1} (inpainting)`,
        { hint: 'Depth models, upscalers and other conditions are not known.' },
      );
  }
}
