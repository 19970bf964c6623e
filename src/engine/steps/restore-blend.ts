import type { RgbImage } from '../../image/image.ts';
import { changedShare, compositeByMask, featherMask } from '../../image/masks.ts';
import { resizeMask } from '../../image/resize.ts';
import { isUnusable } from '../../methods/attention-mask.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { Grid } from '../../tensor/grid.ts';
import type { EngineResult } from '../engine.ts';
import { FEATHER } from '../masks/restore.ts';

type Painted = Omit<EngineResult, 'seconds'>;

/**
 * What LocalBlend kept in the latents is kept in the pixels too: outside the feathered mask the result is the source,
 * bit for bit. Without a mask, or a source of the same size, everything stays as painted.
 */
export function keepBlended(
  painted: Painted,
  mask: Grid | undefined,
  { prompt, blend = [] }: StepOf<'reword'>,
  source: RgbImage | undefined,
): Painted {
  const { picture } = painted;
  if (picture === undefined || source?.width !== picture.width || source.height !== picture.height)
    return painted;
  if (mask === undefined) return { ...painted, changed: changedShare(source, picture) };
  if (isUnusable(mask)) {
    const note = sentence('masks.notLocated', {
      words: blend,
    });
    return { ...painted, changed: changedShare(source, picture), notes: [...painted.notes, note] };
  }
  const region = resizeMask(mask, source);
  const soft = featherMask(region, Math.round(FEATHER * Math.max(source.width, source.height)));
  const kept = compositeByMask(source, picture, soft);
  return {
    ...painted,
    picture: kept,
    masks: [{ instruction: prompt, keyword: blend.join(', '), mask: region }],
    changed: changedShare(source, kept),
  };
}
