/**
 * Prompts longer than the text encoder reads: cut into chunks that are encoded each by itself, with start and end of
 * their own, and put one behind another, as AUTOMATIC1111's web UI and compel do.
 */
import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';
import type { ClipTokenizer } from './clip-tokenizer.ts';

/** Chunks of one prompt: 600 word pieces with CLIP. Attention to the words costs in proportion. */
export const MOST_CHUNKS = 8;

/**
 * Cuts token ids into chunks that fit between a start and an end token.
 *
 * @returns at least one chunk; a learned word of several ids is never cut, unless it fits into none
 */
export function chunksOf(ids: readonly number[], tokenizer: ClipTokenizer): readonly (readonly number[])[] {
  const size = tokenizer.room;
  const chunks: (readonly number[])[] = [];
  let from = 0;
  while (ids.length - from > size) {
    let to = from + size;
    while (to > from && tokenizer.continues?.(ids[to] as number) === true) to--;
    if (to === from) to = from + size;
    chunks.push(ids.slice(from, to));
    from = to;
  }
  return [...chunks, ids.slice(from)];
}

/** Where each id stands in the states of all chunks: row 0 is the start token of the first chunk. */
export const chunkRows = (ids: readonly number[], tokenizer: ClipTokenizer): number[] =>
  chunksOf(ids, tokenizer).flatMap((chunk, index) =>
    chunk.map((_, at) => index * tokenizer.maxLength + tokenizer.start + at),
  );

/**
 * @param most  chunks that may be used: one where tokens are told apart by their place
 * @throws {UserError} `PROMPT_TOO_LONG` naming how many word pieces fit
 */
export function assertFits(ids: readonly number[], tokenizer: ClipTokenizer, most = 1): void {
  if (chunksOf(ids, tokenizer).length <= most) return;
  const values = { pieces: ids.length, most: most * tokenizer.room };
  throw new UserError(
    'PROMPT_TOO_LONG',
    most === 1 ? sentence('prompt.tooLongForEdit', values) : sentence('prompt.tooLong', values),
  );
}
