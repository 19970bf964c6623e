import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Embedding, readEmbedding } from '../../models/embeddings/read-embedding.ts';
import { namedIn, withEmbeddings } from '../../models/embeddings/with-embeddings.ts';
import type { Checkpoint } from '../../models/family.ts';
import { BotError, UserError } from '../../errors.ts';
import { type Logger, silent } from '../../log.ts';
import type { PlanStep } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { EngineRequest } from '../engine.ts';

/** `embedding:name`, as ComfyUI writes it; the name alone does the same. */
const NAMED = /\bembedding:([\w.-]+)/giu;

/** Gives a checkpoint the learned words that a request says. */
export type WithLearnedWords = (checkpoint: Checkpoint, request: EngineRequest) => Promise<Checkpoint>;

/**
 * @param folder  where learned words are: `name.safetensors`; looked into anew for every request
 * @returns a function that throws `UserError` `NO_EMBEDDING` naming those that there are, `EMBEDDING_MISFIT`
 */
export function createEmbeddingShelf(folder: string, log: Logger = silent): WithLearnedWords {
  const known = new Map<string, { readonly changed: number; readonly embedding: Embedding | undefined }>();

  async function read(file: string): Promise<Embedding | undefined> {
    const path = join(folder, file);
    const { mtimeMs: changed } = await stat(path);
    const before = known.get(path);
    if (before?.changed === changed) return before.embedding;
    // One bad file must not keep all others from being said; who names it is told.
    const embedding = await readEmbedding(path).catch((error: unknown) => {
      if (!(error instanceof BotError)) throw error;
      log.warn('embedding left out', { file, reason: error.message });
      return undefined;
    });
    known.set(path, { changed, embedding });
    return embedding;
  }

  return async (checkpoint, request) => {
    const text = wordsOf(request).join('\n');
    const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.safetensors'));
    const all = (await Promise.all(files.map(read))).filter((embedding) => embedding !== undefined);
    for (const [, name = ''] of text.matchAll(NAMED)) assertThere(name, all);
    return withEmbeddings(checkpoint, namedIn(text, all));
  };
}

function assertThere(name: string, all: readonly Embedding[]): void {
  if (all.some(({ words }) => words.some((word) => word.toLowerCase() === name.toLowerCase()))) return;
  throw new UserError(
    'NO_EMBEDDING',
    all.length > 0
      ? sentence('There is no learned word "{name}" here. There is: {names}.', {
          name,
          names: all.map(({ words, name: file }) => words[0] ?? file),
        })
      : sentence(
          'There is no learned word "{name}" here: they go to embeddings/ in the folder of the models.',
          { name },
        ),
  );
}

/** Everything in a request that a text encoder may read. */
function wordsOf({ steps, settings, sourcePrompt, sourceSettings }: EngineRequest): string[] {
  const all = [
    ...steps.flatMap(wordsOfStep),
    settings.negativePrompt,
    sourcePrompt,
    sourceSettings?.negativePrompt,
  ];
  return all.filter((words) => words !== undefined);
}

function wordsOfStep(step: PlanStep): (string | undefined)[] {
  switch (step.kind) {
    case 'generate':
      return [step.prompt, step.negativePrompt];
    case 'instruct':
      return [step.instruction, step.target];
    case 'layout':
      return [step.prompt, ...step.segments.map(({ words }) => words)];
    case 'reword':
    case 'redraw':
      return [step.prompt];
    default:
      return [];
  }
}
