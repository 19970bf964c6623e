/**
 * Learned words (Gal et al. 2022, Textual Inversion, https://arxiv.org/abs/2208.01618) in the formats people have:
 * diffusers (`learned_embeds.safetensors`: one vector or several under the word itself), AUTOMATIC1111's web UI
 * (`emb_params`, the word is the file's name), and for SDXL `clip_l` beside `clip_g`.
 */
import { basename } from 'node:path';
import { openSafetensors, readTensor } from '../../compiler/safetensors.ts';
import { UnsupportedModelError } from '../../errors.ts';
import { type Tensor, tensor } from '../../tensor/tensor.ts';
import type { TextComponent } from '../family.ts';

/** One learned word. */
export interface Embedding {
  /** The file's name. */
  readonly name: string;
  /** What stands for it in a prompt. */
  readonly words: readonly string[];
  /** Vectors `[n, D]` by text encoder. */
  readonly vectors: Readonly<Partial<Record<TextComponent, Tensor>>>;
}

/** The name that diffusers gives every such file: it says nothing. */
const NAMELESS = /^learned_embeds/u;

/** @throws {UnsupportedModelError} naming what the file holds instead */
export async function readEmbedding(path: string): Promise<Embedding> {
  const file = await openSafetensors(path);
  const name = basename(path, '.safetensors');
  const read = async (key: string): Promise<Tensor> => {
    const { dims, data } = await readTensor(file, key);
    const width = dims.at(-1) ?? 0;
    return tensor([data.length / width, width], data);
  };
  const keys = file.entries.map((entry) => entry.name);
  const own = NAMELESS.test(name) ? [] : [name];
  if (keys.includes('clip_l') && keys.includes('clip_g'))
    return {
      name,
      words: own,
      vectors: { text_encoder: await read('clip_l'), text_encoder_2: await read('clip_g') },
    };
  const [entry] = file.entries;
  if (entry === undefined || keys.length !== 1 || entry.dims.length === 0 || entry.dims.length > 2)
    throw new UnsupportedModelError(
      `embedding ${name}`,
      `${keys.length} tensors (${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ', …' : ''})`,
      'the vectors of one word: emb_params, clip_l with clip_g, or the word itself',
      { hint: 'A LoRA goes to loras/, a checkpoint is set as IMAGE_MODEL.' },
    );
  const word = entry.name === 'emb_params' ? [] : [entry.name];
  return { name, words: [...new Set([...word, ...own])], vectors: { text_encoder: await read(entry.name) } };
}
