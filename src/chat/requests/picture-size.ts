import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';

/** Sides of a picture in pixels: U-Nets halve latents several times, so whole multiples only. */
const MULTIPLE = 64;
const LARGEST = 1536;

/**
 * Reads "512x768" as width and height.
 *
 * @throws {UserError} `BAD_SIZE`
 */
export function parseSize(words: string): { readonly width: number; readonly height: number } {
  const [, first = '', second = first] = /^\s*(\d{2,5})(?:\s*[x×*]\s*(\d{2,5}))?\s*$/iu.exec(words) ?? [];
  const [width, height] = [Number(first), Number(second)];
  const isSide = (side: number) => side % MULTIPLE === 0 && side >= MULTIPLE && side <= LARGEST;
  if (first !== '' && isSide(width) && isSide(height)) return { width, height };
  throw new UserError(
    'BAD_SIZE',
    sentence('picture.badSize', {
      multiple: String(MULTIPLE),
      largest: String(LARGEST),
      words: words.slice(0, 40),
    }),
  );
}
