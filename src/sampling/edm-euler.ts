import { UnsupportedModelError } from '../errors.ts';
import { addProcessNoise, scaleForProcess } from './algebra.ts';
import { eulerSteps } from './euler.ts';
import { karrasSigmas, linspace } from './noise-schedule.ts';
import type { Sampler, Schedule } from './sampler.ts';
import type { SchedulerConfig } from './scheduler-config.ts';
import { checkSteps, startOf } from './timesteps.ts';

/** What diffusers takes where the config does not say it. */
const SIGMA = { min: 0.002, max: 80 } as const;

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

/**
 * Euler's method for networks that are told the noise itself, ln(σ) / 4, instead of a training timestep (CosXL).
 *
 * @see Karras et al. 2022, table 1, https://arxiv.org/abs/2206.00364; EDMEulerScheduler of diffusers 0.42
 */
export const edmEuler: Sampler = {
  name: 'edm_euler',
  scheduler: 'EDMEulerScheduler',
  processes: ['edm'],
  schedule: edmSchedule,
  addNoise: addProcessNoise,
  scaleInput: scaleForProcess,
  sample: eulerSteps,
};
