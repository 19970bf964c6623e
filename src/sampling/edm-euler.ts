/**
 * Euler's method for networks with the preconditioning of EDM, which are told the noise itself instead of a training
 * timestep (CosXL).
 *
 *     c_in = 1 / √(σ² + σ_d²)     c_noise = ln(σ) / 4     c_skip = σ_d² / (σ² + σ_d²)     c_out = ± σ σ_d · c_in
 *     x̂₀ = c_skip · x + c_out · F(c_in · x, c_noise)
 *
 * Source: Karras et al. 2022, table 1, https://arxiv.org/abs/2206.00364; EDMEulerScheduler of diffusers 0.42.
 */
import { UnsupportedModelError } from '../errors.ts';
import { type Tensor, weightedSum } from '../tensor/tensor.ts';
import { addGrowingNoise, stepsOf } from './algebra.ts';
import { karrasSigmas, linspace, timestepOf, trainingSigmas } from './noise-schedule.ts';
import type { Sampler, Schedule } from './sampler.ts';
import { parseSchedulerConfig, type SchedulerConfig } from './scheduler-config.ts';
import { checkSteps, startOf } from './timesteps.ts';

/** What diffusers takes where the config does not say it. */
const SIGMA = { min: 0.002, max: 80, data: 0.5 } as const;

const STABLE_DIFFUSION = trainingSigmas(
  parseSchedulerConfig({ beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' }),
);

/** True for the schedules of networks that are told the noise itself. */
export const isEdm = (config: SchedulerConfig): boolean => config['_class_name'] === 'EDMEulerScheduler';

/**
 * The timestep at which Stable Diffusion has as much noise: for methods that count in training timesteps.
 *
 * @returns 0…999
 */
export const equivalentTimestep = (sigma: number): number => timestepOf(sigma, STABLE_DIFFUSION);

const dataDeviation = ({ config }: Schedule): number => config.sigma_data ?? SIGMA.data;
const inputScale = (schedule: Schedule, sigma: number): number =>
  1 / Math.sqrt(sigma ** 2 + dataDeviation(schedule) ** 2);

function edmSchedule(config: SchedulerConfig, steps: number, strength = 1): Schedule {
  checkSteps(steps, config.num_train_timesteps);
  if (config.prediction_type === 'sample')
    throw new UnsupportedModelError(
      'scheduler_config.json',
      'EDM that predicts samples',
      'epsilon or v_prediction',
    );
  const [from, to] = [config.sigma_max ?? SIGMA.max, config.sigma_min ?? SIGMA.min];
  const spaced = (count: number): number[] =>
    (config.sigma_schedule === 'exponential' ? exponentialSigmas : karrasSigmas)(from, to, count);
  const sigmas = spaced(steps).map(Math.fround);
  const end = config.final_sigmas_type === 'zero' ? 0 : (sigmas.at(-1) as number);
  return {
    config,
    steps,
    timesteps: sigmas.map((sigma) => Math.fround(0.25 * Math.fround(Math.log(sigma)))),
    sigmas: [...sigmas, end],
    trainSigmas: spaced(config.num_train_timesteps).toReversed(),
    initNoiseSigma: Math.sqrt(from ** 2 + 1),
    startIndex: startOf(steps, strength),
  };
}

/** Spaces sigmas evenly in their logarithm, falling; a single one is the smallest, as in diffusers. */
const exponentialSigmas = (from: number, to: number, count: number): number[] =>
  [...linspace(Math.log(to), Math.log(from), count)].toReversed().map(Math.exp);

export const edmEuler: Sampler = {
  name: 'edm_euler',
  scheduler: 'EDMEulerScheduler',
  schedule: edmSchedule,
  addNoise: addGrowingNoise,
  scaleInput: scaleEdm,
  async *sample(predict, x, schedule, options) {
    const sign = schedule.config.prediction_type === 'v_prediction' ? -1 : 1;
    const data = dataDeviation(schedule);
    for (const step of stepsOf(schedule, options)) {
      const { sigma } = step;
      const scale = inputScale(schedule, sigma);
      const output = await predict(scaleEdm(schedule, x, step.index), step);
      const denoised = weightedSum([(data * scale) ** 2, x], [sign * sigma * data * scale, output]);
      const kept = (schedule.sigmas[step.index + 1] as number) / sigma;
      x = weightedSum([kept, x], [1 - kept, denoised]);
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};

function scaleEdm(schedule: Schedule, x: Tensor, index: number): Tensor {
  const scale = inputScale(schedule, schedule.sigmas[index] as number);
  return weightedSum([scale, x]);
}
