import { recolor, meanLightness } from './colors.ts';
import { SIDE, SPRITE, thingOf, type Levels, type Pictures, type Rgb } from './material.ts';
import { drawingOrder, lightOf, spriteOf, type PlacedThing, type Scene } from './scene.ts';
import { castShadow } from './shadows.ts';

export interface Painting {
  /** RGB, `SIDE` × `SIDE`. */
  readonly data: Uint8Array;
  /** What is visible of each thing, 0…1, in the order of the scene. */
  readonly masks: readonly Float32Array[];
}

export type Paint = (scene: Scene) => Painting;

/** These shine by themselves: the light of the place does not color them. */
const SHINING = new Set(['sun', 'moon', 'star', 'fire', 'lamp', 'candle', 'lightning', 'crescent']);
/** Share of haze before things that stand far away. */
const FAR = 0.16;
/** Share of a thing's side that is under water. */
const DIP = 0.045;

/** A painter of scenes; one picture takes some milliseconds. */
export function painter(pictures: Pictures): Paint {
  const means = new Map<number, number>();
  const meanOf = (at: number): number => {
    const mean = means.get(at) ?? meanLightness(pictures.sprites[at]![2]);
    means.set(at, mean);
    return mean;
  };
  return (scene) => {
    const data = background(pictures.places[scene.variant.at]!, scene.mirrored);
    const masks = scene.things.map(() => new Float32Array(SIDE * SIDE));
    const drawn: number[] = [];
    for (const index of drawingOrder(scene)) {
      const thing = scene.things[index]!;
      const [at, width] = spriteOf(thing);
      const levels = pictures.sprites[at]!;
      const { shadow } = scene.variant;
      if (thing.contact === 'ground')
        castShadow(data, levels[2], thing, { light: lightOf(scene), shadow, width: width * thing.side });
      const brush = brushOf(scene, thing, levels, meanOf(at));
      if (thing.contact === 'water') reflect(data, thing, brush);
      stamp(
        data,
        thing,
        brush,
        masks[index]!,
        drawn.map((behind) => masks[behind]!),
      );
      drawn.push(index);
    }
    return { data, masks };
  };
}

function background(picture: Uint8Array, mirrored: boolean): Uint8Array {
  if (!mirrored) return picture.slice();
  const out = new Uint8Array(picture.length);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const [from, to] = [(y * SIDE + x) * 3, (y * SIDE + SIDE - 1 - x) * 3];
      out[to] = picture[from]!;
      out[to + 1] = picture[from + 1]!;
      out[to + 2] = picture[from + 2]!;
    }
  return out;
}

/** Reads a sprite at (u, v), 0…1 of its square, into `out`: RGB times alpha, alpha, 0…1, as the place lights it. */
type Brush = (out: Float32Array, u: number, v: number) => void;

function brushOf({ variant }: Scene, thing: PlacedThing, levels: Levels, mean: number): Brush {
  const pixels = thing.side * SIDE;
  const level = pixels >= SPRITE * 0.75 ? 0 : pixels >= SPRITE * 0.38 ? 1 : 2;
  const [sprite, side] = [levels[level], SPRITE >> level];
  const tint: Rgb = SHINING.has(thing.word) ? [1, 1, 1] : variant.tint;
  const far = thingOf(thing.word).zone === 'far' && variant.surface === 'ground' ? FAR : 0;
  const { color } = thing;
  return (out, u, v) => {
    bilinear(out, sprite, side, thing.flip ? 1 - u : u, v);
    const alpha = out[3]!;
    if (alpha < 0.004) return;
    if (color !== undefined) {
      for (let channel = 0; channel < 3; channel++) out[channel] = out[channel]! / alpha;
      recolor(out, color, mean);
      for (let channel = 0; channel < 3; channel++) out[channel] = out[channel]! * alpha;
    }
    for (let channel = 0; channel < 3; channel++)
      out[channel] = out[channel]! * tint[channel]! * (1 - far) + variant.haze[channel]! * alpha * far;
  };
}

