import { findAll } from '../../detection/find.ts';
import type { StepOf } from '../../planning/plan.ts';
import { askedThings, showsAsked } from './asked-things.ts';
import { bestTry, triesOf } from './best-try.ts';
import type { EngineResult } from '../engine.ts';
import { generate } from '../steps/generate.ts';
import { vocabularyOf } from '../masks/locate.ts';
import type { RunRequest, Components } from '../components.ts';

/**
 * Paints from words and looks at the picture: while something that was asked for is missing, doubled, of the wrong
 * colour or on the wrong side, it is painted again from other noise, and the best try is shown. How often is
 * `settings.attempts`, else the card's; the noise of a try follows from the seed, so the same seed gives the same picture.
 */
export async function generateSeen(
  components: Components,
  steps: readonly [StepOf<'generate'>],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { detector, imageModel } = components;
  const tries = triesOf(request, imageModel);
  const nouns = vocabularyOf(components);
  const asked =
    tries === 1 || detector === undefined ? [] : askedThings(steps[0].prompt, nouns, detector.traits);
  if (detector === undefined || asked.length === 0) return generate(components, steps, request);
  return bestTry(
    request,
    tries,
    (each) => generate(components, steps, each),
    async (picture, attempt) => {
      request.onProgress({ phase: 'detect', step: attempt, count: tries });
      const found = await findAll(detector, picture, nouns, request.signal);
      return { found, ...showsAsked(picture, asked, found) };
    },
  );
}
