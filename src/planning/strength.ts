import type { PlanStep, StepOf } from './plan.ts';

/** More than this only destroys the picture. */
const STRONGEST = 4;

/**
 * Makes a step stronger or weaker: an edit acts more, a move goes further, a change of size is larger.
 *
 * @param factor  above 1 stronger, below weaker
 * @returns undefined for what has no strength: a new picture, a swap, a move to a fixed place
 */
export function scaleStep(step: PlanStep, factor: number): PlanStep | undefined {
  if (step.kind === 'instruct')
    return { ...step, strength: Math.round(100 * Math.min(STRONGEST, step.strength * factor)) / 100 };
  if (step.kind === 'redraw')
    return { ...step, strength: Math.min(1, Math.max(0.05, step.strength * factor)) };
  return step.kind === 'place' ? scalePlace(step, factor) : undefined;
}

/** A move or a change of size by another amount; undefined when it goes to a fixed place. */
export function scalePlace(step: StepOf<'place'>, factor: number): StepOf<'place'> | undefined {
  const { dx, dy, scale } = step;
  if (dx === undefined && dy === undefined && scale === undefined) return undefined;
  const shift = (share: number): number => Math.max(-1, Math.min(1, round(share * factor)));
  return {
    ...step,
    ...(dx !== undefined && { dx: shift(dx) }),
    ...(dy !== undefined && { dy: shift(dy) }),
    ...(scale !== undefined && { scale: Math.max(0.1, Math.min(10, round(scale ** factor))) }),
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
