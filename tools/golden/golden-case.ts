/** A case of a golden set: what was called, the tensors that came out, and how near one has to come. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { parsePythonJson } from '../../src/models/diffusers-folder.ts';
import { openSafetensors, readTensor } from '../../src/compiler/safetensors.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { readTolerances, type Tolerances } from './tolerance.ts';

/** The JSON beside a golden safetensors file; its fields differ from group to group. */
export type Sidecar = Readonly<Record<string, unknown>>;

/** One golden file with its sidecar. */
export interface GoldenCase {
  /** `unet/tiny-sd15.b1_16x16`: path below `goldens/`, without the ending. */
  readonly name: string;
  /** The folder of the set: models and images lie below it. */
  readonly root: string;
  readonly sidecar: Sidecar;
  readonly tolerances: Tolerances;
  readonly keys: readonly string[];
  /** Reads a golden tensor; throws when the file has none of this name. */
  tensor(key: string): Promise<Tensor>;
}

/** Finds the sidecars of a set, in the order of their names. */
export async function findCases(root: string): Promise<readonly string[]> {
  const folder = join(root, 'goldens');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Opens the case of a sidecar. */
export async function openCase(root: string, path: string): Promise<GoldenCase> {
  const sidecar = parsePythonJson(await readFile(path, 'utf8')) as Sidecar;
  const file = await openSafetensors(join(path, '..', `${basename(path, '.json')}.safetensors`));
  return {
    name: relative(join(root, 'goldens'), path)
      .split(sep)
      .join('/')
      .replace(/\.json$/, ''),
    root,
    sidecar,
    tolerances: readTolerances(sidecar),
    keys: file.entries.map((entry) => entry.name),
    tensor: (key) => readTensor(file, key),
  };
}
