import type { Mask, RgbImage } from './image.ts';
import { checkSameSize } from './masks.ts';

/**
 * Where two pictures differ: the largest difference of a channel, mean over a square around the pixel.
 *
 * @param options.least   0…255: from here on it is a change; what an autoencoder alone does lies below 24
 * @param options.radius  half the side of the square, pixels
 * @returns values 0 and 1
 * @throws {ShapeError} when the pictures are not of one size
 */
export function changedPixels(
  before: RgbImage,
  after: RgbImage,
  { least, radius }: { readonly least: number; readonly radius: number },
): Mask {
  checkSameSize('picture', before, after);
  const { width, height } = before;
  const largest = Float32Array.from({ length: width * height }, (_, pixel) => {
    const at = (i: number): number => Math.abs(before.data[pixel * 3 + i]! - after.data[pixel * 3 + i]!);
    return Math.max(at(0), at(1), at(2));
  });
  const rows = blurLines(largest, { lines: height, between: width, length: width, step: 1 }, radius);
  const both = blurLines(rows, { lines: width, between: 1, length: height, step: width }, radius);
  return { width, height, data: both.map((value) => (value >= least ? 1 : 0)) };
}

/** Mean over `2 · radius + 1` neighbours along lines; at an end over those that are there. */
function blurLines(
  values: Float32Array,
  line: {
    readonly lines: number;
    readonly between: number;
    readonly length: number;
    readonly step: number;
  },
  radius: number,
): Float32Array {
  const out = new Float32Array(values.length);
  for (let at = 0; at < line.lines; at++) {
    const value = (place: number): number => values[at * line.between + place * line.step]!;
    let [sum, count] = [0, 0];
    for (let place = -radius; place < line.length; place++) {
      if (place + radius < line.length) {
        sum += value(place + radius);
        count++;
      }
      if (place - radius - 1 >= 0) {
        sum -= value(place - radius - 1);
        count--;
      }
      if (place >= 0) out[at * line.between + place * line.step] = sum / count;
    }
  }
  return out;
}
