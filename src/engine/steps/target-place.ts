import type { Box } from '../../detection/detector.ts';
import type { Placement } from '../../image/paste.ts';
import type { StepOf } from '../../planning/plan.ts';

interface Sized {
  readonly width: number;
  readonly height: number;
}

const middle = ([x, y, width, height]: Box): { x: number; y: number } => ({
  x: x + width / 2,
  y: y + height / 2,
});

/**
 * Where a step puts an object.
 *
 * @param other  box of the landmark ("next to the house")
 * @returns the placement, and whether it had to be held inside the picture
 */
export function targetOf(
  step: StepOf<'place'>,
  box: Box,
  picture: Sized,
  other?: Box,
): { readonly placement: Placement; readonly wasClamped: boolean } {
  const from = middle(box);
  const scale = step.scale ?? 1;
  const wanted = wantedMiddle(step, box, picture, other);
  const [width, height] = [box[2] * scale, box[3] * scale];
  const to = { x: hold(wanted.x, width, picture.width), y: hold(wanted.y, height, picture.height) };
  const wasClamped = Math.abs(to.x - wanted.x) > 1 || Math.abs(to.y - wanted.y) > 1;
  // Whole pixels for a plain move: the object is copied, not resampled.
  const whole =
    scale === 1 ? { x: from.x + Math.round(to.x - from.x), y: from.y + Math.round(to.y - from.y) } : to;
  return { placement: { from, to: whole, scale }, wasClamped };
}

/** A middle at which something of this size stays inside 0…limit. */
const hold = (value: number, size: number, limit: number): number =>
  size >= limit ? limit / 2 : Math.min(limit - size / 2, Math.max(size / 2, value));

function wantedMiddle(
  step: StepOf<'place'>,
  box: Box,
  picture: Sized,
  other?: Box,
): { x: number; y: number } {
  const from = middle(box);
  if (other !== undefined && step.relation !== undefined) return besides(step.relation, box, other, picture);
  if (step.operation === 'resize' && step.dx === undefined && step.toX === undefined) {
    // What stands on the ground keeps standing there.
    const foot = box[1] + box[3];
    return { x: from.x, y: foot - (box[3] * (step.scale ?? 1)) / 2 };
  }
  const duplicateShift = step.operation === 'duplicate' && step.dx === undefined && step.toX === undefined;
  const free = from.x < picture.width / 2 ? 1 : -1;
  const dx = duplicateShift ? (free * box[2] * 1.15) / picture.width : (step.dx ?? 0);
  return {
    x: step.toX === undefined ? from.x + dx * picture.width : step.toX * picture.width,
    y: step.toY === undefined ? from.y + (step.dy ?? 0) * picture.height : step.toY * picture.height,
  };
}

function besides(
  relation: NonNullable<StepOf<'place'>['relation']>,
  box: Box,
  other: Box,
  picture: Sized,
): { x: number; y: number } {
  const at = middle(other);
  const level = other[1] + other[3] - box[3] / 2;
  const gap = picture.width * 0.02;
  const left = { x: other[0] - gap - box[2] / 2, y: level };
  const right = { x: other[0] + other[2] + gap + box[2] / 2, y: level };
  const above = { x: at.x, y: other[1] - box[3] / 2 };
  switch (relation) {
    case 'left of':
      return left;
    case 'right of':
      return right;
    case 'above':
    case 'on':
      return above;
    case 'below':
      return { x: at.x, y: other[1] + other[3] + box[3] / 2 };
    case 'behind':
      return { x: at.x, y: other[1] + other[3] / 2 - box[3] * 0.25 };
    case 'in front of':
      return { x: at.x, y: other[1] + other[3] - box[3] / 2 + gap };
    default:
      return right.x + box[2] / 2 <= picture.width ? right : left;
  }
}
