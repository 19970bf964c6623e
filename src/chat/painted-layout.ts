import { z } from 'zod';
import { UserError } from '../errors.ts';
import { decodePicture } from '../image/decode.ts';
import { encodeMask } from '../image/encode.ts';
import type { RgbImage } from '../image/image.ts';
import type { StepOf } from '../planning/plan.ts';
import { sentence } from '../sentence.ts';
import type { PictureStore } from '../sessions/session.ts';

const regionsSchema = z
  .array(
    z.object({
      /** As painted: "#rrggbb"; white is background. */
      colour: z.string().regex(/^#[0-9a-f]{6}$/iu),
      words: z.string().trim().min(1).max(200),
    }),
  )
  .min(1)
  .max(12);

/**
 * Segments of a layout that was painted with flat colours.
 *
 * @param regions  JSON list of `{colour, words}`
 * @param file     the painting; every pixel has exactly one of the colours, or belongs to no region
 * @throws {UserError} `BAD_LAYOUT` saying what is wrong with it
 */
export async function paintedSegments(
  regions: string,
  file: Uint8Array,
  pictures: PictureStore,
): Promise<StepOf<'layout'>['segments']> {
  const parsed = regionsSchema.safeParse(parseJson(regions));
  if (!parsed.success)
    throw new UserError(
      'BAD_LAYOUT',
      sentence('Every region of a layout needs a colour (#rrggbb) and words; at most 12 regions.'),
    );
  const painting = await decodePicture(file);
  const segments: StepOf<'layout'>['segments'] = [];
  for (const { colour, words } of parsed.data) {
    const data = maskOf(painting, colour);
    if (!data.includes(1))
      throw new UserError(
        'BAD_LAYOUT',
        sentence('Nothing is painted in the colour of "{words}".', { words }),
      );
    const mask = { width: painting.width, height: painting.height, data };
    segments.push({ words, mask: await pictures.put(await encodeMask(mask)) });
  }
  return segments;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function maskOf({ data }: RgbImage, colour: string): Float32Array {
  const value = Number.parseInt(colour.slice(1), 16);
  return Float32Array.from({ length: data.length / 3 }, (_, at) => {
    const painted = (data[3 * at]! << 16) | (data[3 * at + 1]! << 8) | data[3 * at + 2]!;
    return painted === value ? 1 : 0;
  });
}
