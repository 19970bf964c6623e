/**
 * Pictures as Segment Anything wants them, and its masks back at the picture's size, as transformers does both.
 *
 * Source: transformers 5, image_processing_pil_sam.py.
 */
import type { Mask, RgbImage } from '../image/image.ts';
import { channelOf, resizeAsPillow } from '../image/pillow-resize.ts';
import { type Grid, resizeGridSmoothly } from '../tensor/grid.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

export interface SamPixels {
  /** The longer side of the picture, and the side of the square it is padded to. */
  readonly side: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

interface Sized {
  readonly width: number;
  readonly height: number;
}

/** The size that a picture is brought to: its longer side fills the square. */
export function samSize({ width, height }: Sized, { side }: SamPixels): Sized {
  const scale = side / Math.max(width, height);
  return { width: Math.floor(width * scale + 0.5), height: Math.floor(height * scale + 0.5) };
}

/** A picture as `pixel_values` `[1, 3, S, S]`; what is padded is 0 after the normalisation. */
export function samPixels(image: RgbImage, pixels: SamPixels): Tensor {
  const { side, mean, std } = pixels;
  const size = samSize(image, pixels);
  const values = new Float32Array(3 * side * side);
  for (let channel = 0; channel < 3; channel++) {
    const { data } = resizeAsPillow(channelOf(image, channel), size, 'bilinear');
    const [middle, spread] = [mean[channel] as number, std[channel] as number];
    for (let y = 0; y < size.height; y++)
      for (let x = 0; x < size.width; x++)
        values[(channel * side + y) * side + x] = (data[y * size.width + x]! / 255 - middle) / spread;
  }
  return tensor([1, 3, side, side], values);
}

/**
 * A mask of the network at the picture's size.
 *
 * @param logits  above 0 = inside, over the padded square
 * @returns values 0 and 1
 */
export function samMask(logits: Grid, picture: Sized, pixels: SamPixels): Mask {
  const square = resizeGridSmoothly(logits, pixels.side, pixels.side);
  const { width, height } = samSize(picture, pixels);
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    data.set(square.data.subarray(y * pixels.side, y * pixels.side + width), y * width);
  const full = resizeGridSmoothly({ width, height, data }, picture.height, picture.width);
  return { ...full, data: full.data.map((value) => (value > 0 ? 1 : 0)) };
}
