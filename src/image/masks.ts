import { ShapeError } from '../errors.ts';
import type { Mask, RgbImage } from './image.ts';

/**
 * Lets a mask fade out around its edges: inside it stays as it is, outside it falls evenly to 0 over `radius` pixels;
 * further away it is exactly 0. Distances are counted over the eight neighbours (chamfer 1, √2).
 */
export function featherMask(mask: Mask, radius: number): Mask {
  if (radius <= 0) return mask;
  const { width, height } = mask;
  const data = Float32Array.from(mask.data);
  const straight = 1 / radius;
  const diagonal = Math.SQRT2 / radius;

  /** Raises (x, y) to what its neighbours on the side already visited leave over. */
  const spread = (x: number, y: number, side: 1 | -1): void => {
    const from = (dx: number, dy: number, loss: number): number =>
      x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height
        ? 0
        : (data[(y + dy) * width + x + dx] as number) - loss;
    const at = y * width + x;
    data[at] = Math.max(
      data[at] as number,
      from(-side, 0, straight),
      from(0, -side, straight),
      from(-1, -side, diagonal),
      from(1, -side, diagonal),
    );
  };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) spread(x, y, 1);
  for (let y = height - 1; y >= 0; y--) for (let x = width - 1; x >= 0; x--) spread(x, y, -1);
  return { width, height, data };
}

/** The larger value of all masks at every pixel; all of one size. */
export function uniteMasks(masks: readonly [Mask, ...Mask[]]): Mask {
  const [first, ...rest] = masks;
  const data = Float32Array.from(first.data);
  for (const mask of rest) {
    checkSameSize('mask', first, mask);
    mask.data.forEach((value, i) => (data[i] = Math.max(data[i] as number, value)));
  }
  return { width: first.width, height: first.height, data };
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
  const data = Uint8Array.from(source.data, (old, i) => {
    const share = mask.data[Math.floor(i / 3)] as number;
    if (share <= 0) return old;
    const fresh = edited.data[i] as number;
    return share >= 1 ? fresh : Math.round(old + share * (fresh - old));
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
