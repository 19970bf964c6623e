import { describe, expect, it } from 'vitest';
import { createRulePlanner, describePlan } from '../../src/planning/index.ts';
import { inEnglish } from '../../src/locales/tell.ts';

const planner = createRulePlanner();
const stepsOf = async (said: string, caption: string) =>
  (await planner.plan(said, { hasPicture: true, caption })).plan.steps;

describe('weights in what is said', () => {
  it('stay with the words of an instruction, which is read as without them', async () => {
    const steps = await stepsOf('make the cat (blue:1.4) and remove the dog', 'a cat and a dog');
    expect(steps).toMatchObject([
      { kind: 'instruct', instruction: 'make the cat (blue:1.4)', keyword: 'cat', target: 'blue' },
      { kind: 'instruct', instruction: 'remove the dog', keyword: 'dog' },
    ]);
    expect(inEnglish(describePlan({ steps, protect: [] }))).not.toContain('1.4');
  });

  it('stay in the caption of a redraw', async () => {
    expect(await stepsOf('redraw it as a (tiger:1.3) on grass', 'a cat')).toMatchObject([
      { kind: 'redraw', prompt: 'a (tiger:1.3) on grass' },
    ]);
  });

  it('alone they weigh words of the prompt', async () => {
    expect(await stepsOf('(grass:1.5)', 'a cat on grass')).toMatchObject([
      { kind: 'reword', edit: 'reweight', weights: { grass: 1.5 } },
    ]);
  });
});
