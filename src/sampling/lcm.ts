import { weightedSum } from '../tensor/tensor.ts';
import { addPreservingNoise, clipped, denoisedFrom, stepsOf, unscaled } from './algebra.ts';
import { alphasCumprod, noiseRate, sigmaOf, signalRate } from './noise-schedule.ts';
import type { Sampler } from './sampler.ts';
import { checkSteps } from './timesteps.ts';

/** Standard deviation of the data that the boundary condition assumes. */
const DATA_DEVIATION = 0.5;
const BETAS = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' } as const;

/**
 * Latent consistency models: a few jumps to the finished latents, each followed by fresh noise.
 *
 * Its timesteps are a selection of the `original_inference_steps` that the model was distilled with; a strength
 * below 1 shortens that list, so that a run from a picture makes all its steps.
 *
 * @see Luo et al. 2023, algorithm 1, https://arxiv.org/abs/2310.04378; LCMScheduler of diffusers 0.42
 */
export const lcm: Sampler = {
  name: 'lcm',
  scheduler: 'LCMScheduler',
  processes: ['variance-preserving'],
  schedule(config, steps, strength = 1) {
    const original = Math.floor(config.original_inference_steps * strength);
    checkSteps(steps, original);
    const stride = Math.floor(config.num_train_timesteps / config.original_inference_steps);
    const timesteps = Array.from(
      { length: steps },
      (_, i) => (original - Math.floor((i * original) / steps)) * stride - 1,
    );
    const trainSigmas = [...alphasCumprod(config, BETAS)].map(sigmaOf);
    const sigmas = timesteps.map((timestep) => trainSigmas[timestep] as number);
    return {
      config,
      steps,
      timesteps,
      sigmas: [...sigmas, 0],
      trainSigmas,
      initNoiseSigma: 1,
      startIndex: 0,
    };
  },
  addNoise: addPreservingNoise,
  scaleInput: unscaled,
  async *sample(predict, x, schedule, options) {
    for (const step of stepsOf(schedule, options)) {
      const jumped = denoisedFrom(schedule, x, await predict(x, step), step.sigma);
      const scaled = step.timestep * schedule.config.timestep_scaling;
      const norm = scaled ** 2 + DATA_DEVIATION ** 2;
      const denoised = weightedSum(
        [scaled / Math.sqrt(norm), clipped(schedule, jumped, false)],
        [DATA_DEVIATION ** 2 / norm, x],
      );
      const to = schedule.sigmas[step.index + 1] as number;
      x =
        step.index === step.count - 1
          ? denoised
          : weightedSum([signalRate(to), denoised], [noiseRate(to), options.noise()]);
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};
