import type { StepOf } from '../../planning/plan.ts';
import { classifierFreeGuidance } from '../run/guidance.ts';
import type { EngineResult } from '../engine.ts';
import { paintFromWords, prepareWords } from './from-words.ts';
import type { Order, Workshop } from '../workshop.ts';

/** Paints a picture from words: classifier-free guidance, nothing else. */
export async function generate(
  workshop: Workshop,
  [step]: readonly [StepOf<'generate'>],
  order: Order,
): Promise<Omit<EngineResult, 'seconds'>> {
  const scale = order.settings.guidanceScale ?? workshop.imageModel.card.defaults.guidanceScale;
  // At scale 1 the unconditional row would be computed for nothing; below, diffusers guides no more.
  const isPlain = scale <= 1 || workshop.imageModel.denoiser.takesGuidance;
  const names = isPlain ? ['text'] : ['none', 'text'];
  const bench = await prepareWords(workshop, order, {
    batch: names.length,
    control: false,
    isLong: true,
    prompt: step.prompt,
    negativePrompt: step.negativePrompt,
  });
  const text = await bench.encode(step.prompt);
  return paintFromWords(workshop, bench, order, {
    conditioning: names.map((name) => (name === 'text' ? text : bench.none)),
    method: { combine: (predictions) => classifierFreeGuidance(predictions, names, scale) },
    name: 'text-to-image',
  });
}
