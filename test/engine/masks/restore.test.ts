import { describe, expect, it } from 'vitest';
import { keepOutside } from '../../../src/engine/masks/restore.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import type { StepOf } from '../../../src/planning/plan.ts';
import { inEnglish } from '../../../src/locales/tell.ts';
import { filledGrid, type Grid } from '../../../src/tensor/grid.ts';

const SIDE = 64;
const picture = (value: (x: number, y: number) => number): RgbImage => ({
  width: SIDE,
  height: SIDE,
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % SIDE, Math.floor(pixel / SIDE));
  }),
});
const step = (scope: 'local' | 'global'): StepOf<'instruct'> => ({
  kind: 'instruct',
  instruction: 'make the cat blue',
  keyword: 'cat',
  action: 'recolor',
  strength: 1,
  scope,
});
/** Left half of an 8×8 grid. */
const left: Grid = {
  height: 8,
  width: 8,
  data: Float32Array.from({ length: 64 }, (_, at) => (at % 8 < 4 ? 1 : 0)),
};
const source = picture((x, y) => (x * 3 + y) % 200);

const restore = (edited: RgbImage, mask: Grid, scope: 'local' | 'global' = 'local') =>
  keepOutside({ source, working: source, edited, steps: [step(scope)], masks: [mask], isPlaced: [false] });

describe('keepOutside', () => {
  it('keeps every bit of the source beyond the feathered mask', async () => {
    // Changed much on the left, a little everywhere: what an autoencoder does.
    const edited = picture((x, y) => ((x * 3 + y) % 200) + (x < 32 ? 50 : 5));
    const { picture: kept, changed, notes } = await restore(edited, left);
    expect(notes).toEqual([]);
    const column = (image: RgbImage, x: number): number[] =>
      Array.from({ length: SIDE }, (_, y) => image.data[(y * SIDE + x) * 3]!);
    for (const x of [40, 50, 63]) expect(column(kept as RgbImage, x)).toEqual(column(source, x));
    for (const x of [0, 20, 31]) expect(column(kept as RgbImage, x)).toEqual(column(edited, x));
    expect(changed).toBeGreaterThan(0.5);
    expect(changed).toBeLessThan(0.56);
  });

  it.each([
    ['is empty', filledGrid(8, 8, 0), /could not tell where "cat" is \(the mask covers 0 %/u],
    ['is full', filledGrid(8, 8, 1), /the mask covers 100 % of the picture/u],
  ])('keeps the whole edit and says so when the mask %s', async (_, mask, note) => {
    const edited = picture((x) => (x < 32 ? 250 : 5));
    const kept = await restore(edited, mask);
    expect(kept.notes.map(inEnglish).join()).toMatch(note);
    expect(kept.picture?.data).toEqual(edited.data);
  });

  it('notices a mask that lies where nothing was changed', async () => {
    const edited = picture((x, y) => (x >= 48 ? 250 : (x * 3 + y) % 200));
    const corner = { ...filledGrid(8, 8, 0) };
    corner.data[0] = 1;
    const kept = await restore(edited, corner);
    expect(kept.notes.map(inEnglish).join()).toMatch(/came out elsewhere than I looked for it/u);
    expect(kept.picture?.data).toEqual(edited.data);
  });

  it.each([
    [45, 1],
    [60, 0],
  ])(
    'doubts a mask unless it was changed clearly more inside than outside: by %i against 40',
    async (by, notes) => {
      const edited = picture((x, y) => ((x * 3 + y) % 200) + (x < 32 ? by : 40));
      expect((await restore(edited, left)).notes).toHaveLength(notes);
    },
  );

  it('restores nothing after a global edit', async () => {
    const edited = picture(() => 7);
    expect((await restore(edited, filledGrid(8, 8, 1), 'global')).picture?.data).toEqual(edited.data);
  });
});
