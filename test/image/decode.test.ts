import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeMask, decodePicture, PICTURE_LIMITS } from '../../src/image/decode.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';
import { pngHeader } from '../fakes/pictures.ts';

/** Four colours, one per quarter: red, green / blue, white. */
const QUARTERS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
] as const;

function quarters(side = 16): Sharp {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    const quarter = (Math.floor(i / side) < side / 2 ? 0 : 2) + (i % side < side / 2 ? 0 : 1);
    data.set(QUARTERS[quarter] ?? [], i * 3);
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } });
}

/** The colour in the middle of a quarter of a 16 × 16 picture. */
const colourOf = (image: { data: Uint8Array }, quarter: number): number[] => {
  const at = ((quarter < 2 ? 4 : 12) * 16 + (quarter % 2 === 0 ? 4 : 12)) * 3;
  return [...image.data.subarray(at, at + 3)];
};

describe('decodePicture', () => {
  it.each(['png', 'gif'] as const)('decodes %s exactly', async (format) => {
    const image = await decodePicture(await quarters().toFormat(format).toBuffer());
    expect([image.width, image.height, image.data.length]).toEqual([16, 16, 16 * 16 * 3]);
    expect(QUARTERS.map((_, quarter) => colourOf(image, quarter))).toEqual(QUARTERS);
  });

  it('decodes lossless WebP exactly and JPEG nearly', async () => {
    const webp = await decodePicture(await quarters().webp({ lossless: true }).toBuffer());
    expect(colourOf(webp, 2)).toEqual([0, 0, 255]);
    const jpeg = await decodePicture(await quarters().jpeg({ quality: 95 }).toBuffer());
    colourOf(jpeg, 1).forEach((value, i) => expect(Math.abs(value - (QUARTERS[1][i] ?? 0))).toBeLessThan(12));
  });

  it('turns a picture as its EXIF says', async () => {
    const bytes = await quarters().withMetadata({ orientation: 6 }).png().toBuffer();
    const image = await decodePicture(bytes);
    // Orientation 6: what is stored must be turned clockwise by a quarter.
    expect([0, 1, 2, 3].map((quarter) => colourOf(image, quarter))).toEqual([
      QUARTERS[2],
      QUARTERS[0],
      QUARTERS[3],
      QUARTERS[1],
    ]);
    const wide = sharp({ create: { width: 40, height: 20, channels: 3, background: '#123456' } });
    const turned = await decodePicture(await wide.withMetadata({ orientation: 8 }).jpeg().toBuffer());
    expect([turned.width, turned.height]).toEqual([20, 40]);
  });

  it('puts transparency on white', async () => {
    const clear = sharp({
      create: { width: 16, height: 16, channels: 4, background: { r: 10, g: 20, b: 30, alpha: 0 } },
    });
    const image = await decodePicture(await clear.png().toBuffer());
    expect(image.data.every((value) => value === 255)).toBe(true);
    const half = sharp({
      create: { width: 16, height: 16, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } },
    });
    const grey = await decodePicture(await half.png().toBuffer());
    expect(Math.abs((grey.data[0] ?? 0) - 127)).toBeLessThanOrEqual(1);
  });

  it('brings 16 bits, grey, a palette and CMYK to 8-bit RGB', async () => {
    const deep = await quarters().toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(colourOf(await decodePicture(deep), 0)).toEqual([255, 0, 0]);

    const grey = await quarters().toColourspace('b-w').png().toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    const [red, green, blue] = colourOf(await decodePicture(grey), 0);
    expect([green, blue]).toEqual([red, red]);

    const palette = await quarters().png({ palette: true }).toBuffer();
    expect(colourOf(await decodePicture(palette), 2)).toEqual([0, 0, 255]);

    const cmyk = await quarters().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const image = await decodePicture(cmyk);
    expect(image.data).toHaveLength(16 * 16 * 3);
    const [, , b = 0] = colourOf(image, 2);
    const [r = 255] = colourOf(image, 2);
    expect(b).toBeGreaterThan(r + 60);
    expect(Math.min(...colourOf(image, 3))).toBeGreaterThan(240);
  });

  it('takes the first frame of an animation', async () => {
    const animation = await sharp(await gif(3), { animated: true })
      .gif()
      .toBuffer();
    const image = await decodePicture(animation);
    expect([image.width, image.height]).toEqual([8, 8]);
  });

  it.each([
    ['not an image', () => Buffer.from('hello, this is text'), 'PICTURE_FORMAT'],
    ['an empty file', () => Buffer.alloc(0), 'PICTURE_FORMAT'],
    [
      'an SVG',
      () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      'PICTURE_FORMAT',
    ],
    ['a TIFF', () => quarters().tiff().toBuffer(), 'PICTURE_FORMAT'],
    ['a truncated PNG', async () => (await noise('png')).subarray(0, 2000), 'PICTURE_DAMAGED'],
    ['a truncated JPEG', async () => (await noise('jpeg')).subarray(0, 1500), 'PICTURE_DAMAGED'],
    ['a PNG of which only the signature came', () => pngHeader(8, 8).subarray(0, 20), 'PICTURE_DAMAGED'],
    ['a PNG of 20,000 × 20,000', () => pngHeader(20_000, 20_000), 'PICTURE_TOO_MANY_PIXELS'],
    ['a GIF of 500 frames', () => gif(500), 'PICTURE_TOO_MANY_FRAMES'],
    ['a picture of 4 × 4', () => quarters(4).png().toBuffer(), 'PICTURE_TOO_SMALL'],
  ])('refuses %s in one clear sentence', async (_, make, code) => {
    const bytes = await make();
    await expect(decodePicture(bytes)).rejects.toMatchObject({ name: 'UserError', code });
    await expect(decodePicture(bytes)).rejects.toThrow(/^[A-Z][^\n]*[.]$/);
  });

  it('says what an SVG is and refuses too many bytes by the limit', async () => {
    await expect(decodePicture(Buffer.from('<svg/>'))).rejects.toThrow('SVG');
    const bytes = await quarters().png().toBuffer();
    await expect(decodePicture(bytes, { ...PICTURE_LIMITS, bytes: 50 })).rejects.toMatchObject({
      code: 'PICTURE_TOO_LARGE',
    });
  });
});

