import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import { fittingSize, resizeImage } from '../../image/resize.ts';
import type { RgbImage } from '../../image/image.ts';
import { methods } from '../../methods/index.ts';
import type { FoiRun } from '../../methods/focus-on-your-instruction.ts';
import type { MethodContext } from '../../methods/method.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import { coverGrid, filledGrid, type Grid, maximumOf } from '../../tensor/grid.ts';
import { mapTensor, type Tensor } from '../../tensor/tensor.ts';
import { isAwaited } from '../masks/added.ts';
import { denoise, type DenoiseRun } from '../run/denoise.ts';
import { differenceMasks } from '../masks/difference-masks.ts';
import type { EngineResult } from '../engine.ts';
import { type ApartPrompt, encodeApart } from './instruction-text.ts';
import { lookedOnly } from './looked-only.ts';
import { decodeLatents, encodePicture } from '../run/latents.ts';
import { boxGrid, type Located, locateSteps } from '../masks/locate.ts';
import { lacksSegmenter, NO_SEGMENTER, outlinesOf, type Reach } from '../masks/outlines.ts';
import { maskSourceOf, usesOutlines } from '../masks/mask-source.ts';
import { paintedMasks } from '../masks/painted-masks.ts';
import { joinInstructions, type SubPrompt } from '../run/prompt.ts';
import { weighEmbeddings } from '../run/prompt-weights.ts';
import { keepOutside } from '../masks/restore.ts';
import { encodeText } from '../run/text.ts';
import { openDenoiser, type Denoiser } from '../run/denoiser.ts';
import {
  fullSettings,
  type FullSettings,
  noiseSeed,
  type RunRequest,
  sizeStep,
  type Components,
} from '../components.ts';

/** Rows of InstructPix2Pix, in the order of diffusers and of the authors' code. */
const ROWS = ['text', 'image', 'none'] as const;
/** Share of the steps that the paper of FoI runs: it starts at 80 % noise. */
const START = 0.8;

/** Edits a picture: all sub-instructions in one pass of Focus on Your Instruction. */
export async function instruct(
  components: Components,
  steps: readonly StepOf<'instruct'>[],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { editModel: checkpoint } = components;
  const source = sourceOf(request, checkpoint);
  const settings = fullSettings(checkpoint, request.settings, true);
  // Where the person has drawn a mask, nobody has to look for the object or ask which one is meant.
  const { located, meant, question } =
    request.region === undefined ? await locateSteps(components, steps, request, source) : unlocated(steps);
  if (question !== undefined)
    return { ...lookedOnly(request), question, model: checkpoint.name, method: 'none' };
  const { setup, run, context } = await editRun(components, steps, request, settings, source);
  const reaches = await outlinesOf(components, steps, request, located);
  const awaited = steps.map((step) => isAwaited(components, step, request));
  const foi = await startMethod({ ...setup, context }, steps, request, settings, located, {
    reaches,
    awaited,
  });
  const latents = await denoise({
    ...run,
    method: foi,
    surroundings: surroundingsOf(setup, steps, reaches),
  });
  request.onProgress({ phase: 'decode', step: 0, count: 1 });
  const edited = await decodeLatents(components.cache, checkpoint, latents);
  const masks = await paintedMasks(components, steps, request, {
    ...setup,
    source,
    edited,
    foi,
    reaches,
    awaited,
  });
  const isPlaced = located.map(
    (place, index) => masks.isSeen[index] === true || isCut(place, maskSourceOf(request, checkpoint)),
  );
  const kept = await keepOutside({
    source,
    edited,
    steps,
    isPlaced,
    working: setup.working,
    masks: masks.grids,
    blended: masks.blended,
  });
  return {
    ...kept,
    meant,
    notes: [...kept.notes, ...(lacksSegmenter(components, request) ? [NO_SEGMENTER] : [])],
    ...(request.wantsUnrestored === true && { unrestored: await resizeImage(edited, source) }),
    model: checkpoint.name,
    method: methods.focusOnYourInstruction.name,
    sampler: settings.sampler,
    steps: settings.steps,
    seed: settings.seed,
    guidanceScale: settings.guidanceScale,
  };
}

