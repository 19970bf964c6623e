/** What all samplers share: from a network output to x̂₀ and noise, and noise onto latents. */
import { mapTensor, weightedSum, type Tensor } from '../tensor/tensor.ts';
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
 * @param input  the network's input, variance one: √ᾱ x₀ + √(1 − ᾱ) ε
 * @param output what it said: ε, v = √ᾱ ε − √(1 − ᾱ) x₀, or x̂₀ itself
 * @param sigma  noise of the input in units of the signal
 */
export function denoisedFrom(schedule: Schedule, input: Tensor, output: Tensor, sigma: number): Tensor {
  const { prediction_type } = schedule.config;
  if (prediction_type === 'sample') return output;
  const [signal, noise] = [signalRate(sigma), noiseRate(sigma)];
  if (prediction_type === 'v_prediction') return weightedSum([signal, input], [-noise, output]);
  return weightedSum([1 / signal, input], [-noise / signal, output]);
}

/** Turns a network output into the noise it saw; parameters as for `denoisedFrom`. */
export function noiseFrom(schedule: Schedule, input: Tensor, output: Tensor, sigma: number): Tensor {
  const { prediction_type } = schedule.config;
  if (prediction_type === 'epsilon') return output;
  const [signal, noise] = [signalRate(sigma), noiseRate(sigma)];
  if (prediction_type === 'v_prediction') return weightedSum([signal, output], [noise, input]);
  return weightedSum([1 / noise, input], [-signal / noise, output]);
}

/** Keeps x̂₀ within the range that the config asks for; `byDefault` where it does not say. */
export function clipped(schedule: Schedule, denoised: Tensor, byDefault: boolean): Tensor {
  const { clip_sample, clip_sample_range: range } = schedule.config;
  if (!(clip_sample ?? byDefault)) return denoised;
  return mapTensor(denoised, (value) => Math.min(Math.max(value, -range), range));
}

/** Noise on latents whose variance grows with sigma (Euler): x₀ + σ ε. */
export function addGrowingNoise(schedule: Schedule, x0: Tensor, noise: Tensor, index: number): Tensor {
  return weightedSum([1, x0], [schedule.sigmas[index] as number, noise]);
}

/** The network's input for latents whose variance grows with sigma: x / √(σ² + 1). */
export function scaleGrown(schedule: Schedule, x: Tensor, index: number): Tensor {
  return weightedSum([signalRate(schedule.sigmas[index] as number), x]);
}

/** Noise on latents of variance one (DDIM and most others): √ᾱ x₀ + √(1 − ᾱ) ε. */
export function addPreservingNoise(schedule: Schedule, x0: Tensor, noise: Tensor, index: number): Tensor {
  const sigma = schedule.sigmas[index] as number;
  return weightedSum([signalRate(sigma), x0], [noiseRate(sigma), noise]);
}

/** The network's input for latents of variance one: as they are. */
export const unscaled = (_schedule: Schedule, x: Tensor): Tensor => x;
