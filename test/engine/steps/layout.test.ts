import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import type { Detection } from '../../../src/detection/detector.ts';
import type { Engine, EngineRequest } from '../../../src/engine/engine.ts';
import { createEngine } from '../../../src/engine/index.ts';
import { fitsSegments } from '../../../src/engine/attempts/layout-attempts.ts';
import { coveredCells, groundWords, withGround } from '../../../src/engine/steps/layout-ground.ts';
import { silent } from '../../../src/log.ts';
import type { PlanStep } from '../../../src/planning/plan.ts';
import { filledGrid } from '../../../src/tensor/grid.ts';
import { tensor } from '../../../src/tensor/tensor.ts';

const folder = fileURLToPath(new URL('../../../models/pocket', import.meta.url));

describe('groundWords', () => {
  it.each([
    ['a red cat and a dog on grass', [2, 3, 6], 'on grass'],
    ['a cat, a dog and a fish in the snow', [2, 5, 8], 'in the snow'],
    ['a cat and a dog', [2, 5], ''],
  ] as const)('of "%s" leaves what no segment has', async (prompt, taken, words) => {
    const checkpoint = await openCheckpoint(folder);
    const { ids, weights } = groundWords(checkpoint, prompt, new Set(taken));
    expect(ids).toEqual(checkpoint.text.tokenizer.tokenize(words));
    expect(weights).toEqual(ids.map(() => 1));
  });
});

describe('withGround', () => {
  const half = { height: 4, width: 4, data: Float32Array.from({ length: 16 }, (_, at) => Number(at < 8)) };

  it('takes the text where segments are, elsewhere the ground', () => {
    const covered = coveredCells([half], { height: 2, width: 2 });
    const predictions = tensor([3, 1, 2, 2], [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...withGround(predictions, covered!).data]).toEqual([0, 0, 0, 0, 5, 6, 3, 4]);
  });

  it('has nothing to do where segments cover everything', () => {
    expect(coveredCells([half, filledGrid(4, 4, 1)], { height: 2, width: 2 })).toBeUndefined();
  });
});

describe('fitsSegments', () => {
  const picture = { width: 10, height: 10, data: new Uint8Array(300).fill(200) };
  const cat = { noun: 'cat', box: [0, 0, 0.5, 0.5] } as const;
  const found = (label: string, x: number): Detection => ({ label, score: 1, box: [x, 0, 5, 5] });

  it('is perfect when everything is in its place', () => {
    expect(fitsSegments(picture, [cat], [found('cat', 0)])).toEqual({ score: 1, isPerfect: true });
  });

  it('prefers what is nearer, and nothing beside it', () => {
    const tries = [
      [found('cat', 0)],
      [found('cat', 0), found('cat', 5)],
      [found('cat', 1)],
      [],
      [found('dog', 0)],
    ];
    const scores = tries.map((things) => fitsSegments(picture, [cat], things).score);
    expect(scores).toEqual([1, 0.75, expect.closeTo(4 / 6), 0, -0.25]);
  });

  it('sees that a thing has the wrong colour', () => {
    const red = { ...cat, colour: 'red' };
    expect(fitsSegments(picture, [red], [found('cat', 0)])).toEqual({ score: 1, isPerfect: false });
  });
});

describe('a layout', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({ imageModel: folder, editModel: folder, log: silent });
  });
  afterAll(() => engine.dispose());
  const paint = async (step: PlanStep, settings: Partial<EngineRequest['settings']> = {}) =>
    engine.run(
      { steps: [step], settings: { seed: 3, steps: 3, attempts: 1, ...settings } },
      () => {},
      new AbortController().signal,
    );
  const prompt = 'a cat on grass';
  const box: [number, number, number, number] = [0.5, 0.4, 0.4, 0.4];

  it('without strength is the plain picture, to one level of 255', async () => {
    const weights = { crossWeight: 0, selfWeight: 0 };
    const off = await paint({ kind: 'layout', prompt, segments: [{ words: 'cat', box }], weights });
    const plain = await paint({ kind: 'generate', prompt });
    const apart = off.picture!.data.map((value, at) => Math.abs(value - plain.picture!.data[at]!));
    // Controlled attention is computed by other kernels than the fused one.
    expect(apart.reduce((most, value) => Math.max(most, value), 0)).toBeLessThanOrEqual(1);
  });

  it('shows a try that can be painted again', async () => {
    const step: PlanStep = { kind: 'layout', prompt, segments: [{ words: 'cat', box }] };
    const shown = await paint(step, { attempts: 2 });
    expect(shown.attempt).toBeLessThan(2);
    const again = await paint(step, { attempts: undefined, attempt: shown.attempt });
    expect(again.picture).toEqual(shown.picture);
  });
});