const unlocated = (steps: readonly StepOf<'instruct'>[]): Awaited<ReturnType<typeof locateSteps>> => ({
  located: steps.map(() => undefined),
  meant: [],
});

/** @throws {UserError} when there is nothing to edit, or nobody who could */
export function sourceOf({ source }: RunRequest, checkpoint: Checkpoint): RgbImage {
  if (source === undefined) throw new UserError('NO_PICTURE', sentence('edit.noPicture'));
  if (checkpoint.edits !== 'instruct-pix2pix')
    throw new UserError(
      'NO_EDIT_MODEL',
      sentence('edit.needsInstructModel', {
        model: checkpoint.name,
      }),
    );
  return source;
}

/** What is ready before the first step. */
interface EditSetup {
  readonly cache: Components['cache'];
  readonly checkpoint: Checkpoint;
  readonly denoiser: Denoiser;
  /** The source at the size the model works in. */
  readonly working: RgbImage;
  /** Its latents, not scaled, and what the image channels get. */
  readonly encoded: Tensor;
  readonly condition: Tensor;
  readonly text: Conditioning;
  readonly none: Conditioning;
  readonly parts: readonly (SubPrompt | ApartPrompt)[];
}

/** Loads the U-Net and encodes picture and words. */
export async function prepareEdit(
  { cache, editModel: checkpoint, fused }: Components,
  steps: readonly StepOf<'instruct'>[],
  request: RunRequest,
  settings: FullSettings,
  source: RgbImage,
): Promise<EditSetup> {
  const joined = joinInstructions(checkpoint, steps);
  request.onProgress({ phase: 'load', step: 0, count: 1 });
  const working = await resizeImage(
    source,
    fittingSize(source, settings.width * settings.height, sizeStep(checkpoint)),
  );
  const size = {
    height: working.height / checkpoint.vae.factor,
    width: working.width / checkpoint.vae.factor,
  };
  const denoiser = await openDenoiser(
    cache,
    checkpoint,
    { batch: ROWS.length, ...size },
    { control: true, fused },
  );
  request.onProgress({ phase: 'encode', step: 0, count: 1 });
  const encoded = await encodePicture(cache, checkpoint, working);
  request.onProgress({ phase: 'text', step: 0, count: 1 });
  const { text, parts } =
    steps.length > 1 && usesOutlines(request)
      ? await encodeApart(cache, checkpoint, joined)
      : { text: await encodeText(cache, checkpoint, joined.ids), parts: joined.parts };
  return {
    cache,
    checkpoint,
    denoiser,
    working,
    encoded,
    condition: checkpoint.scaledImageCondition ? checkpoint.vae.toLatents(encoded) : encoded,
    text: weighEmbeddings(text, joined.weights),
    none: await encodeText(cache, checkpoint, []),
    parts,
  };
}

/** A run of the three rows of InstructPix2Pix; only its method is still to be said. */
export async function editRun(
  components: Components,
  steps: readonly StepOf<'instruct'>[],
  request: RunRequest,
  settings: FullSettings,
  source: RgbImage,
): Promise<{
  readonly setup: EditSetup;
  readonly context: MethodContext;
  readonly run: Omit<DenoiseRun, 'method'>;
}> {
  const setup = await prepareEdit(components, steps, request, settings, source);
  const { checkpoint, working, condition, encoded, denoiser } = setup;
  const [, , height = 1, width = 1] = encoded.dims;
  return {
    setup,
    context: {
      rows: ROWS,
      tokens: denoiser.tokens,
      latents: { height, width },
      sampleSize: checkpoint.denoiser.sampleSize,
      layers: denoiser.layers,
      steps: settings.steps,
    },
    run: {
      ...setup,
      conditioning: [setup.text, setup.none, setup.none],
      image: [condition, condition, mapTensor(condition, () => 0)],
      picture: { ...working, guidanceScale: settings.guidanceScale },
      ...settings,
      seed: noiseSeed(settings),
      from: {
        latents: checkpoint.vae.toLatents(encoded),
        strength: checkpoint.card.defaults.editStrength ?? START,
      },
      latentDims: encoded.dims,
      onProgress: request.onProgress,
      signal: request.signal,
    },
  };
}

