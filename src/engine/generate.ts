import type { Conditioning } from '../../models/family.ts';
import { UserError } from '../errors.ts';
import type { StepOf } from '../planning/plan.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { classifierFreeGuidance, denoise } from './denoise.ts';
import type { EngineResult } from './engine.ts';
import { decodeLatents } from './latents.ts';
import { promptIds } from './prompt.ts';
import { encodeText } from './text.ts';
import { openUNet } from './unet.ts';
import { fullSettings, type Order, sizeStep, type Workshop } from './workshop.ts';

/** Paints a picture from words: classifier-free guidance, nothing else. */
export async function generate(
  workshop: Workshop,
  step: StepOf<'generate'>,
  order: Order,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { cache, imageModel: checkpoint } = workshop;
  const settings = fullSettings(checkpoint, order.settings, false);
  const zeroImage = imageCondition(workshop);
  const size = latentSize(workshop, settings);
  const rowNames = settings.guidanceScale === 1 ? ['text'] : ['none', 'text'];
  order.onProgress({ phase: 'load', step: 0, count: 1 });
  const unet = await openUNet(
    cache,
    checkpoint,
    { batch: rowNames.length, ...size },
    {
      control: false,
      fused: workshop.fused,
    },
  );
  order.onProgress({ phase: 'text', step: 0, count: 1 });
  const negative = step.negativePrompt ?? order.settings.negativePrompt;
  const text = await encodeText(cache, checkpoint, promptIds(checkpoint, step.prompt));
  const none = await encodeText(
    cache,
    checkpoint,
    negative === undefined ? undefined : promptIds(checkpoint, negative),
  );
  const conditioning = rowNames.map((name): Conditioning => (name === 'text' ? text : none));
  const latentDims = [1, checkpoint.vae.latentChannels, size.height, size.width];
  const latents = await denoise({
    cache,
    checkpoint,
    unet,
    conditioning,
    image: zeroImage ? rowNames.map(() => tensor(latentDims)) : undefined,
    picture: settings,
    method: {
      combine: (predictions: Tensor) => classifierFreeGuidance(predictions, rowNames, settings.guidanceScale),
    },
    ...settings,
    latentDims,
    onProgress: order.onProgress,
    signal: order.signal,
  });
  order.onProgress({ phase: 'decode', step: 0, count: 1 });
  return {
    picture: await decodeLatents(cache, checkpoint, latents),
    masks: [],
    changed: 1,
    model: checkpoint.name,
    method: 'text-to-image',
    sampler: settings.sampler,
    steps: settings.steps,
    seed: settings.seed,
    guidanceScale: settings.guidanceScale,
    notes: [],
  };
}

/** True when the U-Net also takes an image, and zeros mean that there is none. */
function imageCondition({ imageModel }: Workshop): boolean {
  if (imageModel.edits === 'none') return false;
  if (imageModel.edits === 'instruct-pix2pix' && imageModel.card.imageConditionZeroIsTextToImage === true)
    return true;
  throw new UserError(
    'EDIT_MODEL_ONLY',
    `${imageModel.name} edits pictures and cannot paint one from words. Set IMAGE_MODEL to a text-to-image checkpoint.`,
  );
}

function latentSize(
  { imageModel }: Workshop,
  { width, height }: { readonly width: number; readonly height: number },
): { height: number; width: number } {
  const step = sizeStep(imageModel);
  if (width % step !== 0 || height % step !== 0)
    throw new UserError(
      'BAD_SIZE',
      `${imageModel.name} paints in steps of ${step} pixels: ${width}×${height} does not fit.`,
    );
  return { height: height / imageModel.vae.factor, width: width / imageModel.vae.factor };
}
