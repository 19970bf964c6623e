import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { PlannedBy, Planner } from '../../src/planning/plan.ts';
import { createRulePlanner } from '../../src/planning/rules.ts';
import { plannerChecks } from './planner.contract.ts';

const rules = createRulePlanner();

/** The rules with one defect. */
const broken = (change: (planned: PlannedBy, sentence: string) => PlannedBy): Planner => ({
  name: 'broken',
  async plan(sentence, context, signal) {
    return change(await rules.plan(sentence, context, signal), sentence);
  },
});

let count = 0;
const defects: Readonly<Record<string, readonly [string, Planner]>> = {
  'has no name': ['says its name', { ...rules, name: '' }],
  'gives steps of no kind': [
    'gives a plan of the schema',
    broken((planned) => ({ ...planned, plan: { steps: [{} as never], protect: [] } })),
  ],
  'drops the second half': [
    'splits at the conjunction and finds both keywords',
    broken((planned) => ({ ...planned, plan: { ...planned.plan, steps: planned.plan.steps.slice(0, 1) } })),
  ],
  'writes its own words': [
    'keeps the keyword inside the instruction',
    broken((planned) => ({
      ...planned,
      plan: {
        ...planned.plan,
        steps: planned.plan.steps.map((step) =>
          step.kind === 'instruct' ? Object.assign({}, step, { instruction: 'do it' }) : step,
        ),
      },
    })),
  ],
  'takes a greeting for nothing': [
    'refuses a sentence without an edit by NO_EDIT, with an example',
    { name: 'x', plan: () => Promise.resolve({ plan: { steps: [], protect: [] }, by: 'x' }) },
  ],
  'paints instead': [
    'paints nothing new when there is a picture',
    {
      name: 'x',
      plan: (prompt) =>
        Promise.resolve({ plan: { steps: [{ kind: 'generate', prompt }], protect: [] }, by: 'x' }),
    },
  ],
  'changes the caption': [
    'leaves what it is told of the conversation alone',
    {
      name: 'x',
      plan: (sentence, context) => {
        const planned = rules.plan(sentence, context);
        Object.assign(context, { caption: `${context.caption ?? ''}.` });
        return planned;
      },
    },
  ],
  'throws dice': [
    'plans the same for the same words',
    broken((planned) => ({ ...planned, plan: { ...planned.plan, protect: [`${(count += 1)}`] } })),
  ],
  'obeys everybody': [
    'does nothing for words to the machine',
    {
      name: 'x',
      plan: () =>
        Promise.resolve({ plan: { steps: [{ kind: 'session', action: 'undo' }], protect: [] }, by: 'x' }),
    },
  ],
  'never stops': [
    'stops when it is told to',
    { name: 'x', plan: (sentence, context) => rules.plan(sentence, context) },
  ],
};

describe('plannerContract', () => {
  it.each(Object.entries(defects))('rejects a planner that %s', async (_defect, [promise, planner]) => {
    await expect(plannerChecks[promise]?.(planner)).rejects.toThrow();
  });

  it('has a defect for each of its checks', () => {
    expect(new Set(Object.values(defects).map(([promise]) => promise))).toEqual(
      new Set(Object.keys(plannerChecks)),
    );
  });

  it('takes an error that is not for the chat as a breach', async () => {
    const planner: Planner = {
      name: 'x',
      plan: () => Promise.reject(new UserError('OTHER', 'no "example"')),
    };
    await expect(
      plannerChecks['refuses a sentence without an edit by NO_EDIT, with an example']?.(planner),
    ).rejects.toThrow();
  });
});