async function startMethod(
  setup: EditSetup & { readonly context: MethodContext },
  steps: readonly StepOf<'instruct'>[],
  request: RunRequest,
  settings: FullSettings,
  located: readonly (Located | undefined)[],
  known: {
    readonly reaches: readonly (Reach | undefined)[];
    readonly awaited: readonly boolean[];
  },
): Promise<FoiRun> {
  const { checkpoint, parts } = setup;
  const { defaults } = checkpoint.card;
  const wished = maskSourceOf(request, checkpoint);
  // Boxes only cut; what they cut, and what nobody outlines, is the mask that the checkpoint is best at.
  const isOwn = wished !== 'detector' && wished !== 'sam';
  const maskSource = isOwn ? wished : defaults.maskSource === 'attention' ? 'attention' : 'difference';
  // The card's threshold was chosen for the card's own source of masks.
  const ownThreshold = maskSource === defaults.maskSource ? defaults.maskThreshold : undefined;
  const given: readonly (Grid | undefined)[] =
    maskSource === 'difference' ? await differenceMasks(setup, steps, settings.seed, ownThreshold) : [];
  return methods.focusOnYourInstruction.start(
    setup.context,
    methods.focusOnYourInstruction.settings.parse({
      subInstructions: steps.map((step, index) => ({
        ...parts[index],
        scope: step.scope,
        strength: step.strength,
        // With nothing local there is nothing to keep apart: plain InstructPix2Pix.
        alpha: steps.some(({ scope }) => scope === 'local') ? 1 : 0,
        mask:
          cellsOf(known.reaches[index], setup) ??
          (known.awaited[index] === true ? freeCells(setup, steps, known.reaches) : given[index]),
        region: regionOf(located[index], wished, setup),
        // Nothing that is said of other places may reach the place of this one.
        exclusive: steps.length > 1 && (known.reaches[index] !== undefined || known.awaited[index] === true),
      })),
      guidanceScale: settings.guidanceScale,
      imageGuidanceScale: settings.imageGuidanceScale,

      ...(maskSource === 'attention' && ownThreshold !== undefined ? { threshold: ownThreshold } : {}),
    }),
  );
}

/** Share of a latent cell that a mask must cover to count there. */
const LEAST_COVERED = 0.15;

/** Where a step may paint, as cells of the latents. */
function cellsOf(reach: Reach | undefined, { encoded }: EditSetup): Grid | undefined {
  const [, , height = 1, width = 1] = encoded.dims;
  return reach && coverGrid(reach.whole, height, width, LEAST_COVERED);
}

/** Where a thing may be added: not where another step leaves something. */
function freeCells(
  setup: EditSetup,
  steps: readonly StepOf<'instruct'>[],
  reaches: readonly (Reach | undefined)[],
): Grid {
  const [, , height = 1, width = 1] = setup.encoded.dims;
  const taken = reaches.flatMap((reach, index) =>
    steps[index]?.action === 'remove' ? [] : (cellsOf(reach, setup) ?? []),
  );
  const free = filledGrid(height, width, 1);
  return { ...free, data: free.data.map((_, cell) => (taken.some(({ data }) => data[cell]! > 0) ? 0 : 1)) };
}

/** Where all steps may paint, when that is known of each: the rest of the latents stays the source's. */
function surroundingsOf(
  setup: EditSetup,
  steps: readonly StepOf<'instruct'>[],
  reaches: readonly (Reach | undefined)[],
): Grid | undefined {
  const cells = steps.map((step, index) =>
    step.scope === 'local' ? cellsOf(reaches[index], setup) : undefined,
  );
  const [first, ...others] = cells;
  return first !== undefined && others.every((each) => each !== undefined)
    ? maximumOf([first, ...others])
    : undefined;
}

/** True for an object among others of its kind, and for every object when boxes make the masks. */
const isCut = (place: Located | undefined, maskSource: string): place is Located =>
  place !== undefined && (place.isOneOfMany || maskSource === 'detector' || maskSource === 'sam');

/** Where a step may act at all. */
function regionOf(place: Located | undefined, maskSource: string, { encoded }: EditSetup): Grid | undefined {
  const [, , height = 1, width = 1] = encoded.dims;
  return isCut(place, maskSource) ? boxGrid(place.boxes, place.picture, height, width) : undefined;
}
