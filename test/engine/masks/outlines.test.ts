import { describe, expect, it } from 'vitest';
import type { Box } from '../../../src/detection/detector.ts';
import { addedReach, isAwaited } from '../../../src/engine/masks/added.ts';
import { outlinesOf } from '../../../src/engine/masks/outlines.ts';
import { paintedMasks } from '../../../src/engine/masks/painted-masks.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { Mask, RgbImage } from '../../../src/image/image.ts';
import type { FoiRun } from '../../../src/methods/focus-on-your-instruction.ts';
import type { StepOf } from '../../../src/planning/plan.ts';
import { type KnownThing, knownDetector } from '../../fakes/known-detector.ts';

const SIDE = 96;
const CAR: Box = [20, 40, 30, 12];
const BALL: Box = [52, 38, 12, 12];

/** Coloured rectangles before grey. */
function pictureOf(...things: readonly (readonly [Box, readonly number[]])[]): RgbImage {
  const data = new Uint8Array(SIDE * SIDE * 3).fill(180);
  for (const [[x, y, width, height], colour] of things)
    for (let row = y; row < y + height; row++)
      for (let column = x; column < x + width; column++) data.set(colour, (row * SIDE + column) * 3);
  return { width: SIDE, height: SIDE, data };
}
const RED = [220, 20, 20] as const;
const BLUE = [20, 20, 220] as const;
const source = pictureOf([CAR, RED], [BALL, BLUE]);

const things: readonly KnownThing[] = [
  { names: ['car'], box: CAR },
  { names: ['ball'], box: BALL },
];
const componentsOf = (known = things): Components =>
  ({
    detector: knownDetector(known, { vocabulary: ['car', 'ball'] }),
    imageModel: { card: {} },
    editModel: { card: { defaults: { maskSource: 'attention' } } },
  }) as unknown as Components;
const requestOf = (more: Partial<RunRequest> = {}): RunRequest => ({
  source,
  steps: [],
  settings: { seed: 1 },
  onProgress() {},
  signal: new AbortController().signal,
  ...more,
});
const stepOf = (action: StepOf<'instruct'>['action'], keyword = 'car'): StepOf<'instruct'> => ({
  kind: 'instruct',
  instruction: `${action} the ${keyword}`,
  keyword,
  action,
  scope: 'local',
  strength: 1,
});
const placed = [{ boxes: [CAR], picture: source, isOneOfMany: false }];
const reachOf = async (action: StepOf<'instruct'>['action'], request = requestOf()) =>
  (await outlinesOf(componentsOf(), [stepOf(action)], request, placed))[0];
const at = (mask: Mask | undefined, x: number, y: number): number | undefined => mask?.data[y * SIDE + x];

describe('outlinesOf', () => {
  it('keeps to the outline of what only changes its colour or goes away', async () => {
    for (const action of ['recolor', 'remove'] as const) {
      const reach = await reachOf(action);
      expect(reach?.whole).toBe(reach?.object);
      expect(at(reach?.whole, 35, 45)).toBe(1);
      expect(at(reach?.whole, 35, 33)).toBe(0);
    }
  });

  it('gives room around what is replaced, but none where something else stands', async () => {
    const reach = await reachOf('replace');
    expect(at(reach?.whole, 35, 33)).toBe(1);
    expect(at(reach?.object, 35, 33)).toBe(0);
    expect(at(reach?.whole, 58, 44)).toBe(0);
  });

  it('takes what the person has drawn as it is', async () => {
    const data = new Float32Array(SIDE * SIDE);
    data[5] = 0.5;
    const reach = await reachOf('replace', requestOf({ region: { width: SIDE, height: SIDE, data } }));
    expect(reach?.whole.data.reduce((sum, value) => sum + value, 0)).toBe(1);
    expect(reach?.whole.data[5]).toBe(1);
  });

  it('leaves masks to attention where that was asked for', async () => {
    expect(await reachOf('replace', requestOf({ settings: { seed: 1, maskSource: 'attention' } }))).toBe(
      undefined,
    );
  });

  it('knows nothing of what has no place', async () => {
    expect(await outlinesOf(componentsOf(), [stepOf('replace')], requestOf(), [undefined])).toEqual([
      undefined,
    ]);
  });
});

describe('isAwaited', () => {
  it('waits for a thing that is added, not for one that is there, and not without a detector', () => {
    expect(isAwaited(componentsOf(), stepOf('add', 'ball'), requestOf())).toBe(true);
    expect(isAwaited(componentsOf(), stepOf('replace'), requestOf())).toBe(false);
    expect(isAwaited({ ...componentsOf(), detector: undefined }, stepOf('add', 'ball'), requestOf())).toBe(
      false,
    );
    const asked = requestOf({ settings: { seed: 1, maskSource: 'attention' } });
    expect(isAwaited(componentsOf(), stepOf('add', 'ball'), asked)).toBe(false);
  });
});

describe('addedReach', () => {
  it('does not take for new what was there before', async () => {
    const found = await addedReach(componentsOf(), stepOf('add', 'ball'), requestOf(), {
      source,
      edited: source,
    });
    expect(found).toBe(undefined);
  });
});

describe('paintedMasks', () => {
  it('gives of the room only what was painted, and all of the object', async () => {
    const tower: Box = [30, 30, 8, 22];
    const edited = pictureOf([tower, BLUE], [BALL, BLUE]);
    const reaches = [await reachOf('replace')];
    const { grids, isSeen } = await paintedMasks(componentsOf(), [stepOf('replace')], requestOf(), {
      source,
      working: source,
      edited,
      foi: { masks: () => [] } as unknown as FoiRun,
      reaches,
      awaited: [false],
    });
    const [mask] = grids as [Mask];
    expect(isSeen).toEqual([true]);
    // The tower above the car, the car itself; not the empty corner of the room, not the ball.
    expect(at(mask, 34, 34)).toBe(1);
    expect(at(mask, 22, 45)).toBe(1);
    expect(at(mask, 22, 33)).toBe(0);
    expect(at(mask, 60, 44)).toBe(0);
  });

  it('shows a thing by its own outline, and blends it in with the soft edge around it', async () => {
    const edited = pictureOf([CAR, BLUE], [BALL, BLUE]);
    const { grids, blended } = await paintedMasks(componentsOf(), [stepOf('recolor')], requestOf(), {
      source,
      working: source,
      edited,
      foi: { masks: () => [] } as unknown as FoiRun,
      reaches: [await reachOf('recolor')],
      awaited: [false],
    });
    const [mask, wide] = [grids[0] as Mask, blended[0] as Mask];
    expect([at(mask, 20, 40), at(wide, 20, 40)]).toEqual([1, 1]);
    expect([at(mask, 19, 40), at(wide, 19, 40)]).toEqual([0, 1]);
    expect([at(mask, 17, 40), at(wide, 17, 40)]).toEqual([0, 0]);
  });
});
