import type { Checkpoint } from '../../models/family.ts';
import { type TokenizedPrompt, wordTokens } from '../../methods/token-mapping.ts';
import { promptIds } from '../run/prompt.ts';
import { plainPrompt } from '../run/prompt-weights.ts';

/** A prompt without its marks, as words and as tokens. */
export function tokenize(checkpoint: Checkpoint, prompt: string): TokenizedPrompt {
  const ids = promptIds(checkpoint, prompt);
  return { text: plainPrompt(prompt), ids, pieces: checkpoint.text.tokenizer.pieces(ids) };
}

/** Positions of the tokens of all words of a phrase, wherever they stand in the prompt; the start token is 0. */
export const phraseTokens = (prompt: TokenizedPrompt, phrase: string): number[] =>
  phrase.split(' ').flatMap((word) => wordTokens(prompt, word));

/** Weights of words as weights of tokens, `[L]`: 1 where nothing is said. */
export function tokenWeights(
  weights: Readonly<Record<string, number>> | undefined,
  prompt: TokenizedPrompt,
  length: number,
): number[] {
  const ofTokens = Array.from({ length }, () => 1);
  for (const [words, weight] of Object.entries(weights ?? {}))
    for (const token of phraseTokens(prompt, words)) ofTokens[token] = weight;
  return ofTokens;
}
