import { readBy, rule, type Rule, type Slots } from '../../english/forms.ts';
import { STYLES } from '../../english/lexicon.ts';
import { readDecimal } from '../../english/numbers.ts';
import { restoreQuotes } from '../../english/wording.ts';
import type { StepOf } from '../plan.ts';

type Redraw = StepOf<'redraw'>;

const HOW: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['slightly', 'a bit', 'gently', 'subtly'].map((word) => [word, 0.4])),
  ...Object.fromEntries(
    ['loosely', 'freely', 'completely', 'totally', 'strongly'].map((word) => [word, 0.9]),
  ),
};
const USUAL = 0.7;
const STRENGTH = /,? (?:at |with )?(?:strength|denoise) ?(?:of |= ?|: ?)?(0?[.,]\d+|1|\d{1,3} ?%)$/;
const slots: Slots = { HOW: (words) => Object.hasOwn(HOW, words) || words === 'roughly', REST: () => true };
const AGAIN =
  'draw|redraw|re-draw|repaint|re-paint|reimagine|re-imagine|redo|re-do|recreate|rerender|re-render|reinterpret|paint|remake|sketch|regenerate';
const PICTURE =
  '(it / this / that / the picture|image|photo|scene|drawing / the whole thing / everything / me / my photo|picture|image|drawing)';

const FORMS: readonly Rule<{ words: string; how: string }, undefined>[] = [
  rule(
    [
      `[HOW] ${AGAIN} ${PICTURE} [HOW:after] as|like|to_show|to_look_like|so_that_it_shows|into [if it were|was] REST`,
      'redraw|repaint|reimagine|img2img|image_to_image [as|as:|:] REST',
    ],
    ({ rest = '', how, after }, text) =>
      /^(?:redraw|repaint|reimagine|img2img|image to image)/.test(text) &&
      /^(?:it|this|that|the)\b/.test(rest)
        ? undefined
        : { words: rest, how: how ?? after ?? '' },
  ),
];

/** Reads "draw it as …": a caption for the whole picture, no instruction. */
export function readRedraw(
  text: string,
  caption: string | undefined,
  quotes: readonly string[],
): Redraw | undefined {
  const said = text.replace(/[.!\s]+$/, '').replace(/^(redraw|repaint|reimagine)(?: as)?:/, '$1 as');
  const strength = STRENGTH.exec(said)?.[1];
  const found = readBy(FORMS, said.replace(STRENGTH, ''), slots, undefined);
  if (found === undefined) return undefined;
  const target = restoreQuotes(found.words, quotes, '');
  const hasCaption = caption !== undefined && caption.trim() !== '';
  const prompt = hasCaption && isNamedStyle(target) ? `${caption.trim()}, ${target}` : target;
  return {
    kind: 'redraw',
    prompt: prompt.slice(0, 2000),
    strength: readShare(strength) ?? HOW[found.how] ?? USUAL,
  };
}

/** "a watercolor", "lego style": how it is drawn, not what. */
function isNamedStyle(target: string): boolean {
  const bare = target.replace(/^(?:an?|the) /, '');
  return (
    / (?:style|painting|drawing|sketch)$/.test(bare) || STYLES.has(bare) || STYLES.has(bare.replace(/s$/, ''))
  );
}

function readShare(digits: string | undefined): number | undefined {
  if (digits === undefined) return undefined;
  const value = readDecimal(digits.replace(/ ?%/, '')) / (digits.includes('%') ? 100 : 1);
  return Math.min(1, Math.max(0.05, value));
}