function bilinear(out: Float32Array, sprite: Uint8Array, side: number, u: number, v: number): void {
  if (u <= 0 || u >= 1 || v <= 0 || v >= 1) {
    out.fill(0);
    return;
  }
  const [x, y] = [
    Math.min(Math.max(u * side - 0.5, 0), side - 1),
    Math.min(Math.max(v * side - 0.5, 0), side - 1),
  ];
  const [left, top] = [Math.min(Math.floor(x), side - 2), Math.min(Math.floor(y), side - 2)];
  const [dx, dy] = [x - left, y - top];
  const from = (top * side + left) * 4;
  for (let channel = 0; channel < 4; channel++) {
    const at = from + channel;
    const upper = sprite[at]! * (1 - dx) + sprite[at + 4]! * dx;
    const lower = sprite[at + side * 4]! * (1 - dx) + sprite[at + side * 4 + 4]! * dx;
    out[channel] = (upper * (1 - dy) + lower * dy) / 255;
  }
}

interface Window {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const within = (value: number): number => Math.min(Math.max(value, 0), SIDE);
const windowOf = ({ x, side }: PlacedThing, top: number, bottom: number): Window => ({
  left: within(Math.floor((x - side / 2) * SIDE)),
  right: within(Math.ceil((x + side / 2) * SIDE)),
  top: within(Math.floor(top * SIDE)),
  bottom: within(Math.ceil(bottom * SIDE)),
});

/** Lays the sprite over the picture, its visible part into `mask`, and takes it from the masks behind. */
function stamp(
  data: Uint8Array,
  thing: PlacedThing,
  brush: Brush,
  mask: Float32Array,
  behind: readonly Float32Array[],
): void {
  const window = windowOf(thing, thing.base - thing.side, thing.base);
  const waterline = thing.contact === 'water' ? thing.base - thing.side * DIP : Infinity;
  const pixel = new Float32Array(4);
  for (let row = window.top; row < window.bottom; row++) {
    const y = (row + 0.5) / SIDE;
    const dry = Math.min(Math.max((waterline - y) * SIDE, 0), 1);
    for (let column = window.left; column < window.right; column++) {
      const u = ((column + 0.5) / SIDE - thing.x) / thing.side + 0.5;
      brush(pixel, u, (y - thing.base) / thing.side + 1);
      const alpha = pixel[3]! * dry;
      if (alpha < 0.004) continue;
      const to = row * SIDE + column;
      for (let channel = 0; channel < 3; channel++)
        blend(data, to * 3 + channel, pixel[channel]! * dry, alpha);
      mask[to] = alpha;
      for (const other of behind) other[to] = other[to]! * (1 - alpha);
    }
  }
}

function blend(data: Uint8Array, at: number, value: number, alpha: number): void {
  data[at] = Math.min(data[at]! * (1 - alpha) + value * 255 + 0.5, 255);
}

/** The mirror image on water, broken by waves. */
function reflect(data: Uint8Array, thing: PlacedThing, brush: Brush): void {
  const { base, side, x } = thing;
  const window = windowOf(thing, base - side * 0.05, base + side * 0.65);
  const pixel = new Float32Array(4);
  for (let row = window.top; row < window.bottom; row++) {
    const y = (row + 0.5) / SIDE;
    for (let column = window.left; column < window.right; column++) {
      const u = ((column + 0.5) / SIDE - x) / side + 0.5 + 0.02 * Math.sin(y * 140);
      brush(pixel, u, 1 - (y - base + side * 0.05) / side / 0.7);
      const to = (row * SIDE + column) * 3;
      for (let channel = 0; channel < 3; channel++)
        blend(data, to + channel, pixel[channel]! * 0.33, pixel[3]! * 0.33);
    }
  }
}
