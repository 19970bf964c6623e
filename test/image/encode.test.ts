import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeMask, decodePicture } from '../../src/image/decode.ts';
import { encodeMask, encodePng } from '../../src/image/encode.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

const noisy = {
  width: 24,
  height: 16,
  data: Uint8Array.from(createTorchGenerator(3).rand([24 * 16 * 3]).data, (value) => value * 256),
};

describe('encodePng', () => {
  it('gives back every pixel', async () => {
    expect(await decodePicture(await encodePng(noisy))).toEqual(noisy);
  });

  it('keeps words in the file that any reader finds', async () => {
    const bytes = await encodePng(noisy, { prompt: 'a cat & a “dog” 猫', seed: '7' });
    const { comments } = await sharp(bytes).metadata();
    expect(comments).toEqual([
      { keyword: 'prompt', text: 'a cat & a “dog” 猫' },
      { keyword: 'seed', text: '7' },
    ]);
    expect(await decodePicture(bytes)).toEqual(noisy);
  });
});

describe('encodeMask', () => {
  it('writes a grey picture that reads back within a step of 8 bits', async () => {
    const mask = { width: 12, height: 8, data: createTorchGenerator(4).rand([96]).data };
    mask.data.set([0, 1, 1.5, -0.5]);
    const bytes = await encodeMask(mask);
    expect((await sharp(bytes).metadata()).channels).toBe(1);
    const back = await decodeMask(bytes);
    expect([...back.data.subarray(0, 4)]).toEqual([0, 1, 1, 0]);
    back.data.subarray(4).forEach((value, i) => expect(value).toBeCloseTo(mask.data[i + 4] ?? 0, 2));
  });
});
