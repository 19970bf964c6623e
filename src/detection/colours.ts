import type { RgbImage } from '../image/image.ts';
import type { Box } from './detector.ts';

type Hsv = readonly [hue: number, saturation: number, value: number];

/** Whether a pixel would be called so: hue 0…360, saturation and value 0…1. */
const COLOURS: Readonly<Record<string, (pixel: Hsv) => boolean>> = {
  red: ([h, s, v]) => s > 0.45 && v > 0.25 && (h < 14 || h > 342),
  orange: ([h, s, v]) => s > 0.5 && v > 0.5 && h >= 14 && h < 42,
  yellow: ([h, s, v]) => s > 0.4 && v > 0.55 && h >= 42 && h < 68,
  green: ([h, s, v]) => s > 0.25 && v > 0.2 && h >= 68 && h < 168,
  blue: ([h, s, v]) => s > 0.3 && v > 0.25 && h >= 180 && h < 252,
  purple: ([h, s, v]) => s > 0.25 && v > 0.2 && h >= 252 && h < 310,
  pink: ([h, s, v]) => s > 0.15 && v > 0.6 && (h >= 300 || (h < 12 && s < 0.55)),
  brown: ([h, s, v]) => s > 0.3 && v > 0.15 && v < 0.7 && h >= 8 && h < 45,
  black: ([, , v]) => v < 0.22,
  white: ([, s, v]) => s < 0.15 && v > 0.82,
  grey: ([, s, v]) => s < 0.15 && v >= 0.22 && v <= 0.82,
};
const SAME: Readonly<Record<string, string>> = {
  gray: 'grey',
  violet: 'purple',
  golden: 'yellow',
  silver: 'grey',
};

/** True for words that `colourShare` understands. */
export const isColourWord = (word: string): boolean => (SAME[word] ?? word) in COLOURS;

/** Share of a box's pixels from which on a thing is called by a colour. */
export const COLOURED = 0.2;

/** Whether the thing in a box is called by a colour. */
export const hasColour = (image: RgbImage, box: Box, colour: string): boolean =>
  colourShare(image, box, colour) >= COLOURED;

/** Share of the pixels in the middle of a box that have a colour, 0…1; the rim belongs to the surroundings. */
export function colourShare(image: RgbImage, [x, y, width, height]: Box, colour: string): number {
  const fits = COLOURS[SAME[colour] ?? colour];
  if (fits === undefined) return 0;
  let count = 0;
  let all = 0;
  for (let row = Math.floor(y + height * 0.15); row < y + height * 0.85 && row < image.height; row++)
    for (
      let column = Math.floor(x + width * 0.15);
      column < x + width * 0.85 && column < image.width;
      column++
    ) {
      const at = 3 * (row * image.width + column);
      all++;
      if (fits(toHsv(image.data[at]!, image.data[at + 1]!, image.data[at + 2]!))) count++;
    }
  return all === 0 ? 0 : count / all;
}

function toHsv(red: number, green: number, blue: number): Hsv {
  const high = Math.max(red, green, blue);
  const range = high - Math.min(red, green, blue);
  if (range === 0) return [0, 0, high / 255];
  const sixth =
    high === red
      ? (green - blue) / range
      : high === green
        ? 2 + (blue - red) / range
        : 4 + (red - green) / range;
  return [(60 * sixth + 360) % 360, range / high, high / 255];
}
