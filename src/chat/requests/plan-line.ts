import { describePlan } from '../../planning/index.ts';
import type { PlannedBy } from '../../planning/plan.ts';
import { sentence, word } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';

/** Writes a plan as the one line of its receipt: what will be done, and who planned it. */
export function planLine({ plan, by, fallback }: PlannedBy): Said {
  const line = describePlan(plan);
  return fallback === undefined
    ? sentence('plan.by.planner', { line, planner: word(by) })
    : sentence('plan.by.plannerBecause', {
        line,
        planner: word(by),
        reason: fallback,
      });
}
