import { describe, expect, it } from 'vitest';
import { changedPixels } from '../../src/image/change.ts';

const WIDTH = 9;
const HEIGHT = 7;
const grey = (value: number) => ({
  width: WIDTH,
  height: HEIGHT,
  data: new Uint8Array(WIDTH * HEIGHT * 3).fill(value),
});

describe('changedPixels', () => {
  it('finds nothing in equal pictures, and everything in another one', () => {
    const none = changedPixels(grey(100), grey(100), { least: 24, radius: 2 });
    const all = changedPixels(grey(100), grey(130), { least: 24, radius: 2 });
    expect(none.data.every((value) => value === 0)).toBe(true);
    expect(all.data.every((value) => value === 1)).toBe(true);
  });

  it('takes a change of one channel, and a single pixel for noise', () => {
    const blue = grey(100);
    for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) blue.data[pixel * 3 + 2] = 160;
    expect(changedPixels(grey(100), blue, { least: 24, radius: 1 }).data.every((value) => value === 1)).toBe(
      true,
    );
    const speck = grey(100);
    speck.data.fill(255, (3 * WIDTH + 4) * 3, (3 * WIDTH + 4) * 3 + 3);
    expect(changedPixels(grey(100), speck, { least: 24, radius: 1 }).data.includes(1)).toBe(false);
  });

  it('is the mean over a square that ends at the border', () => {
    const half = grey(100);
    for (let y = 0; y < HEIGHT; y++) half.data.fill(148, y * WIDTH * 3, (y * WIDTH + 4) * 3);
    const { data } = changedPixels(grey(100), half, { least: 24, radius: 1 });
    // 48 · 2/3 at the third column, 48 · 1/3 at the fifth.
    expect([...data.subarray(0, WIDTH)]).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0]);
  });
});
