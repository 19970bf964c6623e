import { fileURLToPath } from 'node:url';
import { openSafetensors, readTensor } from '../../../src/compiler/safetensors.ts';
import { SIDE } from './backgrounds.ts';
import { colors, objects, type Color, type ObjectWord } from './words.ts';

/** Cells along a side of the judge's answer; a cell is 16 × 16 pixels. */
export const CELLS = 16;
const WORDS = ['nothing', ...objects] as const;
const COLORS = ['natural', ...colors] as const;

/** What the judge sees: chances of every word and colour in every cell. */
export interface Verdict {
  /** `[31][256]`, sums to 1 over the words of a cell; the first word is "nothing". */
  readonly words: readonly Float32Array[];
  /** `[8][256]`; the first colour is "natural". */
  readonly colors: readonly Float32Array[];
}

export type Judge = (picture: Uint8Array) => Verdict;

/** One plane of numbers for every channel. */
interface Planes {
  readonly side: number;
  readonly data: Float32Array;
}
interface Layer {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly kernel: number;
}

/**
 * The judge of the evaluation (tools/train/v1/train_judge.py): a plain CNN, run here in plain loops, that shares
 * nothing with the models it judges but the sprites.
 */
export async function openJudge(
  path = fileURLToPath(new URL('judge.safetensors', import.meta.url)),
): Promise<Judge> {
  const file = await openSafetensors(path);
  const layer = async (name: string): Promise<Layer> => {
    const weight = await readTensor(file, `${name}.weight`);
    return {
      weight: weight.data,
      bias: (await readTensor(file, `${name}.bias`)).data,
      kernel: weight.dims[3] ?? 1,
    };
  };
  const down = await Promise.all([0, 1, 2].map((index) => layer(`down.${index}`)));
  const body = await Promise.all([0, 1, 2, 3, 4].map((index) => layer(`body.${index}`)));
  const head = await layer('head');
  return (picture) => {
    let x = input(picture);
    for (const each of down) x = relu(convolve(x, each, 2));
    for (const each of body) {
      const y = relu(convolve(x, each, 1));
      x = { ...x, data: x.data.map((value, index) => value + y.data[index]!) };
    }
    const { data } = convolve(x, head, 1);
    const planes = Array.from({ length: WORDS.length + COLORS.length }, (_, c) =>
      data.slice(c * CELLS ** 2, (c + 1) * CELLS ** 2),
    );
    return { words: softmax(planes.slice(0, WORDS.length)), colors: softmax(planes.slice(WORDS.length)) };
  };
}

/** RGB of `SIDE` pixels → three planes of half the side, −1…1 (mean of 2 × 2). */
function input(picture: Uint8Array): Planes {
  const side = SIDE / 2;
  const data = new Float32Array(3 * side * side);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++)
      for (let c = 0; c < 3; c++)
        data[c * side * side + (y >> 1) * side + (x >> 1)]! += picture[(y * SIDE + x) * 3 + c]! / 510;
  return { side, data: data.map((value) => value - 1) };
}

/** Zero-padded convolution. */
function convolve({ side, data }: Planes, { weight, bias, kernel }: Layer, stride: number): Planes {
  const [out, count, from] = [side / stride, bias.length, data.length / side ** 2];
  const pad = kernel >> 1;
  const result = new Float32Array(count * out * out);
  for (let o = 0; o < count; o++) {
    const base = o * out * out;
    result.fill(bias[o]!, base, base + out * out);
    for (let i = 0; i < from; i++)
      for (let ky = 0; ky < kernel; ky++)
        for (let kx = 0; kx < kernel; kx++) {
          const w = weight[((o * from + i) * kernel + ky) * kernel + kx]!;
          const first = Math.max(0, Math.ceil((pad - kx) / stride));
          const last = Math.min(out - 1, Math.floor((side - 1 + pad - kx) / stride));
          for (let y = 0; y < out; y++) {
            const row = y * stride + ky - pad;
            if (row < 0 || row >= side) continue;
            const source = i * side * side + row * side + kx - pad;
            const target = base + y * out;
            for (let x = first; x <= last; x++) result[target + x]! += w * data[source + x * stride]!;
          }
        }
  }
  return { side: out, data: result };
}

