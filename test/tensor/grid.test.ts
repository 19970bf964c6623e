import { describe, expect, it } from 'vitest';
import { coverGrid } from '../../src/tensor/grid.ts';

const grid = (height: number, width: number, ...ones: number[]) => {
  const data = new Float32Array(height * width);
  for (const cell of ones) data[cell] = 1;
  return { height, width, data };
};

describe('coverGrid', () => {
  it('counts a cell that is covered enough, and loses no thin thing', () => {
    const thin = grid(4, 4, 1, 5, 9, 13);
    expect([...coverGrid(thin, 2, 2, 0.5).data]).toEqual([1, 0, 1, 0]);
    expect([...coverGrid(thin, 2, 2, 0.6).data]).toEqual([0, 0, 0, 0]);
  });

  it('never counts a cell that is not covered at all', () => {
    expect([...coverGrid(grid(4, 4, 0), 2, 2, 0).data]).toEqual([1, 0, 0, 0]);
  });

  it('spreads a coarse mask over more cells', () => {
    expect([...coverGrid(grid(1, 2, 1), 2, 4, 0.5).data]).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
  });
});
