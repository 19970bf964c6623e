import type { StoredTensor } from '../../compiler/weights.ts';
import { openClipTensors } from './names.ts';

/** Prefixes of one text encoder, in the names of transformers and of OpenCLIP. */
interface Prefixes {
  readonly clip: readonly string[];
  readonly openClip: readonly string[];
}

/** A text encoder in a single file, in the names of transformers below `text_model.`. */
export interface TextInFile {
  readonly tensors: readonly StoredTensor[];
}

/** The text encoder that a file has below one of the prefixes; `undefined` without one. */
export function readText(
  below: (prefix: string) => readonly StoredTensor[],
  { clip, openClip }: Prefixes,
): TextInFile | undefined {
  const isEncoder = (tensors: readonly StoredTensor[]): boolean =>
    tensors.some(({ name }) => name === 'embeddings.token_embedding.weight');
  for (const prefix of clip) {
    const tensors = below(prefix).map((stored) => ({
      ...stored,
      name: stored.name.replace(/^text_model\./u, ''),
    }));
    if (!isEncoder(tensors)) continue;
    // Some programs leave the projection beside the renamed encoder, as OpenCLIP has it.
    const beside = openClip.flatMap((other) => below(other)).filter(({ name }) => name === 'text_projection');
    return { tensors: [...tensors, ...openClipTensors(beside)] };
  }
  for (const prefix of openClip) {
    const tensors = openClipTensors(below(prefix));
    if (isEncoder(tensors)) return { tensors };
  }
  return undefined;
}

/** Layers of SD 2.x's whole encoder by its width, and of those that tests make. */
const WHOLE: Readonly<Record<number, number>> = { 1024: 24, 128: 3 };

/** SD 2.x was trained without its encoder's last layer: files that come from diffusers have it no more. */
export function unusedLayers(text: ReadonlyMap<string, StoredTensor>): number {
  const width = text.get('embeddings.token_embedding.weight')?.dims[1] ?? 0;
  const layers = new Set([...text.keys()].map((name) => /^encoder\.layers\.(\d+)\./u.exec(name)?.[1]));
  layers.delete(undefined);
  return layers.size === WHOLE[width] ? 1 : 0;
}
