import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import type { Mask, RgbImage } from '../../src/image/image.ts';
import { changedShare, compositeByMask, featherMask, uniteMasks } from '../../src/image/masks.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

function maskOf(width: number, height: number, on: (x: number, y: number) => number): Mask {
  const data = Float32Array.from({ length: width * height }, (_, i) => on(i % width, Math.floor(i / width)));
  return { width, height, data };
}

function noisy(seed: number): RgbImage {
  const data = Uint8Array.from(createTorchGenerator(seed).rand([20 * 10 * 3]).data, (value) => value * 256);
  return { width: 20, height: 10, data };
}

describe('featherMask', () => {
  const square = maskOf(32, 32, (x, y) => (x >= 12 && x < 20 && y >= 12 && y < 20 ? 1 : 0));

  it('keeps the inside, falls evenly outside and is exactly 0 further away than the radius', () => {
    const soft = featherMask(square, 4);
    const row = [...soft.data.subarray(16 * 32, 17 * 32)];
    expect(row.slice(12, 20)).toEqual(Array.from({ length: 8 }, () => 1));
    expect(row.slice(20, 25)).toEqual([0.75, 0.5, 0.25, 0, 0]);
    expect(row.slice(7, 12)).toEqual([0, 0, 0.25, 0.5, 0.75]);
  });

  it('is the same from all four sides', () => {
    const soft = featherMask(square, 5);
    for (let y = 0; y < 32; y++)
      for (let x = 0; x < 32; x++) {
        const value = soft.data[y * 32 + x] ?? -1;
        expect(soft.data[x * 32 + y]).toBeCloseTo(value, 6);
        expect(soft.data[(31 - y) * 32 + (31 - x)]).toBeCloseTo(value, 6);
      }
  });

  it('leaves an empty mask empty, a full one full, and any mask as it is at radius 0', () => {
    expect(
      featherMask(
        maskOf(9, 5, () => 0),
        3,
      ).data.every((value) => value === 0),
    ).toBe(true);
    expect(
      featherMask(
        maskOf(9, 5, () => 1),
        3,
      ).data.every((value) => value === 1),
    ).toBe(true);
    expect(featherMask(square, 0)).toBe(square);
  });
});

describe('uniteMasks', () => {
  it('takes the larger value everywhere', () => {
    const left = maskOf(4, 2, (x) => (x < 2 ? 0.75 : 0));
    const right = maskOf(4, 2, (x) => (x > 0 ? 0.5 : 0));
    expect([...uniteMasks([left, right]).data.subarray(0, 4)]).toEqual([0.75, 0.75, 0.5, 0.5]);
    expect(() => uniteMasks([left, maskOf(2, 4, () => 1)])).toThrow(ShapeError);
  });
});

describe('compositeByMask', () => {
  it('is the source bit for bit where the mask is 0 and the edit where it is 1', () => {
    const [source, edited] = [noisy(1), noisy(2)];
    const mask = maskOf(20, 10, (x) => (x < 8 ? 0 : x < 12 ? 0.5 : 1));
    const { data } = compositeByMask(source, edited, mask);
    data.forEach((value, i) => {
      const x = Math.floor(i / 3) % 20;
      const [old = 0, fresh = 0] = [source.data[i], edited.data[i]];
      expect(value).toBe(x < 8 ? old : x < 12 ? Math.round((old + fresh) / 2) : fresh);
    });
  });

  it('refuses pictures of different size', () => {
    const mask = maskOf(20, 10, () => 1);
    const small = { width: 10, height: 20, data: noisy(1).data };
    expect(() => compositeByMask(noisy(1), small, mask)).toThrow('20 × 10');
  });
});

describe('changedShare', () => {
  it('counts pixels, not channels', () => {
    const before = noisy(1);
    const data = Uint8Array.from(before.data);
    for (const at of [0, 1, 2, 30, 62]) data[at] = (data[at] ?? 0) ^ 1;
    expect(changedShare(before, { ...before, data })).toBe(3 / 200);
    expect(changedShare(before, before)).toBe(0);
    expect(() => changedShare(before, { width: 10, height: 20, data })).toThrow(ShapeError);
  });
});
