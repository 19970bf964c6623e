/**
 * What a small model answers to the sentences of a talk, in the form that Ollama's grammar gives it: kept by sentence,
 * so that the double can play it back. Some answers are wrong on purpose, as small models are.
 */
const change = (instruction: string, keyword: string, target: string, more: object = {}) => ({
  kind: 'instruct',
  instruction,
  keyword,
  action: 'recolor',
  target,
  object: { words: `the ${keyword}`, noun: keyword },
  scope: 'local',
  strength: 1,
  ...more,
});
const move = (instruction: string, noun: string, more: object) => ({
  kind: 'place',
  instruction,
  object: { words: `the ${noun}`, noun },
  operation: 'move',
  ...more,
});
const plan = (steps: readonly object[], protect: readonly string[] = []) =>
  JSON.stringify({ steps, protect });

export const RECORDED: Readonly<Record<string, string>> = {
  'could you shift that pig a little over to the left please': plan([
    move('shift the pig a little to the left', 'pig', { dx: -0.08 }),
  ]),
  'hm, some more in that direction': plan([move('shift the pig more to the left', 'pig', { dx: -0.2 })]),
  'give the car a nice red coat of paint': plan([change('give the car a red coat of paint', 'car', 'red')]),
  'enlarge it': plan([{ ...move('enlarge the car', 'car', { scale: 1.4 }), operation: 'resize' }]),
  'nah, put it back the way it was and colour the other car instead': plan([
    { kind: 'session', action: 'undo' },
    change('colour the other car red', 'car', 'red', {
      object: { words: 'the other car', noun: 'car', attributes: ['other'] },
    }),
  ]),
  'i want the two cars to trade their spots': plan([
    {
      ...move('the two cars trade their spots', 'car', {}),
      operation: 'swap',
      object: { words: 'the two cars', noun: 'car', count: 2 },
    },
  ]),
  'put the pig in front of the left car but leave the right car in peace': plan(
    [
      move('put the pig in front of the left car', 'pig', {
        relation: 'in front of',
        other: { words: 'the left car', noun: 'car', side: 'left' },
      }),
    ],
    [],
  ),
  // Speaks of what nobody said; a repair does not help: the rules plan.
  'shrink the pig a bit': plan([change('paint a dragon over the castle', 'castle', 'dragon')]),
  // Talks instead of planning, then plans.
  'a tad lower with it': 'Sure! I would move the pig down a little.',
  'move something somewhere': JSON.stringify({
    steps: [],
    protect: [],
    question: 'Which object do you mean, and where shall it go?',
  }),
};

/** What is answered when the first answer could not be used. */
export const REPAIRED: Readonly<Record<string, string>> = {
  'a tad lower with it': plan([move('move the pig a tad lower', 'pig', { dy: 0.08 })]),
};
