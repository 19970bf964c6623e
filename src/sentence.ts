/**
 * What the bot says, before it is put into a language.
 *
 * A sentence is a key of `src/locales/en.json` with values beside it: plain data that crosses processes and restarts.
 * It is put into words by `src/locales/tell.ts`, in English where nobody has translated it.
 */
import { messagesOf } from './locales/catalog.ts';
import type { MessageValues } from './locales/message-values.ts';

/** A number as words, by default with the decimals it has; with one: 2 → "2.0", in German "2,0". */
export interface Decimal {
  readonly amount: number;
  readonly decimals?: number;
}

/** What a plain `{placeholder}` stands for: words, a name such as a seed, or a list with commas. */
type Text = Said | Decimal | readonly Said[];

/** A `{count, number}` or `{count, plural, …}` is a number. */
export type SentenceValue = Text | number;

export interface Sentence {
  /** Undefined in what was stored before sentences had keys. */
  readonly key?: string;
  /** Its English when it was made: what is said when a later version does not know the key any more. */
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

type Messages = MessageValues<Text>;
/** Keys of `src/locales/en.json`, without those of commands, single words and the web page. */
export type MessageKey = keyof Messages;
type Values<Key extends MessageKey> = Messages[Key] extends undefined
  ? []
  : [values: Readonly<Messages[Key]>];

/**
 * Makes a sentence.
 *
 * @param key of a message in `src/locales/en.json`; for a new one write its English there, then `npm run locales`
 */
export const sentence = <Key extends MessageKey>(key: Key, ...[values]: Values<Key>): Sentence => ({
  key,
  pattern: messagesOf('en').get(key) ?? key,
  values: (values ?? {}) as Sentence['values'],
});

/** A word that may have a translation of its own (`words` in `src/locales`), such as the label of an object: "cat". */
export const word = (english: string): Sentence => ({
  key: `words.${english}`,
  pattern: english,
  values: {},
});

/** Says several things in a row; what is `undefined` or empty is left out. */
export const row = (between: string, parts: readonly (Said | undefined)[]): Row => ({
  between,
  parts: parts.filter((part): part is Said => part !== undefined && part !== ''),
});

/** Says several things in lines of their own. */
export const lines = (...parts: readonly (Said | undefined)[]): Row => row('\n', parts);
