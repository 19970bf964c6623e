import { dice, type Dice } from '../../scenes/random.ts';
import type { Background } from './words.ts';

/** Side of all pictures, pixels. */
export const SIDE = 256;
/** How many variants of each background there are. */
export const VARIANTS = 48;

type Rgb = readonly [number, number, number];
const grounds: Readonly<Record<Exclude<Background, 'sky'>, readonly [Rgb, Rgb, Rgb, Rgb]>> = {
  grass: [
    [150, 205, 245],
    [205, 232, 250],
    [120, 190, 90],
    [80, 150, 60],
  ],
  beach: [
    [120, 200, 245],
    [190, 230, 250],
    [245, 225, 170],
    [230, 200, 140],
  ],
  snow: [
    [175, 195, 220],
    [215, 225, 238],
    [250, 252, 255],
    [222, 232, 245],
  ],
  night: [
    [12, 14, 48],
    [38, 36, 92],
    [24, 50, 46],
    [14, 30, 34],
  ],
  road: [
    [170, 205, 235],
    [215, 225, 235],
    [120, 120, 126],
    [86, 86, 92],
  ],
  desert: [
    [250, 190, 120],
    [252, 226, 170],
    [226, 170, 96],
    [196, 132, 66],
  ],
  room: [
    [238, 222, 205],
    [226, 205, 186],
    [168, 116, 76],
    [138, 92, 58],
  ],
};

const kept = new Map<string, Uint8Array>();

/** A background, RGB, `SIDE` × `SIDE`; variants of one number share their horizon. */
export function background(name: Background, variant: number): Uint8Array {
  const key = `${name} ${variant}`;
  let made = kept.get(key);
  if (made === undefined) {
    made = Uint8Array.from(paint(name, dice(variant + 77, 3)), (value) =>
      Math.min(Math.max(Math.round(value), 0), 255),
    );
    kept.set(key, made);
  }
  return made;
}

function paint(name: Background, roll: Dice): Float32Array {
  const horizon = Math.floor(SIDE * roll.between(0.42, 0.62));
  const shift = [roll.between(-10, 10), roll.between(-10, 10), roll.between(-10, 10)];
  const image = new Float32Array(SIDE * SIDE * 3);
  if (name === 'sky') gradient(image, 0, SIDE, [70, 150, 230], [190, 225, 250]);
  else {
    const [top, above, below, bottom] = grounds[name];
    gradient(image, 0, horizon, top, above);
    gradient(image, horizon, SIDE, below, bottom);
  }
  decorate(image, name, horizon, roll);
  addNoise(image, shift, roll);
  return image;
}

function gradient(image: Float32Array, from: number, to: number, top: Rgb, bottom: Rgb): void {
  for (let y = from; y < to; y++) {
    const t = to - from > 1 ? (y - from) / (to - from - 1) : 0;
    for (let x = 0; x < SIDE; x++)
      for (let c = 0; c < 3; c++) image[(y * SIDE + x) * 3 + c] = top[c]! * (1 - t) + bottom[c]! * t;
  }
}

function fill(image: Float32Array, x0: number, y0: number, x1: number, y1: number, rgb: Rgb): void {
  for (let y = Math.max(y0, 0); y < Math.min(y1, SIDE); y++)
    for (let x = Math.max(x0, 0); x < Math.min(x1, SIDE); x++) image.set(rgb, (y * SIDE + x) * 3);
}

/** Mixes a colour in, `share(x, y)` of it, 0…1. */
function mix(image: Float32Array, rgb: Rgb, share: (x: number, y: number) => number): void {
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const a = Math.min(Math.max(share(x, y), 0), 1);
      if (a > 0)
        for (let c = 0; c < 3; c++)
          image[(y * SIDE + x) * 3 + c] = image[(y * SIDE + x) * 3 + c]! * (1 - a) + rgb[c]! * a;
    }
}

function decorate(image: Float32Array, name: Background, horizon: number, roll: Dice): void {
  if (name === 'beach')
    gradient(image, horizon - Math.floor(roll.between(18, 34)), horizon, [50, 130, 200], [80, 175, 215]);
  if (name === 'room') fill(image, 0, horizon, SIDE, horizon + 5, [250, 245, 238]);
  if (name === 'night')
    for (let star = 0; star < 14; star++) {
      const [y, x] = [roll.whole(4, horizon - 6), roll.whole(4, SIDE - 4)];
      fill(image, x, y, x + 3, y + 3, [255, 250, 210]);
    }
  if (name === 'sky')
    for (let cloud = 0; cloud < 3; cloud++) {
      const [cx, cy] = [roll.between(0, SIDE), roll.between(20, SIDE - 20)];
      for (const dx of [-22, 0, 22])
        mix(image, [250, 250, 250], (x, y) => {
          const d = ((x - cx - dx) / 26) ** 2 + ((y - cy + (dx === 0 ? 6 : 0)) / 13) ** 2;
          return Math.min((1.15 - d) * 3, 1) * 0.85;
        });
    }
  if (name === 'road') {
    const y = horizon + Math.floor((SIDE - horizon) / 2);
    for (let x = -roll.whole(0, 48); x < SIDE; x += 48) fill(image, x, y, x + 26, y + 6, [240, 235, 200]);
  }
  if (name === 'desert') {
    const cx = roll.between(40, 216);
    mix(image, [255, 244, 190], (x, y) => (18 - Math.hypot(x - cx, y - horizon * 0.4)) / 2);
  }
}

/** Soft noise, 32 × 32 values of deviation 2 spread smoothly, and one shift of the whole picture's colour. */
function addNoise(image: Float32Array, shift: readonly number[], roll: Dice): void {
  const cells = SIDE / 8;
  const noise = Float32Array.from({ length: cells * cells }, () => roll.normal() * 2);
  const at = (x: number, y: number): number =>
    noise[Math.min(Math.max(y, 0), cells - 1) * cells + Math.min(Math.max(x, 0), cells - 1)]!;
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const [u, v] = [(x + 0.5) / 8 - 0.5, (y + 0.5) / 8 - 0.5];
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const [fx, fy] = [u - i, v - j];
      const value =
        (at(i, j) * (1 - fx) + at(i + 1, j) * fx) * (1 - fy) +
        (at(i, j + 1) * (1 - fx) + at(i + 1, j + 1) * fx) * fy;
      for (let c = 0; c < 3; c++) image[(y * SIDE + x) * 3 + c]! += value + shift[c]!;
    }
}
