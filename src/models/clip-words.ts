import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { UnsupportedModelError } from '../errors.ts';

/** A word that was added to a tokenizer after it was made: special ones, and learned ones. */
export interface AddedWord {
  readonly content: string;
  readonly id: number;
  /** It is looked for in the text after lower-casing, itself lower-cased. */
  readonly normalized: boolean;
}

/** What a folder of a tokenizer says, in whichever of the two layouts. */
export interface ClipWords {
  readonly vocab: Readonly<Record<string, number>>;
  /** Pairs with a space between them. */
  readonly merges: readonly string[];
  readonly added: readonly AddedWord[];
  /** The padding token, when a config names it. */
  readonly pad: string | undefined;
  /** `model_max_length`, when a config says it. */
  readonly maxLength: number | undefined;
}

/** Layouts of a tokenizer's files: each list is enough by itself. */
export const WORD_FILES: readonly (readonly string[])[] = [['vocab.json', 'merges.txt'], ['tokenizer.json']];

const content = z.union([z.string(), z.object({ content: z.string() })]);
const addedSchema = z.object({
  content: z.string(),
  normalized: z.boolean().optional(),
  special: z.boolean().optional(),
});
const configSchema = z.object({
  model_max_length: z.number().optional(),
  pad_token: content.nullish(),
  added_tokens_decoder: z.record(z.string(), addedSchema).optional(),
});
const fastSchema = z.object({
  added_tokens: z.array(addedSchema.extend({ id: z.int() })).default([]),
  model: z.object({
    type: z.literal('BPE').optional(),
    end_of_word_suffix: z.literal('</w>'),
    vocab: z.record(z.string(), z.int()),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
});
const vocabSchema = z.record(z.string(), z.int());

/**
 * Reads `tokenizer.json`, or `vocab.json` with `merges.txt`, and the words that `added_tokens.json` and
 * `tokenizer_config.json` add. As in transformers, `tokenizer.json` is what counts where both are there.
 *
 * @throws {UnsupportedModelError} when neither is there, or a file holds no tokenizer of CLIP
 */
export async function readClipWords(folder: string): Promise<ClipWords> {
  const where = basename(folder);
  const optional = async (file: string): Promise<string | undefined> => {
    const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    return text?.replace(/^\uFEFF/u, '');
  };
  const parse = <T>(file: string, text: string, schema: z.ZodType<T>): T => {
    try {
      return schema.parse(JSON.parse(text));
    } catch (cause) {
      throw new UnsupportedModelError(`${where}/${file}`, 'something else', 'a tokenizer of CLIP', { cause });
    }
  };
  const settings = async (file: string): Promise<z.infer<typeof configSchema>> =>
    parse(file, (await optional(file)) ?? '{}', configSchema);
  const config = {
    ...(await settings('special_tokens_map.json')),
    ...(await settings('tokenizer_config.json')),
  };
  const rest = {
    pad: typeof config.pad_token === 'string' ? config.pad_token : config.pad_token?.content,
    maxLength: config.model_max_length,
  };
  const fast = await optional('tokenizer.json');
  if (fast !== undefined) {
    const { added_tokens: added, model } = parse('tokenizer.json', fast, fastSchema);
    return {
      vocab: model.vocab,
      merges: model.merges.map((pair) => (typeof pair === 'string' ? pair : pair.join(' '))),
      added: added.map((word) => ({ ...word, normalized: word.normalized ?? word.special !== true })),
      ...rest,
    };
  }
  const [vocabText, mergesText] = [await optional('vocab.json'), await optional('merges.txt')];
  if (vocabText === undefined || mergesText === undefined)
    throw new UnsupportedModelError(where, 'no words', 'tokenizer.json, or vocab.json with merges.txt', {
      hint: 'The folder is not complete: download the model again.',
    });
  const addedText = (await optional('added_tokens.json')) ?? '{}';
  const decoded = Object.entries(config.added_tokens_decoder ?? {}).map(
    ([id, { content: word, normalized, special }]): AddedWord => ({
      content: word,
      id: Number(id),
      normalized: normalized ?? special !== true,
    }),
  );
  const listed = Object.entries(parse('added_tokens.json', addedText, vocabSchema))
    .filter(([word]) => decoded.every((other) => other.content !== word))
    .map(([word, id]): AddedWord => ({ content: word, id, normalized: true }));
  return {
    vocab: parse('vocab.json', vocabText, vocabSchema),
    merges: mergesText.split(/\r\n?|\n/u).filter((line) => line !== '' && !line.startsWith('#version')),
    added: [...decoded, ...listed],
    ...rest,
  };
}
