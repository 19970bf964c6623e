import { weightedSum } from '../tensor/tensor.ts';
import { addProcessNoise, denoisedFrom, scaleForProcess, stepsOf } from './algebra.ts';
import { interpolate, karrasSigmas, timestepOf, trainingSigmas } from './noise-schedule.ts';
import type { Sampler, Schedule } from './sampler.ts';
import type { SchedulerConfig } from './scheduler-config.ts';
import { spacedTimesteps, startOf } from './timesteps.ts';

/**
 * The schedule of both Euler samplers: sigmas in float32, read between training timesteps.
 *
 * @see EulerDiscreteScheduler and EulerAncestralDiscreteScheduler of diffusers 0.42
 */
export function eulerSchedule(config: SchedulerConfig, steps: number, strength = 1): Schedule {
  const trainSigmas = trainingSigmas(config);
  const spacing = config.timestep_spacing ?? 'linspace';
  let timesteps = spacedTimesteps(config, steps, spacing);
  let sigmas = timesteps.map((timestep) => interpolate(trainSigmas, timestep));
  if (config.use_karras_sigmas) {
    const [first = 0] = sigmas;
    const last = sigmas.at(-1) ?? first;
    sigmas = karrasSigmas(config.sigma_max ?? first, config.sigma_min ?? last, steps);
    timesteps = sigmas.map((sigma) => timestepOf(sigma, trainSigmas));
  }
  const end = config.final_sigmas_type === 'zero' ? 0 : (trainSigmas[0] as number);
  const largest = Math.max(...sigmas);
  return {
    config,
    steps,
    timesteps: timesteps.map(Math.fround),
    sigmas: [...sigmas, end].map(Math.fround),
    trainSigmas,
    initNoiseSigma: spacing === 'leading' ? Math.sqrt(largest ** 2 + 1) : largest,
    startIndex: startOf(steps, strength),
  };
}

/**
 * Euler's method on dx/dσ = (x − x̂₀) / σ.
 *
 * @see Karras et al. 2022, algorithm 2 without churn, https://arxiv.org/abs/2206.00364
 */
export const euler: Sampler = {
  name: 'euler',
  scheduler: 'EulerDiscreteScheduler',
  processes: ['variance-preserving'],
  schedule: eulerSchedule,
  addNoise: addProcessNoise,
  scaleInput: scaleForProcess,
  sample: eulerSteps,
};

/** Euler's method, the same for every noise process: σ′/σ of the latents stay, the rest becomes x̂₀. */
export async function* eulerSteps(
  ...[predict, start, schedule, options]: Parameters<Sampler['sample']>
): ReturnType<Sampler['sample']> {
  let x = start;
  for (const step of stepsOf(schedule, options)) {
    const input = scaleForProcess(schedule, x, step.index);
    const denoised = denoisedFrom(schedule, input, await predict(input, step), step.sigma);
    const kept = (schedule.sigmas[step.index + 1] as number) / step.sigma;
    x = weightedSum([kept, x], [1 - kept, denoised]);
    x = (yield { step, x, denoised }) ?? x;
  }
  return x;
}
