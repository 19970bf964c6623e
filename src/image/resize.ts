import { ShapeError } from '../errors.ts';
import { resizeGrid } from '../tensor/grid.ts';
import { fromRgb, toRgb } from './encode.ts';
import type { Mask, RgbImage } from './image.ts';

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `fill` stretches, `cover` crops what is too much at the middle, `contain` adds white. */
export type Fit = 'fill' | 'cover' | 'contain';

/**
 * Resizes a picture with a Lanczos filter of three lobes; at its own size it comes back as it is.
 *
 * @throws {ShapeError} when a side is not a whole number above 0
 */
export async function resizeImage(image: RgbImage, size: Size, fit: Fit = 'fill'): Promise<RgbImage> {
  checkSize(size);
  if (image.width === size.width && image.height === size.height) return image;
  const { width, height } = size;
  return toRgb(fromRgb(image).resize({ width, height, fit, kernel: 'lanczos3', background: '#ffffff' }));
}

/** Resizes a mask to the value of the nearest cell, as `torch.nn.functional.interpolate` does by default. */
export function resizeMask(mask: Mask, size: Size): Mask {
  checkSize(size);
  return resizeGrid(mask, size.height, size.width);
}

/**
 * The size nearest to a picture's own proportions with about the given area, in whole multiples.
 *
 * @param area     pixels a model was trained on, for example 512 · 512
 * @param multiple sides are multiples of this, at least one
 */
export function fittingSize(of: Size, area: number, multiple: number): Size {
  const scale = Math.sqrt(area / (of.width * of.height));
  const whole = (side: number): number => Math.max(Math.round((side * scale) / multiple), 1) * multiple;
  return { width: whole(of.width), height: whole(of.height) };
}

function checkSize({ width, height }: Size): void {
  if (![width, height].every((side) => Number.isInteger(side) && side > 0))
    throw new ShapeError('size', 'whole numbers above 0', `${width} × ${height}`);
}
