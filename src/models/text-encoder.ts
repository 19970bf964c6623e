import { buildCLIPText, parseCLIPTextConfig, textWeights } from '../compiler/blocks/clip-text.ts';
import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { chunksOf } from './clip-chunks.ts';
import { type ClipTokenizer, loadClipTokenizer } from './clip-tokenizer.ts';
import type { DiffusersFolder } from './diffusers-folder.ts';
import type { RunTextEncoder, TextEncoderPart } from './family.ts';

/** A text encoder of CLIP with its tokenizer. */
export interface TextEncoder extends TextEncoderPart {
  readonly tokenizer: ClipTokenizer;
  readonly layers: number;
  /** Width of `text_embeds`. */
  readonly projection: number;
}

export async function openTextEncoder(
  folder: DiffusersFolder,
  component: 'text_encoder' | 'text_encoder_2',
): Promise<TextEncoder> {
  const config = parseCLIPTextConfig(await folder.json(`${component}/config.json`));
  const weights = textWeights(await folder.tensors(component));
  const words = folder.tokenizer(component);
  const tokenizer = await loadClipTokenizer(words.folder, config.max_position_embeddings, words.padToken);
  return {
    component,
    tokenizer,
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    projection: config.projection_dim,
    graph: (options) => buildCLIPText(config, weights, { batch: 1, tokens: tokenizer.maxLength, ...options }),
    inputs: (ids, learned) => ({
      ...wordInputs(ids, config.hidden_size, learned),
      eos_position: { dims: [1], integers: [eosPosition(config.eos_token_id, tokenizer, ids)] },
    }),
  };
}

/**
 * Row of the token whose state is the pooled one: the first end token, or in old checkpoints (whose config names id 2
 * as end token by mistake) the highest id of the vocabulary.
 */
function eosPosition(
  eos: number | null | undefined,
  { vocabulary }: ClipTokenizer,
  ids: readonly number[],
): number {
  if (eos == null || eos === 2) return ids.indexOf(Math.max(...ids.filter((id) => id < vocabulary)));
  return Math.max(0, ids.indexOf(eos));
}

/** Token ids, with vectors in place of those that are not in the vocabulary. */
function wordInputs(
  ids: readonly number[],
  width: number,
  vectorOf?: (id: number) => Float32Array | undefined,
): ReturnType<TextEncoderPart['inputs']> {
  const dims = [1, ids.length];
  if (vectorOf === undefined) return { input_ids: { dims, integers: ids } };
  const learned = tensor([...dims, width]);
  const known = new Float32Array(ids.length).fill(1);
  ids.forEach((id, at) => {
    const vector = vectorOf(id);
    if (vector === undefined) return;
    learned.data.set(vector, at * width);
    known[at] = 0;
  });
  const words = ids.map((id, at) => (known[at] === 1 ? id : 0));
  return { input_ids: { dims, integers: words }, known: tensor([...dims, 1], known), learned };
}

/** What an encoder says of one chunk. */
export interface ChunkStates {
  /** `[1, L, D]` */
  readonly states: Tensor;
  /** `[1, P]`, of encoders with a projection. */
  readonly pooled: Tensor | undefined;
}

/**
 * Encodes token ids chunk by chunk.
 *
 * @param states  name of the output that the denoiser sees
 * @param count   chunks; those behind the prompt's are empty. Default: the prompt's
 */
export async function encodeChunks(
  encoder: TextEncoder,
  ids: readonly number[],
  run: RunTextEncoder,
  states: string,
  count = 1,
): Promise<readonly [ChunkStates, ...ChunkStates[]]> {
  const { component, tokenizer } = encoder;
  const encode = async (chunk: readonly number[]): Promise<ChunkStates> => {
    const framed = tokenizer.frame(chunk);
    const pooled = encoder.projection > 0 && component === 'text_encoder_2' ? ['text_embeds'] : [];
    const outputs = await run(encoder, framed, [states, ...pooled]);
    const found = outputs[states];
    if (found === undefined) throw new TypeError(`${component}: it gave no ${states}`);
    return { states: found, pooled: outputs['text_embeds'] };
  };
  const [first = [], ...others] = chunksOf(ids, tokenizer);
  const all: [ChunkStates, ...ChunkStates[]] = [await encode(first)];
  for (const chunk of others) all.push(await encode(chunk));
  if (all.length >= count) return all;
  const empty = await encode([]);
  while (all.length < count) all.push(empty);
  return all;
}

/**
 * The number of the layer whose state is used when layers are skipped.
 *
 * @param last  the layer used when none is skipped
 * @throws {UserError} `CLIP_SKIP`
 */
export function skippedLayer(last: number, clipSkip: number): number {
  if (clipSkip <= last) return last - clipSkip;
  throw new UserError(
    'CLIP_SKIP',
    sentence('model.clipSkipTooLarge', {
      layers: last,
      asked: clipSkip,
    }),
  );
}
