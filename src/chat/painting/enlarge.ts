import { UserError } from '../../errors.ts';
import { decodePicture } from '../../image/decode.ts';
import { encodePng } from '../../image/encode.ts';
import { resizeImage } from '../../image/resize.ts';
import { sentence } from '../../sentence.ts';
import type { PictureNode } from '../../sessions/session.ts';
import type { Interaction, Services } from '../command.ts';

/**
 * Enlarges a picture with a Lanczos filter: more pixels, no new detail.
 *
 * @param factor how many times as wide and high
 * @param most   pixels that the longer side may have
 * @throws {UserError} `TOO_LARGE`
 */
export async function enlarge(
  { userId, limits }: Pick<Interaction, 'userId' | 'limits'>,
  { pictures }: Services,
  base: PictureNode,
  factor: number,
  most: number,
): Promise<Omit<PictureNode, 'number'>> {
  const begun = performance.now();
  const size = { width: base.width * factor, height: base.height * factor };
  if (Math.max(size.width, size.height) > most)
    throw new UserError(
      'TOO_LARGE',
      sentence('upscale.tooManyPixels', {
        number: String(base.number),
        width: String(size.width),
        height: String(size.height),
        most: String(most),
      }),
    );
  const image = await resizeImage(await decodePicture(await pictures.get(base.picture)), size);
  const data = await encodePng(image);
  if (data.length > limits.attachmentBytes)
    throw new UserError(
      'TOO_LARGE',
      sentence('upscale.tooManyBytes', {
        number: String(base.number),
      }),
    );
  return {
    ...size,
    parent: base.number,
    picture: await pictures.put(data),
    masks: [],
    caption: base.caption,
    said: `upscale ×${factor}`,
    steps: [],
    settings: base.settings,
    objects: base.objects?.map(({ box: [x, y, width, height], ...object }) => ({
      ...object,
      box: [x * factor, y * factor, width * factor, height * factor] as const,
    })),
    model: base.model,
    method: 'lanczos',
    changed: 1,
    seconds: (performance.now() - begun) / 1000,
    userId,
    createdAt: new Date().toISOString(),
  };
}
