import type { Planner, StepOf } from '../../planning/plan.ts';

/** Reads regions from words; the planner is asked as if somebody had said "layout: …". */
export async function layoutFromWords(
  planner: Planner,
  words: string,
): Promise<StepOf<'layout'> | undefined> {
  const { plan } = await planner.plan(`layout: ${words}`, { hasPicture: false });
  return plan.steps.find((step) => step.kind === 'layout');
}
