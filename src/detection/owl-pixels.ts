/**
 * Pictures as OWL detectors want them, as transformers' image processors make them.
 *
 * Source: transformers 5, image_processing_owlvit.py (resampling as Pillow does it) and image_processing_owlv2.py
 * (scikit-image's way: blur, then sample).
 */
import type { OwlPixels } from '../../models/owl/owl.ts';
import type { RgbImage } from '../image/image.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** One channel, rows from the top. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** A picture as `pixel_values` `[1, 3, S, S]`. */
export function owlPixels(image: RgbImage, { side, fit, padding, mean, std }: OwlPixels): Tensor {
  const values = new Float32Array(3 * side * side);
  for (let channel = 0; channel < 3; channel++) {
    const plane = channelOf(image, channel);
    const square =
      fit === 'stretch' ? stretchBicubic(plane, side) : shrinkSmoothly(padSquare(plane, 255 * padding), side);
    const [middle, spread] = [mean[channel] as number, std[channel] as number];
    square.forEach((value, at) => (values[channel * side * side + at] = (value / 255 - middle) / spread));
  }
  return tensor([1, 3, side, side], values);
}

/** 0…255 */
function channelOf({ width, height, data }: RgbImage, channel: number): Plane {
  const plane = new Float32Array(width * height);
  for (let i = 0; i < plane.length; i++) plane[i] = data[3 * i + channel]!;
  return { width, height, data: plane };
}

/** Pillow counts with whole numbers of this many bits behind the point. */
const PRECISION = 2 ** 22;

interface Taps {
  readonly from: number;
  readonly weights: readonly number[];
}

/** Pillow's taps of the bicubic filter (a = −0.5), as wide as the scale where it shrinks. */
function bicubicTaps(length: number, out: number): Taps[] {
  const scale = length / out;
  const stretch = Math.max(scale, 1);
  return Array.from({ length: out }, (_, at) => {
    const center = (at + 0.5) * scale;
    const from = Math.max(0, Math.trunc(center - 2 * stretch + 0.5));
    const to = Math.min(length, Math.trunc(center + 2 * stretch + 0.5));
    const raw = Array.from({ length: to - from }, (_cell, i) => cubic((i + from - center + 0.5) / stretch));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return {
      from,
      weights: raw.map((weight) => Math.sign(weight) * Math.floor(Math.abs(weight / sum) * PRECISION + 0.5)),
    };
  });
}

function cubic(offset: number): number {
  const x = Math.abs(offset);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/** Resizes to a square, its proportions lost: rows first, then columns, whole values 0…255 after each. */
function stretchBicubic({ width, height, data }: Plane, side: number): Float32Array {
  const wide = resample(data, { lines: height, line: width, step: 1 }, bicubicTaps(width, side), {
    line: side,
    step: 1,
  });
  return resample(wide, { lines: side, line: 1, step: side }, bicubicTaps(height, side), {
    line: 1,
    step: side,
  });
}

function resample(
  from: Float32Array,
  { lines, line, step }: { readonly lines: number; readonly line: number; readonly step: number },
  taps: readonly Taps[],
  to: { readonly line: number; readonly step: number },
): Float32Array {
  const out = new Float32Array(lines * taps.length);
  for (let at = 0; at < lines; at++)
    for (const [place, { from: first, weights }] of taps.entries()) {
      let sum = PRECISION / 2;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * from[at * line + (first + i) * step]!;
      out[at * to.line + place * to.step] = Math.min(Math.max(Math.floor(sum / PRECISION), 0), 255);
    }
  return out;
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