describe('decodeMask', () => {
  it('turns a mask as its EXIF says, as it does the photo that it lies on', async () => {
    const upright = await decodeMask(await quarters().rotate(90).png().toBuffer());
    const turned = await decodeMask(await quarters().withMetadata({ orientation: 6 }).png().toBuffer());
    expect(turned).toEqual(upright);
  });

  it('reads brightness as 0…1', async () => {
    const mask = await decodeMask(await quarters().png().toBuffer());
    expect(mask.data[15 * 16 + 15]).toBe(1);
    expect(mask.data).toHaveLength(256);
    await expect(decodeMask(Buffer.from('no'))).rejects.toMatchObject({ code: 'PICTURE_FORMAT' });
  });
});

function noise(format: 'png' | 'jpeg'): Promise<Buffer> {
  const data = Uint8Array.from(createTorchGenerator(1).rand([64 * 64 * 3]).data, (value) => value * 256);
  return sharp(data, { raw: { width: 64, height: 64, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

/** An animation of so many frames of 8 × 8, each of another colour. */
function gif(frames: number): Promise<Buffer> {
  const data = Uint8Array.from({ length: frames * 64 * 3 }, (_, i) => Math.floor(i / 192) * (1 + (i % 3)));
  return sharp(data, { raw: { width: 8, height: 8 * frames, channels: 3, pageHeight: 8 } })
    .gif()
    .toBuffer();
}

describe('a mask of a stranger', () => {
  it('is made smaller while it is decoded: 49 million pixels in 48 kB are no more than four', async () => {
    const huge = await sharp({
      create: { width: 7000, height: 3500, channels: 3, background: '#808080' },
    })
      .png()
      .toBuffer();
    const mask = await decodeMask(huge);
    expect([mask.width, mask.height, mask.data.length]).toEqual([2048, 1024, 2048 * 1024]);
    expect(mask.data[5]).toBeCloseTo(128 / 255, 6);
  });

  it('gets its turn when several come at once, also after one that is damaged', async () => {
    const good = await quarters().png().toBuffer();
    const cut = good.subarray(0, good.length - 30);
    const ends = await Promise.allSettled(
      [cut, good, cut, good, cut, good].map((bytes) => decodeMask(bytes)),
    );
    expect(ends.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });
});
