/**
 * A picture drawn again as a caption says: it enters as a noisy start in place of condition channels, and words of the
 * caption may be attended to more or less.
 *
 * Source: a student poster of Carnegie Mellon University on remapping the cross-attention of InstructPix2Pix, of which
 * no code is public. Its pictures come from the noisy start, which is SDEdit (Meng et al. 2021,
 * https://arxiv.org/abs/2108.01073); the remapping of attention it planned and left out is here A' = A·diag(b).
 */
import { z } from 'zod';
import { tensor } from '../tensor/tensor.ts';
import type { Method } from './method.ts';

/** The poster's figures: 150 steps, of which the share `strength` runs, and the guidance scale; with their ranges. */
export const POSTER = {
  steps: 150,
  strength: { least: 0.4, usual: 0.475, most: 0.55 },
  guidanceScale: { least: 12, usual: 13.5, most: 15 },
} as const;

const settings = z.object({
  /** b of every token of the caption, `[L]`: factor on the attention paid to it, 1 = as it is. */
  weights: z.array(z.number()).optional(),
});
export type NoisyImageSettings = z.infer<typeof settings>;

export const noisyImageInput: Method<NoisyImageSettings> = {
  name: 'noisy-image-input',
  paper: {
    title: 'SDEdit: Guided Image Synthesis and Editing with Stochastic Differential Equations',
    url: 'https://arxiv.org/abs/2108.01073',
  },
  settings,
  /** Rows: 'text' is the caption's. */
  start({ rows, tokens }, { weights }) {
    const control = weights?.some((weight) => weight !== 1) ? louder(rows, tokens, weights) : undefined;
    return { control: () => control };
  },
};

function louder(rows: readonly string[], tokens: number, weights: readonly number[]) {
  const keep = tensor([rows.length, tokens], new Float32Array(rows.length * tokens).fill(1));
  weights.forEach((weight, token) => (keep.data[rows.indexOf('text') * tokens + token] = weight));
  return { remap: { transfer: tensor([rows.length, tokens, tokens]), keep } };
}
