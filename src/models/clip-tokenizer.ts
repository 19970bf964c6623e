import { Tokenizer } from '@huggingface/tokenizers';
import { readClipWords } from './clip-words.ts';

/** Words → token ids, exactly as transformers' CLIPTokenizer does it. */
export interface ClipTokenizer {
  /** Tokens of one chunk, with start and end. */
  readonly maxLength: number;
  /** Tokens of a chunk before its words: the start token, or more of a template. */
  readonly start: number;
  /** Tokens of words that fit into a chunk. */
  readonly room: number;
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
/** The pattern of CLIP's word splitting (OpenAI's simple_tokenizer.py). */
const WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

/**
 * Loads the words and configs of a tokenizer folder.
 *
 * @param maxLength  used when the config does not say it
 * @param otherPad   the padding token, instead of the config's
 * @throws {UnsupportedModelError} when there are none, or they are no tokenizer of CLIP
 */
export async function loadClipTokenizer(
  folder: string,
  maxLength = 77,
  otherPad?: string,
): Promise<ClipTokenizer> {
  const { vocab, merges, added, ...config } = await readClipWords(folder);
  const tokenizer = new Tokenizer(tokenizerJson(vocab, merges), {});
  const ids = new Map([...Object.entries(vocab), ...added.map(({ content, id }) => [content, id] as const)]);
  const tokenOf = new Map([...ids].map(([token, id]) => [id, token]));
  const length = Math.min(config.maxLength ?? maxLength, maxLength);
  const idOf = (token: string): number => ids.get(token) as number;
  const [bos, eos] = [idOf(START), idOf(END)];
  const padText = otherPad ?? config.pad ?? END;
  // SD 2.x and XL pad with `!`, and so every exclamation mark of a prompt is that token, never part of a longer one.
  const specials = [START, END, padText].filter((token) => added.every(({ content }) => content !== token));
  // Others are looked for before lower-casing: `<|ENDOFTEXT|>` is a row of ordinary words.
  const exact = createSplitter([
    ...specials.map((token) => [token, idOf(token)] as const),
    ...added.filter(({ normalized }) => !normalized).map(({ content, id }) => [content, id] as const),
  ]);
  const lowered = createSplitter(
    added.filter(({ normalized }) => normalized).map(({ content, id }) => [normalize(content), id] as const),
  );
  const encode = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  return {
    maxLength: length,
    start: 1,
    room: length - 2,
    bos,
    eos,
    pad: ids.get(padText) ?? eos,
    vocabulary: [...ids.values()].reduce((most, id) => Math.max(most, id), 0) + 1,
    tokenize: (text) => exact(text, (part) => lowered(normalize(part), encode)),
    pieces: (some) => some.map((id) => (tokenOf.get(id) ?? '').replace('</w>', '')),
    frame(some) {
      const framed = [bos, ...some.slice(0, length - 2), eos];
      return [...framed, ...Array.from({ length: length - framed.length }, () => ids.get(padText) ?? eos)];
    },
  };
}

type Encode = (text: string) => number[];

/** Makes what takes whole words out of a text, the longest first; what lies between them is encoded. */
function createSplitter(
  words: readonly (readonly [string, number])[],
): (text: string, rest: Encode) => number[] {
  const ids = new Map(words);
  if (ids.size === 0) return (text, rest) => rest(text);
  const longestFirst = [...ids.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(`(${longestFirst.map(escapePattern).join('|')})`, 'u');
  return (text, rest) =>
    text.split(pattern).flatMap((part, at) => (at % 2 === 1 ? [ids.get(part) as number] : rest(part)));
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
