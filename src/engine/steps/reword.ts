import type { Checkpoint } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import type { RgbImage } from '../../image/image.ts';
import { fittingSize, resizeImage } from '../../image/resize.ts';
import { methods } from '../../methods/index.ts';
import type { PromptToPromptRun, PromptToPromptSettings } from '../../methods/prompt-to-prompt.ts';
import {
  refinementMap,
  refinementMatrix,
  replacementMap,
  type TokenizedPrompt,
} from '../../methods/token-mapping.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import { concat, rows, type Tensor } from '../../tensor/tensor.ts';
import type { EngineResult, PaintSettings } from '../engine.ts';
import { assertOffers } from '../run/denoiser.ts';
import { guideBoth, PAIR_ROWS } from '../run/guidance.ts';
import { paintFromWords, prepareWords, wordsContext, type PaintSetup } from './from-words.ts';
import { invertible, invertPicture, type InversionKind, INVERSIONS } from './invert.ts';
import { keepBlended } from './restore-blend.ts';
import { phraseTokens, tokenize, tokenWeights } from './tokenized.ts';
import { fullSettings, type RunRequest, sizeStep, type Components } from '../components.ts';

type Answer = Omit<EngineResult, 'seconds'>;

/**
 * Paints a picture again from a changed prompt, keeping its composition: Prompt-to-Prompt. What was not painted from
 * words is inverted first.
 */
export async function reword(
  components: Components,
  [step]: readonly [StepOf<'reword'>],
  request: RunRequest,
): Promise<Answer> {
  const { sourcePrompt } = request;
  assertOffers(components.imageModel, 'cross');
  return sourcePrompt === undefined
    ? rewordPhoto(components, step, request)
    : rewordPainted(components, step, request, sourcePrompt);
}

/** The source is painted along from its prompt and seed. */
async function rewordPainted(
  components: Components,
  step: StepOf<'reword'>,
  request: RunRequest,
  sourcePrompt: string,
): Promise<Answer> {
  // It must be painted exactly as it was, whatever is set for new pictures.
  const settings = request.sourceSettings ?? request.settings;
  const setup = await prepareWords(
    components,
    { ...request, settings },
    { batch: PAIR_ROWS.length, control: true, prompt: sourcePrompt },
  );
  const run = startMethod(setup, step, request, sourcePrompt);
  const [before, after] = [await setup.encode(sourcePrompt), await setup.encode(step.prompt)];
  const painted = await paintFromWords(components, setup, request, {
    conditioning: [setup.none, setup.none, before, after],
    pictureOfRow: [0, 1, 0, 1],
    method: { ...run, combine: (predictions) => guideBoth(predictions, setup.scale) },
    name: methods.promptToPrompt.name,
  });
  return keepBlended(painted, run.mask?.(), step, request.source);
}

/** The source is found again by inversion, from a caption of what it shows. */
async function rewordPhoto(
  components: Components,
  step: StepOf<'reword'>,
  request: RunRequest,
): Promise<Answer> {
  const { imageModel } = components;
  const { source } = request;
  const caption = step.source ?? request.sourceCaption?.trim() ?? '';
  if (source === undefined || caption === '') throw new UserError('NO_PROMPT', sentence('reword.noSource'));
  const { width, height } = fullSettings(imageModel, request.settings, false);
  const working = await resizeImage(source, fittingSize(source, width * height, sizeStep(imageModel)));
  const setup = await prepareWords(
    { ...components, imageModel: invertible(imageModel) },
    {
      ...request,
      settings: {
        ...request.settings,
        width: working.width,
        height: working.height,
        sampler: 'ddim',
      },
    },
    { batch: PAIR_ROWS.length, control: true, prompt: caption },
  );
  const run = startMethod(setup, step, request, caption);
  const [before, after] = [await setup.encode(caption), await setup.encode(step.prompt)];
  const kind = inversionOf(request.settings);
  const { path, noneAt } = await invertPicture(components, setup, request, { working, text: before, kind });
  const conditioningAt = ({ index }: { readonly index: number }) => {
    const none = noneAt(index);
    return [none, none, before, after];
  };
  const noisiest = path[0] as Tensor;
  const painted = await paintFromWords(components, setup, request, {
    conditioning: conditioningAt({ index: 0 }),
    conditioningAt,
    pictureOfRow: [0, 1, 0, 1],
    start: concat([noisiest, noisiest], 0),
    method: {
      ...run,
      combine: (predictions) => guideBoth(predictions, setup.scale),
      ...(kind === 'negative-prompt' && {
        // What inversion found is known at every step, so the source need not drift off the path (Ju et al. 2023,
        // Direct Inversion, https://arxiv.org/abs/2310.01506).
        after(latents, at) {
          const kept = concat([path[at.index + 1] as Tensor, rows(latents, 1, 2)], 0);
          return run.after?.(kept, at) ?? kept;
        },
      }),
    },
    name: `${methods.promptToPrompt.name} (${kind} inversion)`,
  });
  const picture = await resizeImage(painted.picture as RgbImage, source);
  return keepBlended({ ...painted, picture }, run.mask?.(), step, source);
}

/** @throws {UserError} `BAD_INVERSION` */
function inversionOf({ inversion = 'negative-prompt' }: PaintSettings): InversionKind {
  const found = INVERSIONS.find((kind) => kind === inversion);
  if (found === undefined)
    throw new UserError(
      'BAD_INVERSION',
      sentence('reword.unknownInversion', { name: inversion, names: INVERSIONS }),
    );
  return found;
}

function startMethod(
  setup: PaintSetup,
  step: StepOf<'reword'>,
  { settings }: RunRequest,
  sourcePrompt: string,
): PromptToPromptRun {
  const [source, target] = [sourcePrompt, step.prompt].map((text) => tokenize(setup.checkpoint, text)) as [
    TokenizedPrompt,
    TokenizedPrompt,
  ];
  return methods.promptToPrompt.start(
    wordsContext(setup, PAIR_ROWS),
    methods.promptToPrompt.settings.parse({
      ...mapping(setup.checkpoint, source, target),
      weights: tokenWeights(step.weights, target, setup.denoiser.tokens),
      ...blendOf(step, source, target),
      ...(settings.crossSteps !== undefined && { cross: [0, settings.crossSteps] }),
      ...(settings.selfSteps !== undefined && { self: [0, settings.selfSteps] }),
    } satisfies Partial<PromptToPromptSettings>),
  );
}

/** Exchanged words when the prompts have equally many, else an alignment. */
function mapping(
  { text }: Checkpoint,
  source: TokenizedPrompt,
  target: TokenizedPrompt,
): Pick<PromptToPromptSettings, 'map' | 'known'> {
  const length = text.tokens;
  if (source.text.split(' ').length === target.text.split(' ').length)
    return { map: replacementMap(source, target, length) };
  const { bos, eos } = text.tokenizer;
  const framed = ({ ids }: TokenizedPrompt): number[] => [bos, ...ids, eos];
  const refinement = refinementMap(framed(source), framed(target), length);
  return { map: refinementMatrix(refinement), known: [...refinement.known] };
}

function blendOf(
  step: StepOf<'reword'>,
  source: TokenizedPrompt,
  target: TokenizedPrompt,
): Partial<Pick<PromptToPromptSettings, 'blend'>> {
  const tokensOf = (prompt: TokenizedPrompt): number[] =>
    (step.blend ?? []).flatMap((words) => phraseTokens(prompt, words));
  const blend = { source: tokensOf(source), target: tokensOf(target), threshold: 0.3 };
  return blend.source.length === 0 || blend.target.length === 0 ? {} : { blend };
}
