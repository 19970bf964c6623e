import type { Box } from './detector.ts';

/** Boxes in one picture that overlap more than this are of one thing. */
export const SAME_THING = 0.5;
/** Boxes before and after an edit that overlap at least so are of one thing: what was changed is seen a little elsewhere. */
const SAME_PLACE = 0.4;

/** Intersection over union of two boxes, 0…1. */
export function overlap(a: Box, b: Box): number {
  const both = intersection(a, b);
  return both / (a[2] * a[3] + b[2] * b[3] - both || 1);
}

/** Pixels that two boxes share. */
function intersection(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return Math.max(0, width) * Math.max(0, height);
}

/** True when a box is of a thing that one of the others, in the same picture, is of. */
export const isAmong = (box: Box, others: readonly Box[]): boolean =>
  others.some((other) => overlap(box, other) > SAME_THING);

/** True when a box of the picture after an edit is where one of the boxes before it was. */
export const wasThere = (after: Box, before: readonly Box[]): boolean =>
  before.some((old) => overlap(old, after) >= SAME_PLACE);
