import { isAmong } from '../../detection/boxes.ts';
import type { Box } from '../../detection/detector.ts';
import { findAll } from '../../detection/find.ts';
import type { RgbImage } from '../../image/image.ts';
import { vocabularyOf } from './locate.ts';
import type { Order, Workshop } from '../workshop.ts';

/**
 * Looks for everything else that can be seen in a picture; finds nothing without a detector.
 *
 * @param boxes  what the edit is about
 */
export async function othersIn(
  workshop: Workshop,
  order: Order,
  source: RgbImage,
  boxes: readonly Box[],
): Promise<readonly Box[]> {
  const { detector } = workshop;
  if (detector === undefined) return [];
  const all = await findAll(detector, source, vocabularyOf(workshop), order.signal);
  return all.map(({ box }) => box).filter((box) => !isAmong(box, boxes));
}

/** As `othersIn`, for edits that are quick: a large detector takes longer than they do, and is not asked. */
export async function neighboursOf(
  workshop: Workshop,
  order: Order,
  source: RgbImage,
  boxes: readonly Box[],
): Promise<readonly Box[]> {
  return workshop.detector?.traits.vocabulary === undefined ? [] : othersIn(workshop, order, source, boxes);
}
