import { concat, tensor } from '../../src/tensor/tensor.ts';
import { openAutoencoder } from '../autoencoder.ts';
import type { Conditioning, ModelFamily, RunTextEncoder } from '../family.ts';
import { openTextEncoder, type TextEncoder } from '../text-encoder.ts';
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
    const [first, second, unet, vae, scheduler] = await Promise.all([
      openTextEncoder(folder, 'text_encoder'),
      openTextEncoder(folder, 'text_encoder_2'),
      openUNet(folder),
      openAutoencoder(folder),
      folder.json('scheduler/scheduler_config.json'),
    ]);
    const edits = editsOf(unet, vae.latentChannels);
    const tokens = first.tokenizer.maxLength;
    // Trained with zeros, not with an encoded empty sentence, as empty prompt.
    const forceZeros = folder.modelIndex['force_zeros_for_empty_prompt'] !== false;
    return {
      name: folder.name,
      folder: folder.path,
      family: 'stable-diffusion-xl',
      edits,
      scaledImageCondition: folder.modelIndex['is_cosxl_edit'] === true,
      card: await folder.card(edits, unet.sampleSize * vae.factor),
      scheduler,
      text: {
        tokenizer: first.tokenizer,
        tokens,
        condition: (ids, run) =>
          ids === undefined && forceZeros
            ? Promise.resolve(emptyConditioning(first, second))
            : encode(ids ?? [], first, second, run),
        graph: (component) => (component === 'text_encoder' ? first.graph() : second.graph()),
      },
      unet,
      vae,
    };
  },
};

function emptyConditioning(first: TextEncoder, second: TextEncoder): Conditioning {
  return {
    embeddings: tensor([1, first.tokenizer.maxLength, first.width + second.width]),
    pooled: tensor([1, second.projection]),
  };
}

async function encode(
  ids: readonly number[],
  first: TextEncoder,
  second: TextEncoder,
  run: RunTextEncoder,
): Promise<Conditioning> {
  const state = async (encoder: TextEncoder, component: 'text_encoder' | 'text_encoder_2') => {
    const framed = encoder.tokenizer.frame(ids);
    const outputs = await run(component, framed, encoder.eosPosition(framed));
    const hidden = outputs[`hidden_states.${encoder.layers - 1}`];
    if (hidden === undefined)
      throw new TypeError(`${component}: it gave no hidden_states.${encoder.layers - 1}`);
    return { hidden, pooled: outputs['text_embeds'] };
  };
  const one = await state(first, 'text_encoder');
  const two = await state(second, 'text_encoder_2');
  return { embeddings: concat([one.hidden, two.hidden], 2), pooled: two.pooled };
}
