import { UserError } from '../../errors.ts';
import { growMask } from '../../image/cut-out.ts';
import type { Mask, RgbImage } from '../../image/image.ts';
import { resizeMask } from '../../image/resize.ts';
import { isUnusable } from '../../methods/attention-mask.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { Grid } from '../../tensor/grid.ts';
import { boxGrid, type Located } from '../masks/locate.ts';

/** Share of the longer side that a place is larger than the thing in it: room for another shape and its shadow. */
const ROOM = 1 / 24;
/** Cut of an attention map, 0…1. */
const ATTENTION_CUT = 0.4;

/** What is known of where a step shall act. */
export interface PlaceSources {
  readonly source: RgbImage;
  /** The person's own mask. */
  readonly region: Mask | undefined;
  readonly located: Located | undefined;
  /** The outline that a segmenter drew. */
  readonly outline: Grid | undefined;
  /** Looks where the model itself sees the words. */
  readonly attention: (words: string) => Promise<Grid>;
}

/**
 * The place that a step fills, values 0 and 1: the person's mask, else the outline, else the boxes, else where the
 * model attends to the words.
 *
 * @throws {UserError} `NO_PLACE` when nobody knows
 */
export async function placeOf(step: StepOf<'instruct'>, sources: PlaceSources): Promise<Mask> {
  const { source, region, located, outline } = sources;
  if (region !== undefined) return binary(region);
  const place = await roughPlace(step, sources);
  if (isUnusable(place)) throw noPlace(step);
  const room = Math.max(1, Math.round(ROOM * Math.max(source.width, source.height)));
  const mask = binary(resizeMask(place, source));
  const grown = binary(growMask(mask, room));
  const isBehind = step.action === 'background';
  if (!isBehind) return grown;
  // All but the thing: what is named is what stays.
  return located === undefined && outline === undefined ? mask : inverse(mask);
}

async function roughPlace(
  step: StepOf<'instruct'>,
  { source, located, outline, attention }: PlaceSources,
): Promise<Grid> {
  if (outline !== undefined) return outline;
  if (located !== undefined && located.boxes.length > 0) {
    const grid = boxGrid(located.boxes, located.picture, source.height, source.width);
    return step.action === 'add' ? above(grid) : grid;
  }
  const words = step.action === 'add' ? (step.object?.noun ?? '') : step.keyword;
  if (words === '') throw noPlace(step);
  const map = await attention(words);
  const cut: Grid = { ...map, data: map.data.map((value) => (value >= ATTENTION_CUT ? 1 : 0)) };
  return step.action === 'add' ? above(cut) : cut;
}

/** A place for something put onto a thing: its upper half, and a third of its height above it. */
function above(grid: Grid): Grid {
  const { width, height, data } = grid;
  const rows = Array.from({ length: height }, (_, row) => row).filter((row) =>
    data.subarray(row * width, (row + 1) * width).includes(1),
  );
  const [top = 0] = rows;
  const tall = (rows.at(-1) ?? top) - top + 1;
  const shift = Math.round(tall / 3);
  const moved = new Float32Array(data.length);
  for (let row = Math.max(0, top - shift); row < top + tall / 2; row++) {
    const from = Math.min(height - 1, Math.max(row, top));
    moved.set(data.subarray(from * width, (from + 1) * width), row * width);
  }
  return { width, height, data: moved };
}

const binary = (mask: Mask): Mask => ({ ...mask, data: mask.data.map((value) => (value >= 0.5 ? 1 : 0)) });
const inverse = (mask: Mask): Mask => ({ ...mask, data: mask.data.map((value) => 1 - value) });

const noPlace = (step: StepOf<'instruct'>): UserError =>
  new UserError(
    'NO_PLACE',
    sentence('edit.noPlace', {
      instruction: step.instruction,
    }),
  );
