import { describe, expect, it } from 'vitest';
import { denseDiffusion } from '../../src/methods/dense-diffusion.ts';
import { focusOnYourInstruction } from '../../src/methods/focus-on-your-instruction.ts';
import { instanceGuidance } from '../../src/methods/instance-guidance.ts';
import { methods } from '../../src/methods/index.ts';
import type { Method } from '../../src/methods/method.ts';
import { noisyImageInput } from '../../src/methods/noisy-image-input.ts';
import { promptToPrompt } from '../../src/methods/prompt-to-prompt.ts';
import { filledGrid } from '../../src/tensor/grid.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { contextOf, type MethodCase, methodContract } from './method.contract.ts';

const half = {
  ...filledGrid(16, 16, 0),
  data: Float32Array.from({ length: 256 }, (_, cell) => (cell % 16 < 8 ? 1 : 0)),
};
const sub = { span: [1, 5], keyword: [3] };
const box = { x: 0, y: 0.25, width: 0.25, height: 0.5 };
const move = { from: box, to: { ...box, x: 0.5 }, tokens: [3], layers: ['cross.16'], feature: 'up_blocks.2' };
const segments = [{ tokens: [1, 2], mask: half }];

const cases: readonly MethodCase<never>[] = [
  {
    method: focusOnYourInstruction as unknown as Method<never>,
    rows: ['text', 'image', 'none'],
    off: { subInstructions: [{ ...sub, scope: 'global', alpha: 0 }] },
    on: { subInstructions: [{ ...sub, mask: half }] },
    plainGuidance: { image: 1.5, text: 7.5 },
  },
  {
    method: denseDiffusion as unknown as Method<never>,
    rows: ['none', 'text'],
    off: { segments, crossWeight: 0, selfWeight: 0 },
    on: { segments },
  },
  {
    method: promptToPrompt as unknown as Method<never>,
    rows: ['none-source', 'none-edit', 'source', 'edit'],
    off: { cross: [0, 0], self: [0, 0] },
    on: { map: tensor([12, 12]), weights: Array.from({ length: 12 }, () => 2) },
  },
  {
    method: instanceGuidance as unknown as Method<never>,
    rows: ['none-source', 'none-edit', 'source', 'edit'],
    off: { ...move, scale: 0 },
    on: move,
  },
  {
    method: noisyImageInput as unknown as Method<never>,
    rows: ['none', 'text'],
    off: { weights: Array.from({ length: 12 }, () => 1) },
    on: { weights: Array.from({ length: 12 }, (_, token) => (token === 3 ? 2 : 1)) },
  },
];

describe.each(cases.map((tested) => [tested.method.name, tested] as const))('%s', (_, tested) => {
  methodContract(tested);
});

describe('methodContract', () => {
  it('covers every method of the registry', () => {
    expect(cases.map(({ method }) => method.name)).toEqual(methods.map(({ name }) => name));
  });

  it('would notice a method that acts at strength 0', () => {
    const broken = { ...denseDiffusion, start: () => ({ control: () => ({ reference: [0, 0] }) }) };
    const run = broken.start();
    expect(run.control()).not.toBeUndefined();
    expect(contextOf(['none', 'text']).layers).toHaveLength(6);
  });
});
