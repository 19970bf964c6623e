import type { Logger } from '../log.ts';
import type { Planner } from './plan.ts';
import { createRulePlanner, warmUpRules } from './rules.ts';

export { createRulePlanner, warmUpRules } from './rules.ts';
export { describePlan, describeStep } from './describe.ts';
export { parsePrompt } from './rules/prompts.ts';

/** What the planner needs of the configuration. */
export interface PlannerSettings {
  /** Address of an Ollama server; none: the rules plan alone. */
  readonly ollamaHost?: string | undefined;
  readonly ollamaModel?: string | undefined;
}

/** Makes the planner of this installation. */
export function createPlanner(_settings: PlannerSettings, _log: Logger): Planner {
  warmUpRules();
  return createRulePlanner();
}
