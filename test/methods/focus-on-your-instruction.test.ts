import { describe, expect, it } from 'vitest';
import {
  attentionMask,
  isUnusable,
  sharpen,
  smooth,
  smoothingKernel,
} from '../../src/methods/attention-mask.ts';
import {
  disentangle,
  focusOnYourInstruction,
  modulationStrength,
} from '../../src/methods/focus-on-your-instruction.ts';
import { filledGrid, type Grid, minMax } from '../../src/tensor/grid.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

const noise = (seed: number): Grid => {
  const { data } = createTorchGenerator(seed).randn([16, 16]);
  return { height: 16, width: 16, data: data.map(Math.abs) };
};

describe('attentionMask', () => {
  it.each([
    [1, 0.4],
    [2, 0.5],
    [3, 0.5],
    [4, 0.7],
  ])('equals its closed form at γ = %i, τ = %d', (gamma, threshold) => {
    const map = noise(gamma);
    const smoothed = smooth(map, smoothingKernel('attend-and-excite'));
    const squared = minMax({ ...smoothed, data: smoothed.data.map((value) => value * value) });
    const cut = threshold ** (1 / 2 ** (gamma - 1));
    const closed = squared.data.map((value) => (value >= cut ? 1 : 0));
    expect(attentionMask(map, { gamma, threshold, kernel: 'attend-and-excite' }).data).toEqual(closed);
  });

  it('always holds the peak', () => {
    const map = noise(9);
    const peak = smooth(map, smoothingKernel('gaussian')).data.reduce(
      (best, value, cell, all) => (value > all[best]! ? cell : best),
      0,
    );
    expect(attentionMask(map, { gamma: 3, threshold: 0.99, kernel: 'gaussian' }).data[peak]).toBe(1);
  });
});

describe('sharpen', () => {
  it('makes zeros of a flat map instead of dividing by zero', () => {
    expect(sharpen(filledGrid(4, 4, 0.3), 3).data).toEqual(new Float32Array(16));
  });
});

describe('smoothingKernel', () => {
  it('is Attend-and-Excite’s, whose exponent is (d / 2σ)²', () => {
    const [corner, edge, , , middle] = smoothingKernel('attend-and-excite');
    expect([corner, edge, middle].map((value) => Math.sqrt(value! / middle!))).toEqual([
      expect.closeTo(Math.exp(-1), 6),
      expect.closeTo(Math.exp(-0.5), 6),
      1,
    ]);
  });
});

describe('modulationStrength', () => {
  it.each([
    [797, 0.0202],
    [595, 0.0063],
    [393, 0.0012],
  ])('fades as 0.05 t⁴: at %i it is %d', (timestep, expected) => {
    expect(modulationStrength(timestep)).toBeCloseTo(expected, 4);
  });
});

describe('disentangle', () => {
  const predictions = createTorchGenerator(1).randn([3, 4, 8, 8]);
  const names = ['text', 'image', 'none'];
  const settings = focusOnYourInstruction.settings.parse({
    subInstructions: [{ span: [1, 3], keyword: [2], strength: 2 }],
    guidanceScale: 7.5,
    imageGuidanceScale: 1,
  });
  const mask = { ...filledGrid(4, 4, 0) };
  mask.data[0] = 1;

  it('keeps the image’s own direction outside the masks', () => {
    const { data } = disentangle(predictions, names, settings, [mask]);
    const image = predictions.data.subarray(256, 512);
    expect(data[63]).toBeCloseTo(image[63]!, 5);
  });

  it('multiplies the text guidance by the strength inside', () => {
    const { data } = disentangle(predictions, names, settings, [mask]);
    const [text, image] = [predictions.data[0]!, predictions.data[256]!];
    expect(data[0]).toBeCloseTo(image + 15 * (text - image), 4);
  });
});

describe('focusOnYourInstruction', () => {
  it('masks the guidance in the first 75 % of the run, counted from where it starts', () => {
    const mask = filledGrid(4, 4, 0);
    const settings = focusOnYourInstruction.settings.parse({
      subInstructions: [{ span: [1, 3], keyword: [2], mask }],
    });
    const context = { rows: ['text', 'image', 'none'], tokens: 4, latents: { height: 4, width: 4 } };
    const layers = [{ name: 'a', kind: 'cross', height: 4, width: 4, heads: 1, index: 0 }] as const;
    const run = focusOnYourInstruction.start({ ...context, sampleSize: 4, layers, steps: 10 }, settings);
    const predictions = createTorchGenerator(2).randn([3, 1, 4, 4]);
    const at = (index: number, start: number, count: number) =>
      run.combine?.(predictions, { index, start, count, timestep: 500 }).data;
    const isMasked = (start: number, count: number) =>
      Array.from({ length: count - start }, (_, step) => start + step).filter(
        (index) => String(at(index, start, count)) !== String(at(count, start, count)),
      );
    expect(isMasked(0, 20)).toEqual(Array.from({ length: 15 }, (_, index) => index));
    expect(isMasked(4, 20)).toEqual(Array.from({ length: 12 }, (_, index) => 4 + index));
  });
});

describe('isUnusable', () => {
  it.each([
    [0, true],
    [0.2, false],
    [1, true],
  ])('says of a mask that covers %d: %s', (share, expected) => {
    const grid = filledGrid(32, 32, 0);
    grid.data.fill(1, 0, Math.round(share * 1024));
    expect(isUnusable(grid)).toBe(expected);
  });
});
