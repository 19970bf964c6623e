import type { Box } from '../detection/detector.ts';
import { findAll } from '../detection/find.ts';
import { overlap } from '../detection/owl-boxes.ts';
import type { RgbImage } from '../image/image.ts';
import { vocabularyOf } from './locate.ts';
import type { Order, Workshop } from './workshop.ts';

/** Boxes that overlap so much are of one thing. */
const SAME_THING = 0.5;

/**
 * Everything else that is seen in a picture. Only a detector of few words is asked: asking a large one for all it knows
 * takes longer than the edit.
 *
 * @param boxes  what the edit is about
 */
export async function neighboursOf(
  workshop: Workshop,
  order: Order,
  source: RgbImage,
  boxes: readonly Box[],
): Promise<readonly Box[]> {
  const { detector } = workshop;
  if (detector?.traits.vocabulary === undefined) return [];
  const all = await findAll(detector, source, vocabularyOf(workshop), order.signal);
  return all.map(({ box }) => box).filter((box) => boxes.every((own) => overlap(own, box) < SAME_THING));
}
