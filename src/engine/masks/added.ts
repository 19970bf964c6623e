import { wasThere } from '../../detection/boxes.ts';
import { findNoun } from '../../detection/find.ts';
import { isLookable } from '../../detection/lookable.ts';
import type { RgbImage } from '../../image/image.ts';
import type { StepOf } from '../../planning/plan.ts';
import type { Order, Workshop } from '../workshop.ts';
import { usesOutlines } from './mask-source.ts';
import { type Reach, reachOf } from './outlines.ts';

/**
 * True for a step that adds a thing which the detector will see: its mask is made when it is there, and until then it
 * may come anywhere.
 */
export const isAwaited = (
  { detector }: Workshop,
  { action, scope, keyword }: StepOf<'instruct'>,
  order: Order,
): boolean =>
  detector !== undefined &&
  order.region === undefined &&
  usesOutlines(order) &&
  action === 'add' &&
  scope === 'local' &&
  isLookable(keyword.toLowerCase());

/**
 * Looks for a thing that a step has added.
 *
 * @returns where it is in the edited picture; `undefined` when there is no such thing that was not there before
 */
export async function addedReach(
  workshop: Workshop,
  step: StepOf<'instruct'>,
  order: Order,
  { source, edited }: { readonly source: RgbImage; readonly edited: RgbImage },
): Promise<Reach | undefined> {
  const { detector } = workshop;
  if (detector === undefined) return undefined;
  const before = await findNoun(detector, source, { noun: step.keyword }, order.signal);
  const after = await findNoun(detector, edited, { noun: step.keyword }, order.signal);
  const places = before.map(({ box }) => box);
  const [added] = after.filter(({ box }) => !wasThere(box, places)).toSorted((a, b) => b.score - a.score);
  return added && reachOf(workshop, step, order, edited, [added.box]);
}
