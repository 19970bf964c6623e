import {
  buildTinyDecoder,
  buildTinyEncoder,
  parseAutoencoderTinyConfig,
  tinyAutoencoderFactor,
} from '../compiler/blocks/tiny-vae.ts';
import {
  autoencoderFactor,
  autoencoderWeights,
  buildDecoder,
  buildEncoder,
  parseAutoencoderKLConfig,
} from '../compiler/blocks/vae.ts';
import { mapTensor } from '../tensor/tensor.ts';
import { createWeights } from '../compiler/weights.ts';
import { UnsupportedModelError } from '../errors.ts';
import type { DiffusersFolder } from './diffusers-folder.ts';
import type { AutoencoderPart } from './family.ts';

/**
 * Latent cells per side that are decoded at once. An AutoencoderKL takes 5 kB for every pixel: 3 GB at 768 × 768
 * pixels, which is the largest picture that stays whole. The tiny one takes a tenth.
 */
const TILES = { kl: 96, tiny: 256 } as const;

/**
 * Opens the autoencoder of a checkpoint, whichever of the two kinds it is.
 *
 * @throws {UnsupportedModelError} when its class is another one
 */
export async function openAutoencoder(folder: DiffusersFolder, component = 'vae'): Promise<AutoencoderPart> {
  const json = (await folder.json(`${component}/config.json`)) as Record<string, unknown>;
  const tensors = await folder.tensors(component);
  if (json['_class_name'] === 'AutoencoderTiny') {
    const config = parseAutoencoderTinyConfig(json);
    const weights = createWeights(tensors);
    return {
      latentChannels: config.latent_channels,
      factor: tinyAutoencoderFactor(config),
      ...scaling(config.scaling_factor, 0),
      encoder: (options) => buildTinyEncoder(config, weights, options),
      encoderOutput: 'latents',
      decoder: (options) => buildTinyDecoder(config, weights, options),
      largestTile: TILES.tiny,
    };
  }
  if (json['_class_name'] !== 'AutoencoderKL')
    throw new UnsupportedModelError(
      `${folder.name}/${component}`,
      String(json['_class_name']),
      'AutoencoderKL or AutoencoderTiny',
    );
  const config = parseAutoencoderKLConfig(json);
  const weights = autoencoderWeights(tensors);
  return {
    latentChannels: config.latent_channels,
    factor: autoencoderFactor(config),
    ...scaling(config.scaling_factor, config.shift_factor ?? 0),
    encoder: (options) => buildEncoder(config, weights, options),
    encoderOutput: 'mean',
    decoder: (options) => buildDecoder(config, weights, options),
    largestTile: TILES.kl,
  };
}

const scaling = (scale: number, shift: number): Pick<AutoencoderPart, 'toLatents' | 'fromLatents'> => ({
  toLatents: (encoded) => mapTensor(encoded, (value) => (value - shift) * scale),
  fromLatents: (latents) => mapTensor(latents, (value) => value / scale + shift),
});
