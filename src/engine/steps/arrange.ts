import type { Box } from '../../detection/detector.ts';
import { cutOut, growMask } from '../../image/cut-out.ts';
import { fillHole } from '../../image/fill.ts';
import type { Mask, RgbImage } from '../../image/image.ts';
import { featherMask, uniteMasks } from '../../image/masks.ts';
import { paste, placeMask, type Placement } from '../../image/paste.ts';
import type { StepOf } from '../../planning/plan.ts';
import type { Said } from '../../sentence.ts';
import { sentence, word } from '../../sentence.ts';
import { targetOf } from './target-place.ts';
import type { Components } from '../components.ts';

/** Pixels around an object that its soft edge and shadow reach, as share of the picture's longer side. */
const RIM = 1 / 64;

/** An object with its outline. */
export interface Cut {
  readonly box: Box;
  readonly mask: Mask;
}

export interface Arranged {
  readonly picture: RgbImage;
  /** Everything that may differ from the source. */
  readonly mask: Mask;
  /** The source with its holes filled; the holes, where there are any, and where things are now. */
  readonly filled: RgbImage;
  readonly hole: Mask | undefined;
  readonly things: Mask;
  /** Where each object that was cut out is now; absent for one that was removed. */
  readonly places: readonly (Box | undefined)[];
  readonly notes: readonly Said[];
}

/**
 * Outlines the objects in boxes: by the segmenter where there is one, else by their background's colour.
 *
 * @param others  boxes of what else is seen, which belongs to none of them
 */
export async function cutObjects(
  { segmenter }: Components,
  source: RgbImage,
  boxes: readonly Box[],
  signal: AbortSignal,
  others: readonly Box[] = [],
): Promise<readonly Cut[]> {
  const outlines = await segmenter?.segment(source, boxes, signal);
  return boxes.map((box, index): Cut => {
    const mask = outlines?.[index];
    // An outline of nothing is a failure of the segmenter, not an object without pixels.
    return { box, mask: mask?.data.includes(1) === true ? mask : cutOut(source, box, others) };
  });
}

export const asFarAsTheEdge = ({ object }: StepOf<'place'>): Said =>
  sentence('move.keptInside', {
    name: word(object.noun),
  });

/**
 * Takes objects out of a picture, fills their holes from the background and puts them where a step says.
 *
 * @param cuts   the step's objects; of a swap the two that change places
 * @param other  box of the landmark
 * @param around what else stands there: no background to fill a hole from
 */
export function arrange(
  step: StepOf<'place'>,
  source: RgbImage,
  cuts: readonly Cut[],
  other?: Box,
  around: readonly Mask[] = [],
): Arranged {
  const rim = Math.max(1, Math.round(RIM * Math.max(source.width, source.height)));
  const notes: Said[] = [];
  const placements = cuts.map(({ box }, index): Placement | undefined => {
    if (step.operation === 'remove') return undefined;
    const partner = cuts[1 - index];
    if (step.operation === 'swap' && partner !== undefined) return onto(box, partner.box);
    const { placement, wasClamped } = targetOf(step, box, source, other);
    if (wasClamped) notes.push(asFarAsTheEdge(step));
    return placement;
  });
  const leavesNoHole = step.operation === 'duplicate' || step.operation === 'front';
  const grown = leavesNoHole ? [] : cuts.map(({ mask }) => growMask(mask, rim));
  const hole = grown.length === 0 ? undefined : uniteMasks(grown as [Mask, ...Mask[]]);
  const [first, ...more] = around.map((mask) => growMask(mask, rim));
  const filled = hole === undefined ? source : fillHole(source, hole, first && uniteMasks([first, ...more]));
  let picture = filled;
  const put: Mask[] = [];
  for (const [index, placement] of placements.entries()) {
    if (placement === undefined) continue;
    const soft = featherMask((cuts[index] as Cut).mask, Math.max(1, Math.round(rim / 3)));
    picture = paste(picture, source, soft, placement);
    put.push(placeMask(soft, placement));
  }
  const empty: Mask = {
    width: source.width,
    height: source.height,
    data: new Float32Array(source.width * source.height),
  };
  const places = cuts.map(({ box }, index) => {
    const placement = placements[index];
    return placement && placedBox(box, placement);
  });
  const things = uniteMasks([empty, ...put]);
  return { picture, mask: uniteMasks([things, ...grown]), filled, hole, things, places, notes };
}

/** A box as it lies after a placement. */
export const placedBox = ([, , width, height]: Box, { to, scale }: Placement): Box => [
  to.x - (width * scale) / 2,
  to.y - (height * scale) / 2,
  width * scale,
  height * scale,
];

/** The middle of one box to the middle of another, feet on the same ground. */
function onto(from: Box, to: Box): Placement {
  const foot = to[1] + to[3];
  return {
    from: { x: from[0] + from[2] / 2, y: from[1] + from[3] / 2 },
    to: {
      x: Math.round(to[0] + to[2] / 2 - from[2] / 2) + from[2] / 2,
      y: Math.round(foot - from[3]) + from[3] / 2,
    },
    scale: 1,
  };
}
