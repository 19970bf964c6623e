import { describe, expect, it } from 'vitest';
import { findAll, findNoun, findPhrase } from '../../src/detection/find.ts';
import type { Box } from '../../src/detection/detector.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { knownDetector } from '../fakes/known-detector.ts';

const grey: RgbImage = { width: 100, height: 60, data: new Uint8Array(100 * 60 * 3).fill(128) };
const left: Box = [5, 20, 20, 20];
const right: Box = [60, 20, 20, 20];

/** The picture with a box in one colour. */
function painted(image: RgbImage, [x, y, width, height]: Box, colour: readonly number[]): RgbImage {
  const data = image.data.slice();
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++) data.set(colour, 3 * (row * image.width + column));
  return { ...image, data };
}

const twoCars = [
  { names: ['car'], box: left },
  { names: ['car', 'fast car'], box: right },
];

describe('findNoun', () => {
  it('asks for the singular and for the noun that a synonym stands for', async () => {
    const detector = knownDetector([{ names: ['cat'], box: left }], {
      vocabulary: ['cat'],
      synonyms: { cat: ['kitty', 'kitten'] },
    });
    for (const noun of ['cat', 'cats', 'kitty', 'kittens', 'the kitten'])
      expect(await findNoun(detector, grey, { noun })).toHaveLength(1);
    expect(await findNoun(detector, grey, { noun: 'dog' })).toEqual([]);
  });

  it('chooses by the phrase with the attribute', async () => {
    const found = await findNoun(knownDetector(twoCars), grey, { noun: 'car', attributes: ['fast'] });
    expect(found.map(({ box }) => box)).toEqual([right]);
  });

  it('chooses by colour from the pixels', async () => {
    const image = painted(painted(grey, left, [220, 30, 30]), right, [30, 60, 220]);
    const detector = knownDetector(twoCars);
    const red = await findNoun(detector, image, { noun: 'car', attributes: ['red'] });
    const blue = await findNoun(detector, image, { noun: 'car', attributes: ['blue'] });
    expect([red, blue].map((found) => found.map(({ box }) => box))).toEqual([[left], [right]]);
  });

  it('falls back to the noun when nothing has the attribute', async () => {
    const found = await findNoun(knownDetector(twoCars), grey, { noun: 'car', attributes: ['wooden'] });
    expect(found).toHaveLength(2);
  });

  it('takes what only the whole phrase finds, under the name of the noun', async () => {
    const detector = knownDetector([{ names: ['blue motorcycle'], box: left }]);
    const found = await findNoun(detector, grey, { noun: 'motorcycle', attributes: ['blue'] });
    expect(found).toEqual([{ label: 'motorcycle', score: 0.9, box: left }]);
  });
});

describe('findPhrase', () => {
  it('looks for the landmark too', async () => {
    const detector = knownDetector([...twoCars, { names: ['tree'], box: [85, 10, 10, 40] }]);
    const resolution = await findPhrase(detector, grey, {
      noun: 'car',
      relation: { kind: 'next to', noun: 'trees' },
    });
    expect(resolution.objects.map(({ box }) => box)).toEqual([right]);
  });
});

describe('findAll', () => {
  it('gives one thing one name', async () => {
    const detector = knownDetector([
      { names: ['cat'], box: left, score: 0.9 },
      { names: ['dog'], box: left, score: 0.5 },
      { names: ['dog'], box: right, score: 0.6 },
    ]);
    const found = await findAll(detector, grey, ['dog', 'cat']);
    expect(found.map(({ label, box }) => [label, box])).toEqual([
      ['cat', left],
      ['dog', right],
    ]);
  });
});
