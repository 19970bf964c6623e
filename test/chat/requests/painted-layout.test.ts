import { describe, expect, it } from 'vitest';
import { paintedSegments } from '../../../src/chat/requests/painted-layout.ts';
import { decodeMask } from '../../../src/image/decode.ts';
import { encodePng } from '../../../src/image/encode.ts';
import { memoryPictures } from '../../fakes/memory-stores.ts';

/** Left half red, right half white. */
const painting = encodePng({
  width: 16,
  height: 8,
  data: Uint8Array.from({ length: 16 * 8 * 3 }, (_, at) =>
    Math.floor(at / 3) % 16 < 8 && at % 3 > 0 ? 0 : 255,
  ),
});

describe('paintedSegments', () => {
  it('makes one mask for each colour', async () => {
    const pictures = memoryPictures();
    const regions = JSON.stringify([{ colour: '#ff0000', words: 'a cat' }]);
    const [segment] = await paintedSegments(regions, await painting, pictures);
    expect(segment?.words).toBe('a cat');
    const mask = await decodeMask(await pictures.get(segment?.mask as string));
    expect([...mask.data.subarray(0, 16)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('gives phrases alone the colours by their area, the background first', async () => {
    const pictures = memoryPictures();
    // 8 of 16 columns blue, 5 white, 3 red.
    const colourAt = (column: number) =>
      column < 8 ? [0, 0, 255] : column < 13 ? [255, 255, 255] : [255, 0, 0];
    const data = Uint8Array.from(Array.from({ length: 16 * 8 }, (_, at) => colourAt(at % 16)).flat());
    const file = await encodePng({ width: 16, height: 8, data });
    const segments = await paintedSegments('["", "the sea", "a ball"]', file, pictures);
    const shares = segments.map(async ({ words, mask }) => {
      const { data: cells } = await decodeMask(await pictures.get(mask as string));
      return [words, cells.reduce((sum, value) => sum + value, 0)];
    });
    expect(await Promise.all(shares)).toEqual([
      ['', 40],
      ['the sea', 64],
      ['a ball', 24],
    ]);
    await expect(paintedSegments('["a", "b", "c", "d"]', file, pictures)).rejects.toThrow(
      'The painting has 3 colours for 4 phrases.',
    );
  });

  it.each([
    ['words that are no JSON', 'a cat', 'Every region of a layout needs a colour'],
    [
      'a region without words',
      '[{"colour":"#ff0000","words":" "}]',
      'Every region of a layout needs a colour',
    ],
    [
      'a colour that is not painted',
      '[{"colour":"#00ff00","words":"a dog"}]',
      'Nothing is painted in the colour of "a dog".',
    ],
  ])('refuses %s', async (_, regions, message) => {
    await expect(paintedSegments(regions, await painting, memoryPictures())).rejects.toThrow(message);
  });
});
