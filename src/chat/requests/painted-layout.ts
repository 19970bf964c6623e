import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { decodePicture, PICTURE_LIMITS } from '../../image/decode.ts';
import { encodeMask } from '../../image/encode.ts';
import type { RgbImage } from '../../image/image.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { PictureStore } from '../../sessions/session.ts';

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
/** As in the benchmark of DenseDiffusion: phrases only, the colours go by their area. */
const phrasesSchema = z.array(z.string().trim().max(200)).min(1).max(13);

/** A layout is looked at pixel by pixel, here in the process of the chat. */
const PIXELS = 2048 * 2048;
/** A painting in flat colours has a few; a photo has a hundred thousand. */
const COLOURS = 10_000;

type Segments = StepOf<'layout'>['segments'];
type Region = z.infer<typeof regionsSchema>[number];

/**
 * Segments of a layout that was painted with flat colours.
 *
 * @param regions  JSON list of `{colour, words}`, or of phrases alone, see `coloursByArea`
 * @param file     the painting; every pixel has exactly one of the colours, or belongs to no region
 * @throws {UserError} `BAD_LAYOUT` saying what is wrong with it
 */
export async function paintedSegments(
  regions: string,
  file: Uint8Array,
  pictures: PictureStore,
): Promise<Segments> {
  const given = parseJson(regions);
  const phrases = phrasesSchema.safeParse(given);
  const parsed = phrases.success ? undefined : regionsSchema.safeParse(given);
  if (parsed?.success === false) throw new UserError('BAD_LAYOUT', sentence('layout.badRegions'));
  const painting = await decodePicture(file, { ...PICTURE_LIMITS, pixels: PIXELS });
  const segments: Segments = [];
  for (const { colour, words } of parsed?.data ?? coloursByArea(painting, phrases.data ?? [])) {
    const data = maskOf(painting, colour);
    if (!data.includes(1)) throw new UserError('BAD_LAYOUT', sentence('layout.unpainted', { words }));
    const mask = { width: painting.width, height: painting.height, data };
    segments.push({ words, mask: await pictures.put(await encodeMask(mask)) });
  }
  return segments;
}

const isGround = ([colour]: readonly [number, number]) => colour === 0 || colour === 0xffffff;

/**
 * Gives phrase i the i-th most frequent colour; black or white among these is the background and goes first, as in the
 * authors' notebook.
 */
function coloursByArea({ data }: RgbImage, phrases: readonly string[]): readonly Region[] {
  const areas = new Map<number, number>();
  for (let at = 0; at < data.length && areas.size < COLOURS; at += 3) {
    const colour = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
    areas.set(colour, (areas.get(colour) ?? 0) + 1);
  }
  const largest = [...areas].toSorted((a, b) => b[1] - a[1]).slice(0, phrases.length);
  const inOrder = [...largest.filter(isGround), ...largest.filter((each) => !isGround(each))];
  if (inOrder.length < phrases.length)
    throw new UserError(
      'BAD_LAYOUT',
      sentence('layout.colorCount', {
        colours: inOrder.length,
        phrases: phrases.length,
      }),
    );
  return phrases.map((words, index) => ({
    words,
    colour: `#${inOrder[index]![0].toString(16).padStart(6, '0')}`,
  }));
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
  const mask = new Float32Array(data.length / 3);
  for (let at = 0; at < mask.length; at++)
    if (((data[3 * at]! << 16) | (data[3 * at + 1]! << 8) | data[3 * at + 2]!) === value) mask[at] = 1;
  return mask;
}
