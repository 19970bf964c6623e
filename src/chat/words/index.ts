import { inEnglish, putInto } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import type { CommandWords } from './commands/command-words.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import type { LanguageWords } from './language.ts';
import { pt } from './pt.ts';

/** All languages but English, which needs no translation; docs/adding/language.md. */
const translated = { de, fr, ja, es, pt } as const;

export type Language = 'en' | keyof typeof translated;
export const languages: readonly Language[] = [
  'en',
  ...(Object.keys(translated) as (keyof typeof translated)[]),
];

/** The language's own name: "de" → "Deutsch". */
export const languageName = (language: string): string =>
  new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;

/** Finds the language of a BCP 47 tag: "pt-BR" → "pt"; English for what we do not speak. */
export function languageOf(locale: string | undefined): Language {
  const wanted = locale?.toLowerCase().split(/[-_]/u)[0];
  return languages.find((language) => language === wanted) ?? 'en';
}

/** Everything that is said in a language besides English. */
export const wordsOf = (language: Exclude<Language, 'en'>): LanguageWords => translated[language];

/** Says something in the language of `locale`; what has no translation is said in English. */
export function tell(locale: string | undefined, said: Said): string {
  const language = languageOf(locale);
  if (language === 'en') return inEnglish(said);
  const { tag, comma, sentences } = wordsOf(language);
  return putInto({ tag, comma, translate: (pattern) => sentences[pattern] }, said);
}

/** What a command and its options do, in another language than English; undefined where nobody has translated it. */
export const commandWords = (language: Language, command: string): CommandWords | undefined =>
  language === 'en' ? undefined : wordsOf(language).commands[command];
