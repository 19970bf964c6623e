/** Focus on Your Instruction: modulation in one forward, masks, a whole edit. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCheckpoint } from '../../src/models/index.ts';
import { encodePicture } from '../../src/engine/run/latents.ts';
import { createNetworkCache } from '../../src/engine/run/networks.ts';
import { encodeText } from '../../src/engine/run/text.ts';
import { openDenoiser } from '../../src/engine/run/denoiser.ts';
import { decodePicture } from '../../src/image/decode.ts';
import {
  attentionMask,
  sharpen,
  smooth,
  smoothingKernel,
  tokenMap,
} from '../../src/methods/attention-mask.ts';
import { focusOnYourInstruction } from '../../src/methods/focus-on-your-instruction.ts';
import type { MethodContext } from '../../src/methods/method.ts';
import { findSampler } from '../../src/sampling/index.ts';
import type { Sampler, Schedule } from '../../src/sampling/sampler.ts';
import { parseSchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { asGrid, type Grid, maximumOf, resizeGrid } from '../../src/tensor/grid.ts';
import { mapTensor, rows, tensor, type Tensor, weightedSum } from '../../src/tensor/tensor.ts';
import { probabilitiesOf } from './attention.ts';
import { modelPath } from './component.ts';
import { type Comparison, judge, type Outcome } from './comparison.ts';
import { openForward } from './forward.ts';
import type { GoldenCase } from './golden-case.ts';
import { against } from './networks.ts';

/** The rows of InstructPix2Pix as the sets order them. */
const ROWS = ['text', 'image', 'none'] as const;
const KERNELS = { ae: 'attend-and-excite', gauss: 'gaussian' } as const;

interface FoiSidecar {
  readonly token_spans: readonly (readonly [number, number])[];
  readonly keyword_tokens: readonly number[];
  readonly thresholds: readonly number[];
  readonly thresholds_of_smaller_gamma?: Readonly<Record<string, readonly number[]>>;
  readonly layers: readonly string[];
  readonly gamma: number;
  readonly kernel?: keyof typeof KERNELS;
  readonly max_mode: 'row' | 'global';
  readonly special_token_mask: 0 | 1;
  readonly s_T: number;
  readonly s_I: number;
  readonly timestep: number;
  readonly instruction: string;
  readonly image: string;
  /** Only in whole runs. */
  readonly steps?: readonly { readonly t: number; readonly disentangled: boolean }[];
}

const sidecarOf = (golden: GoldenCase): FoiSidecar => golden.sidecar as unknown as FoiSidecar;

/** Runs one FoI case. */
export async function runFoi(golden: GoldenCase): Promise<readonly Outcome[]> {
  const kind = golden.name.split('/foi.')[1] ?? '';
  if (kind.startsWith('modulation')) return [judge(golden.name, await modulation(golden))];
  if (kind.startsWith('mask_extraction')) return [judge(golden.name, await maskExtraction(golden))];
  if (kind.startsWith('full_run')) return [judge(golden.name, await fullRun(golden))];
  return [{ name: golden.name, status: 'skip', reason: 'no such FoI case is known' }];
}

/** The method's settings as the sidecar gives them. */
function settingsOf(golden: GoldenCase, alpha: Tensor | undefined, masks: readonly Grid[]) {
  const sidecar = sidecarOf(golden);
  return focusOnYourInstruction.settings.parse({
    subInstructions: sidecar.token_spans.map((span, index) => ({
      span,
      keyword: sidecar.keyword_tokens === undefined ? [] : [sidecar.keyword_tokens[index]],
      threshold: sidecar.thresholds?.[index],
      alpha: alpha?.data[span[0]] ?? 1,
      mask: masks[index],
    })),
    disentangled: disentangledShare(sidecar),
    guidanceScale: sidecar.s_T,
    imageGuidanceScale: sidecar.s_I,
    gamma: sidecar.gamma,
    kernel: KERNELS[sidecar.kernel ?? 'ae'],
    specialTokens: sidecar.special_token_mask === 1 ? 'everywhere' : 'nowhere',
    layers: sidecar.layers,
  });
}

/** The share of the run whose steps are marked; half a step more, so that no rounding takes one away. */
function disentangledShare({ steps }: FoiSidecar): number | undefined {
  if (steps === undefined) return undefined;
  const marked = steps.filter(({ disentangled }) => disentangled).length;
  return Math.min((marked + 0.5) / steps.length, 1);
}

