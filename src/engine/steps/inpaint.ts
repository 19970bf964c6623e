/**
 * Edits with an inpainting U-Net: each instruction becomes a place and a caption, and the place is painted anew.
 *
 * Source: StableDiffusionInpaintPipeline of diffusers 0.42, with a U-Net of 9 channels: latents, mask, and the latents of
 * the picture with a grey hole.
 */
import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { chunksOf } from '../../models/clip-chunks.ts';
import { UserError } from '../../errors.ts';
import type { Mask, RgbImage } from '../../image/image.ts';
import { changedShare, compositeByMask, featherMask } from '../../image/masks.ts';
import { fittingSize, resizeImage, resizeMask } from '../../image/resize.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { Grid } from '../../tensor/grid.ts';
import { concat, mapTensor, type Tensor, tensor } from '../../tensor/tensor.ts';
import { createTorchGenerator } from '../../tensor/torch-random.ts';
import { denoise } from '../run/denoise.ts';
import type { EngineMask, EngineProgress, EngineResult } from '../engine.ts';
import { placeOf } from './fill-places.ts';
import { type FillWords, fillWords } from './fill-words.ts';
import { classifierFreeGuidance } from '../run/guidance.ts';
import { attentionTo } from '../masks/heat-map.ts';
import { decodeLatents, drawPicture, encodePicture, pixelsToTensor } from '../run/latents.ts';
import { locateSteps } from '../masks/locate.ts';
import { lookedOnly } from './looked-only.ts';
import { outlinesOf } from '../masks/outlines.ts';
import { promptIds } from '../run/prompt.ts';
import { weighPrompt, weightedIds } from '../run/prompt-weights.ts';
import { FEATHER } from '../masks/restore.ts';
import { encodeText } from '../run/text.ts';
import { openDenoiser } from '../run/denoiser.ts';
import {
  fullSettings,
  type FullSettings,
  noiseSeed,
  type RunRequest,
  sizeStep,
  type Components,
} from '../components.ts';

const ROWS = ['none', 'text'] as const;

/** Edits a picture, one instruction after the other; outside their places not one bit changes. */
export async function inpaint(
  components: Components,
  steps: readonly StepOf<'instruct'>[],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { editModel: checkpoint } = components;
  const { source, region } = request;
  if (source === undefined) throw new UserError('NO_PICTURE', sentence('edit.noPicture'));
  const settings = fullSettings(checkpoint, request.settings, true);
  const words = steps.map((step) => fillWords(step, checkpoint.name, region !== undefined));
  const { located, meant, question } =
    region === undefined
      ? await locateSteps(components, steps, request, source)
      : { located: [], meant: [], question: undefined };
  if (question !== undefined)
    return { ...lookedOnly(request), question, model: checkpoint.name, method: 'none' };
  const reaches = region === undefined ? await outlinesOf(components, steps, request, located) : [];
  const masks: EngineMask[] = [];
  for (const [index, step] of steps.entries()) {
    const mask = await placeOf(step, {
      source,
      region,
      located: located[index],
      // Colours alone tell outlines well in drawings, not in the photos that such a checkpoint is for.
      outline: components.segmenter && reaches[index]?.object,
      attention: (keyword) => attentionIn(components, request, settings, source, keyword),
    });
    masks.push({ instruction: step.instruction, keyword: step.keyword, mask });
  }
  let picture = source;
  for (const [index, { mask }] of masks.entries()) {
    const told: RunRequest = { ...request, onProgress: partOf(request, index, masks.length) };
    const filled = await fill(components, told, settings, picture, mask, words[index] as FillWords);
    const soft = featherMask(mask, Math.round(FEATHER * Math.max(source.width, source.height)));
    picture = compositeByMask(picture, await resizeImage(filled, source), soft);
  }
  return {
    picture,
    masks,
    meant,
    changed: changedShare(source, picture),
    model: checkpoint.name,
    method: 'inpainting',
    sampler: settings.sampler,
    steps: settings.steps,
    seed: settings.seed,
    guidanceScale: settings.guidanceScale,
    notes: [],
  };
}

/** Steps of one of several runs, counted through all of them. */
const partOf =
  ({ onProgress }: RunRequest, index: number, parts: number) =>
  (progress: EngineProgress): void =>
    onProgress({
      ...progress,
      step: index * progress.count + progress.step,
      count: parts * progress.count,
    });

