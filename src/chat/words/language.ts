import type { CommandTable } from './commands/command-words.ts';

/** English pattern → the same in another language, with the same placeholders. */
export type Translations = Readonly<Record<string, string>>;

/** One language besides English: `Intl`'s tag, what stands between the parts of a list, and all that is said. */
export interface LanguageWords {
  readonly tag: string;
  readonly comma: string;
  readonly sentences: Translations;
  readonly commands: CommandTable;
}
