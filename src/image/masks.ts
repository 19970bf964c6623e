import { ShapeError } from '../errors.ts';
import { maximumOf } from '../tensor/grid.ts';
import type { Mask, RgbImage } from './image.ts';

/**
 * Lets a mask fade out around its edges: inside it stays as it is, outside it falls evenly to 0 over `radius` pixels;
 * further away it is exactly 0. Distances are counted over the eight neighbours (chamfer 1, √2).
 */
export function featherMask(mask: Mask, radius: number): Mask {
  if (radius <= 0) return mask;
  const { width, height } = mask;
  const straight = 1 / radius;
  const diagonal = Math.SQRT2 / radius;
  // A border of zeros spares the question whether a neighbour is there.
  const stride = width + 2;
  const field = new Float32Array(stride * (height + 2));
  for (let y = 0; y < height; y++)
    field.set(mask.data.subarray(y * width, (y + 1) * width), (y + 1) * stride + 1);

  /** Raises a cell to what its neighbours on the side already visited (−1 before, 1 behind) leave over. */
  const spread = (at: number, side: 1 | -1): void => {
    const row = at + side * stride;
    const nearest = Math.max(field[at + side] as number, field[row] as number) - straight;
    const corner = Math.max(field[row - 1] as number, field[row + 1] as number) - diagonal;
    field[at] = Math.max(field[at] as number, nearest, corner);
  };
  for (let y = 1; y <= height; y++) for (let x = 1; x <= width; x++) spread(y * stride + x, -1);
  for (let y = height; y >= 1; y--) for (let x = width; x >= 1; x--) spread(y * stride + x, 1);

  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (y + 1) * stride + 1;
    data.set(field.subarray(from, from + width), y * width);
  }
  return { width, height, data };
}

/** The larger value of all masks at every pixel; all of one size. */
export function uniteMasks(masks: readonly [Mask, ...Mask[]]): Mask {
  for (const mask of masks) checkSameSize('mask', masks[0], mask);
  return maximumOf(masks);
}

/**
 * Puts an edited picture over its source where the mask says so.
 *
 * Where the mask is 0 the result is the source bit for bit, where it is 1 the edited picture.
 *
 * @throws {ShapeError} when the three are not of one size
 */
export function compositeByMask(source: RgbImage, edited: RgbImage, mask: Mask): RgbImage {
  checkSameSize('edited picture', source, edited);
  checkSameSize('mask', source, mask);
  const data = Uint8Array.from(source.data);
  mask.data.forEach((share, pixel) => {
    if (share <= 0) return;
    for (let i = pixel * 3; i < pixel * 3 + 3; i++) {
      const [old, fresh] = [source.data[i] as number, edited.data[i] as number];
      data[i] = share >= 1 ? fresh : Math.round(old + share * (fresh - old));
    }
  });
  return { width: source.width, height: source.height, data };
}

/**
 * The share of pixels that differ in any channel, 0…1.
 *
 * @throws {ShapeError} when the pictures are not of one size
 */
export function changedShare(before: RgbImage, after: RgbImage): number {
  checkSameSize('picture', before, after);
  let changed = 0;
  for (let i = 0; i < before.data.length; i += 3) {
    const same =
      before.data[i] === after.data[i] &&
      before.data[i + 1] === after.data[i + 1] &&
      before.data[i + 2] === after.data[i + 2];
    if (!same) changed++;
  }
  return changed / (before.width * before.height);
}

type Sized = { readonly width: number; readonly height: number };

/** Refuses two things of different size. */
export function checkSameSize(what: string, expected: Sized, got: Sized): void {
  if (got.width !== expected.width || got.height !== expected.height)
    throw new ShapeError(what, `${expected.width} × ${expected.height}`, `${got.width} × ${got.height}`);
}
