import { buildFlux2, parseFlux2Config } from '../../compiler/blocks/flux2.ts';
import { timestepProjection } from '../../compiler/blocks/timestep-projection.ts';
import {
  buildFlux2Decoder,
  buildFlux2Encoder,
  flux2Channels,
  flux2Factor,
  parseFlux2AutoencoderConfig,
} from '../../compiler/blocks/vae-flux2.ts';
import { createWeights } from '../../compiler/weights.ts';
import { concat, tensor } from '../../tensor/tensor.ts';
import type { DiffusersFolder } from '../diffusers-folder.ts';
import type { AutoencoderPart, DenoiserPart, ModelFamily } from '../family.ts';
import { openQwenText } from './text.ts';

/** Latent cells per side at the size of 1024 pixels that the pipeline paints when nothing is said. */
const CELLS = 64;
/** Latent cells per side that are decoded at once: 768 pixels. */
const LARGEST_TILE = 48;

/** FLUX.2 [klein], distilled or base: Qwen3, a transformer of joint attention, a flow. It paints from words. */
export const flux2Klein: ModelFamily = {
  name: 'flux2-klein',
  matches: (modelIndex) => modelIndex['_class_name'] === 'Flux2KleinPipeline',
  async open(folder) {
    const isDistilled = folder.modelIndex['is_distilled'] === true;
    const [text, denoiser, vae, scheduler] = await Promise.all([
      openQwenText(folder),
      openTransformer(folder, isDistilled),
      openVae(folder),
      folder.json('scheduler/scheduler_config.json'),
    ]);
    const card = await folder.card({
      name: folder.name,
      edits: 'none',
      pictureSize: denoiser.sampleSize * vae.factor,
      scheduler,
      takesGuidance: false,
    });
    const isKnown = await folder.has('card.json');
    const own = isDistilled ? { steps: 4, guidanceScale: 1 } : { steps: 50, guidanceScale: 4 };
    return {
      name: folder.name,
      folder: folder.path,
      family: 'flux2-klein',
      edits: 'none',
      scaledImageCondition: false,
      card: isKnown ? card : { ...card, defaults: { ...card.defaults, ...own } },
      scheduler,
      mu: empiricalMu,
      text,
      denoiser,
      vae,
    };
  },
};

/**
 * How far the sigmas are moved towards the noise, fitted by the makers; it jumps at 4,300 cells.
 *
 * @see compute_empirical_mu of pipeline_flux2_klein.py, diffusers 0.42
 */
export function empiricalMu(
  { height, width }: { readonly height: number; readonly width: number },
  steps: number,
): number {
  const cells = height * width;
  const many = 0.00016927 * cells + 0.45666666;
  if (cells > 4300) return many;
  const few = 8.73809524e-5 * cells + 1.89833333;
  const slope = (many - few) / 190;
  return slope * steps + many - 200 * slope;
}

async function openTransformer(folder: DiffusersFolder, isDistilled: boolean): Promise<DenoiserPart> {
  const config = parseFlux2Config(await folder.json('transformer/config.json'));
  const weights = createWeights(await folder.tensors('transformer'));
  const channels = config.timestep_guidance_channels;
  return {
    component: 'transformer',
    inChannels: config.in_channels,
    // Distilled from a guided model: a row without words would change nothing for the better.
    takesGuidance: isDistilled,
    sampleSize: CELLS,
    multiple: 1,
    offers: [],
    graph: (options) => buildFlux2(config, weights, options),
    inputs({ sample, rows, timestep }) {
      const embeddings = rows.map((row) => row.embeddings);
      const timesteps = rows.map(() => timestep);
      return {
        sample,
        encoder_hidden_states: concat(embeddings, 0),
        time_proj: tensor([rows.length, channels], timestepProjection(timesteps, channels)),
      };
    },
  };
}

async function openVae(folder: DiffusersFolder): Promise<AutoencoderPart> {
  const config = parseFlux2AutoencoderConfig(await folder.json('vae/config.json'));
  const weights = createWeights(await folder.tensors('vae'));
  return {
    latentChannels: flux2Channels(config),
    factor: flux2Factor(config),
    // The networks themselves turn patches into latents and back.
    toLatents: (encoded) => encoded,
    fromLatents: (latents) => latents,
    encoder: (options) => buildFlux2Encoder(config, weights, options),
    encoderOutput: 'latents',
    decoder: (options) => buildFlux2Decoder(config, weights, options),
    largestTile: LARGEST_TILE,
  };
}
