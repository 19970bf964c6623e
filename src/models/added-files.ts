import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readEmbedding } from './embeddings/read-embedding.ts';
import { readLora } from './lora/read-lora.ts';

/** A file that people lay beside the models. */
export interface AddedFile {
  readonly kind: 'LoRA' | 'Learned word';
  readonly file: string;
  /** What it holds. */
  readonly what?: string;
  /** Why it cannot be used. */
  readonly problem?: string;
}

const ENDING = '.safetensors';
/** What other programs lay there too; pictures and notes beside the files are nobody's business. */
const PICKLE = /\.(?:pt|pth|bin|ckpt)$/u;
const listed = (values: Iterable<string | number>): string => [...new Set(values)].join(', ');

/** Every file in `loras/` and `embeddings/` below the folder of the models, and what it is. */
export async function describeAddedFiles(models: string): Promise<readonly AddedFile[]> {
  const [loras, words] = await Promise.all([
    describeAll('LoRA', join(models, 'loras'), describeLora),
    describeAll('Learned word', join(models, 'embeddings'), describeEmbedding),
  ]);
  return [...loras, ...words];
}

async function describeAll(
  kind: AddedFile['kind'],
  folder: string,
  describe: (path: string) => Promise<string>,
): Promise<AddedFile[]> {
  const files = (await readdir(folder).catch(() => [])).toSorted((a, b) => a.localeCompare(b));
  const pickles = files.filter((file) => PICKLE.test(file));
  const described = files
    .filter((file) => file.endsWith(ENDING))
    .map((file) =>
      describe(join(folder, file)).then(
        (what): AddedFile => ({ kind, file, what }),
        (error: unknown): AddedFile => ({
          kind,
          file,
          problem: error instanceof Error ? error.message : String(error),
        }),
      ),
    );
  return [
    ...(await Promise.all(described)),
    ...pickles.map((file) => ({
      kind,
      file,
      problem: `${file}: pickles are never read, only ${ENDING} files`,
    })),
  ];
}

async function describeLora(path: string): Promise<string> {
  const { layers } = await readLora(path);
  const ranks = listed(layers.map(({ down }) => down.dims[0] ?? 0));
  return `${layers.length} layers of ${listed(layers.map(({ component }) => component))}, rank ${ranks}`;
}

async function describeEmbedding(path: string): Promise<string> {
  const { words, vectors } = await readEmbedding(path);
  const widths = Object.values(vectors).map(({ dims: [count, width] }) => `${count} × ${width}`);
  return `said as ${listed(words)}; ${widths.join(' and ')} numbers`;
}
