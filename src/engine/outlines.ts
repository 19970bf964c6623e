import type { Mask } from '../image/image.ts';
import { uniteMasks } from '../image/masks.ts';
import { sentence } from '../sentence.ts';
import { type Grid, resizeGrid } from '../tensor/grid.ts';
import type { Located } from './locate.ts';
import { maskSourceOf } from './mask-source.ts';
import type { Order, Workshop } from './workshop.ts';

/** Cells of the longer side of an outline; as fine as any model's latents. */
const CELLS = 128;

export const NO_SEGMENTER = sentence(
  'I have no segmenter to outline things with (SAM_MODEL), so the masks are cut to the boxes of the detector.',
);

/** The person's own mask as the cells that a method works on. */
function regionGrid(region: Mask): Grid {
  const scale = Math.min(1, CELLS / Math.max(region.width, region.height));
  const cells = resizeGrid(region, Math.round(region.height * scale), Math.round(region.width * scale));
  return { ...cells, data: cells.data.map((value) => (value > 0 ? 1 : 0)) };
}

/** True when outlines are asked for, and nobody is there to draw them. */
export const lacksSegmenter = ({ segmenter, editModel }: Workshop, order: Order): boolean =>
  segmenter === undefined && maskSourceOf(order, editModel) === 'sam';

/**
 * The outline of what each step is about, where masks shall come from the segmenter.
 *
 * @returns values 0 and 1; `undefined` for a step whose object has no place, nothing at all without a segmenter
 */
export async function outlinesOf(
  { segmenter, editModel }: Workshop,
  order: Order,
  located: readonly (Located | undefined)[],
): Promise<readonly (Grid | undefined)[]> {
  const { source, signal, region } = order;
  // What the person has drawn needs no looking.
  if (region !== undefined) return located.map(() => regionGrid(region));
  if (segmenter === undefined || source === undefined || maskSourceOf(order, editModel) !== 'sam') return [];
  const scale = Math.min(1, CELLS / Math.max(source.width, source.height));
  const outlines: (Grid | undefined)[] = [];
  for (const place of located) {
    const [first, ...others] =
      place === undefined ? [] : await segmenter.segment(source, place.boxes, signal);
    const outline = first === undefined ? undefined : uniteMasks([first, ...others]);
    // An outline of nothing says no more than no outline.
    outlines.push(
      outline?.data.includes(1) === true
        ? resizeGrid(outline, Math.round(source.height * scale), Math.round(source.width * scale))
        : undefined,
    );
  }
  return outlines;
}
