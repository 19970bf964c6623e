import { UnsupportedModelError } from '../../errors.ts';
import { concat, tensor } from '../../tensor/tensor.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { MOST_CHUNKS } from '../clip-chunks.ts';
import { openAutoencoder } from '../autoencoder.ts';
import { knownScheduler } from '../known-defaults.ts';
import type { DiffusersFolder } from '../diffusers-folder.ts';
import type { Conditioning, ModelFamily, ReadingOptions, RunTextEncoder } from '../family.ts';
import {
  type ChunkStates,
  encodeChunks,
  openTextEncoder,
  skippedLayer,
  type TextEncoder,
} from '../text-encoder.ts';
import { editsOf, openUNet } from '../unet.ts';

const PIPELINES = new Set([
  'StableDiffusionXLPipeline',
  'StableDiffusionXLImg2ImgPipeline',
  'StableDiffusionXLInpaintPipeline',
  'StableDiffusionXLInstructPix2PixPipeline',
]);

/** SDXL: two text encoders side by side, both one layer before the end and without the final norm. */
export const stableDiffusionXL: ModelFamily = {
  name: 'stable-diffusion-xl',
  matches: (modelIndex) => PIPELINES.has(String(modelIndex['_class_name'])),
  async open(folder) {
    assertHasBoth(folder);
    const [first, second, unet, vae, given] = await Promise.all([
      openTextEncoder(folder, 'text_encoder'),
      openTextEncoder(folder, 'text_encoder_2'),
      openUNet(folder),
      openAutoencoder(folder),
      folder.json('scheduler/scheduler_config.json'),
    ]);
    const scheduler = knownScheduler(folder.name, given);
    const edits = editsOf(folder.name, unet, vae.latentChannels);
    const tokens = first.tokenizer.maxLength;
    // Trained with zeros, not with an encoded empty sentence, as empty prompt.
    const forceZeros = folder.modelIndex['force_zeros_for_empty_prompt'] !== false;
    return {
      name: folder.name,
      folder: folder.path,
      family: 'stable-diffusion-xl',
      edits,
      // The pipeline's own flag is not saved by diffusers; only CosXL was trained on that schedule.
      scaledImageCondition: Boolean(folder.modelIndex['is_cosxl_edit'] ?? isEdm(scheduler)),
      card: await folder.card({
        name: folder.name,
        edits,
        pictureSize: unet.sampleSize * vae.factor,
        scheduler,
        takesGuidance: unet.takesGuidance,
      }),
      scheduler,
      text: {
        tokenizer: first.tokenizer,
        tokens,
        encoders: [first, second],
        mostChunks: MOST_CHUNKS,
        weighs: true,
        condition: (ids, run, options = {}) =>
          ids === undefined && forceZeros
            ? Promise.resolve(emptyConditioning(first, second, options.chunks))
            : encode(ids ?? [], [first, second], run, options),
      },
      denoiser: unet,
      vae,
    };
  },
};

/** The refiner has one text encoder and other time ids: it paints nothing on its own. */
function assertHasBoth({ name, modelIndex }: DiffusersFolder): void {
  const missing = ['text_encoder', 'text_encoder_2'].find((part) => {
    const named = modelIndex[part];
    return Array.isArray(named) && named[0] === null;
  });
  if (missing !== undefined)
    throw new UnsupportedModelError(name, `no ${missing}`, 'both text encoders of SDXL', {
      hint: 'A refiner only finishes pictures of the base model, which paints without it as well.',
    });
}

const isEdm = (scheduler: unknown): boolean =>
  (scheduler as { readonly [field: string]: unknown } | null)?.['_class_name'] === 'EDMEulerScheduler';

function emptyConditioning(first: TextEncoder, second: TextEncoder, chunks = 1): Conditioning {
  return {
    embeddings: tensor([1, chunks * first.tokenizer.maxLength, first.width + second.width]),
    pooled: tensor([1, second.projection]),
  };
}

const joined = (chunks: readonly ChunkStates[]): Tensor =>
  concat(
    chunks.map(({ states }) => states),
    1,
  );

/** The pooled text is that of the first chunk: the others are what did not fit into it. */
async function encode(
  ids: readonly number[],
  [first, second]: readonly [TextEncoder, TextEncoder],
  run: RunTextEncoder,
  { clipSkip = 0, chunks }: ReadingOptions,
): Promise<Conditioning> {
  const read = (encoder: TextEncoder): ReturnType<typeof encodeChunks> =>
    encodeChunks(encoder, ids, run, `hidden_states.${skippedLayer(encoder.layers - 1, clipSkip)}`, chunks);
  const [one, two] = [await read(first), await read(second)];
  return { embeddings: concat([joined(one), joined(two)], 2), pooled: two[0].pooled };
}
