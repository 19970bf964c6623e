import type { Tensor } from './tensor.ts';

/** A two-dimensional field: `data.length = height · width`, rows from the top. */
export interface Grid {
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}

/** A grid whose cells all hold one value. */
export const filledGrid = (height: number, width: number, value: number): Grid => ({
  height,
  width,
  data: new Float32Array(height * width).fill(value),
});

/** Resizes to the value of the nearest cell, floor(i · in / out), as PyTorch's `interpolate` does by default. */
export function resizeGrid(grid: Grid, height: number, width: number): Grid {
  if (grid.height === height && grid.width === width) return grid;
  const data = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * grid.height) / height) * grid.width;
    for (let x = 0; x < width; x++)
      data[y * width + x] = grid.data[row + Math.floor((x * grid.width) / width)]!;
  }
  return { height, width, data };
}

/** Resizes between the four nearest cells, as PyTorch's bilinear `interpolate` with `align_corners=False` does. */
export function resizeGridSmoothly(grid: Grid, height: number, width: number): Grid {
  if (grid.height === height && grid.width === width) return grid;
  const rows = neighbours(grid.height, height);
  const columns = neighbours(grid.width, width);
  const data = new Float32Array(height * width);
  for (const [y, row] of rows.entries())
    for (const [x, column] of columns.entries()) {
      const along = (line: number): number => {
        const left = grid.data[line * grid.width + column.low]!;
        return left + column.share * (grid.data[line * grid.width + column.high]! - left);
      };
      const top = along(row.low);
      data[y * width + x] = top + row.share * (along(row.high) - top);
    }
  return { height, width, data };
}

/** The two cells that each of `out` new ones lies between, and how far it is from the first. */
const neighbours = (length: number, out: number) =>
  Array.from({ length: out }, (_, at) => {
    const place = Math.max(0, ((at + 0.5) * length) / out - 0.5);
    const low = Math.min(Math.floor(place), length - 1);
    return { low, high: Math.min(low + 1, length - 1), share: place - low };
  });

/** Keys' cubic kernel at the distances 1 + t, t, 1 − t, 2 − t, with PyTorch's a = −0.75. */
function cubicWeights(t: number): readonly number[] {
  const a = -0.75;
  const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1;
  const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  return [far(1 + t), near(t), near(1 - t), far(2 - t)];
}

/** The four cells of `from` that each of `size` new ones takes from, with their weights. */
const cubicTaps = (size: number, from: number) =>
  Array.from({ length: size }, (_, at) => {
    const centre = ((at + 0.5) * from) / size - 0.5;
    const first = Math.floor(centre);
    return cubicWeights(centre - first).map(
      (weight, tap) => [Math.min(Math.max(first - 1 + tap, 0), from - 1), weight] as const,
    );
  });

/** Resizes by cubic convolution as PyTorch's `interpolate(mode='bicubic')` does: cells at their centres, no smoothing. */
export function resizeGridBicubic(grid: Grid, height: number, width: number): Grid {
  if (grid.height === height && grid.width === width) return grid;
  const [rows, columns] = [cubicTaps(height, grid.height), cubicTaps(width, grid.width)];
  const data = new Float32Array(height * width);
  rows.forEach((row, y) =>
    columns.forEach((column, x) => {
      let sum = 0;
      for (const [above, share] of row)
        for (const [left, weight] of column) sum += share * weight * grid.data[above * grid.width + left]!;
      data[y * width + x] = sum;
    }),
  );
  return { height, width, data };
}

/**
 * Brings a fine mask to fewer cells: 1 where it covers at least `least` of a cell, so that thin things are not lost.
 *
 * @param least  share of a cell, 0…1
 */
export function coverGrid(grid: Grid, height: number, width: number, least: number): Grid {
  const sums = new Float32Array(height * width);
  const counts = new Float32Array(height * width);
  const rows = Math.max(grid.height, height);
  const columns = Math.max(grid.width, width);
  for (let y = 0; y < rows; y++) {
    const from = Math.floor((y * grid.height) / rows) * grid.width;
    const to = Math.floor((y * height) / rows) * width;
    for (let x = 0; x < columns; x++) {
      const cell = to + Math.floor((x * width) / columns);
      sums[cell]! += grid.data[from + Math.floor((x * grid.width) / columns)]! > 0 ? 1 : 0;
      counts[cell]!++;
    }
  }
  return { height, width, data: sums.map((sum, cell) => (sum > 0 && sum >= least * counts[cell]! ? 1 : 0)) };
}

/** The largest value of all grids at every cell; all of one size. */
export function maximumOf(grids: readonly [Grid, ...Grid[]]): Grid {
  const [first, ...others] = grids;
  const data = Float32Array.from(first.data);
  for (const grid of others)
    for (let cell = 0; cell < data.length; cell++) data[cell] = Math.max(data[cell]!, grid.data[cell]!);
  return { ...first, data };
}

/** Scales values to 0…1; a flat grid becomes all zeros. */
export function minMax(grid: Grid): Grid {
  const low = grid.data.reduce((least, value) => Math.min(least, value), Infinity);
  const high = grid.data.reduce((most, value) => Math.max(most, value), -Infinity);
  const range = high - low;
  return { ...grid, data: grid.data.map((value) => (range > 0 ? (value - low) / range : 0)) };
}

/** Share of the cells above zero, 0…1. */
export const coverage = (grid: Grid): number =>
  grid.data.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / grid.data.length;

/** `[…, h, w]` with one element in front as a grid, without copying. */
export function asGrid({ dims, data }: Tensor): Grid {
  const [height = 1, width = 1] = dims.slice(-2);
  return { height, width, data: data.subarray(0, height * width) };
}
