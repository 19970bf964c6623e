import { describe, expect, it } from 'vitest';
import type { Box, Detector } from '../../../src/detection/detector.ts';
import { place } from '../../../src/engine/steps/place.ts';
import { targetOf } from '../../../src/engine/steps/target-place.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import type { StepOf } from '../../../src/planning/plan.ts';
import { inEnglish } from '../../../src/locales/tell.ts';

const SIDE = 128;
const BALL: Box = [20, 60, 30, 30];
const sky = (y: number): [number, number, number] => (y < 70 ? [90, 150, 220] : [80, 170, 60]);

/** A red ball before a sky and a meadow. */
function scene(ball?: Box): RgbImage {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const [left, top, width, height] = ball ?? [0, 0, 0, 0];
      const isBall =
        ((x + 0.5 - left - width / 2) / (width / 2)) ** 2 +
          ((y + 0.5 - top - height / 2) / (height / 2)) ** 2 <
        1;
      data.set(isBall ? [220, 30, 30] : sky(y), (y * SIDE + x) * 3);
    }
  return { width: SIDE, height: SIDE, data };
}

/** Sees what was drawn. */
const seer: Detector = {
  name: 'seer',
  traits: { noun: 0.3, attribute: 0.5, absent: 0.1, synonyms: {} },
  detect: async (_, labels) =>
    labels.filter((label) => label === 'ball').map((label) => ({ label, score: 0.9, box: BALL })),
  dispose: async () => {},
};
const drawn = { name: 'drawn', card: { vocabulary: { objects: ['ball'] } } };
const components = { detector: seer, imageModel: drawn, editModel: drawn } as unknown as Components;
const ball = { words: 'the ball', noun: 'ball' };
const step = (more: Partial<StepOf<'place'>>): StepOf<'place'> => ({
  kind: 'place',
  instruction: 'move the ball',
  object: ball,
  operation: 'move',
  ...more,
});
const run = (more: Partial<StepOf<'place'>>) => {
  const request = {
    source: scene(BALL),
    steps: [],
    settings: { seed: 1 },
    onProgress() {},
    signal: new AbortController().signal,
  };
  return place(components, [step(more)], request);
};
/** Share of pixels whose colour is further than 40 from the other picture's. */
const apart = (a: RgbImage, b: RgbImage): number =>
  Array.from({ length: SIDE * SIDE }, (_, at) =>
    [0, 1, 2].some((channel) => Math.abs(a.data[3 * at + channel]! - b.data[3 * at + channel]!) > 40),
  ).filter(Boolean).length /
  SIDE ** 2;

describe('place', () => {
  it('moves an object, fills its hole, and leaves every other bit alone', async () => {
    const { picture, masks, changed } = await run({ dx: 0.5 });
    expect(apart(picture as RgbImage, scene([84, 60, 30, 30]))).toBeLessThan(0.005);
    const mask = masks[0]?.mask.data as Float32Array;
    const source = scene(BALL);
    mask.forEach((value, at) => {
      if (value === 0)
        for (const channel of [0, 1, 2])
          expect(picture?.data[3 * at + channel]).toBe(source.data[3 * at + channel]);
    });
    expect(changed).toBeLessThan(0.2);
  });

  it('removes an object', async () => {
    const { picture } = await run({ operation: 'remove' });
    expect(apart(picture as RgbImage, scene())).toBeLessThan(0.002);
  });

  it('keeps the object when it is duplicated', async () => {
    const { picture } = await run({ operation: 'duplicate', dx: 0.5 });
    expect(apart(picture as RgbImage, scene(BALL))).toBeLessThan(0.06);
    expect(apart(picture as RgbImage, scene())).toBeGreaterThan(0.07);
  });

  it('holds the object inside the picture and says so', async () => {
    expect((await run({ dx: 0.9 })).notes.map(inEnglish)).toEqual([
      'The ball stays inside the picture: I moved it as far as the edge.',
    ]);
  });

  it('refuses when there is nothing to look with', async () => {
    const blind = { ...components, detector: undefined };
    const request = { source: scene(BALL), settings: { seed: 1 } } as unknown as RunRequest;
    await expect(place(blind, [step({ dx: 0.1 })], request)).rejects.toMatchObject({ code: 'NO_DETECTOR' });
  });
});

describe('targetOf', () => {
  const picture = { width: 100, height: 100 };
  const box: Box = [10, 40, 20, 20];
  const middle = (more: Partial<StepOf<'place'>>, other?: Box) =>
    targetOf(step(more), box, picture, other).placement.to;

  it.each([
    ['a shift', { dx: 0.25, dy: -0.1 }, undefined, { x: 45, y: 40 }],
    ['a place', { toX: 0.5, toY: 0.5 }, undefined, { x: 50, y: 50 }],
    ['the right of a landmark', { relation: 'right of' }, [40, 30, 20, 30], { x: 72, y: 50 }],
    ['the other side of a landmark at the edge', { relation: 'next to' }, [75, 30, 25, 30], { x: 63, y: 50 }],
  ] as const)('finds %s', (_, more, other, expected) => {
    expect(middle(more, other)).toEqual(expected);
  });

  it('lets what grows keep standing on its feet', () => {
    const { placement } = targetOf(step({ operation: 'resize', scale: 1.5 }), box, picture);
    expect(placement.to.y + (20 * 1.5) / 2).toBe(60);
  });
});
