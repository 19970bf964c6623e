import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A sentence as it stands in the source. */
export interface FoundSentence {
  /** Empty when it is not one plain string literal. */
  readonly pattern: string;
  /** "src/chat/bot.ts:12". */
  readonly where: string;
}

const CALL =
  /(?<![\w.'`"{])sentence\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)?/gu;

/** Every `sentence('…')` of a text. */
export function sentencesIn(source: string, file: string): FoundSentence[] {
  return [...source.matchAll(CALL)].map(({ index, 1: single, 2: double, 3: back }) => ({
    pattern: (single ?? double ?? back ?? '').replaceAll(/\\n/gu, '\n').replaceAll(/\\(.)/gu, '$1'),
    where: `${file}:${source.slice(0, index).split('\n').length}`,
  }));
}

/** TypeScript files below some folders of the repository, with their text. */
export const sourcesBelow = (...folders: readonly string[]): { file: string; source: string }[] =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(root, folder, name)),
    )
    .map((path) => ({ file: relative(root, path), source: readFileSync(path, 'utf8') }));
