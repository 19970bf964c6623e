import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { createRulePlanner, describeDone, describePlan, warmUpRules } from '../../src/planning/index.ts';
import { inEnglish } from '../../src/locales/tell.ts';
import type { PlanContext, PlanStep } from '../../src/planning/plan.ts';
import { plannerContract, twoAnimals } from '../contracts/planner.contract.ts';
import { judge, readSentences, type Judgement } from './sentences.ts';

const rules = createRulePlanner();
const steps = async (sentence: string, context: PlanContext = twoAnimals) =>
  (await rules.plan(sentence, context)).plan.steps;
const line = async (sentence: string, context: PlanContext = twoAnimals) =>
  inEnglish(describePlan((await rules.plan(sentence, context)).plan));

plannerContract('createRulePlanner', () => rules);

describe('the sentences of the project', () => {
  let judgements: readonly Judgement[] = [];
  beforeAll(async () => {
    warmUpRules();
    const all: Judgement[] = [];
    for (const sentence of readSentences()) all.push(await judge(rules, sentence));
    judgements = all;
  });
  const share = (what: 'isExact' | 'isSafe', ...kinds: readonly string[]) => {
    const judged = judgements.filter(({ sentence }) => kinds.includes(sentence.kind));
    return judged.filter((one) => one[what]).length / judged.length;
  };

  it('are at least 400, a third of them held out, at least 60 hostile', () => {
    expect(judgements.length).toBeGreaterThanOrEqual(400);
    const heldOut = judgements.filter(({ sentence }) => sentence.part === 'held-out').length;
    expect(heldOut / judgements.length).toBeGreaterThan(0.3);
    expect(judgements.filter(({ sentence }) => sentence.kind === 'hostile').length).toBeGreaterThanOrEqual(
      60,
    );
  });

  it('have ids of their own and none is said twice in the same context', () => {
    expect(new Set(judgements.map(({ sentence }) => sentence.id)).size).toBe(judgements.length);
    const said = judgements.map(({ sentence }) => JSON.stringify([sentence.said, sentence.context]));
    expect(new Set(said).size).toBe(said.length);
  });

  it('become exactly the expected plan: 90 % of the single ones', () => {
    expect(share('isExact', 'single', 'ambiguous', 'wild')).toBeGreaterThanOrEqual(0.9);
  });

  it('become exactly the expected plan: 75 % of those in a conversation', () => {
    expect(share('isExact', 'multi')).toBeGreaterThanOrEqual(0.75);
  });

  it('do no harm, whatever they say', () => {
    expect(
      judgements.filter(({ isSafe }) => !isSafe).map(({ sentence, got }) => [sentence.said, got]),
    ).toEqual([]);
  });
});

