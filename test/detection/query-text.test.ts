import { describe, expect, it } from 'vitest';
import { countInWords, knownNoun, singularNoun } from '../../src/detection/nouns.ts';
import { queryText } from '../../src/detection/query-text.ts';

describe('queryText', () => {
  it.each([
    ['cat', 'image of a cat'],
    ['apple', 'image of an apple'],
    ['the umbrella', 'image of an umbrella'],
    ['unicorn', 'image of a unicorn'],
    ['hourglass', 'image of an hourglass'],
    ['uninteresting cat', 'image of an uninteresting cat'],
  ])('puts the right article before %s', (label, text) => {
    expect(queryText('image of a {}', label)).toBe(text);
  });

  it('leaves a prompt without an article alone', () => {
    expect(queryText('{}', 'an apple')).toBe('apple');
    expect(queryText('look: {}', '$& cat')).toBe('look: $& cat');
  });
});

describe('singularNoun', () => {
  it.each([
    ['cats', 'cat'],
    ['buses', 'bus'],
    ['bus', 'bus'],
    ['kitties', 'kitty'],
    ['boxes', 'box'],
    ['houses', 'house'],
    ['snowmen', 'snowman'],
    ['glass', 'glass'],
    ['people', 'person'],
    ['The Trees', 'tree'],
    ['gas', 'gas'],
  ])('turns %s into %s', (word, singular) => expect(singularNoun(word)).toBe(singular));
});

describe('knownNoun', () => {
  it('keeps a plural that is in the vocabulary', () => {
    expect(
      knownNoun('scissors', { noun: 0, attribute: 0, absent: 0, vocabulary: ['scissors'], synonyms: {} }),
    ).toBe('scissors');
  });
});

describe('countInWords', () => {
  const traits = {
    noun: 0,
    attribute: 0,
    absent: 0,
    vocabulary: ['cat', 'dog'],
    synonyms: { cat: ['kitty'] },
  };

  it.each([
    ['a cat and a dog on grass', 'cat', 1],
    ['a kitty', 'cats', 1],
    ['two small red cats', 'cat', 2],
    ['a cat next to a cat', 'cat', 2],
    ['2 fish and a dog', 'dog', 1],
    ['two fish', 'fish', 2],
    ['a category', 'cat', 0],
    ['', 'cat', 0],
  ])('counts in "%s" the %s: %d', (sentence, noun, count) => {
    expect(countInWords(sentence, noun, traits)).toBe(count);
  });
});
