import { describe, expect, it } from 'vitest';
import { readWeights, weighedSteps, weightsOf, writeWeights } from '../../../src/chat/requests/weights.ts';
import type { PlanStep } from '../../../src/planning/plan.ts';

const part = (instruction: string, strength = 1): PlanStep => ({
  kind: 'instruct',
  instruction,
  keyword: 'cat',
  action: 'recolor',
  scope: 'local',
  strength,
});
const edited = { steps: [part('make the cat blue', 1.4), part('make the dog red')], prompt: undefined };
const painted = {
  steps: [{ kind: 'generate', prompt: 'a (fluffy:1.3) cat on the grass' }] satisfies PlanStep[],
  prompt: 'a (fluffy:1.3) cat on the grass',
};

describe('weightsOf', () => {
  it('gives the parts of an edit with their strengths', () =>
    expect(weightsOf(edited)).toEqual([
      { words: 'make the cat blue', weight: 1.4 },
      { words: 'make the dog red', weight: 1 },
    ]));
  it('gives the words of a prompt that stand for something, without the marks of weights', () =>
    expect(weightsOf(painted).map(({ words }) => words)).toEqual(['fluffy', 'cat', 'grass']));
  it('gives nothing for a photo', () => expect(weightsOf({ steps: [], prompt: undefined })).toEqual([]));
});

describe('readWeights', () => {
  const known = weightsOf(painted);
  it.each([
    ['cat: 1.5', 1.5],
    ['cat 0.5', 0.5],
    ['cat = -1', -1],
    ['CAT: 1,5', 1.5],
    ['grass 2; cat 1.2', 1.2],
    ['fluffy: 1\ncat: 3\ngrass: 1', 3],
  ])('reads %j', (text, weight) => expect(readWeights(text, known)).toContainEqual({ words: 'cat', weight }));
  it('reads back what the form shows', () => expect(readWeights(writeWeights(known), known)).toEqual(known));
  it.each(['cat', 'horse: 2', ': 2', 'cat: lots'])('refuses %j', (text) =>
    expect(() => readWeights(text, known)).toThrow(
      expect.objectContaining({ code: 'BAD_WEIGHTS', message: expect.stringContaining('fluffy: 1.5') }),
    ),
  );
});

describe('weighedSteps', () => {
  it('sets the strengths of an edit and leaves out a part without any', () => {
    const weights = readWeights('make the cat blue: 2\nmake the dog red: 0', weightsOf(edited));
    expect(weighedSteps(edited, weights)).toEqual([part('make the cat blue', 2)]);
  });
  it('weighs the words of a prompt again, on the prompt without marks', () =>
    expect(weighedSteps(painted, readWeights('cat: 1.5', weightsOf(painted)))).toEqual([
      { kind: 'reword', edit: 'reweight', prompt: 'a fluffy cat on the grass', weights: { cat: 1.5 } },
    ]));
  it('refuses what is out of range', () =>
    expect(() => weighedSteps(edited, [{ words: 'make the cat blue', weight: 9 }])).toThrow(
      '"make the cat blue" can have a weight from 0 to 4; I got 9.',
    ));
});
