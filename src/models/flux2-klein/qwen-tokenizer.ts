import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import type { ClipTokenizer } from '../clip-tokenizer.ts';

/** Qwen3's chat template around one message, without thinking. */
const TEMPLATE = {
  before: '<|im_start|>user\n',
  after: '<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n',
} as const;
const PAD = '<|endoftext|>';

/**
 * Words → token ids, as transformers' Qwen2Tokenizer and the template of Qwen3 do it. Control tokens in a prompt are
 * control tokens.
 *
 * @param maxLength  tokens with the template around the words
 */
export async function loadQwenTokenizer(folder: string, maxLength: number): Promise<ClipTokenizer> {
  const json = JSON.parse(await readFile(join(folder, 'tokenizer.json'), 'utf8')) as {
    readonly model: { readonly vocab: Readonly<Record<string, number>> };
  };
  const tokenizer = new Tokenizer(json, {});
  const tokenize = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const [before, after] = [tokenize(TEMPLATE.before), tokenize(TEMPLATE.after)];
  const [pad = 0] = tokenize(PAD);
  const room = maxLength - before.length - after.length;
  return {
    maxLength,
    start: before.length,
    room,
    bos: before[0] ?? pad,
    eos: after[0] ?? pad,
    pad,
    // Nothing can be learned behind it: embeddings of words are CLIP's.
    vocabulary: Number.MAX_SAFE_INTEGER,
    tokenize,
    pieces: (ids) => ids.map((id) => tokenizer.decode([id]).trim()),
    frame(ids) {
      // What is too long loses its end, the template's end included, as in diffusers.
      const framed = [...before, ...ids, ...after].slice(0, maxLength);
      return [...framed, ...Array.from({ length: maxLength - framed.length }, () => pad)];
    },
  };
}
