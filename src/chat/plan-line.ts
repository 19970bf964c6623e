import { describePlan } from '../planning/index.ts';
import type { PlannedBy } from '../planning/plan.ts';

/** Writes a plan as the one line of its receipt: what will be done, and who planned it. */
export function planLine({ plan, by, fallback }: PlannedBy): string {
  return `${describePlan(plan)} — planned by ${by}${fallback === undefined ? '' : `, because ${fallback}`}`;
}
