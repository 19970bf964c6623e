import { changedPixels } from '../../image/change.ts';
import { growMask } from '../../image/cut-out.ts';
import type { Mask, RgbImage } from '../../image/image.ts';
import { uniteMasks } from '../../image/masks.ts';
import { resizeImage, resizeMask } from '../../image/resize.ts';
import type { FoiRun } from '../../methods/focus-on-your-instruction.ts';
import type { StepOf } from '../../planning/plan.ts';
import type { Grid } from '../../tensor/grid.ts';
import { addedReach } from './added.ts';
import type { Reach } from './outlines.ts';
import type { RunRequest, Components } from '../components.ts';

/** A change of a channel that an autoencoder alone does not make, 0…255. */
const LEAST_CHANGE = 24;
/** Pixels around a change that it is blended in with, at the model's working size. */
const RIM = 3;

interface Painted {
  readonly source: RgbImage;
  readonly working: RgbImage;
  readonly edited: RgbImage;
  readonly foi: FoiRun;
  readonly reaches: readonly (Reach | undefined)[];
  readonly awaited: readonly boolean[];
}

/** What is known of every step's place afterwards. */
interface PaintedMasks {
  /** The masks that people see: the thing before and the thing after, without the rim that blends them in. */
  readonly grids: readonly Grid[];
  /** The same with that rim: what is taken from the edit. */
  readonly blended: readonly Grid[];
  /** Which of them the detector vouches for. */
  readonly isSeen: readonly boolean[];
}

/**
 * The mask of every step, once it is known what was painted: where the step's reach has room around its object, only
 * what was painted there; for a thing that was added, its own outline. Finer than the method's where more is known.
 */
export async function paintedMasks(
  components: Components,
  steps: readonly StepOf<'instruct'>[],
  request: RunRequest,
  { source, working, edited, foi, reaches, awaited }: Painted,
): Promise<PaintedMasks> {
  const changed = changedPixels(working, edited, { least: LEAST_CHANGE, radius: 2 });
  const rimmed = growMask(changed, RIM);
  const [exact, wide] = [resizeMask(changed, source), resizeMask(rimmed, source)];
  const result = await resizeImage(edited, source);
  const grids: Grid[] = [];
  const blended: Grid[] = [];
  const isSeen: boolean[] = [];
  for (const [index, step] of steps.entries()) {
    const isAdded = awaited[index] === true;
    const reach = isAdded
      ? await addedReach(components, step, request, { source, edited: result })
      : reaches[index];
    isSeen.push(reach !== undefined);
    if (reach === undefined) {
      // What should have been added and is not seen may be any of what has changed.
      const mask = isAdded ? rimmed : (foi.masks()[index] as Grid);
      grids.push(mask);
      blended.push(mask);
      continue;
    }
    // Without room for another shape the object's own outline says all.
    const hasRoom = reach.whole !== reach.object;
    grids.push(hasRoom ? uniteMasks([reach.outline, common(reach.whole, exact)]) : reach.outline);
    blended.push(uniteMasks([reach.object, common(reach.whole, wide)]));
  }
  return { grids, blended, isSeen };
}

const common = (mask: Mask, changed: Mask): Mask => ({
  ...mask,
  data: mask.data.map((value, pixel) => Math.min(value, changed.data[pixel]!)),
});
