import type { Logger } from '../log.ts';
import { createOllamaPlanner } from './ollama.ts';
import type { Planner } from './plan.ts';
import { planWithoutTags } from './tags.ts';
import { createRulePlanner, isForRules, warmUpRules } from './rules.ts';

export { describeDone, describePlan, describeStep } from './describe.ts';
export { createOllamaPlanner } from './ollama.ts';
export { parsePrompt } from '../english/captions.ts';
export { printParse } from './print-parse.ts';
export { createRulePlanner, warmUpRules } from './rules.ts';
export { readWhich } from './reading/sessions.ts';
export { scaleStep } from './strength.ts';

/** What the planner needs of the configuration. */
export interface PlannerSettings {
  /** Address of an Ollama server; none: the rules plan alone. */
  readonly ollamaHost?: string | undefined;
  readonly ollamaModel?: string | undefined;
}

const DEFAULT_MODEL = 'gemma3:4b';

/**
 * Makes the planner of this installation: an LLM where an Ollama server is named, else the rules.
 *
 * Words about the session, questions, small talk and words to the machine go to the rules alone. A server that does not
 * answer now is tried again later; meanwhile the rules plan, and the answer says so.
 */
export function createPlanner({ ollamaHost, ollamaModel }: PlannerSettings, log: Logger): Planner {
  // the word lists take half a second; nobody waits for them before the first message
  setImmediate(warmUpRules);
  const rules = createRulePlanner();
  if (ollamaHost === undefined || ollamaHost.trim() === '') return rules;
  const model = ollamaModel ?? DEFAULT_MODEL;
  const llm = createOllamaPlanner({ host: ollamaHost, model, fallback: rules, log });
  void llm.warmUp();
  return {
    name: model,
    pullModel: (onProgress) => llm.pullModel(onProgress),
    readPrompt: (prompt, signal) => llm.readPrompt(prompt, signal),
    writeCaption: (instruction, context, signal) => llm.writeCaption(instruction, context, signal),
    plan: (sentence, context, signal) =>
      planWithoutTags(sentence, (plain) =>
        isForRules(plain, context) ? rules.plan(plain, context, signal) : llm.plan(plain, context, signal),
      ),
  };
}
