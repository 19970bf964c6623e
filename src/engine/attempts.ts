import { findAll } from '../detection/find.ts';
import type { StepOf } from '../planning/plan.ts';
import { askedThings, showsAsked } from './asked-things.ts';
import type { EngineResult } from './engine.ts';
import { generate } from './generate.ts';
import { toFoundObjects, vocabularyOf } from './locate.ts';
import type { Order, Workshop } from './workshop.ts';

/**
 * Paints from words and looks at the picture: while something that was asked for is missing, doubled, of the wrong
 * colour or on the wrong side, it is painted again from other noise, and the best try is shown. How often is
 * `settings.attempts`, else the card's; the noise of a try follows from the seed, so the same seed gives the same picture.
 */
export async function generateSeen(
  workshop: Workshop,
  steps: readonly [StepOf<'generate'>],
  order: Order,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { detector, imageModel } = workshop;
  const { settings } = order;
  const tries = settings.attempts ?? imageModel.card.defaults.attempts ?? 1;
  if (settings.attempt !== undefined || tries === 1 || detector === undefined)
    return generate(workshop, steps, order);
  const nouns = vocabularyOf(workshop);
  const asked = askedThings(steps[0].prompt, nouns, detector.traits);
  if (asked.length === 0) return generate(workshop, steps, order);
  let best: { readonly result: Omit<EngineResult, 'seconds'>; readonly score: number } | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    const painted = await generate(workshop, steps, { ...order, settings: { ...settings, attempt } });
    if (painted.picture === undefined) return painted;
    order.onProgress({ phase: 'detect', step: attempt, count: tries });
    const found = await findAll(detector, painted.picture, nouns, order.signal);
    const { score, isPerfect } = showsAsked(painted.picture, asked, found);
    if (best === undefined || score > best.score)
      best = { score, result: { ...painted, attempt, objects: toFoundObjects(found) } };
    if (isPerfect) break;
  }
  return best!.result;
}
