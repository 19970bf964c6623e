import { SIDE, SPRITE } from './material.ts';
import type { PlacedThing } from './scene.ts';

interface Fall {
  /** Where light comes from: −1 left, 1 right. */
  readonly light: number;
  /** Darkness, 0…1. */
  readonly shadow: number;
  /** Width of the thing on the ground, share of the picture's side. */
  readonly width: number;
}

/** Height of a shadow as a share of the thing's side, and how far it leans. */
const [LENGTH, LEAN] = [0.3, 0.3];
/** Half of the width over which the shadow's edge is softened, pixels. */
const SOFT = 3;

/** Darkens the ground by the silhouette of a thing, laid down away from the light, and where it touches the ground. */
export function castShadow(data: Uint8Array, sprite: Uint8Array, thing: PlacedThing, fall: Fall): void {
  const { x, base, side } = thing;
  const reach = side * (0.5 + LEAN) * SIDE + SOFT;
  const [left, right] = [Math.floor(x * SIDE - reach), Math.ceil(x * SIDE + reach)];
  const [top, bottom] = [
    Math.floor((base - side * LENGTH) * SIDE) - SOFT,
    Math.ceil((base + side * 0.08) * SIDE) + SOFT,
  ];
  const [width, height] = [right - left, bottom - top];
  const laid = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const rise = (base - (top + row + 0.5) / SIDE) / (side * LENGTH) + 0.02;
    if (rise <= 0 || rise >= 1) continue;
    for (let column = 0; column < width; column++) {
      const u = ((left + column + 0.5) / SIDE - x) / side - fall.light * rise * LEAN;
      laid[row * width + column] = silhouette(sprite, (thing.flip ? -u : u) + 0.5, 1 - rise);
    }
  }
  const soft = blurred(blurred(laid, width, height, 1, width), height, width, width, 1);
  for (let row = Math.max(0, -top); row < Math.min(height, SIDE - top); row++) {
    const y = (top + row + 0.5) / SIDE;
    const rise = Math.min(Math.max((base - y) / (side * LENGTH) + 0.02, 0), 1);
    for (let column = Math.max(0, -left); column < Math.min(width, SIDE - left); column++) {
      const across = ((left + column + 0.5) / SIDE - x) / (fall.width * 0.46);
      const down = (y - base + side * 0.012) / (side * 0.055);
      const touch = Math.sqrt(Math.max(1 - across * across - down * down, 0));
      const dark = 0.75 * soft[row * width + column]! * (1 - 0.5 * rise) + 0.9 * touch;
      if (dark <= 0) continue;
      const light = 1 - fall.shadow * Math.min(dark, 1.15);
      const to = ((top + row) * SIDE + left + column) * 3;
      for (let channel = 0; channel < 3; channel++) data[to + channel] = data[to + channel]! * light + 0.5;
    }
  }
}

/** Alpha of the smallest level of a sprite at (u, v), 0…1. */
function silhouette(sprite: Uint8Array, u: number, v: number): number {
  const side = SPRITE / 4;
  if (u <= 0 || u >= 1 || v <= 0 || v >= 1) return 0;
  return sprite[(Math.floor(v * side) * side + Math.floor(u * side)) * 4 + 3]! / 255;
}

/** Mean over 2 · SOFT + 1 values along one direction of a grid, by a running sum. */
function blurred(
  grid: Float32Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
): Float32Array {
  const out = new Float32Array(grid.length);
  for (let line = 0; line < lines; line++) {
    const from = line * lineStep;
    let sum = 0;
    for (let i = 0; i < length + SOFT; i++) {
      if (i < length) sum += grid[from + i * step]!;
      if (i > 2 * SOFT) sum -= grid[from + (i - 2 * SOFT - 1) * step]!;
      if (i >= SOFT) out[from + (i - SOFT) * step] = Math.max(sum, 0) / (2 * SOFT + 1);
    }
  }
  return out;
}
