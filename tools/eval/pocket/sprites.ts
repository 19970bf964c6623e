import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { hues, objects, type Color, type ObjectWord } from './words.ts';

const SIDE = 160;
/** A sprite cut to what is visible of it: premultiplied RGB and alpha, 0…1, four values a pixel. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

let atlas: Uint8Array | undefined;
const drawn = new Map<string, Sprite>();

/** The sprite of a word, about `pixels` wide and high; kept, so that each is made once. */
export function sprite(word: ObjectWord, color: Color | undefined, pixels: number, flip: boolean): Sprite {
  const side = Math.round(pixels / 4) * 4;
  const key = `${word} ${color ?? ''} ${side} ${flip}`;
  let made = drawn.get(key);
  if (made === undefined) {
    const full = resize(premultiplied(word, color), SIDE, side);
    made = cut(flip ? mirrored(full, side) : full, side);
    drawn.set(key, made);
  }
  return made;
}

function premultiplied(word: ObjectWord, color: Color | undefined): Float32Array {
  atlas ??= gunzipSync(readFileSync(new URL('sprites.rgba.gz', import.meta.url)));
  const from = objects.indexOf(word) * SIDE * SIDE * 4;
  const out = new Float32Array(SIDE * SIDE * 4);
  for (let i = 0; i < out.length; i += 4) {
    const rgb = [0, 1, 2].map((channel) => (atlas as Uint8Array)[from + i + channel]! / 255);
    const alpha = atlas[from + i + 3]! / 255;
    const tinted = color === undefined ? rgb : tint(rgb as [number, number, number], color);
    for (let channel = 0; channel < 3; channel++) out[i + channel] = tinted[channel]! * alpha;
    out[i + 3] = alpha;
  }
  return out;
}

/** One hue for everything but the darks (outlines, wheels, eyes). */
function tint(rgb: [number, number, number], color: Color): readonly number[] {
  const [most, least] = [Math.max(...rgb), Math.min(...rgb)];
  const light = 0.3 * rgb[0] + 0.59 * rgb[1] + 0.11 * rgb[2];
  if (light < 0.2) return rgb;
  const saturation = Math.min(Math.max((most - least) / Math.max(most, 1e-6), 0.72), 0.92);
  const value = Math.min(Math.max(0.42 + 0.62 * Math.max(light, most * 0.75), 0), 1);
  return pure(hues[color]).map((part) => value * (1 - saturation + saturation * part));
}

/** HSV (hue, 1, 1) → RGB. */
const pure = (hue: number): readonly number[] =>
  [5, 3, 1].map((n) => {
    const k = (n + hue * 6) % 6;
    return 1 - Math.max(0, Math.min(k, 4 - k, 1));
  });

/** Bicubic with antialiasing (a = −0.5, support widened when shrinking), as Pillow resizes. */
function resize(data: Float32Array, from: number, to: number): Float32Array {
  const taps = Array.from({ length: to }, (_, i) => filter(i, from, to));
  const across = new Float32Array(from * to * 4);
  for (let y = 0; y < from; y++)
    for (let x = 0; x < to; x++)
      for (const [at, weight] of taps[x]!)
        for (let c = 0; c < 4; c++) across[(y * to + x) * 4 + c]! += weight * data[(y * from + at) * 4 + c]!;
  const out = new Float32Array(to * to * 4);
  for (let y = 0; y < to; y++)
    for (const [at, weight] of taps[y]!)
      for (let i = 0; i < to * 4; i++) out[y * to * 4 + i]! += weight * across[at * to * 4 + i]!;
  return out.map((value) => Math.min(Math.max(value, 0), 1));
}

function filter(i: number, from: number, to: number): readonly (readonly [at: number, weight: number])[] {
  const scale = Math.max(from / to, 1);
  const center = ((i + 0.5) * from) / to;
  const taps: [number, number][] = [];
  for (
    let at = Math.max(0, Math.ceil(center - 2 * scale - 0.5));
    at <= Math.min(from - 1, Math.floor(center + 2 * scale - 0.5));
    at++
  )
    taps.push([at, cubic(Math.abs((at + 0.5 - center) / scale))]);
  const sum = taps.reduce((total, [, weight]) => total + weight, 0);
  return taps.map(([at, weight]) => [at, weight / sum]);
}

const cubic = (x: number): number =>
  x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;

function mirrored(data: Float32Array, side: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      out.set(data.subarray((y * side + x) * 4, (y * side + x) * 4 + 4), (y * side + side - 1 - x) * 4);
  return out;
}

/** Cuts away the rows and columns in which nothing is visible (alpha ≤ 0.05). */
function cut(data: Float32Array, side: number): Sprite {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (data[(y * side + x) * 4 + 3]! > 0.05) {
        left = Math.min(left, x);
        right = Math.max(right, x + 1);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y + 1);
      }
  const [width, height] = [right - left, bottom - top];
  const out = new Float32Array(width * height * 4);
  for (let y = 0; y < height; y++)
    out.set(data.subarray(((top + y) * side + left) * 4, ((top + y) * side + right) * 4), y * width * 4);
  return { width, height, data: out };
}
