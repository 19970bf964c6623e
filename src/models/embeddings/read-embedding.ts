/**
 * Learned words (Gal et al. 2022, Textual Inversion, https://arxiv.org/abs/2208.01618) in the formats people have:
 * diffusers (`learned_embeds.safetensors`: one vector or several under the word itself), AUTOMATIC1111's web UI
 * (`emb_params`, or `string_to_param.*`; the word is the file's name), and for SDXL `clip_l` beside `clip_g`.
 */
import { basename } from 'node:path';
import {
  assertWeight,
  openSafetensors,
  readTensor,
  type SafetensorsFile,
} from '../../compiler/safetensors.ts';
import { UnsupportedModelError } from '../../errors.ts';
import { type Tensor, tensor } from '../../tensor/tensor.ts';

/** One learned word. */
export interface Embedding {
  /** The file's name. */
  readonly name: string;
  /** What stands for it in a prompt. */
  readonly words: readonly string[];
  /** Vectors `[n, D]` by text encoder. */
  readonly vectors: Readonly<Record<string, Tensor>>;
}

/** The name that diffusers gives every such file: it says nothing. */
const NAMELESS = /^learned_embeds/u;
/** Names of the vectors in files whose word is the file's name. */
const OF_FILE: Readonly<Record<string, string>> = {
  emb_params: 'text_encoder',
  'string_to_param.*': 'text_encoder',
  clip_l: 'text_encoder',
  clip_g: 'text_encoder_2',
};

/** @throws {UnsupportedModelError} naming what the file holds instead, or the type of its numbers */
export async function readEmbedding(path: string): Promise<Embedding> {
  const file = await openSafetensors(path);
  const name = basename(path, '.safetensors');
  const own = NAMELESS.test(name) ? [] : [name];
  const known = file.entries.filter((entry) => Object.hasOwn(OF_FILE, entry.name));
  if (known.length > 0) {
    const vectors = known.map(async (entry) => [
      OF_FILE[entry.name],
      await readVectors(file, name, entry.name),
    ]);
    return { name, words: own, vectors: Object.fromEntries(await Promise.all(vectors)) };
  }
  const [entry] = file.entries;
  if (entry === undefined || file.entries.length !== 1 || entry.dims.length === 0 || entry.dims.length > 2)
    throw new UnsupportedModelError(
      `embedding ${name}`,
      contentsOf(file),
      'the vectors of one word: emb_params, clip_l with clip_g, or the word itself',
      { hint: 'A LoRA goes to loras/, a checkpoint is set as IMAGE_MODEL.' },
    );
  const vectors = { text_encoder: await readVectors(file, name, entry.name) };
  return { name, words: [...new Set([entry.name, ...own])], vectors };
}

async function readVectors(file: SafetensorsFile, name: string, key: string): Promise<Tensor> {
  assertWeight(`embedding ${name}`, file, key);
  const { dims, data } = await readTensor(file, key);
  const width = dims.at(-1) ?? 0;
  return tensor([data.length / width, width], data);
}

function contentsOf({ entries }: SafetensorsFile): string {
  const names = entries.map((entry) => entry.name);
  return `${names.length} tensors (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`;
}
