/** Weights in prompts: `(words:1.3)` as in AUTOMATIC1111's web UI, `words::2 others::1` as in Midjourney. */
import { assertFits, chunkRows } from '../../models/clip-chunks.ts';
import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';

/** Words of a prompt that share a weight. */
export interface PromptPart {
  readonly text: string;
  /** 1 = as it is. */
  readonly weight: number;
}

const WEIGHTED = /\(([^():]+):\s*(\d+(?:\.\d+)?)\s*\)/gu;
/** The end of a part: `::`, and its weight right behind. */
const PART_END = /::(-?\d*\.?\d+)?/gu;
/** Midjourney's `words::-0.5` is its `--no words`. */
const NO = -0.5;

/** Splits a prompt at `(words:1.3)` and `::`; other parentheses are words like any. Parts below zero are left out. */
export function promptParts(prompt: string): readonly PromptPart[] {
  const parts = splitParts(prompt).filter(({ weight }) => weight > 0);
  // Only the relation of the parts counts: a::1 b::1 is a::2 b::2 is plain "a b".
  const mean = parts.reduce((sum, { weight }) => sum + weight, 0) / parts.length;
  return parts
    .flatMap(({ text, weight }) =>
      bracketParts(text).map((part) => ({ ...part, weight: (part.weight * weight) / mean })),
    )
    .filter(({ text }) => text.trim() !== '');
}

/** The prompt without any marks. */
export const plainPrompt = (prompt: string): string =>
  promptParts(prompt)
    .map(({ text }) => text)
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();

/** Words that a prompt wants to be absent (`red::-0.5`), for the negative prompt; empty when there are none. */
export const unwantedWords = (prompt: string): string =>
  splitParts(prompt)
    .filter(({ weight }) => weight < 0)
    .map(({ text, weight }) => (weight === NO ? text.trim() : `(${text.trim()}:${weight / NO})`))
    .join(', ');

/**
 * Splits at `::`.
 *
 * @throws {UserError} `NO_POSITIVE_WEIGHT` when nothing is left to paint
 */
function splitParts(prompt: string): PromptPart[] {
  const parts: PromptPart[] = [];
  let from = 0;
  const put = (text: string, weight: number): void => {
    // What was split by a mark stays split by a space; a comma behind a mark belongs to nothing.
    const words = parts.length === 0 ? text : text.replace(/^\s*,?\s*/u, ' ');
    if (words.trim() !== '') parts.push({ text: words, weight });
  };
  for (const { index, 0: mark, 1: weight } of prompt.matchAll(PART_END)) {
    put(prompt.slice(from, index), weight === undefined ? 1 : Number(weight));
    from = index + mark.length;
  }
  put(prompt.slice(from), 1);
  if (parts.length > 0 && parts.every(({ weight }) => weight <= 0))
    throw new UserError('NO_POSITIVE_WEIGHT', sentence('prompt.onlyNegative', { prompt }));
  return parts;
}

/** Splits at `(words:1.3)`. */
function bracketParts(prompt: string): PromptPart[] {
  const parts: PromptPart[] = [];
  let from = 0;
  for (const { index, 0: whole, 1: text = '', 2: weight } of prompt.matchAll(WEIGHTED)) {
    parts.push({ text: prompt.slice(from, index), weight: 1 }, { text, weight: Number(weight) });
    from = index + whole.length;
  }
  return [...parts, { text: prompt.slice(from), weight: 1 }];
}

/** Token ids without start and end, and the weight of each. */
export interface WeightedIds {
  readonly ids: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Token ids of a prompt without its marks, and the weight of each.
 *
 * @param most  chunks of the text encoder that it may fill
 * @throws {UserError} `PROMPT_TOO_LONG`, `NO_POSITIVE_WEIGHT`, `NO_WORD_WEIGHTS`
 */
export function weightedIds(checkpoint: Checkpoint, prompt: string, most = 1): WeightedIds {
  const { tokenizer, weighs } = checkpoint.text;
  const marked = promptParts(prompt);
  if (!weighs && marked.some(({ weight }) => weight !== 1))
    throw new UserError('NO_WORD_WEIGHTS', sentence('model.noWordWeights', { model: checkpoint.name }));
  const parts = marked.map(({ text, weight }) => ({ ids: tokenizer.tokenize(text), weight }));
  const ids = parts.flatMap((part) => part.ids);
  assertFits(ids, tokenizer, most);
  return { ids, weights: parts.flatMap((part) => part.ids.map(() => part.weight)) };
}

/**
 * Multiplies the embedding of every token by its weight, then all of them so that their mean is what it was: the way
 * of AUTOMATIC1111's web UI, from which people's prompts come. Of a long prompt each chunk keeps its own mean.
 *
 * @param rows   place of every token in the embeddings; default: one behind another, behind the start token
 * @param chunk  tokens of one chunk; default: all
 */
export function weighEmbeddings(
  conditioning: Conditioning,
  weights: readonly number[],
  rows: readonly number[] = weights.map((_, at) => at + 1),
  chunk = conditioning.embeddings.dims[1] ?? 1,
): Conditioning {
  if (weights.every((weight) => weight === 1)) return conditioning;
  const { embeddings } = conditioning;
  const width = embeddings.dims.at(-1) ?? 1;
  const data = embeddings.data.slice();
  for (const [index, row] of rows.entries())
    for (let at = row * width; at < (row + 1) * width; at++) data[at]! *= weights[index] ?? 1;
  for (let from = 0; from < data.length; from += chunk * width) {
    const part = data.subarray(from, from + chunk * width);
    const factor = meanOf(embeddings.data.subarray(from, from + chunk * width)) / meanOf(part);
    if (Number.isFinite(factor)) for (let at = 0; at < part.length; at++) part[at]! *= factor;
  }
  return { ...conditioning, embeddings: { ...embeddings, data } };
}

/** The same for a prompt of any length, weighted as `weightedIds` says. */
export const weighPrompt = (
  { text: { tokenizer } }: Checkpoint,
  conditioning: Conditioning,
  { ids, weights }: WeightedIds,
): Conditioning => weighEmbeddings(conditioning, weights, chunkRows(ids, tokenizer), tokenizer.maxLength);

const meanOf = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0) / data.length;
