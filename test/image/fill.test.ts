import { describe, expect, it } from 'vitest';
import { fillHole } from '../../src/image/fill.ts';
import type { Mask, RgbImage } from '../../src/image/image.ts';

const SIDE = 32;
const SKY = [90, 150, 220];
const MEADOW = [80, 170, 60];
const RED = [220, 30, 30];

const inBox = (x: number, y: number, [left, top, width, height]: readonly number[]): boolean =>
  x >= left! && x < left! + width! && y >= top! && y < top! + height!;
/** Sky above a meadow, with things on it. */
function scene(...things: readonly (readonly number[])[]): RgbImage {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const ground = y < 16 ? SKY : MEADOW;
      data.set(things.some((thing) => inBox(x, y, thing)) ? RED : ground, (y * SIDE + x) * 3);
    }
  return { width: SIDE, height: SIDE, data };
}
const mask = (box: readonly number[]): Mask => ({
  width: SIDE,
  height: SIDE,
  data: Float32Array.from({ length: SIDE * SIDE }, (_, at) =>
    inBox(at % SIDE, Math.floor(at / SIDE), box) ? 1 : 0,
  ),
});
/** The largest difference of a channel. */
const apart = (a: RgbImage, b: RgbImage): number =>
  a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - b.data[at]!)), 0);

describe('fillHole', () => {
  it('goes on with sky and meadow where a thing stood', () => {
    const box = [10, 10, 8, 12];
    expect(apart(fillHole(scene(box), mask(box)), scene())).toBeLessThan(45);
  });

  it('takes no colours of what stands beside the hole', () => {
    const [box, neighbour] = [
      [6, 10, 8, 12],
      [14, 8, 8, 14],
    ];
    const before = scene(box, neighbour);
    expect(apart(fillHole(before, mask(box)), scene(neighbour))).toBeGreaterThan(60);
    expect(apart(fillHole(before, mask(box), mask(neighbour)), scene(neighbour))).toBeLessThan(45);
  });

  it('changes nothing outside the hole', () => {
    const [box, neighbour] = [
      [6, 10, 8, 12],
      [14, 8, 8, 14],
    ];
    const before = scene(box, neighbour);
    const after = fillHole(before, mask(box), mask(neighbour));
    const outside = mask(box).data.every(
      (inside, at) =>
        inside === 1 || [0, 1, 2].every((c) => after.data[at * 3 + c] === before.data[at * 3 + c]),
    );
    expect(outside).toBe(true);
  });
});
