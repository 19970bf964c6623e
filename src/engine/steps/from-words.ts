import { chunksOf } from '../../models/clip-chunks.ts';
import type { Checkpoint, Conditioning, ReadingOptions } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import type { MethodRun } from '../../methods/method.ts';
import { sentence } from '../../sentence.ts';
import { rows, tensor } from '../../tensor/tensor.ts';
import { denoise, type DenoiseRun } from '../run/denoise.ts';
import type { EngineResult } from '../engine.ts';
import { decodeLatents } from '../run/latents.ts';
import { unwantedWords, weighPrompt, weightedIds } from '../run/prompt-weights.ts';
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

/** What is ready before a picture is painted from words. */
export interface PaintSetup {
  readonly checkpoint: Checkpoint;
  readonly settings: FullSettings;
  /** Of classifier-free guidance: 1 where the U-Net itself takes the guidance scale. */
  readonly scale: number;
  readonly denoiser: Denoiser;
  /** `[1, C, h, w]` */
  readonly latentDims: readonly [number, number, number, number];
  /** Negative prompt, or the model's empty conditioning. */
  readonly none: Conditioning;
  /** With `(words:1.3)` and `::` as weights; token positions are those of the prompt without the marks. */
  encode(prompt: string): Promise<Conditioning>;
  encodeIds(ids: readonly number[]): Promise<Conditioning>;
}

/**
 * Loads what painting from words needs.
 *
 * @param options.batch    rows of the U-Net
 * @param options.control  with attention control
 * @param options.isLong   the prompts may be longer than the text encoder reads: nothing tells their tokens apart
 * @param options.prompt   what it wants to be absent (`red::-0.5`) joins the negative prompt
 */
export async function prepareWords(
  components: Components,
  request: RunRequest,
  options: {
    readonly batch: number;
    readonly control: boolean;
    readonly isLong?: boolean;
    readonly prompt: string;
    readonly negativePrompt?: string | undefined;
  },
): Promise<PaintSetup> {
  const { cache, imageModel: checkpoint } = components;
  assertPaintsFromWords(checkpoint);
  const settings = fullSettings(checkpoint, request.settings, false);
  const [height, width] = latentSize(checkpoint, settings);
  const negative = [
    options.negativePrompt ?? request.settings.negativePrompt ?? '',
    unwantedWords(options.prompt),
  ]
    .filter((words) => words !== '')
    .join(', ');
  const read = (prompt: string) =>
    weightedIds(checkpoint, prompt, options.isLong === true ? checkpoint.text.mostChunks : 1);
  const chunks = Math.max(
    ...[options.prompt, negative].map(
      (prompt) => chunksOf(read(prompt).ids, checkpoint.text.tokenizer).length,
    ),
  );
  request.onProgress({ phase: 'load', step: 0, count: 1 });
  const denoiser = await openDenoiser(
    cache,
    checkpoint,
    { batch: options.batch, height, width, chunks },
    { control: options.control, fused: components.fused },
  );
  request.onProgress({ phase: 'text', step: 0, count: 1 });
  const encodeIds = (ids: readonly number[], reading: ReadingOptions = settings): Promise<Conditioning> =>
    encodeText(cache, checkpoint, ids, { ...reading, chunks });
  const encode = async (prompt: string, reading?: ReadingOptions): Promise<Conditioning> => {
    const weighted = read(prompt);
    return weighPrompt(checkpoint, await encodeIds(weighted.ids, reading), weighted);
  };
  return {
    checkpoint,
    settings,
    scale: checkpoint.denoiser.takesGuidance ? 1 : settings.guidanceScale,
    denoiser,
    latentDims: [1, checkpoint.vae.latentChannels, height, width],
    // All layers read what shall be absent, as in diffusers.
    none: await (negative === ''
      ? encodeText(cache, checkpoint, undefined, { chunks })
      : encode(negative, {})),
    encode,
    encodeIds,
  };
}

/** Paints one picture, or several from the same noise of which the last is the result. */
export async function paintFromWords(
  components: Components,
  setup: PaintSetup,
  request: RunRequest,
  run: {
    readonly conditioning: readonly Conditioning[];
    readonly pictureOfRow?: readonly number[];
    readonly method: MethodRun & Required<Pick<MethodRun, 'combine'>>;
    readonly steer?: DenoiseRun['steer'];
    readonly from?: DenoiseRun['from'];
    readonly start?: DenoiseRun['start'];
    readonly conditioningAt?: DenoiseRun['conditioningAt'];
    readonly name: string;
  },
): Promise<Omit<EngineResult, 'seconds'>> {
  const { checkpoint, settings, denoiser, latentDims } = setup;
  const pictures = 1 + Math.max(0, ...(run.pictureOfRow ?? []));
  const latents = await denoise({
    ...settings,
    seed: noiseSeed(settings),
    cache: components.cache,
    checkpoint,
    denoiser,
    conditioning: run.conditioning,
    conditioningAt: run.conditioningAt,
    image: checkpoint.edits === 'none' ? undefined : run.conditioning.map(() => tensor(latentDims)),
    ...(run.pictureOfRow === undefined ? {} : { pictureOfRow: run.pictureOfRow }),
    picture: settings,
    method: run.method,
    steer: run.steer,
    from: run.from,
    start: run.start,
    latentDims: [pictures, ...latentDims.slice(1)],
    onProgress: request.onProgress,
    signal: request.signal,
  });
  request.onProgress({ phase: 'decode', step: 0, count: 1 });
  return {
    picture: await decodeLatents(components.cache, checkpoint, rows(latents, pictures - 1, pictures)),
    masks: [],
    changed: 1,
    model: checkpoint.name,
    method: run.name,
    sampler: settings.sampler,
    steps: settings.steps,
    seed: settings.seed,
    guidanceScale: settings.guidanceScale,
    notes: [],
  };
}

/** What a method is told of a run from words. */
export function wordsContext(
  { checkpoint, settings, denoiser, latentDims }: PaintSetup,
  names: readonly string[],
) {
  const [, , height, width] = latentDims;
  return {
    rows: names,
    tokens: denoiser.tokens,
    latents: { height, width },
    sampleSize: checkpoint.denoiser.sampleSize,
    layers: denoiser.layers,
    steps: settings.steps,
  };
}

function assertPaintsFromWords({ name, edits, card }: Checkpoint): void {
  if (edits === 'none') return;
  if (edits === 'instruct-pix2pix' && card.imageConditionZeroIsTextToImage === true) return;
  throw new UserError('EDIT_MODEL_ONLY', sentence('imagine.editsOnly', { model: name }));
}

function latentSize(
  checkpoint: Checkpoint,
  { width, height }: { readonly width: number; readonly height: number },
): [height: number, width: number] {
  const step = sizeStep(checkpoint);
  if (width % step !== 0 || height % step !== 0)
    throw new UserError(
      'BAD_SIZE',
      sentence('imagine.sizeStep', {
        model: checkpoint.name,
        step,
        width: String(width),
        height: String(height),
      }),
    );
  return [height / checkpoint.vae.factor, width / checkpoint.vae.factor];
}
