import { assertFits } from '../../models/clip-tokenizer.ts';
import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { mapTensor, type Tensor } from '../tensor/tensor.ts';

/** Words of a prompt that share a weight. */
export interface PromptPart {
  readonly text: string;
  /** 1 = as it is. */
  readonly weight: number;
}

const WEIGHTED = /\(([^():]+):\s*(\d+(?:\.\d+)?)\s*\)/gu;

/** Splits a prompt at `(words:1.3)`; other parentheses are words like any. */
export function promptParts(prompt: string): readonly PromptPart[] {
  const parts: PromptPart[] = [];
  let from = 0;
  for (const { index, 0: whole, 1: text = '', 2: weight } of prompt.matchAll(WEIGHTED)) {
    parts.push({ text: prompt.slice(from, index), weight: 1 }, { text, weight: Number(weight) });
    from = index + whole.length;
  }
  return [...parts, { text: prompt.slice(from), weight: 1 }].filter(({ text }) => text.trim() !== '');
}

/**
 * Token ids of a prompt without its marks, and the weight of each.
 *
 * @throws {UserError} `PROMPT_TOO_LONG`
 */
export function weightedIds(
  { text: { tokenizer } }: Checkpoint,
  prompt: string,
): { readonly ids: readonly number[]; readonly weights: readonly number[] } {
  const parts = promptParts(prompt).map(({ text, weight }) => ({ ids: tokenizer.tokenize(text), weight }));
  const ids = parts.flatMap((part) => part.ids);
  assertFits(ids, tokenizer);
  return { ids, weights: parts.flatMap((part) => part.ids.map(() => part.weight)) };
}

/**
 * Multiplies the embedding of every token by its weight, then all of them so that their mean is what it was: the way
 * of AUTOMATIC1111's web UI, from which people's prompts come.
 *
 * @param weights  of the tokens between start and end
 */
export function weighEmbeddings(conditioning: Conditioning, weights: readonly number[]): Conditioning {
  if (weights.every((weight) => weight === 1)) return conditioning;
  const { embeddings } = conditioning;
  const width = embeddings.dims.at(-1) ?? 1;
  const weighted: Tensor = {
    dims: embeddings.dims,
    data: embeddings.data.map((value, at) => value * (weights[Math.floor(at / width) - 1] ?? 1)),
  };
  const ratio = meanOf(embeddings) / meanOf(weighted);
  const factor = Number.isFinite(ratio) ? ratio : 1;
  return { ...conditioning, embeddings: mapTensor(weighted, (value) => value * factor) };
}

const meanOf = ({ data }: Tensor): number => data.reduce((sum, value) => sum + value, 0) / data.length;
