import { isAmong } from '../../detection/boxes.ts';
import type { Box } from '../../detection/detector.ts';
import { findAll } from '../../detection/find.ts';
import type { RgbImage } from '../../image/image.ts';
import { vocabularyOf } from './locate.ts';
import type { RunRequest, Components } from '../components.ts';

/**
 * Looks for everything else that can be seen in a picture; finds nothing without a detector.
 *
 * @param boxes  what the edit is about
 */
export async function othersIn(
  components: Components,
  request: RunRequest,
  source: RgbImage,
  boxes: readonly Box[],
): Promise<readonly Box[]> {
  const { detector } = components;
  if (detector === undefined) return [];
  const all = await findAll(detector, source, vocabularyOf(components), request.signal);
  return all.map(({ box }) => box).filter((box) => !isAmong(box, boxes));
}

/** As `othersIn`, for edits that are quick: a large detector takes longer than they do, and is not asked. */
export async function neighboursOf(
  components: Components,
  request: RunRequest,
  source: RgbImage,
  boxes: readonly Box[],
): Promise<readonly Box[]> {
  return components.detector?.traits.vocabulary === undefined
    ? []
    : othersIn(components, request, source, boxes);
}
