import type { JobResult } from '../../jobs/job.ts';
import { describeDone } from '../../planning/index.ts';
import type { PlanStep } from '../../planning/plan.ts';
import { row, sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { middleOfBox, placeWords } from './place-words.ts';

/**
 * Says in one sentence what an edit changed, and where: "Changed: cat → horse (on the left), dog → blue (on the
 * right). Kept: sky." What could not be done is in the result's notes.
 *
 * @returns undefined where nothing was changed on purpose: a new picture, a look at one
 */
export function tellChange(
  steps: readonly PlanStep[],
  protect: readonly string[],
  result: Pick<JobResult, 'masks' | 'meant' | 'width' | 'height' | 'changed'>,
): Said | undefined {
  const edits = steps.filter((step) => step.kind === 'instruct' || step.kind === 'place');
  if (edits.length === 0) return undefined;
  if (result.changed === 0) return sentence('change.none');
  const changes = edits.map((step): Said => {
    const where = whereOf(step, result);
    const change = describeDone(step);
    return where === undefined ? change : sentence('change.where', { change, where });
  });
  const told = sentence('change.done', { changes });
  return row(' ', [
    told,
    protect.length === 0 ? undefined : sentence('change.kept', { things: [...protect] }),
  ]);
}

/** Where a step acted: where its object is now, else where its mask is. */
function whereOf(
  step: Extract<PlanStep, { kind: 'instruct' | 'place' }>,
  { masks, meant = [], width, height }: Pick<JobResult, 'masks' | 'meant' | 'width' | 'height'>,
): Said | undefined {
  if (step.kind === 'instruct' && step.scope === 'global') return undefined;
  const noun = step.object?.noun ?? '';
  const objects = meant.filter(({ label }) => label === noun);
  const [object] = objects;
  if (objects.length === 1 && object !== undefined)
    return placeWords(middleOfBox(object.to ?? object.box, { width, height }));
  const middle = masks.find(({ instruction }) => instruction === step.instruction)?.middle;
  return objects.length > 1 || middle === undefined ? undefined : placeWords(middle);
}
