import { type Tensor, weightedSum } from '../tensor/tensor.ts';
import { addProcessNoise, denoisedFrom, scaleForProcess, stepsOf } from './algebra.ts';
import { eulerSchedule } from './euler.ts';
import type { Sampler, Step } from './sampler.ts';

/** What its class of diffusers takes where the config says nothing. */
const BETAS = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'linear' } as const;

/**
 * Heun's method: a step of Euler's, a second look from where it leads, and the mean of both slopes. The last step, to
 * no noise at all, is Euler's. A step is one of those that were asked for, though the network is evaluated twice.
 *
 * @see Karras et al. 2022, algorithm 1, https://arxiv.org/abs/2206.00364; HeunDiscreteScheduler of diffusers 0.42
 */
export const heun: Sampler = {
  name: 'heun',
  scheduler: 'HeunDiscreteScheduler',
  processes: ['variance-preserving'],
  schedule: (config, steps, strength) =>
    eulerSchedule({ ...BETAS, ...config, final_sigmas_type: 'zero' }, steps, strength),
  addNoise: addProcessNoise,
  scaleInput: scaleForProcess,
  async *sample(predict, x, schedule, options) {
    const look = async (latents: Tensor, step: Step): Promise<Tensor> => {
      options.signal?.throwIfAborted();
      const input = scaleForProcess(schedule, latents, step.index);
      return denoisedFrom(schedule, input, await predict(input, step), step.sigma);
    };
    for (const step of stepsOf(schedule, options)) {
      const { sigma } = step;
      const to = schedule.sigmas[step.index + 1] as number;
      const first = await look(x, step);
      const kept = to / sigma;
      const ahead = weightedSum([kept, x], [1 - kept, first]);
      let denoised = first;
      if (to === 0) x = ahead;
      else {
        const index = step.index + 1;
        denoised = await look(ahead, {
          ...step,
          index,
          timestep: schedule.timesteps[index] as number,
          sigma: to,
        });
        // Slopes (x − x̂₀) / σ here and there.
        const half = (to - sigma) / 2;
        x = weightedSum(
          [1 + half / sigma, x],
          [-half / sigma, first],
          [half / to, ahead],
          [-half / to, denoised],
        );
      }
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};
