import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../models/index.ts';
import { promptParts, weighEmbeddings, weightedIds } from '../../src/engine/prompt-weights.ts';
import { tensor } from '../../src/tensor/tensor.ts';

describe('promptParts', () => {
  it.each([
    ['a cat', [['a cat', 1]]],
    [
      'a (red cat:1.3) on grass',
      [
        ['a ', 1],
        ['red cat', 1.3],
        [' on grass', 1],
      ],
    ],
    [
      '(cat:0.5)(dog: 2 )',
      [
        ['cat', 0.5],
        ['dog', 2],
      ],
    ],
    ['a cat (sitting)', [['a cat (sitting)', 1]]],
    ['at 10:30 (morning)', [['at 10:30 (morning)', 1]]],
  ] as const)('of %s', (prompt, expected) =>
    expect(promptParts(prompt).map(({ text, weight }) => [text, weight])).toEqual(expected),
  );
});

describe('weightedIds', () => {
  it('gives the tokens of the prompt without marks, each with its weight', async () => {
    const checkpoint = await openCheckpoint(join(import.meta.dirname, '../golden/core/models/tiny-ip2p'));
    const { ids, weights } = weightedIds(checkpoint, 'a (red:1.3) cat');
    expect(ids).toEqual(checkpoint.text.tokenizer.tokenize('a red cat'));
    const [before, red] = ['a', 'red'].map((word) => checkpoint.text.tokenizer.tokenize(word).length);
    expect(weights.slice(0, before)).toEqual(Array.from({ length: before ?? 0 }, () => 1));
    expect(weights.filter((weight) => weight === 1.3)).toHaveLength(red ?? 0);
    expect(() => weightedIds(checkpoint, 'cat '.repeat(100))).toThrow('too long');
  });
});

describe('weighEmbeddings', () => {
  // Start token, two words, end token; two channels. Weight 2 on the second word: mean 1 → 1.5, so all × 2/3.
  const embeddings = tensor([1, 4, 2], Float32Array.of(1, 1, 0, 0, 2, 2, 1, 1));

  it('keeps the mean', () => {
    const weighed = weighEmbeddings({ embeddings }, [1, 2]).embeddings;
    const expected = [1, 1, 0, 0, 4, 4, 1, 1].map((value) => (value * 2) / 3);
    expect([...weighed.data].map((value, at) => Math.abs(value - (expected[at] ?? 0)) < 1e-6)).not.toContain(
      false,
    );
  });

  it('leaves everything as it is when all weights are 1', () => {
    const conditioning = { embeddings };
    expect(weighEmbeddings(conditioning, [1, 1])).toBe(conditioning);
  });
});
