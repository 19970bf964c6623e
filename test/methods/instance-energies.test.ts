import { describe, expect, it } from 'vitest';
import {
  attentionInside,
  type Energy,
  featureDistance,
  instanceEnergy,
  moved,
  outsideOf,
  PALAEV,
  positionEnergy,
  regionOf,
} from '../../src/methods/instance-energies.ts';
import { mapTensor, tensor, type Tensor, weightedSum } from '../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

const random = (dims: readonly number[], seed: number): Tensor => createTorchGenerator(seed).randn(dims);
/** Numbers like attention: between 0 and 1. */
const attention = (dims: readonly number[], seed: number): Tensor =>
  mapTensor(random(dims, seed), (value) => 1 / (1 + Math.exp(-value)));

/** The gradient is the slope in a random direction. */
function expectSlope(energyOf: (x: Tensor) => Energy, x: Tensor, step = 1e-3): void {
  const direction = random(x.dims, 99);
  const { gradient } = energyOf(x);
  const analytic = gradient.data.reduce((sum, value, i) => sum + value * (direction.data[i] as number), 0);
  const at = (sign: number): number => energyOf(weightedSum([1, x], [sign * step, direction])).value;
  const numeric = (at(1) - at(-1)) / (2 * step);
  expect(Math.abs(numeric)).toBeGreaterThan(0);
  expect(Math.abs(analytic - numeric), `analytic ${analytic}, numeric ${numeric}`).toBeLessThan(
    2e-3 * Math.max(0.05, Math.abs(numeric)),
  );
}

const from = { x: 0.125, y: 0.25, width: 0.25, height: 0.5 };
const to = { ...from, x: 0.375 };
const move = { from, to, others: [{ x: 0.75, y: 0, width: 0.25, height: 0.25 }], tokens: [1, 2] };

describe('regionOf', () => {
  it('takes every cell that the rectangle touches', () => {
    expect([...regionOf({ x: 0.3, y: 0, width: 0.3, height: 0.5 }, 2, 4).data]).toEqual([
      0, 1, 1, 0, 0, 0, 0, 0,
    ]);
  });
});

describe('moved', () => {
  it('moves right and down and repeats the edge', () => {
    const field = tensor([1, 2, 3], [1, 2, 3, 4, 5, 6]);
    expect([...moved(field, 1, 0).data]).toEqual([1, 1, 2, 4, 4, 5]);
    expect([...moved(field, 0, -1).data]).toEqual([4, 5, 6, 4, 5, 6]);
  });
});

describe("the paper's energies", () => {
  it('position: mean of squares in the box less mean of squares in the target', () => {
    const map = tensor([1, 2, 2], [0.5, 0.1, 0.25, 0.9]);
    const [left, right] = [
      { height: 1, width: 2, data: Float32Array.of(1, 0) },
      { height: 1, width: 2, data: Float32Array.of(0, 1) },
    ];
    expect(positionEnergy(map, left, right, [0]).value).toBeCloseTo(0.25 - 0.0625, 6);
    expect(attentionInside(map, left, [0, 1]).value).toBeCloseTo((0.25 + 0.01) / 2, 6);
  });

  it('background: the denominator is all cells', () => {
    const [feature, reference] = [tensor([1, 1, 4], [1, 2, 3, 4]), tensor([1, 1, 4])];
    const mask = outsideOf([regionOf({ x: 0, y: 0, width: 0.5, height: 1 }, 1, 4)], 1, 4);
    expect(featureDistance(feature, reference, mask, 'all').value).toBeCloseTo((9 + 16) / 4, 6);
    expect(featureDistance(feature, reference, mask, 'mask').value).toBeCloseTo((9 + 16) / 2, 6);
  });

  it('refuses a region of another size', () => {
    expect(() => attentionInside(tensor([2, 2, 3]), regionOf(from, 4, 4), [1])).toThrow(
      'attentionInside: expected a region of 2×2 cells, got 4×4',
    );
  });
});

const [reference, feature] = [random([3, 8, 8], 2), random([3, 8, 8], 3)];
const maps = (map: Tensor) =>
  new Map([
    ['a', map],
    ['b', attention([4, 4, 5], 5)],
  ]);
const ours = { ...PALAEV, identity: 10, hole: 5, backgroundOver: 'mask' } as const;

describe('gradients', () => {
  const cases: readonly (readonly [string, (x: Tensor) => Energy, Tensor])[] = [
    ['attentionInside', (x) => attentionInside(x, regionOf(from, 8, 8), [1, 2]), attention([8, 8, 5], 1)],
    [
      'positionEnergy',
      (x) => positionEnergy(x, regionOf(from, 8, 8), regionOf(to, 8, 8), [1]),
      attention([8, 8, 5], 1),
    ],
    ['featureDistance', (x) => featureDistance(x, reference, regionOf(to, 8, 8)), feature],
    ...[PALAEV, ours].flatMap((weights): [string, (x: Tensor) => Energy, Tensor][] => [
      [
        `instanceEnergy by a map, identity ${weights.identity}`,
        (x) => {
          const energy = instanceEnergy({ maps: maps(x), feature, reference }, move, weights);
          return { value: energy.value, gradient: energy.maps.get('a') as Tensor };
        },
        attention([8, 8, 5], 1),
      ],
      [
        `instanceEnergy by the feature, identity ${weights.identity}`,
        (x) => {
          const reading = { maps: maps(attention([8, 8, 5], 1)), feature: x, reference };
          const energy = instanceEnergy(reading, move, weights);
          return { value: energy.value, gradient: energy.feature };
        },
        feature,
      ],
    ]),
  ];

  it.each(cases)('%s', (_, energyOf, x) => expectSlope(energyOf, x));
});
