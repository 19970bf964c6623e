import { pattern } from './patterns.ts';
/** How much: the words people put before "left", "bigger" and "darker". */
export type Amount = 'slight' | 'usual' | 'strong';

const SLIGHT =
  'slightly|a (?:tiny |little |small |wee )?bit|a (?:tiny )?little(?: bit)?|a touch|a tad|a hair|a smidge|somewhat|subtly|gently|just a bit|mildly|lightly|barely|marginally';
const STRONG =
  'a lot|lots|much|way|far|significantly|considerably|heavily|strongly|massively|a great deal|dramatically|substantially|loads|a whole lot|hugely|intensely|very much|quite a bit';

/** Pattern of an amount, without capture groups. */
export const AMOUNT = `(?:${SLIGHT}|${STRONG})`;
const IS_SLIGHT = new RegExp(`^(?:${SLIGHT})$`);
const IS_STRONG = new RegExp(`^(?:${STRONG})$`);

export function readAmount(words: string | undefined): Amount {
  if (words === undefined) return 'usual';
  if (IS_SLIGHT.test(words.trim())) return 'slight';
  return IS_STRONG.test(words.trim()) ? 'strong' : 'usual';
}

/** Three decimals: enough for a picture, and readable in the plan line. */
export const round = (value: number): number => Math.round(value * 1000) / 1000 || 0;

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * Takes the amount out of an edit: "make the sky slightly darker" → "make the sky darker", strength 0.6.
 *
 * @returns strength 0.6, 1 or 1.5
 */
export function takeStrength(clause: string): { readonly rest: string; readonly strength: number } {
  const slight = pattern(
    `\\b(?:just )?(?:${SLIGHT})\\b(?= (?:more |less )?\\S+$)|,? \\b(?:${SLIGHT})$|^(?:${SLIGHT}) |\\b(?:slightly|subtly|somewhat|a bit|gently)\\b`,
  );
  const strong = pattern(
    `\\b(?:${STRONG})\\b(?= (?:more |less )?\\S+(?:er|ful)?$)|,? \\b(?:a lot|strongly|heavily|significantly|dramatically)$|\\b(?:much|strongly|heavily|significantly)\\b`,
  );
  for (const [form, strength] of [
    [slight, 0.6],
    [strong, 1.5],
  ] as const) {
    const found = form.exec(clause);
    if (found === null) continue;
    // "a little dog" is a small one, "a little darker" is not
    const after = clause.slice(found.index + found[0].length).trim();
    if (!found[0].endsWith('little') || /er$|^more|^less/.test(after))
      return { rest: squeeze(clause.replace(form, ' ')), strength };
  }
  return { rest: clause, strength: 1 };
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
