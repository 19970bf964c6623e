import type { CommandTable, CommandWords } from './commands/command-words.ts';
import { de as deCommands } from './commands/de.ts';
import { es as esCommands } from './commands/es.ts';
import { fr as frCommands } from './commands/fr.ts';
import { ja as jaCommands } from './commands/ja.ts';
import { pt as ptCommands } from './commands/pt.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import type { Language, WordKey, Words } from './language.ts';
import { pt } from './pt.ts';

export type { Language, WordKey } from './language.ts';

const words: Readonly<Record<Language, Words>> = { en, de, fr, ja, es, pt };
const commands: Readonly<Record<Language, CommandTable>> = {
  en: {},
  de: deCommands,
  fr: frCommands,
  ja: jaCommands,
  es: esCommands,
  pt: ptCommands,
};
export const languages = Object.keys(words) as readonly Language[];

/** Finds the language of a BCP 47 tag: "pt-BR" → "pt"; English for what we do not speak. */
export function languageOf(locale: string | undefined): Language {
  const wanted = locale?.toLowerCase().split(/[-_]/u)[0];
  return languages.find((language) => language === wanted) ?? 'en';
}

/** Says a sentence in the language of `locale`; `{name}` in it becomes `values.name`. */
export function say(
  locale: string | undefined,
  key: WordKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return words[languageOf(locale)][key].replace(/\{(\w+)\}/gu, (placeholder, name: string) =>
    String(values[name] ?? placeholder),
  );
}

/** What a command and its options do, in another language than English; undefined where nobody has translated it. */
export function commandWords(language: Language, command: string): CommandWords | undefined {
  return commands[language][command];
}
