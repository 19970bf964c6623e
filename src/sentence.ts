/**
 * What the bot says, before it is put into a language.
 *
 * A sentence is its English pattern with values beside it: plain data that crosses processes and restarts. The
 * pattern is the key under which `chat/words` holds the translations; what nobody has translated is said in English.
 */

/** A number that is written with a fixed number of decimals: 2 → "2.0", in German "2,0". */
export interface Decimal {
  readonly amount: number;
  readonly decimals: number;
}

/**
 * What a placeholder stands for. A number is an amount and is written as the language writes amounts (1,000);
 * names such as a seed or a picture's number are strings. An array is a list with commas.
 */
export type SentenceValue = Said | number | Decimal | readonly Said[];

export interface Sentence {
  /** English: `There is no {name} in the picture.`, `{count} {count|one:picture|other:pictures}`. */
  readonly pattern: string;
  readonly values: Readonly<Record<string, SentenceValue>>;
}

/** Things said in a row: `and` and `,` become what the language puts between the parts of a list. */
export interface Row {
  readonly parts: readonly Said[];
  readonly between: string;
}

/** Words for a person: a sentence, several in a row, or a string that stays as it is (their own words, a name). */
export type Said = string | Sentence | Row;

type NameIn<Inside extends string> = Inside extends `${infer Name}|${string}` ? Name : Inside;
/** Names of the placeholders in a pattern. */
type Names<Pattern extends string> = Pattern extends `${string}{${infer Inside}}${infer Rest}`
  ? NameIn<Inside> | Names<Rest>
  : never;
type Values<Pattern extends string> = [Names<Pattern>] extends [never]
  ? []
  : [values: Readonly<Record<Names<Pattern>, SentenceValue>>];

/**
 * Makes a sentence. `{name}` becomes the value; `{count|one:picture|other:pictures}` becomes the word that fits it:
 * the one named as the value, else as its plural form in the language (`Intl.PluralRules`), else `other`.
 *
 * @param pattern one string literal, so that translations are found for it and its placeholders are type-checked
 */
export const sentence = <const Pattern extends string>(
  pattern: Pattern,
  ...[values]: Values<Pattern>
): Sentence => ({ pattern, values: values ?? {} });

/** A word that has a translation of its own, such as the label of an object: "cat". */
export const word = (english: string): Sentence => ({ pattern: english, values: {} });

/** Says several things in a row; what is `undefined` or empty is left out. */
export const row = (between: string, parts: readonly (Said | undefined)[]): Row => ({
  between,
  parts: parts.filter((part): part is Said => part !== undefined && part !== ''),
});

/** Says several things in lines of their own. */
export const lines = (...parts: readonly (Said | undefined)[]): Row => row('\n', parts);

/** A language as far as sentences need it. */
export interface Tongue {
  /** BCP 47 tag that `Intl` knows. */
  readonly tag: string;
  /** What stands between the parts of a list without "and". */
  readonly comma: string;
  translate(pattern: string): string | undefined;
}

/** British English has no comma before "and". */
const english: Tongue = { tag: 'en-GB', comma: ', ', translate: () => undefined };

/** Puts words into a language. */
export function putInto(tongue: Tongue, said: Said): string {
  if (typeof said === 'string') return said;
  if ('parts' in said) return writeRow(tongue, said);
  const { pattern, values } = said;
  return (tongue.translate(pattern) ?? pattern).replace(/\{([^{}]+)\}/gu, (placeholder, inside: string) => {
    const [name = '', ...variants] = inside.split('|');
    const value = values[name];
    if (value === undefined) return placeholder;
    return variants.length === 0 ? writeValue(tongue, value) : chooseVariant(tongue, variants, value);
  });
}

/** Puts words into English: for logs, scripts, and what has no language. */
export const inEnglish = (said: Said): string => putInto(english, said);

function writeRow(tongue: Tongue, { parts, between }: Row): string {
  const written = parts.map((part) => putInto(tongue, part));
  if (between === 'and') return new Intl.ListFormat(tongue.tag, { type: 'conjunction' }).format(written);
  return written.join(between === ',' ? tongue.comma : between);
}

function writeValue(tongue: Tongue, value: SentenceValue): string {
  if (typeof value === 'number') return new Intl.NumberFormat(tongue.tag).format(value);
  if (isList(value)) return writeRow(tongue, { parts: value, between: ',' });
  if (typeof value === 'string' || !('amount' in value)) return putInto(tongue, value);
  const { amount, decimals } = value;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(tongue.tag, digits).format(amount);
}

const isList = (value: SentenceValue): value is readonly Said[] => Array.isArray(value);

function chooseVariant(tongue: Tongue, variants: readonly string[], value: SentenceValue): string {
  const choices = new Map(
    variants.map((variant) => {
      const at = variant.indexOf(':');
      return [variant.slice(0, at), variant.slice(at + 1)] as const;
    }),
  );
  const plural = typeof value === 'number' ? new Intl.PluralRules(tongue.tag).select(value) : '';
  const name = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return choices.get(name) ?? choices.get(plural) ?? choices.get('other') ?? '';
}
