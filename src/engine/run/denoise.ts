import type { Checkpoint, Conditioning } from '../../models/family.ts';
import type { RgbImage } from '../../image/image.ts';
import type { AttentionControl, MethodRun, MethodStep } from '../../methods/method.ts';
import type { SamplingState, Step } from '../../sampling/sampler.ts';
import type { NoiseProcess } from '../../sampling/noise-process.ts';
import type { Grid } from '../../tensor/grid.ts';
import { concat, rows, type Tensor, weightedSum } from '../../tensor/tensor.ts';
import { createTorchGenerator, type TorchGenerator } from '../../tensor/torch-random.ts';
import type { EngineProgress } from '../engine.ts';
import { previewLatents } from './latents.ts';
import { noiseOf } from './noise.ts';
import type { NetworkCache } from './networks.ts';
import type { Denoiser } from './denoiser.ts';

/** Everything that a run of the sampler needs; what a method changes is in `method`. */
export interface DenoiseRun {
  readonly cache: NetworkCache;
  readonly checkpoint: Checkpoint;
  readonly denoiser: Denoiser;
  readonly conditioning: readonly Conditioning[];
  /** Instead of `conditioning`, where it differs from step to step. */
  readonly conditioningAt?: ((step: Step) => readonly Conditioning[]) | undefined;
  readonly image?: readonly Tensor[] | undefined;
  /** Which of the pictures a row belongs to, when the run paints more than one; default: all to the first. */
  readonly pictureOfRow?: readonly number[] | undefined;
  readonly picture: { readonly width: number; readonly height: number; readonly guidanceScale: number };
  readonly method: MethodRun & Required<Pick<MethodRun, 'combine'>>;
  /** Changes the prediction after guidance, `[pictures, C, h, w]`, for the network's input of the same shape. */
  readonly steer?: ((prediction: Tensor, input: Tensor, step: Step) => Promise<Tensor>) | undefined;
  readonly sampler: string;
  readonly steps: number;
  readonly seed: number;
  /** Begin from this picture's latents (scaled) instead of pure noise: share `strength` of the way. */
  readonly from?: { readonly latents: Tensor; readonly strength: number } | undefined;
  /** Where `from` is to stay: 0 in these cells, `[h, w]`; after every step they get its latents under that step's noise. */
  readonly surroundings?: Grid | undefined;
  /** Begin with exactly these latents, `[pictures, C, h, w]`, as the sampler wants them at its first step. */
  readonly start?: Tensor | undefined;
  /** Noise of a painter that has drawn from the generator before: the first latents' `[1, C, h, w]`, and what goes on. */
  readonly drawn?: { readonly first: Tensor; readonly generator: TorchGenerator } | undefined;
  /** `[pictures, C, h, w]`; all pictures begin from the same noise. */
  readonly latentDims: readonly number[];
  readonly onProgress: (progress: EngineProgress) => void;
  readonly signal: AbortSignal;
}

const PREVIEWS = 4;

/**
 * Runs the sampler to the end.
 *
 * @returns the final latents, multiplied by the scaling factor, `[pictures, C, h, w]`
 * @throws {DOMException} AbortError, between steps
 */
export async function denoise(run: DenoiseRun): Promise<Tensor> {
  const { sampler, schedule, process, start, noise, keep } = begin(run);
  const generator = sampler.sample((input, step) => predict(run, process, input, step), start, schedule, {
    noise,
    signal: run.signal,
  });
  const first = schedule.startIndex;
  const count = schedule.timesteps.length - first;
  run.onProgress({ phase: 'denoise', step: 0, count });
  let changed: Tensor | undefined;
  for (;;) {
    const { done, value } = await generator.next(changed);
    if (done === true) return value;
    changed = run.method.after?.(value.x, value.step);
    if (run.surroundings !== undefined) changed = keep(changed ?? value.x, value.step.index + 1);
    const { index } = value.step;
    run.onProgress({
      phase: 'denoise',
      step: index - first + 1,
      count,
      preview: await preview(run, value, index - first + 1, count),
    });
  }
}

/** The noise comes from one generator in the order in which diffusers draws: latents first, then the steps. */
function begin(run: DenoiseRun) {
  const [, , height = 1, width = 1] = run.latentDims;
  const { sampler, process, ...way } = noiseOf(run.checkpoint, { height, width }, run.sampler);
  const schedule = way.schedule(run.steps, run.from?.strength ?? 1);
  const generator = run.drawn?.generator ?? createTorchGenerator(run.seed);
  const [pictures = 1, ...dims] = run.latentDims;
  const noise = (): Tensor => {
    const drawn = generator.randn([1, ...dims]);
    return pictures === 1
      ? drawn
      : concat(
          Array.from({ length: pictures }, () => drawn),
          0,
        );
  };
  const drawn = run.drawn?.first ?? noise();
  const start =
    run.from === undefined
      ? weightedSum([schedule.initNoiseSigma, drawn])
      : sampler.addNoise(schedule, run.from.latents, drawn, schedule.startIndex);
  /** The latents of `from` around what is painted, as they are when step `index` begins. */
  const keep = (latents: Tensor, index: number): Tensor => {
    const { from, surroundings } = run;
    if (from === undefined || surroundings === undefined) return latents;
    const around = sampler.addNoise(schedule, from.latents, drawn, index);
    const { data: inside } = surroundings;
    const data = latents.data.map((value, i) => (inside[i % inside.length]! > 0 ? value : around.data[i]!));
    return { dims: latents.dims, data };
  };
  return { sampler, schedule, process, start: run.start ?? start, noise, keep };
}

async function predict(run: DenoiseRun, process: NoiseProcess, input: Tensor, step: Step): Promise<Tensor> {
  const { method } = run;
  // Methods count in training timesteps, whatever the network is told.
  const methodStep: MethodStep = { ...step, timestep: process.trainingTimestep(step) };
  const control: AttentionControl | undefined = method.control?.(methodStep);
  const places = run.pictureOfRow ?? run.conditioning.map(() => 0);
  const { predictions, maps } = await run.denoiser.predict(
    places.map((picture) => rows(input, picture, picture + 1)),
    {
      conditioning: run.conditioningAt?.(step) ?? run.conditioning,
      image: run.image,
      picture: run.picture,
    },
    { timestep: step.timestep, control, read: method.reads?.(methodStep) ?? false },
  );
  if (maps.size > 0) method.observe?.(maps, methodStep);
  const prediction = method.combine(predictions, methodStep);
  return run.steer === undefined ? prediction : run.steer(prediction, input, step);
}

/** A look at the picture so far, a few times in a run: decoding costs as much as a step of a small model. */
async function preview(
  run: DenoiseRun,
  { denoised }: SamplingState,
  step: number,
  count: number,
): Promise<RgbImage | undefined> {
  const every = Math.max(1, Math.floor(count / (PREVIEWS + 1)));
  if (step === count || step % every !== 0) return undefined;
  // Of several pictures the last one is the result.
  const last = (denoised.dims[0] as number) - 1;
  return previewLatents(run.cache, run.checkpoint, rows(denoised, last, last + 1));
}