async function modulation(golden: GoldenCase): Promise<Comparison[]> {
  const masks = splitMasks(await golden.tensor('in/masks'));
  const settings = settingsOf(golden, await golden.tensor('in/alpha'), masks);
  const comparisons: Comparison[] = [];
  const maximum = sidecarOf(golden).max_mode === 'global' ? 'head' : 'row';
  for (const fused of [true, false]) {
    const forward = await openForward(golden, fused, maximum);
    try {
      const context = forward.context(ROWS);
      const run = focusOnYourInstruction.start(context, settings);
      const early = { index: 0, count: 10, start: 0, timestep: sidecarOf(golden).timestep };
      const changed = await forward.run(run.control?.(early));
      const plain = await forward.run(undefined);
      const combined = (index: number): Tensor => run.combine(changed.out, { ...early, index });
      comparisons.push(
        await against(golden, 'out', changed.out, 'out'),
        await against(golden, 'out_uncontrolled', plain.out, 'out'),
        await against(golden, 'eps_disentangled', combined(0), 'eps'),
        await against(golden, 'eps_standard', combined(9), 'eps'),
        await against(golden, 'union_mask', unionAt(masks, context), 'masks'),
        ...(fused ? [] : await probabilitiesOf(golden, changed, 0)),
      );
    } finally {
      await forward.dispose();
    }
  }
  return comparisons;
}

const splitMasks = (stacked: Tensor): Grid[] =>
  Array.from({ length: stacked.dims[0] as number }, (_, i) => asGrid(rows(stacked, i, i + 1)));

const asTensor = ({ height, width, data }: Grid): Tensor => ({ dims: [height, width], data });

function unionAt(masks: readonly Grid[], { latents }: MethodContext): Tensor {
  return asTensor(resizeGrid(maximumOf(masks as [Grid, ...Grid[]]), latents.height, latents.width));
}

async function maskExtraction(golden: GoldenCase): Promise<Comparison[]> {
  const sidecar = sidecarOf(golden);
  const forward = await openForward(golden, false);
  try {
    const result = await forward.run(undefined, true);
    const { maps } = result;
    const run = focusOnYourInstruction.start(forward.context(ROWS), settingsOf(golden, undefined, []));
    run.observe?.(maps, { index: 0, count: 10, start: 0, timestep: sidecar.timestep });
    const layers = golden.keys.filter((key) => key.startsWith('probs/')).map((key) => key.slice(6));
    const mean = weightedSum(
      ...sidecar.layers.map((layer) => [1 / sidecar.layers.length, maps.get(layer) as Tensor] as const),
    );
    const masks = run.masks();
    const compared = await Promise.all([
      against(golden, 'masks', stack(masks), 'masks'),
      against(golden, 'union_mask', unionAt(masks, forward.context(ROWS)), 'masks'),
      against(golden, 'mean_map', rows(mean, 0, 1), 'maps'),
      ...layers.map((layer) => against(golden, `probs/${layer}`, result.probabilities(layer, 0), 'maps')),
    ]);
    return [...compared, ...(await extractionSteps(golden, mean))];
  } finally {
    await forward.dispose();
  }
}

/** Every step from the map of a keyword to its mask, for both kernels. */
async function extractionSteps(golden: GoldenCase, mean: Tensor): Promise<Comparison[]> {
  const sidecar = sidecarOf(golden);
  const [height, width] = golden.sidecar['resolution'] as readonly [number, number];
  const comparisons: Comparison[] = [];
  const check = async (key: string, got: Tensor, subject: string): Promise<void> => {
    if (golden.keys.includes(key)) comparisons.push(await against(golden, key, got, subject));
  };
  for (const [prefix, kernel] of Object.entries(KERNELS)) {
    await check(`${prefix}/kernel`, tensor([3, 3], smoothingKernel(kernel)), 'maps');
    for (const [index, token] of sidecar.keyword_tokens.entries()) {
      const key = (name: string): string => `${prefix}/${index}/${name}`;
      const map = tokenMap(mean, 0, [token], { height, width });
      const smoothed = smooth(map, smoothingKernel(kernel));
      await check(key('map'), asTensor(map), 'maps');
      await check(key('smoothed'), asTensor(smoothed), 'maps');
      for (let gamma = 1; gamma <= sidecar.gamma; gamma++) {
        await check(key(`sharpened.${gamma}`), asTensor(sharpen(smoothed, gamma)), 'maps');
        const isLast = gamma === sidecar.gamma;
        const thresholds = isLast
          ? sidecar.thresholds
          : sidecar.thresholds_of_smaller_gamma?.[`gamma${gamma}`];
        const mask = attentionMask(map, { gamma, threshold: thresholds?.[index] ?? 0, kernel });
        await check(key(isLast ? 'mask' : `mask_gamma${gamma}`), asTensor(mask), 'masks');
      }
    }
  }
  return comparisons;
}