const relu = ({ side, data }: Planes): Planes => ({ side, data: data.map((value) => Math.max(value, 0)) });

function softmax(planes: readonly Float32Array[]): readonly Float32Array[] {
  for (let cell = 0; cell < CELLS ** 2; cell++) {
    const most = Math.max(...planes.map((plane) => plane[cell]!));
    const sum = planes.reduce((total, plane) => total + Math.exp(plane[cell]! - most), 0);
    for (const plane of planes) plane[cell] = Math.exp(plane[cell]! - most) / sum;
  }
  return planes;
}

/** An object the judge found: cells that hang together and mostly say one word. */
export interface Sighting {
  readonly word: ObjectWord;
  /** The most likely colour; absent when it is the natural one. */
  readonly color: Color | undefined;
  /** Middle from the left, 0…1. */
  readonly x: number;
  readonly cells: readonly number[];
}

/** Objects of a picture: cells more likely something than nothing, grouped by word; groups of `least` cells or more. */
export function sightings(verdict: Verdict, least = 4): readonly Sighting[] {
  const best = Array.from({ length: CELLS ** 2 }, (_, cell) => argmax(verdict.words, [cell]));
  const seen = new Set<number>();
  const found: Sighting[] = [];
  for (let start = 0; start < CELLS ** 2; start++) {
    if (best[start] === 0 || seen.has(start)) continue;
    const cells = spread(start, best, seen);
    if (cells.length < least) continue;
    const color = COLORS[argmax(verdict.colors, cells)];
    const x = cells.reduce((sum, cell) => sum + (cell % CELLS) + 0.5, 0) / cells.length / CELLS;
    found.push({
      word: WORDS[best[start]!] as ObjectWord,
      color: color === 'natural' ? undefined : color,
      x,
      cells,
    });
  }
  return found;
}

function spread(start: number, best: readonly number[], seen: Set<number>): number[] {
  const cells = [start];
  seen.add(start);
  for (const cell of cells)
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const [x, y] = [(cell % CELLS) + dx, Math.floor(cell / CELLS) + dy];
      const next = y * CELLS + x;
      if (x < 0 || y < 0 || x >= CELLS || y >= CELLS || seen.has(next) || best[next] !== best[start])
        continue;
      seen.add(next);
      cells.push(next);
    }
  return cells;
}

/** What some cells show, all taken together: the word and the colour with the highest sum. */
export function judgeCells(
  verdict: Verdict,
  cells: readonly number[],
): { word: ObjectWord | undefined; color: Color | undefined } {
  const word = WORDS[argmax(verdict.words, cells)];
  const color = COLORS[argmax(verdict.colors, cells)];
  return { word: word === 'nothing' ? undefined : word, color: color === 'natural' ? undefined : color };
}

function argmax(planes: readonly Float32Array[], cells: readonly number[]): number {
  const sums = planes.map((plane) => cells.reduce((sum, cell) => sum + plane[cell]!, 0));
  return sums.indexOf(Math.max(...sums));
}

/** Cells that a mask covers to more than half; the two fullest when there are fewer. */
export function cellsOf(mask: Float32Array): readonly number[] {
  const cover = new Float32Array(CELLS ** 2);
  const pixels = SIDE / CELLS;
  mask.forEach((value, index) => {
    cover[Math.floor(Math.floor(index / SIDE) / pixels) * CELLS + Math.floor((index % SIDE) / pixels)]! +=
      value / pixels ** 2;
  });
  const full = [...cover.keys()].filter((cell) => cover[cell]! > 0.5);
  return full.length > 1 ? full : [...cover.keys()].sort((a, b) => cover[b]! - cover[a]!).slice(0, 2);
}
