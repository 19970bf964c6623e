import type { Mask, RgbImage } from '../image/image.ts';
import { changedShare, compositeByMask, featherMask, uniteMasks } from '../image/masks.ts';
import { resizeImage, resizeMask } from '../image/resize.ts';
import { isUnusable } from '../methods/attention-mask.ts';
import type { StepOf } from '../planning/plan.ts';
import { coverage, type Grid } from '../tensor/grid.ts';
import type { EngineMask, EngineResult } from './engine.ts';

/** Share of the picture's longer side over which an edit fades into its surroundings. */
const FEATHER = 1 / 40;
/** A mask that holds less of the change than this is not where the edit happened. */
const LEAST_SHARE_INSIDE = 0.35;

interface Edited {
  readonly source: RgbImage;
  /** The source at the model's working size, and the edit at the same size. */
  readonly working: RgbImage;
  readonly edited: RgbImage;
  readonly steps: readonly StepOf<'instruct'>[];
  /** One grid per step, values 0 and 1. */
  readonly masks: readonly Grid[];
  /** Steps whose place a detector told: their masks are right even where the edit went astray. */
  readonly isPlaced?: readonly boolean[] | undefined;
}

/**
 * Brings an edit back to the source's size and restores the source outside the feathered union of the masks, so
 * that there not one bit changes. A mask that is empty, full, or lies where nothing was changed is not used: the
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
  const [first, ...others] = masks.map(({ mask }) => mask);
  if (first === undefined || isGlobal || notes.length > 0)
    return { picture: edited, masks, changed: changedShare(source, edited), notes };
  const union = featherMask(
    uniteMasks([first, ...others]),
    Math.round(FEATHER * Math.max(source.width, source.height)),
  );
  const picture = compositeByMask(source, edited, union);
  return { picture, masks, changed: changedShare(source, picture), notes };
}

function doubtsAbout(step: StepOf<'instruct'>, mask: Grid, { working, edited }: Edited): string[] {
  if (step.scope === 'global') return [];
  const where = step.keyword === '' ? step.instruction : step.keyword;
  if (isUnusable(mask)) {
    const share = Math.round(100 * coverage(mask));
    return [
      `I could not tell where "${where}" is (the mask covers ${share} % of the picture), so the whole picture may have changed.`,
    ];
  }
  const inside = shareOfChangeInside(working, edited, resizeMask(mask, working));
  if (inside < LEAST_SHARE_INSIDE && coverage(mask) < LEAST_SHARE_INSIDE)
    return [
      `The change for "${where}" came out elsewhere than I looked for it (${Math.round(100 * inside)} % inside the mask), so I kept the whole edit.`,
    ];
  return [];
}

/** Of all that an edit changed, summed over pixels and channels, the share inside a mask: 0…1. */
export function shareOfChangeInside(before: RgbImage, after: RgbImage, mask: Mask): number {
  let inside = 0;
  let all = 0;
  for (let i = 0; i < before.data.length; i++) {
    // What the autoencoder alone changes is no edit.
    const change = Math.max(0, Math.abs(before.data[i]! - after.data[i]!) - 12);
    all += change;
    if (mask.data[Math.floor(i / 3)]! > 0) inside += change;
  }
  return all === 0 ? 1 : inside / all;
}
