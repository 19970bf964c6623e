import type { Checkpoint } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import { changedShare } from '../../image/masks.ts';
import { fittingSize, resizeImage } from '../../image/resize.ts';
import type { RgbImage } from '../../image/image.ts';
import { methods } from '../../methods/index.ts';
import { POSTER } from '../../methods/noisy-image-input.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { EngineResult } from '../engine.ts';
import { paintFromWords, prepareWords, wordsContext } from './from-words.ts';
import { classifierFreeGuidance } from '../run/guidance.ts';
import { encodePicture } from '../run/latents.ts';
import { tokenize, tokenWeights } from './tokenized.ts';
import { fullSettings, type RunRequest, sizeStep, type Components } from '../components.ts';

const ROWS = ['none', 'text'] as const;

/** Draws a picture again as a caption says, beginning from the picture under noise. */
export async function redraw(
  components: Components,
  [step]: readonly [StepOf<'redraw'>],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { cache, imageModel: checkpoint } = components;
  const source = sourceOf(request);
  const { settings, strength } = asThePoster(step, request);
  const { width, height } = fullSettings(checkpoint, settings, false);
  const working = await resizeImage(source, fittingSize(source, width * height, sizeStep(checkpoint)));
  assertPaintsAt(checkpoint, working);
  const isRemapped = Object.values(step.weights ?? {}).some((weight) => weight !== 1);
  const setup = await prepareWords(
    components,
    { ...request, settings: { ...settings, width: working.width, height: working.height } },
    { batch: ROWS.length, control: isRemapped, prompt: step.prompt },
  );
  const run = methods.noisyImageInput.start(
    wordsContext(setup, ROWS),
    methods.noisyImageInput.settings.parse({
      weights: tokenWeights(step.weights, tokenize(checkpoint, step.prompt), setup.denoiser.tokens),
    }),
  );
  request.onProgress({ phase: 'encode', step: 0, count: 1 });
  const encoded = await encodePicture(cache, checkpoint, working);
  const painted = await paintFromWords(components, setup, request, {
    conditioning: [setup.none, await setup.encode(step.prompt)],
    method: {
      ...run,
      combine: (predictions) => classifierFreeGuidance(predictions, ROWS, setup.scale),
    },
    from: { latents: checkpoint.vae.toLatents(encoded), strength },
    name: methods.noisyImageInput.name,
  });
  const picture = await resizeImage(painted.picture as RgbImage, source);
  return { ...painted, picture, changed: changedShare(source, picture) };
}

/** @throws {UserError} `ONE_SIZE` when larger pictures come out wrong with this checkpoint */
function assertPaintsAt({ name, card }: Checkpoint, { width, height }: RgbImage): void {
  const { defaults, oneSize = false } = card;
  if (!oneSize || width * height <= defaults.width * defaults.height) return;
  throw new UserError(
    'ONE_SIZE',
    sentence('upscale.noDetail', {
      model: name,
      width: String(defaults.width),
      height: String(defaults.height),
    }),
  );
}

function sourceOf({ source }: RunRequest): RgbImage {
  if (source === undefined) throw new UserError('NO_PICTURE', sentence('redraw.noPicture'));
  return source;
}

const within = (value: number, { least, most }: { readonly least: number; readonly most: number }): number =>
  Math.min(most, Math.max(least, value));

/** With the preset `cmu` the poster's number of steps, and strength and guidance scale within its ranges. */
function asThePoster({ preset, strength }: StepOf<'redraw'>, { settings }: RunRequest) {
  if (preset !== 'cmu') return { settings, strength };
  const guidanceScale = settings.guidanceScale ?? POSTER.guidanceScale.usual;
  return {
    settings: {
      ...settings,
      steps: POSTER.steps,
      guidanceScale: within(guidanceScale, POSTER.guidanceScale),
    },
    strength: within(strength, POSTER.strength),
  };
}
