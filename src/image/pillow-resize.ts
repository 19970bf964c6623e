/**
 * Resizing as Pillow does it, value for value: models were trained on pictures that were made smaller so.
 *
 * Source: Pillow, src/libImaging/Resample.c.
 */

/** One channel, rows from the top, values 0…255. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

interface Filter {
  /** Half its width, in pixels of the larger picture. */
  readonly support: number;
  readonly weigh: (offset: number) => number;
}

const FILTERS = {
  bicubic: { support: 2, weigh: cubic },
  bilinear: { support: 1, weigh: (offset) => Math.max(0, 1 - Math.abs(offset)) },
} as const satisfies Readonly<Record<string, Filter>>;

/** Pillow counts with whole numbers of this many bits behind the point. */
const PRECISION = 2 ** 22;

interface Taps {
  readonly from: number;
  readonly weights: readonly number[];
}

/**
 * Resizes a channel, its proportions lost: rows first, then columns, whole values 0…255 after each; the other way
 * round where the height loses more than twice what the width loses, as Pillow 13 was seen to do.
 */
export function resizeAsPillow(
  plane: Plane,
  { width, height }: { readonly width: number; readonly height: number },
  filter: keyof typeof FILTERS,
): Plane {
  const kind = FILTERS[filter];
  const lost = { width: plane.width - width, height: plane.height - height };
  return lost.height > 0 && lost.height > 2 * lost.width
    ? widen(heighten(plane, height, kind), width, kind)
    : heighten(widen(plane, width, kind), height, kind);
}

function widen({ width, height, data }: Plane, out: number, filter: Filter): Plane {
  if (out === width) return { width, height, data };
  const from = { lines: height, line: width, step: 1 };
  return {
    width: out,
    height,
    data: resample(data, from, tapsOf(filter, width, out), { line: out, step: 1 }),
  };
}

function heighten({ width, height, data }: Plane, out: number, filter: Filter): Plane {
  if (out === height) return { width, height, data };
  const from = { lines: width, line: 1, step: width };
  return {
    width,
    height: out,
    data: resample(data, from, tapsOf(filter, height, out), { line: 1, step: width }),
  };
}

/** Where each new pixel looks, and how much it takes; the filter is as wide as the scale where it shrinks. */
function tapsOf({ support, weigh }: Filter, length: number, out: number): Taps[] {
  const scale = length / out;
  const stretch = Math.max(scale, 1);
  // Multiplied, not divided: the last bit decides where two roundings are equally near.
  const shrink = 1 / stretch;
  return Array.from({ length: out }, (_, at) => {
    const center = (at + 0.5) * scale;
    const from = Math.max(0, Math.trunc(center - support * stretch + 0.5));
    const to = Math.min(length, Math.trunc(center + support * stretch + 0.5));
    const raw = Array.from({ length: to - from }, (_cell, i) => weigh((i + from - center + 0.5) * shrink));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return {
      from,
      weights: raw.map((weight) => Math.sign(weight) * Math.floor(Math.abs(weight / sum) * PRECISION + 0.5)),
    };
  });
}

/** Bicubic with a = −0.5. */
function cubic(offset: number): number {
  const x = Math.abs(offset);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
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

/** One colour of a picture: 0 red, 1 green, 2 blue. */
export function channelOf(
  image: { readonly width: number; readonly height: number; readonly data: Uint8Array },
  channel: number,
): Plane {
  const { width, height, data } = image;
  const plane = new Float32Array(width * height);
  for (let i = 0; i < plane.length; i++) plane[i] = data[3 * i + channel]!;
  return { width, height, data: plane };
}
