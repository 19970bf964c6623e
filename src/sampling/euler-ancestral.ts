import { weightedSum } from '../tensor/tensor.ts';
import { addProcessNoise, denoisedFrom, scaleForProcess, stepsOf } from './algebra.ts';
import { eulerSchedule } from './euler.ts';
import type { Sampler } from './sampler.ts';

/**
 * Euler's method a little further down, then fresh noise back up to the next sigma.
 *
 * Noise is drawn on every step, the last included, where it is multiplied by 0, as diffusers does.
 *
 * @see k-diffusion, sample_euler_ancestral; EulerAncestralDiscreteScheduler of diffusers 0.42
 */
export const eulerAncestral: Sampler = {
  name: 'euler_ancestral',
  scheduler: 'EulerAncestralDiscreteScheduler',
  processes: ['variance-preserving'],
  // The ancestral class of diffusers knows neither Karras sigmas nor another final sigma.
  schedule: (config, steps, strength) =>
    eulerSchedule({ ...config, use_karras_sigmas: false, final_sigmas_type: 'zero' }, steps, strength),
  addNoise: addProcessNoise,
  scaleInput: scaleForProcess,
  async *sample(predict, x, schedule, options) {
    for (const step of stepsOf(schedule, options)) {
      const input = scaleForProcess(schedule, x, step.index);
      const denoised = denoisedFrom(schedule, input, await predict(input, step), step.sigma);
      const to = schedule.sigmas[step.index + 1] as number;
      const up = Math.sqrt((to ** 2 * (step.sigma ** 2 - to ** 2)) / step.sigma ** 2);
      const kept = Math.sqrt(to ** 2 - up ** 2) / step.sigma;
      x = weightedSum([kept, x], [1 - kept, denoised], [up, options.noise()]);
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};
