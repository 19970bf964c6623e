import { changedPixels } from '../image/change.ts';
import { growMask } from '../image/cut-out.ts';
import type { Mask, RgbImage } from '../image/image.ts';
import { uniteMasks } from '../image/masks.ts';
import { resizeImage, resizeMask } from '../image/resize.ts';
import type { FoiRun } from '../methods/focus-on-your-instruction.ts';
import type { StepOf } from '../planning/plan.ts';
import type { Grid } from '../tensor/grid.ts';
import { addedReach } from './added.ts';
import type { Reach } from './outlines.ts';
import type { Order, Workshop } from './workshop.ts';

/** A change of a channel that an autoencoder alone does not make, 0…255. */
const LEAST_CHANGE = 24;
/** Pixels around a change that belong to it, at the model's working size. */
const RIM = 3;

interface Painted {
  readonly source: RgbImage;
  readonly working: RgbImage;
  readonly edited: RgbImage;
  readonly foi: FoiRun;
  readonly reaches: readonly (Reach | undefined)[];
  readonly awaited: readonly boolean[];
}

/**
 * The mask of every step, once it is known what was painted: where the step's reach has room around its object, only
 * what was painted there; for a thing that was added, its own outline.
 *
 * @returns masks, finer than the method's where more is known, and which of them the detector vouches for
 */
export async function paintedMasks(
  workshop: Workshop,
  steps: readonly StepOf<'instruct'>[],
  order: Order,
  { source, working, edited, foi, reaches, awaited }: Painted,
): Promise<{ readonly grids: readonly Grid[]; readonly isSeen: readonly boolean[] }> {
  const changed = growMask(changedPixels(working, edited, { least: LEAST_CHANGE, radius: 2 }), RIM);
  const atSource = resizeMask(changed, source);
  const result = await resizeImage(edited, source);
  const grids: Grid[] = [];
  const isSeen: boolean[] = [];
  for (const [index, step] of steps.entries()) {
    const isAdded = awaited[index] === true;
    const reach = isAdded
      ? await addedReach(workshop, step, order, { source, edited: result })
      : reaches[index];
    isSeen.push(reach !== undefined);
    // What should have been added and is not seen may be any of what has changed.
    grids.push(
      reach === undefined ? (isAdded ? changed : (foi.masks()[index] as Grid)) : painted(reach, atSource),
    );
  }
  return { grids, isSeen };
}

const painted = ({ whole, object }: Reach, changed: Mask): Mask =>
  uniteMasks([
    object,
    { ...whole, data: whole.data.map((value, pixel) => Math.min(value, changed.data[pixel]!)) },
  ]);
