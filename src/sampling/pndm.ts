import { UnsupportedModelError } from '../errors.ts';
import { type Tensor, weightedSum } from '../tensor/tensor.ts';
import { addPreservingNoise, denoisedFrom, noiseFrom, stepsOf, unscaled } from './algebra.ts';
import { sigmaAway, wholeTimestepSchedule } from './ddim.ts';
import { noiseRate, signalRate } from './noise-schedule.ts';
import type { Sampler } from './sampler.ts';

/** Adams-Bashforth weights of the newest outputs, newest first, by how many there are. */
const WEIGHTS: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

/**
 * Pseudo linear multi-step: DDIM steps along a mix of the last four network outputs; the second timestep is
 * evaluated twice, to begin with a mean of two (Heun).
 *
 * @see Liu et al. 2022, equation 9 and 12, https://arxiv.org/abs/2202.09778; PNDMScheduler of diffusers 0.42
 */
export const pndm: Sampler = {
  name: 'pndm',
  scheduler: 'PNDMScheduler',
  processes: ['variance-preserving'],
  schedule(config, steps, strength) {
    if (config.skip_prk_steps === false)
      throw new UnsupportedModelError('scheduler_config.json', 'skip_prk_steps = false', 'true');
    const plain = wholeTimestepSchedule({ set_alpha_to_one: false, ...config }, steps, strength);
    if (steps < 2) return plain;
    return { ...plain, timesteps: repeatSecond(plain.timesteps), sigmas: repeatSecond(plain.sigmas) };
  },
  addNoise: addPreservingNoise,
  scaleInput: unscaled,
  async *sample(predict, x, schedule, options) {
    const outputs: Tensor[] = [];
    let first = x;
    for (const step of stepsOf(schedule, options)) {
      const output = await predict(x, step);
      const isRepeat = step.index === step.start + 1;
      const from = isRepeat ? sigmaAway(schedule, step.timestep, 1) : step.sigma;
      const to = sigmaAway(schedule, step.timestep, isRepeat ? 0 : -1);
      let mixed: Tensor;
      if (isRepeat) {
        mixed = weightedSum([0.5, output], [0.5, outputs[0] as Tensor]);
        x = first;
      } else {
        first = x;
        outputs.unshift(output);
        outputs.length = Math.min(outputs.length, WEIGHTS.length);
        const weights = WEIGHTS[outputs.length - 1] as readonly number[];
        mixed = weightedSum(...outputs.map((past, i) => [weights[i] as number, past] as const));
      }
      const denoised = denoisedFrom(schedule, x, mixed, from);
      x = weightedSum([signalRate(to), denoised], [noiseRate(to), noiseFrom(schedule, x, mixed, from)]);
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};

const repeatSecond = (values: readonly number[]): number[] => [...values.slice(0, 2), ...values.slice(1)];
