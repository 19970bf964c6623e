import { describe, expect, it } from 'vitest';
import { targetCaption } from '../../../src/chat/requests/target-caption.ts';
import { createRulePlanner } from '../../../src/planning/index.ts';

const rules = createRulePlanner();
const picture = { caption: 'a cat and a ball on grass', objects: undefined, width: 256, height: 256 };

describe('targetCaption', () => {
  it.each([
    ['make the cat a tiger', 'a tiger and a ball on grass'],
    ['make the ball red', 'a cat and a red ball on grass'],
    ['remove the ball', 'a cat on grass'],
    ['a tiger in the snow', 'a tiger in the snow'],
    ['draw it as a robot', 'a robot'],
  ])('by the rules: %s', async (said, caption) =>
    expect(await targetCaption({ planner: rules }, picture, said)).toEqual({ caption, by: 'rules' }),
  );

  it('lets a language model write it, but takes a caption as it is', async () => {
    const planner = { ...rules, name: 'llm', writeCaption: async () => 'a tiger playing on grass' };
    expect(await targetCaption({ planner }, picture, 'make the cat a tiger')).toEqual({
      caption: 'a tiger playing on grass',
      by: 'llm',
    });
    expect(await targetCaption({ planner }, picture, 'a tiger in the snow')).toMatchObject({ by: 'rules' });
  });

  it('goes on by the rules when the model has no answer', async () => {
    const planner = { ...rules, name: 'llm', writeCaption: async () => undefined };
    expect(await targetCaption({ planner }, picture, 'make the cat a tiger')).toMatchObject({ by: 'rules' });
  });
});
