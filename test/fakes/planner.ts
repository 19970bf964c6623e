import { UserError } from '../../src/errors.ts';
import type { Planner, PlanStep } from '../../src/planning/plan.ts';

const SESSION: Readonly<Record<string, PlanStep>> = {
  undo: { kind: 'session', action: 'undo' },
  redo: { kind: 'session', action: 'redo' },
  stronger: { kind: 'session', action: 'stronger' },
  again: { kind: 'session', action: 'again' },
  help: { kind: 'session', action: 'help' },
};

/** A planner for tests of what comes after planning: splits at " and ", knows "replace the X with a Y". */
export const fakePlanner: Planner = {
  name: 'rules',
  plan: (sentence) => {
    const steps = sentence.split(/ and /u).map((words): PlanStep => {
      const known = SESSION[words];
      if (known !== undefined) return known;
      const [, number] = /^go back to #(\d+)$/u.exec(words) ?? [];
      if (number !== undefined) return { kind: 'session', action: 'goto', number: Number(number) };
      const [, keyword = '', target] =
        /^(?:replace|make|which) the (\w+)(?: with an?)? (\w+)$/u.exec(words) ?? [];
      if (keyword === '') {
        throw new UserError('NO_EDIT', 'I found nothing to change in that; try: make the cat blue.');
      }
      return {
        kind: 'instruct',
        instruction: words,
        keyword,
        action: words.startsWith('make') ? 'recolor' : 'replace',
        ...(target !== undefined && { target }),
        scope: 'local',
        strength: 1,
      };
    });
    return Promise.resolve({ plan: { steps, protect: [] }, by: 'rules' });
  },
};
