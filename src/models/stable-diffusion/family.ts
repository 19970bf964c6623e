import { concat } from '../../tensor/tensor.ts';
import { MOST_CHUNKS } from '../clip-chunks.ts';
import { openAutoencoder } from '../autoencoder.ts';
import { knownScheduler } from '../known-defaults.ts';
import type { ModelFamily } from '../family.ts';
import { encodeChunks, openTextEncoder, skippedLayer } from '../text-encoder.ts';
import { editsOf, openUNet } from '../unet.ts';

const PIPELINES = new Set([
  'StableDiffusionPipeline',
  'StableDiffusionImg2ImgPipeline',
  'StableDiffusionInpaintPipeline',
  'StableDiffusionInstructPix2PixPipeline',
  'LatentConsistencyModelPipeline',
]);

/** SD 1.x and 2.x, InstructPix2Pix and inpainting checkpoints: one CLIP text encoder, its last state. */
export const stableDiffusion: ModelFamily = {
  name: 'stable-diffusion',
  matches: (modelIndex) => PIPELINES.has(String(modelIndex['_class_name'])),
  async open(folder) {
    const [encoder, unet, vae, given] = await Promise.all([
      openTextEncoder(folder, 'text_encoder'),
      openUNet(folder),
      openAutoencoder(folder),
      folder.json('scheduler/scheduler_config.json'),
    ]);
    const { tokenizer } = encoder;
    const scheduler = knownScheduler(folder.name, given);
    const edits = editsOf(folder.name, unet, vae.latentChannels);
    return {
      name: folder.name,
      folder: folder.path,
      family: 'stable-diffusion',
      edits,
      scaledImageCondition: false,
      card: await folder.card({
        name: folder.name,
        edits,
        pictureSize: unet.sampleSize * vae.factor,
        scheduler,
        takesGuidance: unet.takesGuidance,
      }),
      scheduler,
      text: {
        tokenizer,
        tokens: tokenizer.maxLength,
        encoders: [encoder],
        mostChunks: MOST_CHUNKS,
        weighs: true,
        async condition(ids, run, { clipSkip = 0, chunks } = {}) {
          // A skipped layer's state gets the final norm too, as in diffusers.
          const layer = skippedLayer(encoder.layers, clipSkip);
          const state = layer === encoder.layers ? 'last_hidden_state' : `normed_states.${layer}`;
          const parts = await encodeChunks(encoder, ids ?? [], run, state, chunks);
          return {
            embeddings: concat(
              parts.map(({ states }) => states),
              1,
            ),
          };
        },
      },
      denoiser: unet,
      vae,
    };
  },
};
