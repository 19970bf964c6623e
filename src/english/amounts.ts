import { anyOf } from './lexicon.ts';

/** How much: the words people put before "left", "bigger" and "darker". */
export type Amount = 'slight' | 'usual' | 'strong';

const SLIGHT =
  `slightly, a bit, a tiny bit, a little, a little bit, a small bit, a wee bit, a tiny little bit, a touch,
  a tad, a hair, a smidge, somewhat, subtly, gently, just a bit, mildly, lightly, barely, marginally, kinda, a lil bit,
  a lil, bit, a smidgen, a wee, just a little, just slightly, ever so slightly, little bit`.split(/,\s*/);
const STRONG =
  `a lot, lots, much, way, far, significantly, considerably, heavily, strongly, massively, a great deal,
  dramatically, substantially, loads, a whole lot, hugely, intensely, very much, quite a bit, way way, wayyy, wayy,
  so much, a ton, tons, much much`.split(/,\s*/);
const KINDS = new Map<string, Amount>([
  ...SLIGHT.map((words) => [words, 'slight'] as const),
  ...STRONG.map((words) => [words, 'strong'] as const),
]);

/** True for "a bit", "much", "slightly". */
export const isAmount = (words: string): boolean => KINDS.has(words);

export const readAmount = (words: string | undefined): Amount =>
  KINDS.get(words?.replace(/^by /, '').trim() ?? '') ?? 'usual';

const slight = anyOf(SLIGHT.filter((words) => !/^(?:bit|little bit|kinda)$/.test(words)));
const strong = anyOf(STRONG);
/** Where an amount stands in an edit: before its last words, at its end, or a word that is nothing else. */
const PLACES = [
  {
    strength: 0.6,
    form: new RegExp(`(?:\\b(?:${slight})\\b(?= (?:more |less )?\\S+$)|,? \\b(?:${slight})$)`),
  },
  { strength: 0.6, form: new RegExp(`^(?:${slight}) |\\b(?:slightly|subtly|somewhat|a bit|gently)\\b`) },
  { strength: 1.5, form: new RegExp(`\\b(?:${strong})\\b(?= (?:more |less )?\\S+(?:er|ful)?$)`) },
  { strength: 1.5, form: /,? \b(?:a lot|strongly|heavily|significantly|dramatically|so much)$/ },
  { strength: 1.5, form: /\b(?:much|strongly|heavily|significantly)\b/ },
] as const;

/**
 * Takes the amount out of an edit: "make the sky slightly darker" → "make the sky darker", strength 0.6.
 *
 * @returns strength 0.6, 1 or 1.5
 */
export function takeStrength(clause: string): { readonly rest: string; readonly strength: number } {
  for (const { form, strength } of PLACES) {
    const found = form.exec(clause);
    if (found === null) continue;
    // "a little dog" is a small one, "a little darker" is not
    const after = clause.slice(found.index + found[0].length).trim();
    if (!/li(?:tt)?le?$/.test(found[0]) || after === '' || /er$|^more|^less/.test(after))
      return { rest: clause.replace(form, ' ').replace(/\s+/g, ' ').trim(), strength };
  }
  return { rest: clause, strength: 1 };
}
