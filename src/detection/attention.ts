import type { RgbImage } from '../image/image.ts';
import { type Grid, minMax } from '../tensor/grid.ts';
import type { Box, Detection, Detector } from './detector.ts';
import { suppressDoubles } from './owl-boxes.ts';

/** Where a model attends to a word: any size, any range, higher = more. */
export type LookForWord = (image: RgbImage, word: string, signal?: AbortSignal) => Promise<Grid>;

/** Cells above this share of the map's range belong to a thing. */
const INSIDE = 0.5;

/**
 * The last resort where there is no detector: boxes around the blobs of attention maps. A map always has a maximum,
 * so it can say where something is, but never that it is not there: it claims no absence.
 */
export function createAttentionDetector(look: LookForWord): Detector {
  return {
    name: 'attention',
    traits: { noun: 0.3, attribute: 0.3, absent: 0, synonyms: {} },
    async detect(image, labels, { threshold, signal }): Promise<Detection[]> {
      const found: Detection[] = [];
      for (const label of labels) {
        signal?.throwIfAborted();
        found.push(...blobs(await look(image, label, signal), image, label));
      }
      return suppressDoubles(found.filter(({ score }) => score > threshold));
    },
    dispose: async () => {},
  };
}

/** One detection per connected region; its score is the contrast to the rest of the map. */
function blobs(raw: Grid, { width, height }: RgbImage, label: string): Detection[] {
  const map = minMax(raw);
  const seen = new Uint8Array(map.data.length);
  const mean = (cells: readonly number[]): number =>
    cells.reduce((sum, cell) => sum + map.data[cell]!, 0) / Math.max(1, cells.length);
  const isInside = (cell: number): boolean => map.data[cell]! > INSIDE;
  const outside = mean([...map.data.keys()].filter((cell) => !isInside(cell)));
  const [sx, sy] = [width / map.width, height / map.height];
  return [...map.data.keys()].flatMap((start) => {
    if (seen[start] === 1 || !isInside(start)) return [];
    const cells = regionFrom(start, map, isInside, seen);
    const xs = cells.map((cell) => cell % map.width);
    const ys = cells.map((cell) => Math.floor(cell / map.width));
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const box: Box = [
      left * sx,
      top * sy,
      (Math.max(...xs) + 1 - left) * sx,
      (Math.max(...ys) + 1 - top) * sy,
    ];
    return [{ label, score: Math.max(0, mean(cells) - outside), box }];
  });
}

function regionFrom(
  start: number,
  { width, height }: Grid,
  isInside: (cell: number) => boolean,
  seen: Uint8Array,
): number[] {
  const cells: number[] = [];
  const open = [start];
  seen[start] = 1;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    cells.push(cell);
    const [x, y] = [cell % width, Math.floor(cell / width)];
    const neighbours = [
      ...(x > 0 ? [cell - 1] : []),
      ...(x < width - 1 ? [cell + 1] : []),
      ...(y > 0 ? [cell - width] : []),
      ...(y < height - 1 ? [cell + width] : []),
    ];
    for (const next of neighbours)
      if (seen[next] === 0 && isInside(next)) {
        seen[next] = 1;
        open.push(next);
      }
  }
  return cells;
}
