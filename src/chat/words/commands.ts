import type { Language } from './language.ts';

/** A command in one language; the English words stand in the command itself. */
export interface CommandWords {
  /** At most 100 characters. */
  readonly description: string;
  /** By the option's name; at most 100 characters each. */
  readonly options?: Readonly<Record<string, string>>;
}

export const commands: Readonly<
  Record<string, Readonly<Partial<Record<Exclude<Language, 'en'>, CommandWords>>>>
> = {};
