import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Embedding, readEmbedding } from '../../models/embeddings/read-embedding.ts';
import { namedIn, withEmbeddings } from '../../models/embeddings/with-embeddings.ts';
import type { Checkpoint } from '../../models/family.ts';
import { BotError, UserError } from '../../errors.ts';
import { type Logger, silent } from '../../log.ts';
import type { PlanStep } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { EngineRequest } from '../engine.ts';

const ENDING = '.safetensors';
/** What ComfyUI writes before the name; the name alone does the same. */
const NAMED = /\bembedding:(?=\S)/giu;
/** What stands behind it, as far as it could be a name. */
const NAME = /^[\w.-]+/u;

/** Gives a checkpoint the learned words that a request says. */
export type WithLearnedWords = (checkpoint: Checkpoint, request: EngineRequest) => Promise<Checkpoint>;

/** A file of the folder: a learned word, or why it is none. */
type StoredWord = Pick<Embedding, 'name' | 'words'> &
  ({ readonly embedding: Embedding } | { readonly error: BotError });

/**
 * @param folder  where learned words are: `name.safetensors`; looked into anew for every request
 * @returns a function that throws `UserError` `NO_EMBEDDING` naming those that there are, `EMBEDDING_MISFIT`, and what
 *   reading one that is named threw
 */
export function createEmbeddingLoader(folder: string, log: Logger = silent): WithLearnedWords {
  const known = new Map<string, { readonly changed: number; readonly stored: StoredWord }>();

  async function read(file: string): Promise<StoredWord> {
    const path = join(folder, file);
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.NaN,
    );
    const before = known.get(path);
    if (before?.changed === changed) return before.stored;
    const name = basename(file, ENDING);
    // One bad file must not keep pictures from being painted that do not name it; who names it is told.
    const stored = await readEmbedding(path).then(
      (embedding): StoredWord => ({ name, words: embedding.words, embedding }),
      (error: unknown): StoredWord => {
        const reason = error instanceof Error ? error.message : String(error);
        log.warn('embedding left out', { file, reason });
        const bad = new BotError('BAD_SAFETENSORS', `${file}: ${reason}`, { cause: error });
        return { name, words: [name], error: error instanceof BotError ? error : bad };
      },
    );
    known.set(path, { changed, stored });
    return stored;
  }

  return async (checkpoint, request) => {
    const text = wordsOf(request).join('\n');
    const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(ENDING));
    const all = await Promise.all(files.map(read));
    for (const { 0: mark, index } of text.matchAll(NAMED)) assertThere(text.slice(index + mark.length), all);
    const readable = all.flatMap((file) => ('embedding' in file ? [file.embedding] : []));
    return withEmbeddings(checkpoint, namedIn(text, readable));
  };
}

/** The one with the longest name that the text begins with. */
function assertThere(text: string, all: readonly StoredWord[]): void {
  const isSaid = (word: string): boolean => {
    const end = text.slice(word.length);
    return text.toLowerCase().startsWith(word.toLowerCase()) && !/^[\p{L}\p{N}_-]/u.test(end);
  };
  const said = all
    .filter(({ words }) => words.some(isSaid))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  if (said !== undefined && 'error' in said) throw said.error;
  if (said !== undefined) return;
  const name = NAME.exec(text)?.[0] ?? '';
  const readable = all.filter((file) => 'embedding' in file);
  throw new UserError(
    'NO_EMBEDDING',
    readable.length > 0
      ? sentence('embedding.unknown', {
          name,
          names: readable.map(({ words, name: file }) => words[0] ?? file),
        })
      : sentence('embedding.none', { name }),
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
