import { describe, expect, it } from 'vitest';
import { SCRIPT_CONVERSATION } from '../../../src/once/script-platform.ts';
import type { Planner } from '../../../src/planning/plan.ts';
import { createRulePlanner } from '../../../src/planning/index.ts';
import { fakePlanner } from '../../fakes/planner.ts';
import { picturesOf, startBot } from '../bot-stage.ts';

/** "which …" makes the stand-in engine ask; everything else is read by the rules. */
const rules = createRulePlanner();
const planner: Planner = {
  name: 'rules',
  plan: (words, context) => (words.startsWith('which') ? fakePlanner : rules).plan(words, context),
};

async function ask() {
  const stage = await startBot({ planner });
  const [first] = picturesOf(await stage.script.say('/imagine two cats seed:7'));
  const answers = await stage.script.say('which the cat blue', { to: first!.ref });
  const question = answers.find(({ content }) => content.choices !== undefined);
  if (question === undefined) throw new Error('no question');
  const session = () => stage.services.sessions.load(SCRIPT_CONVERSATION);
  return { ...stage, question, session };
}
const ordinals = (steps: readonly unknown[] | undefined) =>
  steps?.map((step) => (step as { object?: { ordinal?: number; count?: unknown } }).object);

describe('an answer in words', () => {
  it.each([
    ['the left one', [{ ordinal: 1 }]],
    ['the left cat', [{ ordinal: 1 }]],
    ['the cat on the right', [{ ordinal: 2 }]],
    ['number 2', [{ ordinal: 2 }]],
    ['the second', [{ ordinal: 2 }]],
    ['both', [{ count: 'all' }]],
    ['all of them', [{ count: 'all' }]],
    ['the black one', [{ attributes: ['black'] }]],
  ])('"%s" goes on with the edit', async (words, objects) => {
    const { script, session } = await ask();
    expect(picturesOf(await script.say(words))).toHaveLength(1);
    const { pictures, choices } = await session();
    expect(ordinals(pictures.at(-1)?.steps)).toMatchObject(objects);
    expect(pictures.at(-1)).toMatchObject({ parent: 1, said: 'which the cat blue' });
    expect(choices).toEqual([]);
  });

  it('"none of them" changes nothing', async () => {
    const { script, session } = await ask();
    expect((await script.say('none of them'))[0]?.content.text).toBe('All right, then I change nothing.');
    expect(await session()).toMatchObject({ current: 1, choices: [] });
  });

  it('is not needed for another edit: the question stays open', async () => {
    const { script, session } = await ask();
    expect(picturesOf(await script.say('make the dog red'))).toHaveLength(1);
    expect((await session()).choices).toHaveLength(1);
  });
});

describe('an answer to nothing', () => {
  it('is about the latest edit: that is undone, and done on the one that is meant', async () => {
    const { script, services } = await startBot({ planner });
    await script.say('/imagine two cats seed:7');
    await script.say('make the cat blue');
    expect(picturesOf(await script.say('the left one'))).toHaveLength(2);
    const { pictures } = await services.sessions.load(SCRIPT_CONVERSATION);
    expect(pictures.at(-1)).toMatchObject({
      parent: 1,
      steps: [{ instruction: 'make the left cat blue', object: { side: 'left' } }],
    });
  });

  it('is no edit where nothing has been done yet', async () => {
    const { script } = await startBot({ planner });
    await script.say('/imagine two cats seed:7');
    expect((await script.say('the left one'))[0]?.content.error?.code).toBe('NO_CHOICE');
  });
});

describe('an answer that was given', () => {
  it('is changed by pressing another number: the same edit on the other object, from the same picture', async () => {
    const { script, question, session } = await ask();
    const press = (index: number) =>
      script.send({ type: 'button', id: question.content.choices?.[index]?.id ?? '', on: question.ref });
    await press(0);
    expect(picturesOf(await press(1))).toHaveLength(1);
    const { pictures, current } = await session();
    expect(pictures.map(({ number, parent }) => [number, parent])).toEqual([
      [1, undefined],
      [2, 1],
      [3, 1],
    ]);
    expect(ordinals(pictures.at(-1)?.steps)).toMatchObject([{ ordinal: 2 }]);
    expect(current).toBe(3);
    expect((await press(1)).at(-1)?.content.error?.code).toBe('NO_CHOICE');
  });

  it.each(['the other one', 'no, 2', '2'])('is changed by "%s"', async (words) => {
    const { script, session } = await ask();
    await script.say('1');
    expect(picturesOf(await script.say(words))).toHaveLength(1);
    const { pictures } = await session();
    expect(ordinals(pictures.at(-1)?.steps)).toMatchObject([{ ordinal: 2 }]);
    expect(pictures.at(-1)?.parent).toBe(1);
  });

  it('is for its owner only, also afterwards', async () => {
    const { script, question } = await ask();
    await script.say('1');
    const id = question.content.choices?.[1]?.id ?? '';
    const foreign = await script.send({
      type: 'button',
      id,
      on: question.ref,
      userId: 'bob',
      isAdmin: false,
    });
    expect(foreign.at(-1)?.content.error?.code).toBe('NOT_YOURS');
  });
});
