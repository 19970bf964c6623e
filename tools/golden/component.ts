import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openSafetensors, storedTensors } from '../../src/compiler/safetensors.ts';
import type { StoredTensor } from '../../src/compiler/weights.ts';
import type { GoldenCase } from './golden-case.ts';

/** One network of a checkpoint: its config and where its float32 weights lie. */
export interface Component {
  readonly path: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: readonly StoredTensor[];
}

/** Opens the network that a case's `model` names. */
export async function openComponent(golden: GoldenCase): Promise<Component> {
  const path = await modelPath(golden, 'model');
  const files = (await readdir(path)).filter((name) => /(?<!\.fp16)\.safetensors$/.test(name));
  const opened = await Promise.all(files.map((file) => openSafetensors(join(path, file))));
  const config = JSON.parse(await readFile(join(path, 'config.json'), 'utf8')) as Record<string, unknown>;
  return { path, config, tensors: opened.flatMap(storedTensors) };
}

/**
 * The folder that a field of the sidecar names: below the set's own folder, or, where the field begins with the
 * name of a set (`shared/models/…`), below that folder's parent.
 */
export async function modelPath(golden: GoldenCase, field: 'model' | 'tokenizer'): Promise<string> {
  const value = golden.sidecar[field];
  if (typeof value !== 'string') throw new Error(`the sidecar has no field ${field}`);
  const inside = join(golden.root, value);
  const [, ...rest] = value.split('/');
  const candidates = [inside, join(golden.root, ...rest), join(dirname(golden.root), value)];
  for (const candidate of candidates) if (await exists(candidate)) return candidate;
  throw new Error(`${inside} is not there`);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
