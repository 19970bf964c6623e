import type { Rgb } from './material.ts';

/** Color → its pure tone; what white and black do is in `recolor`. */
const tones = {
  red: [1, 0, 0.06],
  orange: [1, 0.45, 0],
  yellow: [1, 0.84, 0],
  green: [0, 1, 0.16],
  blue: [0, 0.4, 1],
  purple: [0.62, 0, 1],
  pink: [1, 0, 0.54],
  brown: [0.75, 0.42, 0.2],
  white: [1, 1, 1],
  black: [1, 1, 1],
} as const;
export type Color = keyof typeof tones;
export const colors = Object.keys(tones) as readonly Color[];

const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);
const luminance = (red: number, green: number, blue: number): number =>
  0.3 * red + 0.59 * green + 0.11 * blue;

/** Darker than this stays as it is: outlines, wheels, eyes. */
const DARK = 0.16;

/** How light a pixel is to the eye of `recolor`: a pure color counts as light. */
function lightness(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  return Math.max(luminance(red, green, blue), 0.8 * (most - Math.min(red, green, blue)));
}

/** Mean lightness of a sprite (RGB times alpha, 0…255) without its darks, 0…1. */
export function meanLightness(sprite: Uint8Array): number {
  let [sum, weight] = [0, 0];
  for (let i = 0; i < sprite.length; i += 4) {
    const alpha = sprite[i + 3]!;
    if (alpha < 128) continue;
    const light = lightness(sprite[i]! / alpha, sprite[i + 1]! / alpha, sprite[i + 2]! / alpha);
    if (light < DARK) continue;
    sum += light;
    weight++;
  }
  return weight === 0 ? 0.5 : sum / weight;
}

/**
 * A pixel in another color, in place: its light and shade stay. White and black keep the sprite's own contrast around its
 * mean lightness, so that they do not go flat; a black thing keeps the white of its eyes.
 *
 * @param pixel red, green, blue, 0…1, not multiplied by alpha
 * @param mean `meanLightness` of the sprite
 */
export function recolor(pixel: Float32Array, color: Color, mean: number): void {
  const [red, green, blue] = [pixel[0]!, pixel[1]!, pixel[2]!];
  const light = lightness(red, green, blue);
  const saturation =
    (Math.max(red, green, blue) - Math.min(red, green, blue)) / Math.max(red, green, blue, 1e-3);
  const gray = luminance(red, green, blue);
  let keep = clamp((DARK - gray) / 0.06);
  let made: Rgb;
  if (color === 'white' || color === 'black') {
    const value =
      color === 'white' ? clamp(0.93 + 0.75 * (light - mean)) : clamp(0.17 + 0.42 * (light - mean));
    if (color === 'black' && mean < 0.75)
      keep = Math.max(keep, clamp((gray - 0.86) / 0.06) * clamp((0.25 - saturation) / 0.1));
    made = color === 'white' ? [value, value, clamp(value * 1.01)] : [value, value, clamp(value * 1.12)];
  } else made = toned(color, light, gray, saturation);
  for (let channel = 0; channel < 3; channel++)
    pixel[channel] = pixel[channel]! * keep + made[channel]! * (1 - keep);
}

function toned(color: Color, light: number, gray: number, saturation: number): Rgb {
  const [base, slope, strength] = color === 'brown' ? [0.22, 0.62, 0.7] : [0.4, 0.66, 0.86];
  // Near-white parts without a tone (teeth, snow, eyes) take half of it.
  const pale = saturation < 0.3 ? clamp((gray - 0.82) / 0.18) : 0;
  const share = strength * (1 - 0.55 * pale);
  const value = base + slope * clamp(light);
  const [red, green, blue] = tones[color];
  const part = (tone: number): number => clamp(value * (1 - share + share * tone));
  return [part(red), part(green), part(blue)];
}
