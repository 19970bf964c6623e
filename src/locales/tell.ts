import { IntlMessageFormat } from 'intl-messageformat';
import type { Row, Said, Sentence, SentenceValue } from '../sentence.ts';
import { languageOf, messagesOf } from './catalog.ts';

/** Says something in the language of `locale`; what has no translation is said in English. */
export const tell = (locale: string | undefined, said: Said): string => write(languageOf(locale), said);

/** Puts words into English: for logs, scripts, and what has no language. */
export const inEnglish = (said: Said): string => write('en', said);

function write(language: string, said: Said): string {
  if (typeof said === 'string') return said;
  return 'parts' in said ? writeRow(language, said) : writeSentence(language, said);
}

function writeRow(language: string, { parts, between }: Row): string {
  const written = parts.map((part) => write(language, part));
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  if (between === 'and') return list.format(written);
  return written.join(between === ',' ? list.formatToParts(['1', '2', '3'])[1]?.value : between);
}

/**
 * What cannot be said in the language is said in English. A sentence that this version no longer knows, or knows with
 * other values, comes from a job of another version: it is said as it was when it was made.
 */
function writeSentence(language: string, { key, pattern, values }: Sentence): string {
  const written = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, writeValue(language, value)]),
  );
  return (
    format(language, messagesOf(language).get(key ?? ''), written) ??
    format('en', messagesOf('en').get(key ?? ''), written) ??
    (Object.keys(values).length === 0 ? undefined : format('en', toIcu(pattern), written)) ??
    pattern
  );
}

function writeValue(language: string, value: SentenceValue): string | number {
  if (typeof value === 'number') return value;
  if (isList(value)) return writeRow(language, { parts: value, between: ',' });
  if (typeof value === 'string' || !('amount' in value)) return write(language, value);
  const { amount, decimals } = value;
  const digits =
    decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(language, digits).format(amount);
}

const isList = (value: SentenceValue): value is readonly Said[] => Array.isArray(value);

const formats = new Map<string, IntlMessageFormat>();

/** @returns undefined when there is no message, it is malformed, or it asks for other values */
function format(
  language: string,
  message: string | undefined,
  values: Readonly<Record<string, string | number>>,
): string | undefined {
  if (message === undefined) return undefined;
  const name = `${language} ${message}`;
  try {
    const known = formats.get(name) ?? new IntlMessageFormat(message, language, {}, { ignoreTag: true });
    formats.set(name, known);
    return String(known.format(values));
  } catch {
    return undefined;
  }
}

/** Until 2026 a stored sentence was its English only, with choices as `{count|one:picture|other:pictures}`. */
const toIcu = (pattern: string): string =>
  pattern.replaceAll(/\{(\w+)\|([^{}]*)\}/gu, (_, name: string, variants: string) => {
    const options = variants.split('|').map((variant) => variant.replace(/^([^:]*):(.*)$/su, '$1 {$2}'));
    return `{${name}, ${/^one:|\|one:/u.test(variants) ? 'plural' : 'select'}, ${options.join(' ')}}`;
  });
