import { findAll } from '../detection/find.ts';
import { UserError } from '../errors.ts';
import type { StepOf } from '../planning/plan.ts';
import type { EngineResult } from './engine.ts';
import { toFoundObjects, vocabularyOf } from './locate.ts';
import type { Order, Workshop } from './workshop.ts';

/** Looks what is in a picture; paints nothing. */
export async function inspect(
  workshop: Workshop,
  [step]: readonly [StepOf<'inspect'>],
  order: Order,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { detector, imageModel } = workshop;
  if (order.source === undefined)
    throw new UserError(
      'NO_PICTURE',
      'There is no picture to look at yet. Say /imagine first, or drop in a photo.',
    );
  if (detector === undefined)
    throw new UserError(
      'NO_DETECTOR',
      'I have no detector to look with. Put one into the models folder and set DETECTOR_MODEL to its name.',
    );
  order.onProgress({ phase: 'detect', step: 0, count: 1 });
  const words = step.words ?? vocabularyOf(workshop);
  const objects = toFoundObjects(await findAll(detector, order.source, words, order.signal));
  const missing = (step.words ?? []).length > 0 && objects.length === 0;
  return {
    ...lookedOnly(order),
    objects,
    model: imageModel.name,
    method: detector.name,
    notes: missing ? [`I do not find ${words.join(', ')} in it.`] : [],
  };
}

/** What a result says of painting when nothing was painted. */
export function lookedOnly({
  settings,
}: Order): Pick<
  EngineResult,
  'masks' | 'changed' | 'sampler' | 'steps' | 'seed' | 'guidanceScale' | 'notes'
> {
  return {
    masks: [],
    changed: 0,
    sampler: 'none',
    steps: 0,
    seed: settings.seed,
    guidanceScale: 0,
    notes: [],
  };
}
