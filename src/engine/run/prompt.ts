import { assertFits } from '../../models/clip-chunks.ts';
import { findTokens } from '../../models/clip-tokenizer.ts';
import type { Checkpoint } from '../../models/family.ts';
import { weightedIds, type WeightedIds } from './prompt-weights.ts';

/**
 * Token ids of a prompt, without start and end, and without the marks of weights.
 *
 * @throws {UserError} `PROMPT_TOO_LONG` when it does not fit the text encoder
 */
export const promptIds = (checkpoint: Checkpoint, prompt: string): number[] => [
  ...weightedIds(checkpoint, prompt).ids,
];

/** One sub-instruction inside a prompt: positions count from the start token, which is 0. */
export interface SubPrompt {
  readonly span: [from: number, to: number];
  readonly keyword: number[];
}

/**
 * Joins sub-instructions to one prompt and finds their tokens. CLIP splits at spaces before anything else, so the
 * tokens of the whole are the tokens of the parts.
 *
 * @throws {UserError} `PROMPT_TOO_LONG`
 */
export function joinInstructions(
  checkpoint: Checkpoint,
  parts: readonly { readonly instruction: string; readonly keyword: string }[],
): WeightedIds & { readonly parts: SubPrompt[] } {
  const { tokenizer } = checkpoint.text;
  const separator = tokenizer.tokenize(checkpoint.card.defaults.separator ?? ', ');
  const ids: number[] = [];
  const weights: number[] = [];
  const add = (more: readonly number[], weight: readonly number[]): void => {
    ids.push(...more);
    weights.push(...weight);
  };
  const found = parts.map(({ instruction, keyword }, index): SubPrompt => {
    if (index > 0)
      add(
        separator,
        separator.map(() => 1),
      );
    const { ids: own, weights: ownWeights } = weightedIds(checkpoint, instruction);
    const from = ids.length + 1;
    add(own, ownWeights);
    const span: [number, number] = [from, from + own.length];
    const word = tokenizer.tokenize(keyword);
    const at = findTokens(own, word);
    // A keyword that is not a word of the instruction (implied by the context): all of the instruction's words.
    const positions =
      at === -1 ? own.map((_, offset) => from + offset) : word.map((_, offset) => from + at + offset);
    return { span, keyword: positions };
  });
  assertFits(ids, tokenizer);
  return { ids, weights, parts: found };
}
