import type { PlanStep, StepOf } from '../../../src/planning/plan.ts';
import type { EvalContext } from '../context.ts';
import type { EditPair } from './edits.ts';

type Asked = Pick<EditPair, 'instruction' | 'keyword'>;

/** Plain InstructPix2Pix: the whole picture, no mask. */
export const plainStep = ({ instruction, keyword }: Asked): StepOf<'instruct'> => ({
  kind: 'instruct',
  instruction,
  keyword,
  action: 'change',
  scope: 'global',
  strength: 1,
});

/** The steps of a sentence as the product's rules plan them; where they plan something else, one step as it is meant. */
export async function plannedSteps(
  { plan }: EvalContext,
  asked: Asked,
): Promise<readonly StepOf<'instruct'>[]> {
  const steps: readonly PlanStep[] = await plan(asked.instruction).then(
    (made) => made.steps,
    () => [],
  );
  const instructs = steps.filter((step) => step.kind === 'instruct');
  return instructs.length > 0 && instructs.length === steps.length
    ? instructs
    : [{ ...plainStep(asked), scope: 'local' }];
}
