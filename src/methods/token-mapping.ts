/**
 * Which token of a source prompt belongs to which of an edited one.
 *
 * Source: Hertz et al. 2022, Prompt-to-Prompt, the authors' seq_aligner.py (https://github.com/google/prompt-to-prompt).
 */
import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

/** A prompt split both ways: at spaces, and in the pieces of the tokenizer (start and end token left out). */
export interface TokenizedPrompt {
  readonly text: string;
  readonly ids: readonly number[];
  readonly pieces: readonly string[];
}

/** Positions (the start token is 0) of the tokens of the word at a place, or of every word that is spelled so. */
export function wordTokens({ text, pieces }: TokenizedPrompt, word: string | number): number[] {
  const words = text.split(' ');
  const wanted = new Set(
    typeof word === 'number'
      ? [word]
      : words.flatMap((candidate, place) => (candidate === word ? [place] : [])),
  );
  const found: number[] = [];
  let place = 0;
  let letters = 0;
  pieces.forEach((piece, index) => {
    if (wanted.has(place)) found.push(index + 1);
    letters += piece.length;
    if (letters >= (words[place]?.length ?? 0)) {
      place++;
      letters = 0;
    }
  });
  return found;
}

/**
 * Replacement map `[L, L]` from source to target tokens: prompts of equally many words, some of them exchanged.
 *
 * @param tail  what follows the last exchanged word: `shifted` keeps reading the source's own columns; `official`
 *              reads the target's positions, as the authors' code does when token counts differ
 * @throws {UserError} `WORD_COUNT` when the numbers of words differ
 */
export function replacementMap(
  source: TokenizedPrompt,
  target: TokenizedPrompt,
  length: number,
  tail: 'shifted' | 'official' = 'shifted',
): Tensor {
  const [before, after] = [source.text.split(' '), target.text.split(' ')];
  if (before.length !== after.length)
    throw new UserError(
      'WORD_COUNT',
      sentence('reword.differentLength', {
        before: before.length,
        after: after.length,
      }),
    );
  const places = after.flatMap((word, place) => (word === before[place] ? [] : [place]));
  const map = new Float32Array(length * length);
  let [i, j, next] = [0, 0, 0];
  while (i < length && j < length) {
    const from = next < places.length ? wordTokens(source, places[next]!) : [];
    if (from.length > 0 && from[0] === i) {
      const to = wordTokens(target, places[next]!);
      from.forEach((row, at) =>
        to.forEach((column, place) => {
          if (from.length !== to.length) map[row * length + column] = 1 / to.length;
          else if (at === place) map[row * length + column] = 1;
        }),
      );
      next++;
      i += from.length;
      j += to.length;
    } else {
      map[(next < places.length || tail === 'shifted' ? i : j) * length + j] = 1;
      i++;
      j++;
    }
  }
  return tensor([length, length], map);
}

/** For every target token the source token it continues, −1 where it is new. */
export interface Refinement {
  readonly mapper: readonly number[];
  /** 1 where the token is known, 0 where it is new, `[L]`. */
  readonly known: readonly number[];
}

/** Refinement by global alignment of the token ids, start and end included: match 1, mismatch −1, gap 0. */
export function refinementMap(
  source: readonly number[],
  target: readonly number[],
  length: number,
): Refinement {
  const width = target.length + 1;
  const score = new Float64Array((source.length + 1) * width);
  const step: ('insert' | 'delete' | 'keep')[] = Array.from({ length: score.length }, (_, at) =>
    at < width ? 'insert' : 'delete',
  );
  for (let i = 1; i <= source.length; i++)
    for (let j = 1; j <= target.length; j++) {
      const insert = score[i * width + j - 1]!;
      const remove = score[(i - 1) * width + j]!;
      const keep = score[(i - 1) * width + j - 1]! + (source[i - 1] === target[j - 1] ? 1 : -1);
      const best = Math.max(insert, remove, keep);
      score[i * width + j] = best;
      // Ties: an insertion goes before a deletion, both before a match.
      step[i * width + j] = best === insert ? 'insert' : best === remove ? 'delete' : 'keep';
    }
  const mapper = Array.from({ length }, (_, token) => token);
  let [i, j] = [source.length, target.length];
  while (i > 0 || j > 0) {
    const taken = step[i * width + j];
    if (taken === 'keep') mapper[--j] = --i;
    else if (taken === 'insert') mapper[--j] = -1;
    else i--;
  }
  return { mapper, known: mapper.map((from) => (from === -1 ? 0 : 1)) };
}

/** A refinement as map `[L, L]`; columns of new tokens are empty. */
export function refinementMatrix({ mapper }: Refinement): Tensor {
  const length = mapper.length;
  const map = tensor([length, length]);
  mapper.forEach((from, to) => {
    if (from >= 0) map.data[from * length + to] = 1;
  });
  return map;
}
