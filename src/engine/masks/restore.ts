import type { Mask, RgbImage } from '../../image/image.ts';
import { changedShare, compositeByMask, featherMask, uniteMasks } from '../../image/masks.ts';
import { resizeImage, resizeMask } from '../../image/resize.ts';
import { isUnusable } from '../../methods/attention-mask.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { coverage, type Grid } from '../../tensor/grid.ts';
import type { EngineMask, EngineResult } from '../engine.ts';

/** Share of the picture's longer side over which an edit fades into its surroundings. */
export const FEATHER = 1 / 40;
/** Inside a mask that is right, pixels change at least this many times as much as outside. */
const LEAST_CONTRAST = 1.3;

interface Edited {
  readonly source: RgbImage;
  /** The source at the model's working size, and the edit at the same size. */
  readonly working: RgbImage;
  readonly edited: RgbImage;
  readonly steps: readonly StepOf<'instruct'>[];
  /** One grid per step, values 0 and 1. */
  readonly masks: readonly Grid[];
  /** What is taken from the edit, where that is more than the masks show: a rim of soft edges around each. */
  readonly blended?: readonly Grid[] | undefined;
  /** Steps whose place a detector told: their masks are right even where the edit went astray. */
  readonly isPlaced?: readonly boolean[] | undefined;
}

/**
 * Brings an edit back to the source's size and restores the source outside the feathered union of what is blended in,
 * so that there not one bit changes. A mask that is empty, full, or lies where nothing was changed is not used: the
 * whole edit stays, and a note says so.
 */
export async function keepOutside(
  edit: Edited,
): Promise<Pick<EngineResult, 'picture' | 'masks' | 'changed' | 'notes'>> {
  const { source, steps } = edit;
  const edited = await resizeImage(edit.edited, source);
  const masks = edit.masks.map((grid, index): EngineMask => {
    const { instruction, keyword } = steps[index] as StepOf<'instruct'>;
    return { instruction, keyword, mask: resizeMask(grid, source) };
  });
  const notes = steps.flatMap((step, index) =>
    edit.isPlaced?.[index] === true ? [] : doubtsAbout(step, edit.masks[index] as Grid, edit),
  );
  const isGlobal = steps.some((step) => step.scope === 'global');
  const [first, ...others] = (edit.blended ?? edit.masks).map((grid) => resizeMask(grid, source));
  if (first === undefined || isGlobal || notes.length > 0)
    return { picture: edited, masks, changed: changedShare(source, edited), notes };
  const union = featherMask(
    uniteMasks([first, ...others]),
    Math.round(FEATHER * Math.max(source.width, source.height)),
  );
  const picture = compositeByMask(source, edited, union);
  return { picture, masks, changed: changedShare(source, picture), notes };
}

function doubtsAbout(step: StepOf<'instruct'>, mask: Grid, { working, edited }: Edited): Said[] {
  if (step.scope === 'global') return [];
  const where = step.keyword === '' ? step.instruction : step.keyword;
  if (isUnusable(mask)) {
    const share = Math.round(100 * coverage(mask));
    return [sentence('masks.tooWide', { where, share })];
  }
  const [inside, outside] = meanChange(working, edited, resizeMask(mask, working));
  if (inside < LEAST_CONTRAST * outside)
    return [
      sentence('masks.elsewhere', {
        where,
      }),
    ];
  return [];
}

/** What an edit changed, as mean over the pixels and channels inside a mask and outside it: 0…255. */
function meanChange(before: RgbImage, after: RgbImage, mask: Mask): [inside: number, outside: number] {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < before.data.length; i++) {
    const side = mask.data[Math.floor(i / 3)]! > 0 ? 0 : 1;
    // What the autoencoder alone changes is no edit.
    sums[side]! += Math.max(0, Math.abs(before.data[i]! - after.data[i]!) - 12);
    counts[side]!++;
  }
  return [sums[0]! / Math.max(1, counts[0]!), sums[1]! / Math.max(1, counts[1]!)];
}
