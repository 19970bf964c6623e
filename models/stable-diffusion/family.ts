import { openAutoencoder } from '../autoencoder.ts';
import type { ModelFamily } from '../family.ts';
import { openTextEncoder } from '../text-encoder.ts';
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
    const [encoder, unet, vae, scheduler] = await Promise.all([
      openTextEncoder(folder, 'text_encoder'),
      openUNet(folder),
      openAutoencoder(folder),
      folder.json('scheduler/scheduler_config.json'),
    ]);
    const { tokenizer } = encoder;
    const edits = editsOf(unet, vae.latentChannels);
    return {
      name: folder.name,
      folder: folder.path,
      family: 'stable-diffusion',
      edits,
      scaledImageCondition: false,
      card: await folder.card(edits, unet.sampleSize * vae.factor),
      scheduler,
      text: {
        tokenizer,
        tokens: tokenizer.maxLength,
        async condition(ids, run) {
          const framed = tokenizer.frame(ids ?? []);
          const { last_hidden_state: embeddings } = await run(
            'text_encoder',
            framed,
            encoder.eosPosition(framed),
          );
          if (embeddings === undefined) throw new TypeError('text_encoder: it gave no last_hidden_state');
          return { embeddings };
        },
        graph: () => encoder.graph(),
      },
      unet,
      vae,
    };
  },
};
