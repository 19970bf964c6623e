import { describe, expect, it } from 'vitest';
import { denseDiffusion, sizeFactor } from '../../src/methods/dense-diffusion.ts';
import { filledGrid } from '../../src/tensor/grid.ts';
import { contextOf } from '../contracts/method.contract.ts';

describe('sizeFactor', () => {
  it('is 1 outside all segments and weaker in large ones; overlapping areas add up', () => {
    const left = Float32Array.of(1, 1, 0, 0);
    const first = Float32Array.of(1, 0, 0, 0);
    expect([...sizeFactor([left, first], 1)]).toEqual([0.25, 0.5, 1, 1]);
  });
});

describe('denseDiffusion', () => {
  const settings = denseDiffusion.settings.parse({
    segments: [{ tokens: [1], mask: filledGrid(32, 32, 1) }],
  });
  const run = denseDiffusion.start(contextOf(['none', 'text']), settings);
  const at = (index: number) => run.control?.({ index, count: 50, start: 0, timestep: 981 - 20 * index });

  it('modulates the first 15 of 50 steps', () => {
    expect(
      Array.from({ length: 50 }, (_, index) => index).filter((index) => at(index) !== undefined),
    ).toHaveLength(15);
    expect(at(15)).toBeUndefined();
  });

  it('leaves the unconditional row alone', () => {
    const amount = at(0)?.modulate?.amount({ height: 8, width: 8 });
    expect(amount?.data.subarray(0, 64)).toEqual(new Float32Array(64));
  });

  const amountsOf = (options: object): Float32Array => {
    const mask = { height: 2, width: 2, data: Float32Array.of(1, 0, 0, 0) };
    const own = denseDiffusion.settings.parse({
      segments: [{ tokens: [1], mask }],
      crossWeight: 3,
      ...options,
    });
    const control = denseDiffusion.start(contextOf(['text']), own).control?.({
      index: 0,
      count: 50,
      start: 0,
      timestep: 1000,
    });
    return control!.modulate!.amount({ height: 2, width: 2 }).data;
  };

  it('pushes no logit beyond its limit; without one as far as the weight says', () => {
    expect([...amountsOf({})]).toEqual([2.25, 3, 3, 3]);
    expect([...amountsOf({ limit: 1 })]).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ['nearest', [0, 0, 0, 0]],
    ['half', [1, 0, 0, 0]],
  ])('takes the cells of a mask that are %s', (cells, expected) => {
    // Three quarters of the first of four cells, without its corner.
    const mask = {
      height: 4,
      width: 4,
      data: Float32Array.of(0, 1, 0, 0, 1, 1, ...Array<number>(10).fill(0)),
    };
    const own = denseDiffusion.settings.parse({ segments: [{ tokens: [1], mask }], cells });
    const control = denseDiffusion.start(contextOf(['text']), own).control?.({
      index: 0,
      count: 50,
      start: 0,
      timestep: 1000,
    });
    expect([...control!.modulate!.segments({ height: 2, width: 2 }).data]).toEqual(expected);
  });
});
