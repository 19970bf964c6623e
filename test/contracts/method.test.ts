import { describe, expect, it } from 'vitest';
import { methods } from '../../src/methods/index.ts';
import type { AttentionControl, Method, MethodRun } from '../../src/methods/method.ts';
import { filledGrid } from '../../src/tensor/grid.ts';
import { rows, tensor } from '../../src/tensor/tensor.ts';
import { type MethodCase, methodContract } from './method.contract.ts';

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
    method: methods.focusOnYourInstruction as unknown as Method<never>,
    rows: ['text', 'image', 'none'],
    off: { subInstructions: [{ ...sub, scope: 'global', alpha: 0 }] },
    on: { subInstructions: [{ ...sub, mask: half }] },
    plainGuidance: { image: 1.5, text: 7.5 },
  },
  {
    method: methods.denseDiffusion as unknown as Method<never>,
    rows: ['none', 'text'],
    off: { segments, crossWeight: 0, selfWeight: 0 },
    on: { segments },
  },
  {
    method: methods.promptToPrompt as unknown as Method<never>,
    rows: ['none-source', 'none-edit', 'source', 'edit'],
    off: { cross: [0, 0], self: [0, 0] },
    on: { map: tensor([12, 12]), weights: Array.from({ length: 12 }, () => 2) },
  },
  {
    method: methods.instanceGuidance as unknown as Method<never>,
    rows: ['none-source', 'none-edit', 'source', 'edit'],
    off: { ...move, scale: 0 },
    on: move,
  },
  {
    method: methods.noisyImageInput as unknown as Method<never>,
    rows: ['none', 'text'],
    off: { weights: Array.from({ length: 12 }, () => 1) },
    on: { weights: Array.from({ length: 12 }, (_, token) => (token === 3 ? 2 : 1)) },
  },
];

describe.each(cases.map((tested) => [tested.method.name, tested] as const))('%s', (_, tested) => {
  it.each(Object.entries(methodContract(tested)))('%s', (_name, check) => check());
});

/** A method of the cases with a run of its own. */
const altered = (name: string, change: (run: MethodRun) => MethodRun): MethodCase<never> => {
  const tested = cases.find(({ method }) => method.name === name) as MethodCase<never>;
  const { method } = tested;
  return {
    ...tested,
    method: { ...method, start: (context, settings) => change(method.start(context, settings)) },
  };
};
const ALWAYS: AttentionControl = { reference: [0, 0] };
/** Methods that break one promise each. */
const BROKEN: readonly (readonly [promise: string, MethodCase<never>])[] = [
  [
    'leaves attention alone in every step when its strength is 0',
    altered('dense-diffusion', (run) => ({ ...run, control: () => ALWAYS })),
  ],
  [
    'acts when it is on, with tensors of the shapes that the graph takes',
    altered('dense-diffusion', (run) => ({ ...run, control: () => undefined })),
  ],
  [
    'acts when it is on, with tensors of the shapes that the graph takes',
    altered('prompt-to-prompt', (run) => ({ ...run, control: () => ({ reference: [9] }) })),
  ],
  [
    'guides as plain sampling does, bit for bit, when its strength is 0',
    altered('focus-on-your-instruction', (run) => ({
      ...run,
      combine: (predictions) => rows(predictions, 0, 1),
    })),
  ],
];

describe('methodContract', () => {
  it('covers every method of the registry', () => {
    expect(cases.map(({ method }) => method.name)).toEqual(Object.values(methods).map(({ name }) => name));
  });

  it.each(BROKEN)('would notice a method that breaks "%s"', (promise, broken) => {
    expect(() => methodContract(broken)[promise]?.()).toThrow();
  });
});
