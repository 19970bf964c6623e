/** What all samplers share: from a network output to x̂₀ and noise, and noise onto latents. */
import { mapTensor, weightedSum, type Tensor } from '../tensor/tensor.ts';
import { noiseProcess } from './noise-process.ts';
import { noiseRate, signalRate } from './noise-schedule.ts';
import type { SamplingOptions, Schedule, Step } from './sampler.ts';

/**
 * Lists the steps of a run; throws `AbortError` before a step when the signal says so.
 *
 * @see Schedule
 */
export function* stepsOf(schedule: Schedule, options: SamplingOptions): Generator<Step> {
  const start = options.startIndex ?? schedule.startIndex;
  const count = schedule.timesteps.length;
  for (let index = start; index < count; index++) {
    options.signal?.throwIfAborted();
    const timestep = schedule.timesteps[index] as number;
    yield { index, count, start, timestep, sigma: schedule.sigmas[index] as number };
  }
}

/**
 * Turns a network output into x̂₀.
 *
 * @param input  the network's input: for latents of variance one that is √ᾱ x₀ + √(1 − ᾱ) ε
 * @param output what it said, as the config's `prediction_type` says
 * @param sigma  noise of the input, as in the schedule
 */
export const denoisedFrom = (schedule: Schedule, input: Tensor, output: Tensor, sigma: number): Tensor =>
  noiseProcess(schedule.config).denoised(input, output, sigma);

/** Turns a network output into the noise it saw; parameters as for `denoisedFrom`. */
export const noiseFrom = (schedule: Schedule, input: Tensor, output: Tensor, sigma: number): Tensor =>
  noiseProcess(schedule.config).noise(input, output, sigma);

/** Keeps x̂₀ within the range that the config asks for; `byDefault` where it does not say. */
export function clipped(schedule: Schedule, denoised: Tensor, byDefault: boolean): Tensor {
  const { clip_sample, clip_sample_range: range } = schedule.config;
  if (!(clip_sample ?? byDefault)) return denoised;
  return mapTensor(denoised, (value) => Math.min(Math.max(value, -range), range));
}

/** Noise on latents as Euler's method moves them: signal · x₀ + noise · ε of the schedule's noise process. */
export function addProcessNoise(schedule: Schedule, x0: Tensor, noise: Tensor, index: number): Tensor {
  const rates = noiseProcess(schedule.config).rates(schedule.sigmas[index] as number);
  return weightedSum([rates.signal, x0], [rates.noise, noise]);
}

/** The network's input for such latents. */
export function scaleForProcess(schedule: Schedule, x: Tensor, index: number): Tensor {
  const factor = noiseProcess(schedule.config).inputScale(schedule.sigmas[index] as number);
  return factor === 1 ? x : weightedSum([factor, x]);
}

/** Noise on latents of variance one (DDIM and most others): √ᾱ x₀ + √(1 − ᾱ) ε. */
export function addPreservingNoise(schedule: Schedule, x0: Tensor, noise: Tensor, index: number): Tensor {
  const sigma = schedule.sigmas[index] as number;
  return weightedSum([signalRate(sigma), x0], [noiseRate(sigma), noise]);
}

/** The network's input for latents of variance one: as they are. */
export const unscaled = (_schedule: Schedule, x: Tensor): Tensor => x;
