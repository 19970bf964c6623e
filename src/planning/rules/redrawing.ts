import type { StepOf } from '../plan.ts';
import { STYLES } from './lexicon.ts';
import { restoreQuotes } from './wording.ts';

type Redraw = StepOf<'redraw'>;

const REDRAW =
  /^(?:(slightly|a bit|gently|subtly|roughly|loosely|freely|completely|totally|strongly) )?(?:draw|redraw|re-draw|repaint|re-paint|reimagine|re-imagine|redo|re-do|recreate|rerender|re-render|reinterpret|paint|remake|sketch|regenerate) (?:it|this|that|the (?:picture|image|photo|scene|whole thing|drawing)|everything|me|my (?:photo|picture|image|drawing)) (?:(slightly|a bit|gently|loosely|freely|completely|totally) )?(?:as|like|to show|to look like|so that it shows|into)(?: if it were| if it was)? (.+?)(?:,? (?:at |with )?(?:strength|denoise) ?(?:of |= ?|: ?)?(0?[.,]\d+|1|\d{1,3} ?%))?$/;
const SHORT =
  /^(?:redraw|repaint|reimagine|img2img|image to image)(?: as)?:? (?!it\b|this\b|that\b|the\b)(.+)$/;

/** Reads "draw it as …": a caption for the whole picture, no instruction. */
export function readRedraw(
  text: string,
  caption: string | undefined,
  quotes: readonly string[],
): Redraw | undefined {
  const said = text.replace(/[.!\s]+$/, '');
  const found = REDRAW.exec(said);
  const short = found === null ? SHORT.exec(said) : null;
  const words = found?.[3] ?? short?.[1];
  if (words === undefined) return undefined;
  const target = restoreQuotes(words, quotes, '');
  const adverb = found?.[1] ?? found?.[2] ?? '';
  const bare = target.replace(/^(?:an?|the) /, '');
  const isStyle =
    STYLES.has(bare) ||
    / (?:style|painting|drawing|sketch)$/.test(bare) ||
    [...STYLES].some((style) => bare === `${style}s`);
  const prompt =
    isStyle && caption !== undefined && caption.trim() !== '' ? `${caption.trim()}, ${target}` : target;
  return {
    kind: 'redraw',
    prompt: prompt.slice(0, 2000),
    strength:
      readShare(found?.[4]) ??
      (/slight|bit|gent|subt/.test(adverb)
        ? 0.4
        : /loose|free|complet|total|strong/.test(adverb)
          ? 0.9
          : 0.7),
  };
}

function readShare(digits: string | undefined): number | undefined {
  if (digits === undefined) return undefined;
  const value = Number(digits.replace(',', '.').replace(/ ?%/, '')) / (digits.includes('%') ? 100 : 1);
  return Math.min(1, Math.max(0.05, value));
}
