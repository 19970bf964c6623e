import { readdirSync, readFileSync } from 'node:fs';

/** A file of this folder: texts by area and key, `{ "undo": { "line": "Back at {line}" } }`. */
export interface Texts {
  readonly [name: string]: string | Texts;
}

/** A command in one language. */
export interface CommandWords {
  /** At most 100 characters. */
  readonly description?: string;
  /** By the option's name; at most 100 characters each. */
  readonly options?: Readonly<Record<string, string>>;
  /** By the choice as it is typed, at most 100 characters; names of methods and languages stay as they are. */
  readonly choices?: Readonly<Record<string, string>>;
}

const FOLDER = new URL('./', import.meta.url);
const found = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

/** BCP 47 language codes, one for each JSON file of this folder; English first. */
export const languages: readonly string[] = ['en', ...found.filter((name) => name !== 'en')];

/** The language's own name: "de" → "Deutsch". */
export const languageName = (language: string): string =>
  new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;

/** Finds the language of a BCP 47 tag: "pt-BR" → "pt"; English for what we do not speak. */
export function languageOf(locale: string | undefined): string {
  const wanted = locale?.toLowerCase().split(/[-_]/u)[0];
  return languages.find((language) => language === wanted) ?? 'en';
}

interface Catalog {
  readonly texts: Texts;
  readonly messages: ReadonlyMap<string, string>;
}

const catalogs = new Map<string, Catalog>();

function catalogOf(language: string): Catalog {
  const known = catalogs.get(language);
  if (known !== undefined) return known;
  const texts = JSON.parse(readFileSync(new URL(`${language}.json`, FOLDER), 'utf8')) as Texts;
  const catalog = { texts, messages: new Map(flatten(texts)) };
  catalogs.set(language, catalog);
  return catalog;
}

/** Writes texts as pairs of a dotted key and a message: `["undo.line", "Back at {line}"]`. */
export const flatten = (texts: Texts, prefix = ''): (readonly [string, string])[] =>
  Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'string' ? [[prefix + name, text] as const] : flatten(text, `${prefix}${name}.`),
  );

/** All messages of a language by their dotted keys. */
export const messagesOf = (language: string): ReadonlyMap<string, string> => catalogOf(language).messages;

/** What a command and its options do; undefined where nobody has translated it. */
export function commandWords(language: string, command: string): CommandWords | undefined {
  const { commands } = catalogOf(language).texts;
  return typeof commands === 'object' ? (commands[command] as CommandWords | undefined) : undefined;
}
