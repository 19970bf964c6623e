import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import type { ClipTokenizer } from '../clip-tokenizer.ts';
import type { Checkpoint } from '../family.ts';
import type { Embedding } from './read-embedding.ts';

/** A learned word among the ids of a tokenizer. */
interface PlacedWord {
  readonly embedding: Embedding;
  readonly first: number;
  readonly count: number;
}

/**
 * A checkpoint that knows learned words. They get ids behind the vocabulary; the networks stay the same ones.
 *
 * @throws {UserError} `EMBEDDING_MISFIT` when one was made for another text encoder
 */
export function withEmbeddings(checkpoint: Checkpoint, embeddings: readonly Embedding[]): Checkpoint {
  if (embeddings.length === 0) return checkpoint;
  const { text } = checkpoint;
  const placed: PlacedWord[] = [];
  let first = text.tokenizer.vocabulary;
  for (const embedding of embeddings) {
    const count = fittingCount(embedding, checkpoint);
    placed.push({ embedding, first, count });
    first += count;
  }
  return {
    ...checkpoint,
    text: {
      ...text,
      tokenizer: withWords(text.tokenizer, placed),
      learned(component, id) {
        const word = placed.find((candidate) => holds(candidate, id));
        const vectors = word?.embedding.vectors[component];
        if (word === undefined || vectors === undefined) return undefined;
        const width = vectors.dims[1] as number;
        return vectors.data.subarray((id - word.first) * width, (id - word.first + 1) * width);
      },
    },
  };
}

const holds = ({ first, count }: PlacedWord, id: number): boolean => id >= first && id < first + count;

const describeWidths = (widths: readonly (number | undefined)[]): string =>
  widths.filter((width) => width !== undefined).join(' + ');

/** The number of vectors of a word, when it has them for every text encoder of the checkpoint, in its width. */
function fittingCount({ name, vectors }: Embedding, { name: model, text }: Checkpoint): number {
  const has = describeWidths(['text_encoder', 'text_encoder_2'].map((part) => vectors[part]?.dims[1]));
  const needs = describeWidths(text.encoders.map(({ width }) => width));
  if (has === needs) return Math.min(...Object.values(vectors).map(({ dims }) => dims[0] as number));
  throw new UserError('EMBEDDING_MISFIT', sentence('embedding.wrongModel', { name, model, has, needs }));
}

/** A word of the prompt, whole: letters, digits and lines around it would make it another word. `embedding:` is none. */
const patternOf = (words: readonly string[]): RegExp => {
  const escaped = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`));
  const longestFirst = escaped.toSorted((a, b) => b.length - a.length);
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}_-])(?:embedding:)?(${longestFirst.join('|')})(?:\.safetensors)?(?![\p{L}\p{N}_-])`,
    'giu',
  );
};

/** Which of the learned words stand in a text. */
export function namedIn(text: string, embeddings: readonly Embedding[]): readonly Embedding[] {
  return embeddings.filter(({ words }) => words.length > 0 && patternOf(words).test(text));
}

function withWords(tokenizer: ClipTokenizer, placed: readonly PlacedWord[]): ClipTokenizer {
  const byWord = new Map(
    placed.flatMap((word) => word.embedding.words.map((name) => [name.toLowerCase(), word] as const)),
  );
  const pattern = patternOf([...byWord.keys()]);
  return {
    ...tokenizer,
    continues: (id) => placed.some((word) => holds(word, id) && id !== word.first),
    tokenize: (text) =>
      text.split(pattern).flatMap((part) => {
        const word = byWord.get(part.toLowerCase());
        return word === undefined
          ? tokenizer.tokenize(part)
          : Array.from({ length: word.count }, (_, at) => word.first + at);
      }),
    pieces: (ids) =>
      ids.flatMap((id) => {
        const word = placed.find((candidate) => holds(candidate, id));
        if (word === undefined) return tokenizer.pieces([id]);
        // All its ids belong to the word: the last one closes it.
        return [id === word.first + word.count - 1 ? (word.embedding.words[0] ?? '') : ''];
      }),
  };
}
