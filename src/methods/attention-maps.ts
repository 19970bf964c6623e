/**
 * Heat maps of words: cross-attention added up over all steps and layers of a run.
 *
 * Source: Tang et al. 2022, What the DAAM: Interpreting Stable Diffusion Using Cross Attention,
 * https://arxiv.org/abs/2210.04885, section 2.2, and the authors' package daam 0.2.0 (which layers, how resized).
 * Differs from the package: heads are averaged before negative overshoot of the resizing is cut off, not after; any
 * size and proportion of the picture; the mean over the steps in place of their sum.
 */
import { type Grid, resizeGridBicubic } from '../tensor/grid.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MethodContext, MethodRun } from './method.ts';

/** Where a word's heat is, in shares of the picture's width and height. */
export interface HeatFigures {
  /** Share of the heat of all words of the prompt, 0…1. */
  readonly share: number;
  /** The hottest cell: its centre, and the mean attention paid there, 0…1. */
  readonly peak: { readonly x: number; readonly y: number; readonly value: number };
  /** The box around everything above the threshold: x, y, width, height. */
  readonly box: readonly [number, number, number, number];
  /** Share of the picture above the threshold. */
  readonly area: number;
}

/** The package's usual cut of a map that was scaled to 0…1. */
const THRESHOLD = 0.4;

export interface AttentionMaps extends Required<Pick<MethodRun, 'reads' | 'observe'>> {
  /** Heat of some tokens at the latents' size: the mean over them. */
  heat(tokens: readonly number[]): Grid;
  /** The heat in numbers. @param words  positions of all tokens of the prompt, start and end left out */
  figures(tokens: readonly number[], words: readonly number[]): HeatFigures;
}

/**
 * Collects the maps of one row of the batch during a run.
 *
 * @param row  its name: the one that has seen the words. On InstructPix2Pix that is the text + image row
 */
export function collectAttention(context: MethodContext, row: string): AttentionMaps {
  const at = context.rows.indexOf(row);
  const cross = context.layers.filter(({ kind }) => kind === 'cross');
  // The package hooks the blocks on the way down and up, not the one between them.
  const outer = cross.filter(({ name }) => !name.startsWith('mid_block'));
  const layers = outer.length > 0 ? outer : cross;
  const sums = new Map(
    layers.map(({ name, height, width }) => [name, new Float32Array(height * width * context.tokens)]),
  );
  let steps = 0;
  const known = new Map<number, Grid>();
  const heatOf = (token: number): Grid => {
    const found = known.get(token) ?? tokenHeat(context, layers, sums, token, steps);
    known.set(token, found);
    return found;
  };
  const heat = (tokens: readonly number[]): Grid => {
    const { height, width } = context.latents;
    const data = new Float32Array(height * width);
    for (const token of tokens)
      heatOf(token).data.forEach((value, cell) => (data[cell]! += value / tokens.length));
    return { height, width, data };
  };
  return {
    reads: () => true,
    observe(maps) {
      steps++;
      known.clear();
      for (const [name, sum] of sums) addRow(sum, maps.get(name), at);
    },
    heat,
    figures(tokens, words) {
      const all = words.reduce((sum, token) => sum + total(heatOf(token)), 0);
      const own = tokens.reduce((sum, token) => sum + total(heatOf(token)), 0);
      return { share: all > 0 ? own / all : 0, ...heatFigures(heat(tokens)) };
    },
  };
}

function addRow(sum: Float32Array, map: Tensor | undefined, row: number): void {
  if (map === undefined) return;
  const from = row * sum.length;
  for (let i = 0; i < sum.length; i++) sum[i]! += map.data[from + i]!;
}

/** One token's map: each layer resized to the latents, cut at 0, mean over all heads of all layers. */
function tokenHeat(
  { latents, tokens }: MethodContext,
  layers: MethodContext['layers'],
  sums: ReadonlyMap<string, Float32Array>,
  token: number,
  steps: number,
): Grid {
  const { height, width } = latents;
  const heads = layers.reduce((count, layer) => count + layer.heads, 0);
  const data = new Float32Array(height * width);
  for (const layer of layers) {
    const sum = sums.get(layer.name)!;
    const own = Float32Array.from(
      { length: layer.height * layer.width },
      (_, cell) => sum[cell * tokens + token]!,
    );
    const resized = resizeGridBicubic({ ...layer, data: own }, height, width);
    const share = layer.heads / (heads * Math.max(1, steps));
    resized.data.forEach((value, cell) => (data[cell]! += share * Math.max(0, value)));
  }
  return { height, width, data };
}

const total = ({ data }: Grid): number => data.reduce((sum, value) => sum + value, 0);

/** Peak, box and area of a heat map. */
export function heatFigures({ height, width, data }: Grid): Omit<HeatFigures, 'share'> {
  const high = data.reduce((most, value) => Math.max(most, value), -Infinity);
  const low = data.reduce((least, value) => Math.min(least, value), Infinity);
  const cell = data.indexOf(high);
  const hot = Array.from(data.keys()).filter((at) => data[at]! - low > THRESHOLD * (high - low));
  const columns = hot.map((at) => at % width);
  const rows = hot.map((at) => Math.floor(at / width));
  const [left, top] = [Math.min(width, ...columns), Math.min(height, ...rows)];
  const [right, bottom] = [
    Math.max(left, ...columns.map((x) => x + 1)),
    Math.max(top, ...rows.map((y) => y + 1)),
  ];
  return {
    peak: { x: ((cell % width) + 0.5) / width, y: (Math.floor(cell / width) + 0.5) / height, value: high },
    box:
      hot.length === 0
        ? [0, 0, 0, 0]
        : [left / width, top / height, (right - left) / width, (bottom - top) / height],
    area: hot.length / data.length,
  };
}
