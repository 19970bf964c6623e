import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assertComputable, openSafetensors, storedTensors } from '../compiler/safetensors.ts';
import type { StoredTensor } from '../compiler/weights.ts';
import { BotError, UnsupportedModelError } from '../errors.ts';
import { modelName } from './hub/cache.ts';
import { type Card, cardSchema, defaultCard } from './card.ts';
import type { CheckpointTraits } from './known-defaults.ts';
import { chooseWeightFiles, missingShard } from './weight-files.ts';

/** A checkpoint in the folder layout of diffusers. */
export interface DiffusersFolder {
  readonly name: string;
  readonly path: string;
  readonly modelIndex: Readonly<Record<string, unknown>>;
  /** Parsed JSON of a file, for example `unet/config.json`. */
  json(file: string): Promise<unknown>;
  has(file: string): Promise<boolean>;
  /** Tensors of a component's weight files; float32 files are taken before float16 ones. */
  tensors(component: string): Promise<StoredTensor[]>;
  /** Where the words of a text encoder are, and its padding when no file says it. */
  tokenizer(component: 'text_encoder' | 'text_encoder_2'): {
    readonly folder: string;
    readonly padToken?: string | undefined;
  };
  /** Its card.json, or what is known of such checkpoints. */
  card(traits: CheckpointTraits): Promise<Card>;
}

/** @throws {BotError} `NO_MODEL` when the folder holds no model_index.json */
export async function openDiffusersFolder(path: string): Promise<DiffusersFolder> {
  const name = modelName(path);
  const json = async (file: string): Promise<unknown> => {
    const text = await readFile(join(path, file), 'utf8').catch((cause: unknown) => {
      throw missing(`${name}/${file}`, cause);
    });
    try {
      return parsePythonJson(text);
    } catch (cause) {
      throw new UnsupportedModelError(`${name}/${file}`, 'a file that is no JSON', 'JSON', { cause });
    }
  };
  const has = async (file: string): Promise<boolean> =>
    readFile(join(path, file)).then(
      () => true,
      () => false,
    );
  const modelIndex = await json('model_index.json').catch((cause: unknown) => {
    throw new BotError('NO_MODEL', `${path}: it has no model_index.json, expected a diffusers folder`, {
      cause,
    });
  });
  return {
    name,
    path,
    modelIndex: modelIndex as Record<string, unknown>,
    json,
    has,
    tensors: (component) => componentTensors(path, component),
    tokenizer: (component) => ({ folder: join(path, component.replace('text_encoder', 'tokenizer')) }),
    card: async (traits) =>
      (await has('card.json')) ? cardSchema.parse(await json('card.json')) : defaultCard(traits),
  };
}

const missing = (what: string, cause: unknown): UnsupportedModelError =>
  new UnsupportedModelError(what, 'nothing there', 'every part that model_index.json names', {
    cause,
    hint: 'The folder is not complete: download the model again.',
  });

/** Parses JSON as Python writes it: numbers that JSON does not have (`-Infinity` in scheduler configs) become null. */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(text.replaceAll(/([:[,]\s*)(?:-?Infinity|NaN)(?=\s*[,\]}])/g, '$1null'));
}

async function componentTensors(path: string, component: string): Promise<StoredTensor[]> {
  const folder = join(path, component);
  const model = `${modelName(path)}/${component}`;
  const files = await readdir(folder).catch((cause: unknown) => {
    throw missing(model, cause);
  });
  const chosen = chooseWeightFiles(files);
  if (chosen.length === 0) {
    throw new UnsupportedModelError(folder, 'no .safetensors file', 'weights as safetensors', {
      hint: 'Pickled weights (.bin, .ckpt) are never read.',
    });
  }
  const lost = missingShard(chosen);
  if (lost !== undefined) throw missing(`${model}/${lost}`, undefined);
  const opened = await Promise.all(chosen.map((file) => openSafetensors(join(folder, file))));
  for (const file of opened) assertComputable(model, file);
  return opened.flatMap(storedTensors);
}
