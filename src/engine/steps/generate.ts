import type { StepOf } from '../../planning/plan.ts';
import { classifierFreeGuidance } from '../run/guidance.ts';
import type { EngineResult } from '../engine.ts';
import { paintFromWords, prepareWords } from './from-words.ts';
import type { RunRequest, Components } from '../components.ts';

/** Paints a picture from words: classifier-free guidance, nothing else. */
export async function generate(
  components: Components,
  [step]: readonly [StepOf<'generate'>],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  const scale = request.settings.guidanceScale ?? components.imageModel.card.defaults.guidanceScale;
  // At scale 1 the unconditional row would be computed for nothing; below, diffusers guides no more.
  const isPlain = scale <= 1 || components.imageModel.denoiser.takesGuidance;
  const names = isPlain ? ['text'] : ['none', 'text'];
  const setup = await prepareWords(components, request, {
    batch: names.length,
    control: false,
    isLong: true,
    prompt: step.prompt,
    negativePrompt: step.negativePrompt,
  });
  const text = await setup.encode(step.prompt);
  return paintFromWords(components, setup, request, {
    conditioning: names.map((name) => (name === 'text' ? text : setup.none)),
    method: { combine: (predictions) => classifierFreeGuidance(predictions, names, scale) },
    name: 'text-to-image',
  });
}
