import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { pullBack } from '../../compiler/vjp.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { NetworkCache } from './networks.ts';
import { plainFeeds } from './denoiser.ts';

/** One row of a U-Net, whose prediction can be optimised by its text embeddings. */
export interface TextGradient {
  /** @param latents  `[1, C, h, w]`, scaled for the sampler */
  predict(latents: Tensor, timestep: number, text: Conditioning): Promise<Tensor>;
  /** Pulls ∂E/∂prediction `[1, C, h, w]` back to the embeddings, `[1, L, D]`. */
  pull(latents: Tensor, timestep: number, text: Conditioning, cotangent: Tensor): Promise<Tensor>;
}

/** Loads the forward network of one row, and the backward one when it is needed first. */
export async function openTextGradient(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  size: { readonly height: number; readonly width: number },
  row: {
    readonly image?: Tensor | undefined;
    readonly picture: { readonly width: number; readonly height: number; readonly guidanceScale: number };
  },
): Promise<TextGradient> {
  const plain = (withValues: boolean) =>
    checkpoint.denoiser.graph({
      batch: 1,
      height: size.height,
      width: size.width,
      tokens: checkpoint.text.tokens,
      control: false,
      // The rules of the backward pass know attention as products and a softmax.
      ...(withValues ? { fused: false } : {}),
    }).graph;
  const key = `${checkpoint.folder} text gradient ${size.height}x${size.width}`;
  const feedsOf = (latents: Tensor, timestep: number, text: Conditioning) =>
    plainFeeds(
      checkpoint,
      [latents],
      {
        conditioning: [text],
        image: row.image === undefined ? undefined : [row.image],
        picture: row.picture,
      },
      timestep,
    );
  return {
    async predict(latents, timestep, text) {
      const forward = await cache.get(`${key} forward`, () => plain(false));
      return (await forward.run(feedsOf(latents, timestep, text), ['out'])).out;
    },
    async pull(latents, timestep, text, cotangent) {
      const backward = await cache.get(key, () =>
        pullBack(plain(true), { outputs: ['out'], inputs: ['encoder_hidden_states'] }),
      );
      const feeds = { ...feedsOf(latents, timestep, text), 'cotangent.out': cotangent };
      const name = 'gradient.encoder_hidden_states';
      return (await backward.run(feeds, [name]))[name];
    },
  };
}
