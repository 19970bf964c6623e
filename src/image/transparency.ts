import sharp from 'sharp';
import { decodePicture } from './decode.ts';
import type { Mask } from './image.ts';

/**
 * Reads which pixels of a picture are fully transparent: 1 there, 0 everywhere else, half transparent ones too.
 *
 * @returns undefined for a picture without an alpha channel
 * @throws {UserError} what `decodePicture` throws
 */
export async function decodeTransparency(bytes: Uint8Array): Promise<Mask | undefined> {
  // Refuses what is no picture, or too large, in its own words.
  await decodePicture(bytes);
  const picture = sharp(bytes, { pages: 1 });
  if (!(await picture.metadata()).hasAlpha) return undefined;
  const { data, info } = await picture
    .autoOrient()
    .extractChannel('alpha')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, data: Float32Array.from(data, (alpha) => (alpha === 0 ? 1 : 0)) };
}
