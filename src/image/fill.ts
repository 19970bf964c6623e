import type { Mask, RgbImage } from './image.ts';

/** Rounds of vertical smoothing: more would blur horizons. */
const ROUNDS = 1;

/**
 * Fills a hole with what surrounds it: rows are bridged from their left to their right end (horizons and floors
 * go on), then smoothed from row to row.
 *
 * @param hole   1 inside the hole
 * @param others where other things are, which are no background: the hole is bridged from beyond them
 */
export function fillHole(image: RgbImage, hole: Mask, others?: Mask): RgbImage {
  const { width, height } = image;
  const bridged = image.data.slice();
  const inside = (x: number, y: number): boolean =>
    hole.data[y * width + x]! > 0 || (others !== undefined && others.data[y * width + x]! > 0);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!inside(x, y)) continue;
      let end = x;
      while (end < width && inside(end, y)) end++;
      bridge(image, bridged, y, x, end);
      x = end;
    }
  const cells = Array.from(hole.data.keys()).filter((at) => hole.data[at]! > 0);
  const data = image.data.slice();
  for (const at of cells) data.set(bridged.subarray(at * 3, at * 3 + 3), at * 3);
  return { width, height, data: soften(data, cells, width, height) };
}

/** Pixels `from`…`to` (exclusive) of a row become a blend of the pixels on both sides; at the border of one side. */
function bridge(
  { width, data: source }: RgbImage,
  data: Uint8Array,
  y: number,
  from: number,
  to: number,
): void {
  const left = from > 0 ? sideColour(source, width, y, from - 3, from) : undefined;
  const right = to < width ? sideColour(source, width, y, to, to + 3) : undefined;
  for (let x = from; x < to; x++) {
    const share = (x - from + 1) / (to - from + 1);
    for (let channel = 0; channel < 3; channel++) {
      const a = (left ?? right)?.[channel];
      const b = (right ?? left)?.[channel];
      if (a === undefined || b === undefined) continue;
      data[(y * width + x) * 3 + channel] = Math.round(a + share * (b - a));
    }
  }
}

function sideColour(source: Uint8Array, width: number, y: number, from: number, to: number): number[] {
  const columns: number[] = [];
  for (let x = Math.max(0, from); x < Math.min(width, to); x++) columns.push(x);
  return [0, 1, 2].map(
    (channel) => columns.reduce((sum, x) => sum + source[(y * width + x) * 3 + channel]!, 0) / columns.length,
  );
}

/** Vertical smoothing inside the hole, so that rows which met different things do not show as stripes. */
function soften(data: Uint8Array, cells: readonly number[], width: number, height: number): Uint8Array {
  let current = Float32Array.from(data);
  for (let round = 0; round < ROUNDS; round++) {
    const next = current.slice();
    for (const at of cells) {
      const y = Math.floor(at / width);
      if (y === 0 || y === height - 1) continue;
      for (let channel = 0; channel < 3; channel++)
        next[at * 3 + channel] =
          0.5 * current[at * 3 + channel]! +
          0.25 * (current[(at - width) * 3 + channel]! + current[(at + width) * 3 + channel]!);
    }
    current = next;
  }
  return Uint8Array.from(current, Math.round);
}
