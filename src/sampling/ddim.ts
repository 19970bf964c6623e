import { type Tensor, tensor, weightedSum } from '../tensor/tensor.ts';
import { addPreservingNoise, clipped, denoisedFrom, noiseFrom, stepsOf, unscaled } from './algebra.ts';
import { alphasCumprod, noiseRate, sigmaOf, signalRate } from './noise-schedule.ts';
import type { Sampler, Schedule, Step } from './sampler.ts';
import type { SchedulerConfig } from './scheduler-config.ts';
import { roundToEven, spacedTimesteps, startOf } from './timesteps.ts';

/**
 * A schedule on whole training timesteps, as DDIM, PNDM and DDPM have it.
 *
 * @see DDIMScheduler of diffusers 0.42
 */
export function wholeTimestepSchedule(config: SchedulerConfig, steps: number, strength = 1): Schedule {
  const trainSigmas = [...alphasCumprod(config)].map(sigmaOf);
  const timesteps = spacedTimesteps(config, steps, config.timestep_spacing ?? 'leading').map(roundToEven);
  const sigmas = timesteps.map((timestep) => sigmaAt(trainSigmas, config, timestep));
  return {
    config,
    steps,
    timesteps,
    sigmas: [...sigmas, sigmaAt(trainSigmas, config, -1)],
    trainSigmas,
    initNoiseSigma: 1,
    startIndex: startOf(steps, strength),
  };
}

/** Sigma of a whole timestep; below the first one the picture is clean, or as noisy as the first, as the config says. */
function sigmaAt(trainSigmas: readonly number[], config: SchedulerConfig, timestep: number): number {
  if (timestep < 0) return (config.set_alpha_to_one ?? true) ? 0 : (trainSigmas[0] as number);
  return trainSigmas[Math.min(timestep, trainSigmas.length - 1)] as number;
}

/**
 * Sigma `strides` regular strides of the run away from a timestep (negative: less noise).
 *
 * Differs from the paper: the stride is ⌊T / steps⌋ whatever the spacing, as in diffusers.
 */
export function sigmaAway(schedule: Schedule, timestep: number, strides: number): number {
  const { config, steps, trainSigmas } = schedule;
  const stride = Math.floor(config.num_train_timesteps / steps);
  return sigmaAt(trainSigmas, config, timestep + strides * stride);
}

/**
 * Denoising diffusion implicit models; with `eta` above 0 some of the noise is fresh in every step.
 *
 * @see Song et al. 2020, equation 12, https://arxiv.org/abs/2010.02502
 */
export const ddim: Sampler = {
  name: 'ddim',
  scheduler: 'DDIMScheduler',
  processes: ['variance-preserving'],
  schedule: wholeTimestepSchedule,
  addNoise: addPreservingNoise,
  scaleInput: unscaled,
  async *sample(predict, x, schedule, options) {
    const { eta = 0 } = options;
    for (const step of stepsOf(schedule, options)) {
      const output = await predict(x, step);
      const next = ddimStep(schedule, x, output, step, eta);
      const { denoised, fresh } = next;
      x = eta > 0 ? weightedSum([1, next.x], [fresh, options.noise()]) : next.x;
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};

/**
 * One step.
 *
 * @param output  the network's, for the latents `x`
 * @param eta     share of fresh noise, which is not added here: `fresh` is how much of it belongs to `x`
 */
export function ddimStep(
  schedule: Schedule,
  x: Tensor,
  output: Tensor,
  { timestep, sigma }: Step,
  eta = 0,
): { readonly x: Tensor; readonly denoised: Tensor; readonly fresh: number } {
  const denoised = clipped(schedule, denoisedFrom(schedule, x, output, sigma), true);
  const direction = noiseFrom(schedule, x, output, sigma);
  const to = sigmaAway(schedule, timestep, -1);
  const fresh = eta * freshNoise(sigma, to);
  const old = Math.sqrt(noiseRate(to) ** 2 - fresh ** 2);
  return { x: weightedSum([signalRate(to), denoised], [old, direction]), denoised, fresh };
}

/**
 * Factor of the network's output in the latents after a step: they are linear in it (unless x̂₀ is clipped), which lets
 * an output be optimised for where the step shall lead.
 */
export const outputRate = (schedule: Schedule, step: Step): number =>
  ddimStep(schedule, tensor([1], [0]), tensor([1], [1]), step).x.data[0] as number;

/** The standard deviation of the posterior of the next latents, equation 16 of the paper with η = 1. */
export function freshNoise(from: number, to: number): number {
  const kept = (signalRate(from) / signalRate(to)) ** 2;
  return (noiseRate(to) / noiseRate(from)) * Math.sqrt(Math.max(1 - kept, 0));
}
