/**
 * Where an instruction acts, without any keyword: the difference that it makes to the prediction.
 *
 * Source: Mirzaei et al. 2023, Watch Your Steps: Local Image and Scene Editing by Text Instructions, section 3.2,
 * https://arxiv.org/abs/2308.08947. Differs from the paper: the mean over several noise levels may be given.
 */
import { type Grid, minMax } from '../tensor/grid.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { smooth, smoothingKernel } from './attention-mask.ts';

/** Σ over channels |e_T − e_I| of two predictions `[1, C, h, w]`. */
export function predictionDifference(text: Tensor, image: Tensor): Grid {
  const [, channels = 1, height = 1, width = 1] = text.dims;
  const cells = height * width;
  const data = new Float32Array(cells);
  for (let i = 0; i < channels * cells; i++) data[i % cells]! += Math.abs(text.data[i]! - image.data[i]!);
  return { height, width, data };
}

/** Values above the third quartile plus 1.5 interquartile ranges are cut to that; then scaled to 0…1. */
export function relevanceMap(difference: Grid): Grid {
  const sorted = difference.data.toSorted();
  const quartile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  const limit = quartile(0.75) + 1.5 * (quartile(0.75) - quartile(0.25));
  return minMax({ ...difference, data: difference.data.map((value) => Math.min(value, limit)) });
}

/** The cells whose relevance reaches the threshold: 0.5 in the paper. */
export function relevanceMask(difference: Grid, threshold = 0.5): Grid {
  const map = relevanceMap(smooth(difference, smoothingKernel('gaussian', 1)));
  return { ...map, data: map.data.map((value) => (value >= threshold ? 1 : 0)) };
}