function stack(masks: readonly Grid[]): Tensor {
  const [first] = masks;
  if (first === undefined) throw new Error('no masks were made');
  const data = Float32Array.from(masks.flatMap((mask) => [...mask.data]));
  return tensor([masks.length, first.height, first.width], data);
}

async function fullRun(golden: GoldenCase): Promise<Comparison[]> {
  const sidecar = sidecarOf(golden);
  const { steps = [] } = sidecar;
  const checkpoint = await openCheckpoint(await modelPath(golden, 'model'));
  const cache = createNetworkCache(2 ** 30, { threads: 1 });
  try {
    const picture = await decodePicture(await readFile(join(golden.root, sidecar.image)));
    const encoded = await encodePicture(cache, checkpoint, picture);
    const { tokenizer } = checkpoint.text;
    const text = await encodeText(cache, checkpoint, tokenizer.tokenize(sidecar.instruction));
    const none = await encodeText(cache, checkpoint, []);
    const [, , height = 1, width = 1] = encoded.dims;
    const size = { batch: ROWS.length, height, width };
    const unet = await openDenoiser(cache, checkpoint, size, { control: true });
    const { sampleSize } = checkpoint.denoiser;
    const context: MethodContext = {
      rows: ROWS,
      tokens: unet.tokens,
      latents: size,
      sampleSize,
      layers: unet.layers,
      steps: steps.length,
    };
    const foi = focusOnYourInstruction.start(
      context,
      settingsOf(golden, await golden.tensor('in/alpha'), []),
    );
    const { sampler, schedule } = findRun(checkpoint.scheduler, sidecar);
    const scaled = checkpoint.vae.toLatents(encoded);
    const start = sampler.addNoise(schedule, scaled, await golden.tensor('init_noise'), schedule.startIndex);
    const noises = await Promise.all(steps.map((_, i) => golden.tensor(`step${i}/noise`)));
    const comparisons = [
      await against(golden, 'image_latents', encoded, 'latents'),
      await against(golden, 'latents_init', start, 'latents'),
    ];
    const rowInputs = {
      conditioning: [text, none, none],
      image: [encoded, encoded, mapTensor(encoded, () => 0)],
      picture: { width: picture.width, height: picture.height, guidanceScale: sidecar.s_T },
    };
    const running = sampler.sample(
      async (input, step) => {
        const control = foi.control?.(step);
        const read = foi.reads?.(step) ?? false;
        const { timestep } = step;
        const { predictions, maps } = await unet.predict([input], rowInputs, { timestep, control, read });
        if (read) foi.observe?.(maps, step);
        return foi.combine(predictions, step);
      },
      start,
      schedule,
      { noise: () => noises.shift() as Tensor },
    );
    for await (const { x, step } of running)
      comparisons.push(await against(golden, `step${step.index - step.start}/latents`, x, 'latents'));
    comparisons.push(await against(golden, 'masks', stack(foi.masks()), 'masks'));
    comparisons.push(await against(golden, 'union_mask', unionAt(foi.masks(), context), 'masks'));
    return comparisons;
  } finally {
    await cache.dispose();
  }
}

/** The sidecar lists the timesteps that were run: finds the schedule whose end they are. */
function findRun(scheduler: unknown, { steps = [] }: FoiSidecar): { sampler: Sampler; schedule: Schedule } {
  const config = parseSchedulerConfig(scheduler);
  const { _class_name: name = '' } = config;
  const sampler = findSampler(name);
  const wanted = steps.map(({ t }) => t);
  for (let count = steps.length; count <= config.num_train_timesteps; count++) {
    const schedule = sampler.schedule(config, count);
    const startIndex = count - steps.length;
    if (schedule.timesteps.slice(startIndex).every((timestep, i) => timestep === wanted[i]))
      return { sampler, schedule: { ...schedule, startIndex } };
  }
  throw new Error(`no schedule of ${sampler.name} ends with the timesteps ${wanted.join(', ')}`);
}
