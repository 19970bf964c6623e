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
});
