import { decodeMask } from '../image/decode.ts';
import type { Mask, RgbImage } from '../image/image.ts';
import { compositeByMask } from '../image/masks.ts';
import { resizeMask } from '../image/resize.ts';
import type { JobRequest } from './job.ts';

/**
 * The mask that the person gave for an edit, at the size of its source.
 *
 * @returns 0…1; `undefined` without a mask, or without a source that it could be about
 */
export async function regionOf(
  { region }: JobRequest,
  source: RgbImage | undefined,
  pictures: { get(hash: string): Promise<Uint8Array> },
): Promise<Mask | undefined> {
  if (region === undefined || source === undefined) return undefined;
  return resizeMask(await decodeMask(await pictures.get(region)), source);
}

/** Puts the source back where the person's mask is 0, bit for bit, whatever painted; grey mixes. */
export function keepRegion(
  source: RgbImage | undefined,
  painted: RgbImage | undefined,
  region: Mask | undefined,
): RgbImage | undefined {
  if (region === undefined || source === undefined || painted === undefined) return painted;
  const isSameSize = painted.width === source.width && painted.height === source.height;
  return isSameSize ? compositeByMask(source, painted, region) : painted;
}
