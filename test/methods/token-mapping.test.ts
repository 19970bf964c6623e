import { describe, expect, it } from 'vitest';
import {
  refinementMap,
  replacementMap,
  type TokenizedPrompt,
  wordTokens,
} from '../../src/methods/token-mapping.ts';

/** One piece per word, but `super` words are split in two. */
function prompt(text: string): TokenizedPrompt {
  const pieces = text
    .split(' ')
    .flatMap((word) => (word.startsWith('super') ? ['super', word.slice(5)] : [word]));
  return { text, pieces, ids: pieces.map((_, index) => index) };
}

describe('wordTokens', () => {
  it('finds every piece of every word that is spelled so', () => {
    expect(wordTokens(prompt('the superman and the superman'), 'superman')).toEqual([2, 3, 6, 7]);
  });
  it('finds nothing for a word that is not there', () => {
    expect(wordTokens(prompt('a cat,'), 'cat')).toEqual([]);
  });
});

describe('replacementMap', () => {
  const column = (map: { data: Float32Array }, length: number, to: number): number[] =>
    Array.from({ length }, (_, row) => map.data[row * length + to]!);

  it('shares a word of one token among the tokens of the new word and goes on shifted', () => {
    const map = replacementMap(prompt('a cat sits'), prompt('a superman sits'), 8);
    expect(column(map, 8, 2)).toEqual([0, 0, 0.5, 0, 0, 0, 0, 0]);
    expect(column(map, 8, 3)).toEqual([0, 0, 0.5, 0, 0, 0, 0, 0]);
    expect(column(map, 8, 4)).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('reads the target’s own positions after the last word, as the authors’ code does, when asked', () => {
    const map = replacementMap(prompt('a cat sits'), prompt('a superman sits'), 8, 'official');
    expect(column(map, 8, 4)).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('refuses prompts of different length', () => {
    expect(() => replacementMap(prompt('a cat'), prompt('a black cat'), 8)).toThrow(
      'Words can be exchanged one for one: the prompt has 2 words, the new one 3.',
    );
  });
});

describe('refinementMap', () => {
  it('marks inserted tokens as new and keeps the others', () => {
    expect(refinementMap([9, 1, 2, 8], [9, 1, 5, 2, 8], 6)).toEqual({
      mapper: [0, 1, -1, 2, 3, 5],
      known: [1, 1, 0, 1, 1, 1],
    });
  });
});
