import { PlanError } from '../errors.ts';
import { plan as planSchema, type Plan } from './plan.ts';

const WORDS = /^[\p{L}\p{N}][\p{L}\p{N}' &.,/%#+-]*$/u;
const MARKUP = /[<>{}[\]\\|`$]|\/\/|\.\.\/|https?:|javascript:/i;

/**
 * Checks what the schema cannot say: keywords are words, and no text holds markup, paths or addresses.
 *
 * @throws {PlanError} naming the first field that is wrong
 */
export function checkPlan(plan: Plan): Plan {
  const parsed = planSchema.safeParse(plan);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new PlanError(`plan.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a plan'}`, {
      cause: parsed.error,
    });
  }
  for (const [index, step] of parsed.data.steps.entries()) {
    const at = `steps.${index}`;
    if (step.kind === 'instruct') {
      mustBeWords(`${at}.keyword`, step.keyword);
      mustBePlain(`${at}.target`, step.target);
      if (step.object !== undefined) mustBeWords(`${at}.object.noun`, step.object.noun);
      if (step.scope === 'local' && step.keyword === '')
        throw new PlanError(`${at}.keyword: expected a word for a local edit, got none`);
    }
    if (step.kind === 'place') {
      mustBeWords(`${at}.object.noun`, step.object.noun);
      if (step.other !== undefined) mustBeWords(`${at}.other.noun`, step.other.noun);
    }
  }
  for (const [index, thing] of parsed.data.protect.entries()) mustBeWords(`protect.${index}`, thing);
  return parsed.data;
}

function mustBeWords(at: string, text: string): void {
  if (text !== '' && !WORDS.test(text))
    throw new PlanError(`${at}: expected words, got ${JSON.stringify(text.slice(0, 40))}`);
}

function mustBePlain(at: string, text: string | undefined): void {
  if (text !== undefined && MARKUP.test(text))
    throw new PlanError(`${at}: expected plain words, got ${JSON.stringify(text.slice(0, 40))}`);
}
