import { timestepProjection } from '../../../src/compiler/blocks/timestep-projection.ts';
import { createWeights } from '../../../src/compiler/weights.ts';
import { MOST_CHUNKS } from '../../../src/models/clip-chunks.ts';
import { openAutoencoder } from '../../../src/models/autoencoder.ts';
import type { DiffusersFolder } from '../../../src/models/diffusers-folder.ts';
import type { DenoiserPart, ModelFamily } from '../../../src/models/family.ts';
import { encodeChunks, openTextEncoder } from '../../../src/models/text-encoder.ts';
import { concat, tensor } from '../../../src/tensor/tensor.ts';
import { buildJointTransformer, parseJointConfig, TIME_CHANNELS } from './joint-transformer.ts';

/** A transformer of joint-attention blocks, one CLIP text encoder with its pooled state, a flow. */
export const joint: ModelFamily = {
  name: 'joint',
  matches: (modelIndex) => modelIndex['_class_name'] === 'TinyJointPipeline',
  async open(folder) {
    const [encoder, denoiser, vae, scheduler] = await Promise.all([
      openTextEncoder(folder, 'text_encoder_2'),
      openTransformer(folder),
      openAutoencoder(folder),
      folder.json('scheduler/scheduler_config.json'),
    ]);
    const { tokenizer } = encoder;
    return {
      name: folder.name,
      folder: folder.path,
      family: 'joint',
      edits: 'none',
      scaledImageCondition: false,
      card: await folder.card({
        name: folder.name,
        edits: 'none',
        pictureSize: denoiser.sampleSize * vae.factor,
        scheduler,
        takesGuidance: false,
      }),
      scheduler,
      text: {
        tokenizer,
        tokens: tokenizer.maxLength,
        encoders: [encoder],
        mostChunks: MOST_CHUNKS,
        weighs: true,
        async condition(ids, run, { chunks } = {}) {
          const parts = await encodeChunks(encoder, ids ?? [], run, 'last_hidden_state', chunks);
          const states = parts.map((part) => part.states);
          return { embeddings: concat(states, 1), pooled: parts[0].pooled };
        },
      },
      denoiser,
      vae,
    };
  },
};

export async function openTransformer(folder: DiffusersFolder): Promise<DenoiserPart> {
  const config = parseJointConfig(await folder.json('transformer/config.json'));
  const weights = createWeights(await folder.tensors('transformer'));
  return {
    component: 'transformer',
    inChannels: config.in_channels,
    takesGuidance: false,
    sampleSize: config.sample_size,
    multiple: config.patch_size,
    offers: [],
    graph: (options) => buildJointTransformer(config, weights, options),
    inputs: ({ sample, rows, timestep }) => ({
      sample,
      encoder_hidden_states: concat(
        rows.map(({ embeddings }) => embeddings),
        0,
      ),
      pooled_projections: concat(
        rows.map(({ pooled }) => pooled ?? tensor([1, config.pooled_projection_dim])),
        0,
      ),
      time_proj: tensor(
        [rows.length, TIME_CHANNELS],
        timestepProjection(
          rows.map(() => timestep),
          TIME_CHANNELS,
        ),
      ),
    }),
  };
}
