import { describe, expect, it } from 'vitest';
import type { Detection } from '../../../src/detection/detector.ts';
import { askedThings, showsAsked } from '../../../src/engine/attempts/asked-things.ts';
import type { RgbImage } from '../../../src/image/image.ts';

const traits = {
  noun: 0.3,
  attribute: 0.3,
  absent: 0.1,
  vocabulary: ['cat', 'dog', 'house'],
  synonyms: { cat: ['kitty'] },
};
const asked = (prompt: string) => askedThings(prompt, traits.vocabulary, traits);

describe('what a prompt asks for', () => {
  it.each([
    ['a cat', [{ noun: 'cat' }]],
    ['two red kitties and a dog on the left', ['red', 'red'].map((colour) => ({ noun: 'cat', colour }))],
    ['a small blue dog at the right side, a house', [{ noun: 'dog', colour: 'blue', side: 'right' }]],
    ['a house without cats', [{ noun: 'house' }]],
    ['a sunset over the sea', []],
  ])('%s', (prompt, first) => expect(asked(prompt).slice(0, first.length)).toMatchObject(first));

  it('counts every thing', () => {
    expect(asked('two red kitties and a dog on the left').map(({ noun }) => noun)).toEqual([
      'cat',
      'cat',
      'dog',
    ]);
    expect(asked('a house without cats')).toHaveLength(1);
  });
});

/** A picture of one colour. */
const picture = (r: number, g: number, b: number): RgbImage => ({
  width: 100,
  height: 100,
  data: Uint8Array.from({ length: 30_000 }, (_, at) => [r, g, b][at % 3]!),
});
const seen = (label: string, x: number): Detection => ({ label, score: 0.9, box: [x, 40, 20, 20] });

describe('whether a picture shows it', () => {
  const red = picture(220, 20, 20);
  it.each([
    ['everything there', 'a red cat on the left', [seen('cat', 10)], true],
    ['nothing there', 'a cat', [], false],
    ['another thing', 'a cat', [seen('dog', 10)], false],
    ['doubled', 'a cat', [seen('cat', 10), seen('cat', 60)], false],
    ['two of a kind, apart', 'two cats', [seen('cat', 10), seen('cat', 30)], true],
    ['two of a kind that run into each other', 'two cats', [seen('cat', 10), seen('cat', 25)], false],
    ['two things, one before the other', 'a cat and a dog', [seen('cat', 10), seen('dog', 25)], true],
    ['the wrong side', 'a cat on the right', [seen('cat', 10)], false],
    ['the wrong colour', 'a blue cat', [seen('cat', 10)], false],
  ])('%s', (_, prompt, found, isPerfect) =>
    expect(showsAsked(red, asked(prompt), found).isPerfect).toBe(isPerfect),
  );

  it('gives the thing with wishes the one that fulfils them', () => {
    expect(showsAsked(red, asked('a cat and a dog'), [seen('cat', 10)]).score).toBe(1);
    const both = [seen('cat', 10), seen('cat', 70)];
    expect(showsAsked(red, asked('a cat and a cat on the right'), both)).toMatchObject({
      score: 2.5,
      isPerfect: true,
    });
  });
});
