import { weightedSum } from '../tensor/tensor.ts';
import { addPreservingNoise, clipped, denoisedFrom, stepsOf, unscaled } from './algebra.ts';
import { freshNoise, wholeTimestepSchedule } from './ddim.ts';
import { noiseRate, signalRate } from './noise-schedule.ts';
import type { Sampler } from './sampler.ts';

/** Least standard deviation of the noise of a step, as in diffusers. */
const LEAST_DEVIATION = 1e-10;

/**
 * Denoising diffusion probabilistic models: a draw from the posterior q(x_prev | x, x̂₀) in every step.
 *
 * @see Ho et al. 2020, equation 7, https://arxiv.org/abs/2006.11239; DDPMScheduler of diffusers 0.42
 */
export const ddpm: Sampler = {
  name: 'ddpm',
  scheduler: 'DDPMScheduler',
  processes: ['variance-preserving'],
  // The last step ends at a clean picture whatever set_alpha_to_one says: DDPM does not read it.
  schedule: (config, steps, strength) =>
    wholeTimestepSchedule({ ...config, set_alpha_to_one: true }, steps, strength),
  addNoise: addPreservingNoise,
  scaleInput: unscaled,
  async *sample(predict, x, schedule, options) {
    for (const step of stepsOf(schedule, options)) {
      const output = await predict(x, step);
      const denoised = clipped(schedule, denoisedFrom(schedule, x, output, step.sigma), true);
      const to = schedule.sigmas[step.index + 1] as number;
      const [before, after] = [noiseRate(step.sigma) ** 2, noiseRate(to) ** 2];
      const alpha = (signalRate(step.sigma) / signalRate(to)) ** 2;
      x = weightedSum(
        [(signalRate(to) * (1 - alpha)) / before, denoised],
        [(Math.sqrt(alpha) * after) / before, x],
      );
      if (step.timestep > 0) {
        const small = Math.max(freshNoise(step.sigma, to), LEAST_DEVIATION);
        const isLarge = schedule.config.variance_type === 'fixed_large';
        x = weightedSum([1, x], [isLarge ? Math.sqrt(1 - alpha) : small, options.noise()]);
      }
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};
