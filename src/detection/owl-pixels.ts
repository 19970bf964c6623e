/**
 * Pictures as OWL detectors want them, as transformers' image processors make them.
 *
 * Source: transformers 5, image_processing_owlvit.py (resampling as Pillow does it) and image_processing_owlv2.py
 * (scikit-image's way: blur, then sample).
 */
import type { OwlPixels } from '../models/owl.ts';
import type { RgbImage } from '../image/image.ts';
import { channelOf, type Plane, resizeAsPillow } from '../image/pillow-resize.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** A picture as `pixel_values` `[1, 3, S, S]`. */
export function owlPixels(image: RgbImage, { side, fit, padding, mean, std }: OwlPixels): Tensor {
  const values = new Float32Array(3 * side * side);
  for (let channel = 0; channel < 3; channel++) {
    const plane = channelOf(image, channel);
    const square =
      fit === 'stretch'
        ? resizeAsPillow(plane, { width: side, height: side }, 'bicubic').data
        : shrinkSmoothly(padSquare(plane, 255 * padding), side);
    const [middle, spread] = [mean[channel] as number, std[channel] as number];
    square.forEach((value, at) => (values[channel * side * side + at] = (value / 255 - middle) / spread));
  }
  return tensor([1, 3, side, side], values);
}

/** Fills up to a square at the right and at the bottom. */
function padSquare(plane: Plane, value: number): Plane {
  const side = Math.max(plane.width, plane.height);
  const data = new Float32Array(side * side).fill(value);
  for (let y = 0; y < plane.height; y++)
    data.set(plane.data.subarray(y * plane.width, (y + 1) * plane.width), y * side);
  return { width: side, height: side, data };
}

/** Blurs by (factor − 1) / 2 where it shrinks, then samples between the four nearest cells. */
function shrinkSmoothly(square: Plane, side: number): Float32Array {
  const factor = square.width / side;
  const sigma = Math.max((factor - 1) / 2, 0);
  const { data, width } = sigma === 0 ? square : blur(square, sigma);
  const places = Array.from({ length: side }, (_, at) => {
    // Beyond the outermost cells' centres it sees the mirror image, as scikit-image does.
    const place = Math.abs((at + 0.5) * factor - 0.5);
    const exact = place > width - 1 ? 2 * (width - 1) - place : place;
    const low = Math.min(Math.floor(exact), width - 1);
    return { low, high: Math.min(low + 1, width - 1), share: exact - low };
  });
  const out = new Float32Array(side * side);
  for (const [y, row] of places.entries())
    for (const [x, column] of places.entries()) {
      const along = (line: number): number => {
        const left = data[line * width + column.low]!;
        return left + column.share * (data[line * width + column.high]! - left);
      };
      out[y * side + x] = along(row.low) + row.share * (along(row.high) - along(row.low));
    }
  return out;
}

/** Gaussian blur; beyond an edge it sees the mirror image without the edge itself. */
function blur({ width: side, data }: Plane, sigma: number): Plane {
  const radius = Math.ceil(3 * sigma);
  const raw = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  const kernel = raw.map((weight) => weight / sum);
  const mirrored = (at: number): number => {
    const inside = Math.abs(at);
    return inside < side ? inside : Math.max(0, 2 * (side - 1) - inside);
  };
  const pass = (from: Float32Array, step: number, line: number): Float32Array => {
    const to = new Float32Array(from.length);
    for (let a = 0; a < side; a++)
      for (let b = 0; b < side; b++) {
        let total = 0;
        for (let i = -radius; i <= radius; i++)
          total += kernel[i + radius]! * from[a * line + mirrored(b + i) * step]!;
        to[a * line + b * step] = total;
      }
    return to;
  };
  return { width: side, height: side, data: pass(pass(data, 1, side), side, 1) };
}
