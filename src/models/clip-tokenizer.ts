import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';

/** Words → token ids, exactly as transformers' CLIPTokenizer does it. */
export interface ClipTokenizer {
  /** Tokens of one chunk, with start and end. */
  readonly maxLength: number;
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
  /** Ids from here on are no words of the vocabulary, but learned ones. */
  readonly vocabulary: number;
  /** True for an id that belongs to the one before it: a learned word may have several. */
  continues?(id: number): boolean;
  /** Ids without start and end token. */
  tokenize(text: string): number[];
  /** The letters of each token, without the mark of a word's end. */
  pieces(ids: readonly number[]): string[];
  /** Start token, ids (cut to fit), end token, padding: `maxLength` ids. */
  frame(ids: readonly number[]): number[];
}

const START = '<|startoftext|>';
const END = '<|endoftext|>';
const tokenContent = z.union([z.string(), z.object({ content: z.string() })]);
const configSchema = z.object({
  model_max_length: z.number().optional(),
  pad_token: tokenContent.nullish(),
});

/** The pattern of CLIP's word splitting (OpenAI's simple_tokenizer.py). */
const WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

/**
 * Loads vocab.json, merges.txt and the configs of a tokenizer folder.
 *
 * @param maxLength  used when the config does not say it
 * @param otherPad   the padding token, instead of the config's
 */
export async function loadClipTokenizer(
  folder: string,
  maxLength = 77,
  otherPad?: string,
): Promise<ClipTokenizer> {
  const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
  const optional = async (file: string): Promise<unknown> => JSON.parse(await read(file).catch(() => '{}'));
  const vocab = JSON.parse(await read('vocab.json')) as Record<string, number>;
  const merges = (await read('merges.txt'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#version'));
  const config = configSchema.parse({
    ...((await optional('special_tokens_map.json')) as object),
    ...((await optional('tokenizer_config.json')) as object),
  });
  const tokenizer = new Tokenizer(tokenizerJson(vocab, merges), {});
  const tokenOf = new Map(Object.entries(vocab).map(([token, id]) => [id, token]));
  const idOf = (token: string): number => vocab[token] as number;
  const padToken = otherPad ?? config.pad_token ?? END;
  const length = Math.min(config.model_max_length ?? maxLength, maxLength);
  const [bos, eos] = [idOf(START), idOf(END)];
  const padText = typeof padToken === 'string' ? padToken : padToken.content;
  const pad = idOf(padText) ?? eos;
  // SD 2.x and XL pad with `!`, and so every exclamation mark of a prompt is that token, never part of a longer one.
  const specials = [START, END, padText];
  const special = new RegExp(`(${specials.map(escapePattern).join('|')})`);
  return {
    maxLength: length,
    bos,
    eos,
    pad,
    vocabulary: Object.values(vocab).reduce((most, id) => Math.max(most, id), 0) + 1,
    // Special tokens are looked for before lower-casing: `<|ENDOFTEXT|>` is a row of ordinary words.
    tokenize: (text) =>
      text
        .split(special)
        .flatMap((part) =>
          specials.includes(part)
            ? [idOf(part)]
            : tokenizer.encode(normalize(part), { add_special_tokens: false }).ids,
        ),
    pieces: (ids) => ids.map((id) => (tokenOf.get(id) ?? '').replace('</w>', '')),
    frame(ids) {
      const framed = [bos, ...ids.slice(0, length - 2), eos];
      return [...framed, ...Array.from({ length: length - framed.length }, () => pad)];
    },
  };
}

/** NFC, single spaces, lower case letter by letter: a final capital sigma stays an ordinary one. */
function normalize(text: string): string {
  const letters = Array.from(text.normalize('NFC').replace(/\s+/g, ' ').trim());
  return letters.map((letter) => letter.toLowerCase()).join('');
}

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function tokenizerJson(vocab: Readonly<Record<string, number>>, merges: readonly string[]): object {
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: WORDS }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: END,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges,
    },
  };
}

/**
 * Where a phrase's tokens stand in a prompt's.
 *
 * @param from  first position looked at; `to` is exclusive
 * @returns the position of the first occurrence, −1 when there is none
 */
export function findTokens(
  ids: readonly number[],
  phrase: readonly number[],
  from = 0,
  to = ids.length,
): number {
  if (phrase.length === 0) return -1;
  for (let at = from; at + phrase.length <= to; at++)
    if (phrase.every((id, offset) => ids[at + offset] === id)) return at;
  return -1;
}
