/** A command in one language; the English words stand in the command itself. */
export interface CommandWords {
  /** At most 100 characters. */
  readonly description: string;
  /** By the option's name; at most 100 characters each. */
  readonly options?: Readonly<Record<string, string>>;
  /** By the English choice, at most 100 characters; names of methods and languages stay as they are. */
  readonly choices?: Readonly<Record<string, string>>;
}
/** All commands in one language, by their names. */
export type CommandTable = Readonly<Record<string, CommandWords>>;
