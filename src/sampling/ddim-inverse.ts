import { weightedSum } from '../tensor/tensor.ts';
import { addPreservingNoise, clipped, denoisedFrom, noiseFrom, stepsOf, unscaled } from './algebra.ts';
import { sigmaAway, wholeTimestepSchedule } from './ddim.ts';
import { noiseRate, signalRate } from './noise-schedule.ts';
import type { Sampler } from './sampler.ts';

/**
 * DDIM backwards: from a clean picture up to the noise from which DDIM would paint it.
 *
 * A step's `timestep` and `sigma` are those it arrives at; the network is told that timestep, as in diffusers.
 */
export const ddimInverse: Sampler = {
  name: 'ddim_inverse',
  scheduler: 'DDIMInverseScheduler',
  processes: ['variance-preserving'],
  schedule(config, steps, strength) {
    const falling = wholeTimestepSchedule(config, steps, strength);
    return {
      ...falling,
      timesteps: falling.timesteps.toReversed(),
      sigmas: falling.sigmas.toReversed(),
      startIndex: 0,
    };
  },
  addNoise: addPreservingNoise,
  scaleInput: unscaled,
  async *sample(predict, x, schedule, options) {
    for (const step of stepsOf(schedule, options)) {
      const output = await predict(x, step);
      const from = sigmaAway(schedule, step.timestep, -1);
      const to = sigmaAway(schedule, step.timestep, 0);
      const denoised = clipped(schedule, denoisedFrom(schedule, x, output, from), true);
      const direction = noiseFrom(schedule, x, output, from);
      x = weightedSum([signalRate(to), denoised], [noiseRate(to), direction]);
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};
