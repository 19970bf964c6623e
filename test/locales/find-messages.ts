import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A call that says something, as it stands in the source. */
export interface FoundMessage {
  /** Empty where the page says what is not one plain string literal. */
  readonly key: string;
  /** Names of the values beside it; undefined where they are not written out as one object. */
  readonly values: readonly string[] | undefined;
  /** "src/chat/bot.ts:12". */
  readonly where: string;
}

/** TypeScript knows the keys that are no literals. */
const SENTENCE = /(?<![\w.'`"{])sentence\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/gu;
const SAY = /(?<![\w.])say\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")?/gu;

/** Every `sentence('…')` of a TypeScript file, every `say('…')` of a script of the page. */
export const messagesIn = (source: string, file: string): FoundMessage[] =>
  [...source.matchAll(file.endsWith('.js') ? SAY : SENTENCE)].map((match) => ({
    key: match[1] ?? match[2] ?? '',
    values: namesAfter(source.slice(match.index + match[0].length)),
    where: `${file}:${source.slice(0, match.index).split('\n').length}`,
  }));

/** Reads the names of `, { name, other: 1 })`, at its first level. */
function namesAfter(rest: string): readonly string[] | undefined {
  const start = /^\s*(?:,\s*(?:(\{)|\)))?/u.exec(rest);
  if (start?.[1] === undefined) return /^\s*,?\s*\)/u.test(rest) ? [] : undefined;
  let depth = 0;
  let level = '';
  for (const character of rest.slice(start[0].length - 1)) {
    if ('{[('.includes(character)) depth += 1;
    if ('}])'.includes(character)) depth -= 1;
    if (depth === 0) break;
    if (depth === 1) level += character;
  }
  const names = level
    .slice(1)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (names.some((part) => part.startsWith('...'))) return undefined;
  return names.map((part) => /^\w+/u.exec(part)?.[0] ?? '').toSorted();
}

/** Files below some folders of the repository, with their text. */
export const sourcesBelow = (folders: readonly string[], kind: RegExp): { file: string; source: string }[] =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => kind.test(name))
        .map((name) => join(root, folder, name)),
    )
    .map((path) => ({ file: relative(root, path), source: readFileSync(path, 'utf8') }));