/** Paints what a caption says into a mask; the rest of the result is only near the picture. */
async function fill(
  { cache, editModel: checkpoint, fused }: Components,
  request: RunRequest,
  settings: FullSettings,
  picture: RgbImage,
  mask: Mask,
  { prompt, absent, strength }: FillWords,
): Promise<RgbImage> {
  const working = await resizeImage(picture, workingSize(checkpoint, settings, picture));
  const [height, width] = cellsOf(checkpoint, working);
  request.onProgress({ phase: 'text', step: 0, count: 1 });
  const { rows, chunks } = await readWords(
    { cache, checkpoint, settings },
    prompt,
    [request.settings.negativePrompt, absent].filter(Boolean).join(', '),
  );
  request.onProgress({ phase: 'load', step: 0, count: 1 });
  const names = settings.guidanceScale <= 1 ? (['text'] as const) : ROWS;
  const size = { batch: names.length, height, width, chunks };
  const denoiser = await openDenoiser(cache, checkpoint, size, { control: false, fused });
  request.onProgress({ phase: 'encode', step: 0, count: 1 });
  const pixels = pixelsToTensor(working);
  // The order in which diffusers draws: the picture where it begins from it, the noise, the picture with its hole.
  const generator = createTorchGenerator(noiseSeed(settings));
  const draw = (dims: readonly number[]): Tensor => generator.randn([...dims]);
  const clean = strength < 1 ? await drawPicture(cache, checkpoint, pixels, draw) : undefined;
  const latentDims = [1, checkpoint.vae.latentChannels, height, width];
  const first = draw(latentDims);
  const hole = resizeMask(mask, working);
  const holed = await drawPicture(cache, checkpoint, withHole(pixels, hole), draw);
  const condition = concat(
    [tensor([1, 1, height, width], resizeMask(hole, { width, height }).data), holed],
    1,
  );
  const latents = await denoise({
    ...settings,
    cache,
    checkpoint,
    denoiser,
    conditioning: names.map((name) => rows[name]),
    image: names.map(() => condition),
    picture: { ...working, guidanceScale: settings.guidanceScale },
    method: {
      combine: (predictions) => classifierFreeGuidance(predictions, names, settings.guidanceScale),
    },
    from: clean === undefined ? undefined : { latents: clean, strength },
    drawn: { first, generator },
    latentDims,
    onProgress: request.onProgress,
    signal: request.signal,
  });
  request.onProgress({ phase: 'decode', step: 0, count: 1 });
  return decodeLatents(cache, checkpoint, latents);
}

/** The caption and what shall be absent, in as many chunks as the longer one needs. */
async function readWords(
  {
    cache,
    checkpoint,
    settings,
  }: Pick<Components, 'cache'> & { checkpoint: Checkpoint; settings: FullSettings },
  prompt: string,
  absent: string,
): Promise<{ rows: Record<(typeof ROWS)[number], Conditioning>; chunks: number }> {
  const [text, none] = [prompt, absent].map((words) =>
    weightedIds(checkpoint, words, checkpoint.text.mostChunks),
  ) as [ReturnType<typeof weightedIds>, ReturnType<typeof weightedIds>];
  const chunks = Math.max(...[text, none].map(({ ids }) => chunksOf(ids, checkpoint.text.tokenizer).length));
  const encode = async (weighted: typeof text, clipSkip: number): Promise<Conditioning> =>
    weighPrompt(
      checkpoint,
      await encodeText(cache, checkpoint, weighted.ids, { clipSkip, chunks }),
      weighted,
    );
  return {
    chunks,
    rows: {
      text: await encode(text, settings.clipSkip),
      none:
        absent === '' ? await encodeText(cache, checkpoint, undefined, { chunks }) : await encode(none, 0),
    },
  };
}

/** Where the inpainting U-Net itself sees some words: it is shown the picture without a hole. */
async function attentionIn(
  { cache, editModel: checkpoint, fused }: Components,
  request: RunRequest,
  settings: FullSettings,
  source: RgbImage,
  words: string,
): Promise<Grid> {
  const working = await resizeImage(source, workingSize(checkpoint, settings, source));
  const [height, width] = cellsOf(checkpoint, working);
  request.onProgress({ phase: 'detect', step: 0, count: 1 });
  const denoiser = await openDenoiser(
    cache,
    checkpoint,
    { batch: 1, height, width },
    { control: true, fused },
  );
  const encoded = await encodePicture(cache, checkpoint, working);
  const clean = checkpoint.vae.toLatents(encoded);
  const ids = promptIds(checkpoint, words);
  return attentionTo({
    checkpoint,
    denoiser,
    clean,
    rows: {
      conditioning: [await encodeText(cache, checkpoint, ids)],
      image: [concat([tensor([1, 1, height, width]), clean], 1)],
      picture: { ...working, guidanceScale: 1 },
    },
    tokens: ids.map((_, at) => at + 1),
    seed: settings.seed,
    signal: request.signal,
  });
}

const workingSize = (checkpoint: Checkpoint, { width, height }: FullSettings, picture: RgbImage) =>
  fittingSize(picture, width * height, sizeStep(checkpoint));

const cellsOf = ({ vae }: Checkpoint, { width, height }: RgbImage): [height: number, width: number] => [
  height / vae.factor,
  width / vae.factor,
];

/** Grey, the middle of −1…1, where the mask is. */
const withHole = (pixels: Tensor, { data }: Mask): Tensor =>
  mapTensor(pixels, (value, at) => (data[at % data.length]! >= 0.5 ? 0 : value));
