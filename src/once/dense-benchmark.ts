/**
 * The benchmark of DenseDiffusion: `testset.pkl` with captions and phrases, beside it the folder `testset_layout` with
 * one painting for each, `0.png`, `1.png`, … Phrase i belongs to the i-th most frequent colour of its painting; a
 * background (white, or black) goes first and usually has no words.
 *
 * @see https://github.com/naver-ai/DenseDiffusion/tree/main/dataset
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { readPlainPickle } from './plain-pickle.ts';
import type { PlainValue } from './plain-pickle.ts';
import type { LayoutMessage } from './run-once.ts';

/** One painting to be painted from. */
export interface DenseItem {
  readonly index: number;
  /** The whole text; every phrase stands in it. */
  readonly prompt: string;
  readonly phrases: readonly string[];
  /** Path of the flat-coloured PNG. */
  readonly painting: string;
}

/**
 * Reads the items of a benchmark file, `.pkl` as published or the same as `.json`; the paintings are not looked at.
 *
 * @throws {UserError} `BAD_BENCHMARK` saying what is wrong with it, `BAD_PICKLE`
 */
export async function readDenseBenchmark(file: string): Promise<readonly DenseItem[]> {
  const bytes = await readFile(file).catch((cause: Error) => {
    throw bad(`${file} cannot be read (${cause.message}).`, cause);
  });
  const kind = extname(file);
  const folder = join(dirname(file), `${basename(file, kind)}_layout`);
  const items = kind === '.json' ? readJson(bytes, file) : readPickle(bytes);
  return [...items]
    .map(([index, item]) => readItem(index, item, join(folder, `${index}.png`)))
    .toSorted((a, b) => a.index - b.index);
}

function readPickle(bytes: Buffer): Map<number, PlainValue> {
  const read = readPlainPickle(bytes);
  if (!(read instanceof Map)) throw bad('A benchmark is a table of items by their numbers.');
  return new Map([...read].map(([index, item]) => [Number(index), item]));
}

function readJson(bytes: Buffer, file: string): Map<number, PlainValue> {
  try {
    const read = JSON.parse(bytes.toString('utf8')) as Readonly<Record<string, Record<string, PlainValue>>>;
    return new Map(
      Object.entries(read).map(([index, item]) => [Number(index), new Map(Object.entries(item))]),
    );
  } catch (cause) {
    throw bad(`${file} is no JSON.`, cause as Error);
  }
}

function readItem(index: number, item: PlainValue, painting: string): DenseItem {
  const prompt = item instanceof Map ? item.get('textual_condition') : undefined;
  const phrases = item instanceof Map ? item.get('segment_descriptions') : undefined;
  const isWhole =
    Number.isInteger(index) &&
    typeof prompt === 'string' &&
    Array.isArray(phrases) &&
    phrases.every((phrase) => typeof phrase === 'string');
  if (!isWhole)
    throw bad(`Item ${index} needs a textual_condition (text) and segment_descriptions (a list of texts).`);
  return { index, prompt, phrases, painting };
}

const bad = (words: string, cause?: Error): UserError =>
  new UserError('BAD_BENCHMARK', words, ...(cause === undefined ? [] : [{ cause }]));

/**
 * Chooses items: "0,3-5".
 *
 * @throws {UserError} `BAD_BENCHMARK` for words that are no list of numbers, or name none of the items
 */
export function chooseItems(items: readonly DenseItem[], wanted: string | undefined): readonly DenseItem[] {
  if (wanted === undefined) return items;
  const ranges = wanted.split(',').map((part) => {
    const [, from = '', to = from] = /^\s*(\d+)(?:-(\d+))?\s*$/u.exec(part) ?? [];
    if (from === '') throw bad(`"${part}" is no number and no range of numbers; say 0,3-5.`);
    return [Number(from), Number(to)] as const;
  });
  const chosen = items.filter(({ index }) => ranges.some(([from, to]) => index >= from && index <= to));
  if (chosen.length === 0)
    throw bad(
      `There is no item ${wanted}; there are ${items[0]?.index ?? 0} to ${items.at(-1)?.index ?? 0}.`,
    );
  return chosen;
}

/** What is said, and after it the items of a benchmark file, if there is one. */
export async function withLayouts({
  messages,
  layouts,
  items,
}: {
  readonly messages: readonly string[];
  readonly layouts?: string | undefined;
  readonly items?: string | undefined;
}): Promise<readonly (string | LayoutMessage)[]> {
  if (layouts === undefined) return messages;
  const chosen = chooseItems(await readDenseBenchmark(layouts), items);
  return [
    ...messages,
    ...chosen.map(({ prompt, phrases, painting }) => ({
      prompt,
      regions: JSON.stringify(phrases),
      painting,
    })),
  ];
}
