import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readVocabulary } from '../../src/models/card.ts';
import { similarity, stepsUpTo } from '../../src/vocabulary/noun-tree.ts';
import { readInVocabulary } from '../../src/vocabulary/vocabulary.ts';
import type { Vocabulary } from '../../src/vocabulary/vocabulary.ts';

const pocket = await readVocabulary(join(import.meta.dirname, '../../models/pocket'));
if (pocket === undefined) throw new Error('models/pocket/card.json: expected a vocabulary');
const read = (text: string, vocabulary: Vocabulary = pocket) => readInVocabulary(text, vocabulary);
const unknownIn = (text: string) => read(text).unknown.map(({ word }) => word);

describe('the noun tree', () => {
  it.each([
    ['poodle', 'dog', 1],
    ['dog', 'dog', 0],
    ['tiger', 'house', undefined],
    ['constructor', 'dog', undefined],
  ])('%s is %s at %s', (noun, general, steps) => expect(stepsUpTo(noun, general)).toBe(steps));

  it('finds a truck nearer to a car than to a cat', () =>
    expect(similarity('truck', 'car')).toBeGreaterThan(similarity('truck', 'cat')));
});

describe('a prompt', () => {
  it.each([
    'a cat and a dog on grass',
    'two red cars on the road at night',
    'a blue house next to a big tree',
    'a penguin with a red umbrella in the snow',
    'three ducks on the beach, please',
  ])('"%s" is painted as it stands', (prompt) =>
    expect(read(prompt)).toEqual({ text: prompt, nearest: undefined, taken: [], unknown: [], unused: [] }),
  );

  it.each([
    ['a kitten and a bunny', 'a cat and a rabbit', { kitten: 'cat', bunny: 'rabbit' }],
    ['a poodle in the park', 'a dog in the grass', { poodle: 'dog', park: 'grass' }],
    ['a goldfish', 'a fish', { goldfish: 'fish' }],
    ['puppies on the street', 'dog on the road', { puppies: 'dog', street: 'road' }],
  ])('"%s" is painted as "%s"', (prompt, text, taken) => {
    const reading = read(prompt);
    expect(reading).toMatchObject({ text, unknown: [] });
    expect(Object.fromEntries(reading.taken.map(({ word, as }) => [word, as]))).toEqual(taken);
  });

  it.each([
    ['a wizard riding a dragon', ['wizard', 'dragon']],
    ['spiderman and a cat', ['spiderman']],
    ['a black dog', ['black']],
    ['a cat on a sofa', ['sofa']],
    ['a dog wearing a top hat', ['top hat']],
    ['a car at sunset', ['sunset']],
  ])('"%s" holds what cannot be drawn: %j', (prompt, words) => expect(unknownIn(prompt)).toEqual(words));

  it('offers the nearest, and the sentence with it', () =>
    expect(read('an astronaut and a truck')).toMatchObject({
      nearest: 'a robot and a car',
      unknown: [
        { word: 'astronaut', nearest: ['robot', 'snowman'] },
        { word: 'truck', nearest: ['car'] },
      ],
    }));

  it('offers no sentence where one word has nothing near it', () =>
    expect(read('spiderman on a truck').nearest).toBeUndefined());

  it('leaves out looks and doings, and says which', () =>
    expect(read('a cute cat chasing a dog')).toMatchObject({
      text: 'a cat and a dog',
      unknown: [],
      unused: ['cute', 'chasing'],
    }));

  it('takes no part of a name for a thing of its own', () =>
    expect(unknownIn('a polar bear and a cat')).toEqual(['polar bear']));
});
