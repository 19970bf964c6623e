/**
 * Pictures computed in overlapping tiles and joined with blended seams.
 *
 * Source: diffusers 0.42, models/autoencoders/autoencoder_kl.py (tiled_decode, tiled_encode, blend_v, blend_h): tiles
 * are blended with the one above first, then with the one to the left, each as it already was blended.
 */
import { sizeOf, type Tensor } from './tensor.ts';

/** A stretch of one axis: `from`…`from + length`. */
export interface Span {
  readonly from: number;
  readonly length: number;
}

/**
 * Stretches of `tile` cells that begin every `stride` cells; the last one ends with the axis and may be shorter.
 *
 * Differs from diffusers: a stretch that would lie wholly within the one before it is left out.
 */
export function tileSpans(length: number, tile: number, stride: number): Span[] {
  const spans: Span[] = [];
  for (let from = 0; from === 0 || from + tile - stride < length; from += stride)
    spans.push({ from, length: Math.min(tile, length - from) });
  return spans;
}

/**
 * The fewest stretches of at most `largest` cells that overlap by about `overlap` cells and are all of one length, so
 * that one compiled network computes all of them.
 */
export function evenSpans(length: number, largest: number, overlap: number): Span[] {
  if (length <= largest) return [{ from: 0, length }];
  const count = Math.ceil((length - overlap) / (largest - overlap));
  const tile = Math.ceil((length + (count - 1) * overlap) / count);
  const stride = Math.ceil((length - tile) / (count - 1));
  return tileSpans(length, length - (count - 1) * stride, stride);
}

/** The part of `[B, C, H, W]` that lies in a row span and a column span. */
export function cutTile({ dims, data }: Tensor, rows: Span, columns: Span): Tensor {
  const [batch = 1, channels = 1, height = 1, width = 1] = dims;
  const out = new Float32Array(batch * channels * rows.length * columns.length);
  let at = 0;
  for (let plane = 0; plane < batch * channels; plane++)
    for (let row = rows.from; row < rows.from + rows.length; row++) {
      const start = (plane * height + row) * width + columns.from;
      out.set(data.subarray(start, start + columns.length), at);
      at += columns.length;
    }
  return { dims: [batch, channels, rows.length, columns.length], data: out };
}

/**
 * Computes a picture tile by tile, in reading order; two rows of tiles are in memory at once.
 *
 * @param rows,columns  spans of the input's axes
 * @param factor        output cells per input cell: 8 for a decoder, 1/8 for an encoder
 * @param compute       makes a tile `[B, C, h·factor, w·factor]`
 */
export async function computeInTiles(
  rows: readonly Span[],
  columns: readonly Span[],
  factor: number,
  compute: (rows: Span, columns: Span) => Promise<Tensor>,
): Promise<Tensor> {
  const [down, across] = [scaled(rows, factor), scaled(columns, factor)];
  let result: Tensor | undefined;
  let above: Tensor[] = [];
  for (const [row, rowSpan] of rows.entries()) {
    const line: Tensor[] = [];
    for (const [column, columnSpan] of columns.entries()) {
      const tile = await compute(rowSpan, columnSpan);
      const upper = above[column];
      const left = line[column - 1];
      if (upper !== undefined) blend(upper, tile, 2, overlapBefore(down, row));
      if (left !== undefined) blend(left, tile, 3, overlapBefore(across, column));
      line.push(tile);
      result ??= emptyLike(tile, endOf(down), endOf(across));
      place(result, tile, down, row, across, column);
    }
    above = line;
  }
  return result as Tensor;
}

const scaled = (spans: readonly Span[], factor: number): Span[] =>
  spans.map(({ from, length }) => ({ from: from * factor, length: length * factor }));

const endOf = (spans: readonly Span[]): number => {
  const { from, length } = spans.at(-1) as Span;
  return from + length;
};

/** Cells that a span shares with the one before it. */
const overlapBefore = (spans: readonly Span[], index: number): number =>
  endOf(spans.slice(0, index)) - (spans[index] as Span).from;

function emptyLike({ dims }: Tensor, height: number, width: number): Tensor {
  const [batch = 1, channels = 1] = dims;
  return {
    dims: [batch, channels, height, width],
    data: new Float32Array(batch * channels * height * width),
  };
}

/** Fades from the end of `before` into the beginning of `tile` along an axis, in place. */
function blend(before: Tensor, tile: Tensor, axis: 2 | 3, extent: number): void {
  const inner = sizeOf(tile.dims.slice(axis + 1));
  const [own, other] = [tile.dims[axis] as number, before.dims[axis] as number];
  const outer = sizeOf(tile.dims.slice(0, axis));
  for (let plane = 0; plane < outer; plane++)
    for (let step = 0; step < extent; step++) {
      const share = step / extent;
      const from = (plane * other + other - extent + step) * inner;
      const to = (plane * own + step) * inner;
      for (let i = 0; i < inner; i++)
        tile.data[to + i] =
          (before.data[from + i] as number) * (1 - share) + (tile.data[to + i] as number) * share;
    }
}

/** Copies what is final in a tile: all but what the next tiles fade over. */
function place(
  result: Tensor,
  tile: Tensor,
  down: readonly Span[],
  row: number,
  across: readonly Span[],
  column: number,
): void {
  const until = (spans: readonly Span[], index: number): number => spans[index + 1]?.from ?? endOf(spans);
  const [, , height = 1, width = 1] = result.dims;
  const [batch = 1, channels = 1, tileHeight = 1, tileWidth = 1] = tile.dims;
  const { from: top } = down[row] as Span;
  const { from: left } = across[column] as Span;
  const columns = until(across, column) - left;
  for (let plane = 0; plane < batch * channels; plane++)
    for (let y = 0; y < until(down, row) - top; y++) {
      const start = (plane * tileHeight + y) * tileWidth;
      result.data.set(tile.data.subarray(start, start + columns), (plane * height + top + y) * width + left);
    }
}
