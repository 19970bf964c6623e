import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import {
  plainPrompt,
  promptParts,
  unwantedWords,
  weighEmbeddings,
  weightedIds,
} from '../../../src/engine/run/prompt-weights.ts';
import { tensor } from '../../../src/tensor/tensor.ts';

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
    [
      'a cat::3 dog::1',
      [
        ['a cat', 1.5],
        [' dog', 0.5],
      ],
    ],
    [
      'hot:: dog',
      [
        ['hot', 1],
        [' dog', 1],
      ],
    ],
    [
      'a (red:1.5) cat::2, grass::2',
      [
        ['a ', 1],
        ['red', 1.5],
        [' cat', 1],
        [' grass', 1],
      ],
    ],
    ['tulips::, red::-.5', [['tulips', 1]]],
  ] as const)('of %s', (prompt, expected) =>
    expect(promptParts(prompt).map(({ text, weight }) => [text, weight])).toEqual(expected),
  );
});

describe('plainPrompt', () => {
  it.each([
    ['a (red cat:1.3) on  grass', 'a red cat on grass'],
    ['a cat::3 dog::1', 'a cat dog'],
    ['tulips::, red::-.5', 'tulips'],
  ])('of %s', (prompt, plain) => expect(plainPrompt(prompt)).toBe(plain));
});

describe('unwantedWords', () => {
  it.each([
    ['tulips', ''],
    ['tulips::, red::-.5', 'red'],
    ['tulips::2 red::-1 white::-0.5', '(red:2), white'],
  ])('of %s', (prompt, unwanted) => expect(unwantedWords(prompt)).toBe(unwanted));

  it('refuses a prompt of nothing else', () =>
    expect(() => unwantedWords('red::-1')).toThrow(expect.objectContaining({ code: 'NO_POSITIVE_WEIGHT' })));
});

describe('weightedIds', () => {
  it('gives the tokens of the prompt without marks, each with its weight', async () => {
    const checkpoint = await openCheckpoint(join(import.meta.dirname, '../../golden/core/models/tiny-ip2p'));
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
