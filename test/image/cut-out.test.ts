import { describe, expect, it } from 'vitest';
import { cutOut } from '../../src/image/cut-out.ts';
import type { RgbImage } from '../../src/image/image.ts';

const SIDE = 40;
const GROUND = [200, 200, 200] as const;
const RED = [220, 20, 20] as const;
const BLUE = [20, 20, 220] as const;

type Box = readonly [x: number, y: number, width: number, height: number];

function pictureOf(...things: readonly (readonly [Box, readonly number[]])[]): RgbImage {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    const thing = things.find(
      ([[left, top, width, height]]) => x >= left && x < left + width && y >= top && y < top + height,
    );
    data.set(thing?.[1] ?? GROUND, pixel * 3);
  }
  return { width: SIDE, height: SIDE, data };
}
const maskOf = ([left, top, width, height]: Box) => ({
  width: SIDE,
  height: SIDE,
  data: Float32Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    return x >= left && x < left + width && y >= top && y < top + height ? 1 : 0;
  }),
});

describe('cutOut', () => {
  const own: Box = [10, 10, 12, 12];
  const neighbour: Box = [22, 8, 10, 16];
  const picture = pictureOf([own, RED], [neighbour, BLUE]);

  it('leaves to a neighbour what lies in its box', () => {
    const mask = cutOut(picture, own, [neighbour]);
    expect([...mask.data]).toEqual([...maskOf(own).data]);
  });

  it('does not reach far outside of its box', () => {
    const { data } = cutOut(picture, own);
    for (let y = 0; y < SIDE; y++)
      for (let x = 24; x < SIDE; x++) expect(data[y * SIDE + x], `${x}, ${y}`).toBe(0);
  });

  it('leaves out background that things and the horizon cut off', () => {
    const foot: Box = [6, 20, 4, 2];
    const bus: Box = [0, 4, 6, 20];
    const sky: Box = [0, 0, SIDE, 10];
    const enclosed = pictureOf([own, RED], [foot, RED], [bus, BLUE], [sky, [90, 150, 250]]);
    const thing = maskOf(own).data.map((value, at) => Math.max(value, maskOf(foot).data[at]!));
    expect([...cutOut(enclosed, [6, 10, 16, 12], [bus]).data]).toEqual([...thing]);
  });

  it('keeps what has the colour of the ground inside an outline', () => {
    const inside: Box = [11, 18, 10, 3];
    const mask = cutOut(pictureOf([inside, GROUND], [own, RED]), own);
    expect([...mask.data]).toEqual([...maskOf(own).data]);
  });

  it('looks closer at a thing that is nearly of the colour of the ground', () => {
    const mask = cutOut(pictureOf([own, [207, 207, 207]]), own);
    expect([...mask.data]).toEqual([...maskOf(own).data]);
  });

  it('keeps all of a thing that the edge of the picture cuts off', () => {
    const cutOff: Box = [0, 10, 12, 12];
    const spot: Box = [3, 13, 5, 6];
    const mask = cutOut(pictureOf([spot, BLUE], [cutOff, RED]), cutOff);
    expect([...mask.data]).toEqual([...maskOf(cutOff).data]);
  });

  it('keeps a thing that has the colour of something beside it', () => {
    const line: Box = [30, 14, 10, 2];
    const mask = cutOut(pictureOf([own, RED], [line, RED]), own);
    expect([...mask.data]).toEqual([...maskOf(own).data]);
  });
});