describe('createRulePlanner', () => {
  it.each([
    ['make the black and white cat red', 'black and white cat → red (local)'],
    ['make the cat and the dog blue', '1. cat → blue (local) · 2. dog → blue (local)'],
    ['remove the ball and the car', '1. remove ball (local) · 2. remove car (local)'],
    ['make it night', 'background → night (whole picture)'],
    ['move the cat halfway to the right edge', 'move cat 38 % right'],
    ['make the dog 30 % bigger', 'resize dog to 130 %'],
    ['resize the dog to half its size', 'resize dog to 50 %'],
    ['cut out the dog', 'remove dog'],
    ["don't touch the sky, make the cat red", 'cat → red (local) · keep sky'],
    ['make the sky slightly darker', 'sky → darker (local) × 0.6'],
    ['same, but a tiger instead of a cat', 'prompt → "a tiger and a dog on grass"'],
    ['(grass:1.4)', 'weigh grass × 1.4'],
    ['go back to #2', 'goto #2'],
    ['undo, undo', 'undo 2'],
    ["where did you look for 'cat'?", 'show where I looked for cat'],
    ['layout: a cat on the left and a house on the right', 'lay out a cat | a house'],
    ['the cat should be on the right side', 'move cat to the right side'],
    ['put the dog in the middle', 'move dog to the middle'],
  ])('reads "%s"', async (sentence, expected) => {
    expect(await line(sentence)).toBe(expected);
  });

  it('finds the orders in a long and polite message', async () => {
    expect(
      await line(
        'Hello dear Limner, I would really love it if you could, whenever you have the time and without any hurry at all, ' +
          'take the picture that you have just painted for me, which by the way is lovely, and then carefully make the cat ' +
          'a bit bigger, and also make the dog green, but please please do not touch the grass or the sky because my ' +
          'grandmother likes them very much and it would be a shame if anything happened to them, and thank you so much ' +
          'in advance for your patience with me and my endless sentences',
      ),
    ).toBe('1. resize cat to 115 % · 2. dog → green (local) · keep grass, sky');
  });

  it('answers a greeting kindly, with what to say next', async () => {
    await expect(rules.plan('thanks!', twoAnimals)).rejects.toThrow('At your service. Say what to change');
  });

  it('takes "stronger" after a move as further, and after a move to a fixed place as nothing', async () => {
    const after = async (said: string) => ({ ...twoAnimals, turns: [{ said, steps: await steps(said) }] });
    expect(await line('stronger', await after('move the cat left'))).toBe('move cat 20 % left');
    await expect(
      rules.plan('stronger', await after('the cat should be on the right side')),
    ).rejects.toMatchObject({ code: 'NO_EDIT' });
  });

  it('says what has been done in the past', async () => {
    const done = async (said: string) =>
      inEnglish(describeDone((await steps(said))[0] as Parameters<typeof describeDone>[0]));
    expect(await done('remove the cat')).toBe('removed cat');
    expect(await done('swap the cat and the dog')).toBe('swapped cat and dog');
    expect(await done('move the cat left')).toBe('moved cat 20 % left');
    expect(await done('make the cat blue')).toBe('cat → blue');
  });

  it('makes each instruction complete by itself', async () => {
    const planned = await steps(
      'make the cat red and the dog green, and remove both of them from the picture',
    );
    expect(planned.slice(0, 2).map((step) => 'instruction' in step && step.instruction)).toEqual([
      'make the cat red',
      'make the dog green',
    ]);
  });

  it('keeps quoted text as it was typed', async () => {
    expect(await steps('write "Happy Birthday, Bob!" on the cat')).toMatchObject([
      {
        instruction: 'write "Happy Birthday, Bob!" on the cat',
        keyword: 'cat',
        target: 'Happy Birthday, Bob!',
      },
    ]);
  });

  it('puts typing slips right, but never a rare word', async () => {
    expect(await steps('replce teh lynx wiht a moose')).toMatchObject([
      { instruction: 'replace the lynx with a moose', keyword: 'lynx', target: 'moose' },
    ]);
  });

  it('asks back when "it" could be several things', async () => {
    const { plan } = await rules.plan('make it blue', twoAnimals);
    expect(plan).toEqual({
      steps: [],
      protect: [],
      question: 'Which object do you mean in "make it blue"? I see cat, dog.',
    });
  });

  it('undoes and does it again on "no, the other cat"', async () => {
    const turns = [{ said: 'make the cat blue', steps: await steps('make the cat blue') }];
    expect(await steps('no, the other cat', { ...twoAnimals, turns })).toMatchObject([
      { kind: 'session', action: 'undo' },
      { instruction: 'make the other cat blue', keyword: 'cat', object: { attributes: ['other'] } },
    ]);
  });

  it('follows a conversation of twelve turns', async () => {
    const turns: { said: string; steps: readonly PlanStep[] }[] = [];
    const lines: string[] = [];
    for (const said of [
      'replace the cat with a horse',
      'make it brown',
      'bigger',
      'move it a bit to the left',
      'a bit more',
      'the dog too',
      'put a red hat on the dog',
      'no, a crown',
      'make it night',
      "make the crown golden but don't touch the sky",
      'undo',
      'seed 42',
    ]) {
      const { plan } = await rules.plan(said, { ...twoAnimals, turns });
      turns.push({ said, steps: plan.steps });
      lines.push(inEnglish(describePlan(plan)));
    }
    expect(lines).toMatchSnapshot();
  });

  it('paints what is described when there is no picture yet', async () => {
    const empty: PlanContext = { hasPicture: false };
    expect(await steps('draw me a picture of a Blue cat on a sofa', empty)).toEqual([
      { kind: 'generate', prompt: 'a Blue cat on a sofa' },
    ]);
    await expect(rules.plan('make the cat blue', empty)).rejects.toMatchObject({ code: 'NO_PICTURE' });
  });

  it.each([
    ['an empty message', '', 'NO_EDIT'],
    ['emoji alone', '👍🎉', 'NO_EDIT'],
    ['10,000 characters', 'make the cat blue '.repeat(556), 'TOO_LONG'],
    ['2,000 characters without an edit', 'blah '.repeat(399), 'NO_EDIT'],
  ])('answers %s with a clear sentence', async (_what, sentence, code) => {
    const error = await rules.plan(sentence, twoAnimals).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code });
  });

  it('plans at most twelve steps', async () => {
    expect((await steps('make the cat blue; '.repeat(50))).length).toBeLessThanOrEqual(12);
  });
});
