import type { Mask, RgbImage } from '../../../src/image/image.ts';
import { checkSameSize } from '../../../src/image/masks.ts';

const product = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

/** Cosine of two vectors of any length; 0 when one of them is 0. */
export function cosine(a: Float32Array, b: Float32Array): number {
  const lengths = Math.sqrt(product(a, a) * product(b, b));
  return lengths === 0 ? 0 : product(a, b) / lengths;
}

const change = ([before, after]: readonly [Float32Array, Float32Array]): Float32Array =>
  after.map((value, at) => value - before[at]!);

/**
 * Directional similarity (CLIP-D): cosine of the pictures' change and the captions' change, −1…1.
 *
 * @param pictures  vectors of length 1 of the source and of the edit
 * @param texts     vectors of length 1 of the source's and of the target's caption
 * @see Gal et al. 2021, StyleGAN-NADA; as in InstructPix2Pix's metrics
 */
export function directionSimilarity(
  pictures: readonly [before: Float32Array, after: Float32Array],
  texts: readonly [before: Float32Array, after: Float32Array],
): number {
  return cosine(change(pictures), change(texts));
}

/**
 * How much of an edit lies outside its mask: mean change outside over mean change inside; 0 = nothing, 1 = as much.
 *
 * @throws {ShapeError} when the three are not of one size
 */
export function maskLeak(before: RgbImage, after: RgbImage, mask: Mask): number {
  checkSameSize('edited picture', before, after);
  checkSameSize('mask', before, mask);
  const sums = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < before.data.length; i++) {
    const side = mask.data[Math.floor(i / 3)]! >= 0.5 ? 0 : 1;
    sums[side]! += Math.abs(before.data[i]! - after.data[i]!);
    counts[side]!++;
  }
  const [inside, outside] = sums.map((sum, side) => sum / Math.max(counts[side]!, 1));
  return inside === 0 ? 0 : outside! / inside!;
}
