import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { fittingSize, resizeImage, resizeMask } from '../../src/image/resize.ts';

/** Left half black, right half white. */
const halves = (width: number, height: number) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) =>
    Math.floor(i / 3) % width < width / 2 ? 0 : 255,
  ),
});
const pixel = (image: { width: number; data: Uint8Array }, x: number, y: number) =>
  image.data[(y * image.width + x) * 3];

describe('resizeImage', () => {
  it('stretches, crops at the middle, or adds white', async () => {
    const size = { width: 32, height: 32 };
    const filled = await resizeImage(halves(64, 32), size);
    expect([filled.width, filled.height, filled.data.length]).toEqual([32, 32, 3072]);
    expect([pixel(filled, 2, 16), pixel(filled, 30, 16)]).toEqual([0, 255]);
    const covered = await resizeImage(halves(64, 32), size, 'cover');
    expect([pixel(covered, 2, 16), pixel(covered, 30, 16)]).toEqual([0, 255]);
    const contained = await resizeImage(halves(64, 32), size, 'contain');
    expect([pixel(contained, 2, 2), pixel(contained, 2, 16), pixel(contained, 30, 16)]).toEqual([
      255, 0, 255,
    ]);
  });

  it('leaves a picture of the right size alone and refuses an empty size', async () => {
    const image = halves(8, 8);
    expect(await resizeImage(image, { width: 8, height: 8 })).toBe(image);
    await expect(resizeImage(image, { width: 0, height: 8 })).rejects.toThrow(ShapeError);
  });
});

describe('resizeMask', () => {
  it('takes the nearest cell', () => {
    const mask = { width: 2, height: 1, data: Float32Array.of(0.25, 1) };
    const wide = resizeMask(mask, { width: 6, height: 2 });
    expect([...wide.data]).toEqual([0.25, 0.25, 0.25, 1, 1, 1, 0.25, 0.25, 0.25, 1, 1, 1]);
    expect(resizeMask(wide, { width: 2, height: 1 })).toEqual(mask);
  });
});

describe('fittingSize', () => {
  it.each([
    [{ width: 1000, height: 1000 }, 512 * 512, 64, { width: 512, height: 512 }],
    [{ width: 3000, height: 2000 }, 512 * 512, 8, { width: 624, height: 416 }],
    [{ width: 20, height: 4000 }, 64 * 64, 8, { width: 8, height: 904 }],
  ])('fits %o into %i pixels', (size, area, multiple, expected) => {
    expect(fittingSize(size, area, multiple)).toEqual(expected);
  });
});
