import { UnsupportedModelError } from '../errors.ts';
import { addProcessNoise, scaleForProcess } from './algebra.ts';
import { eulerSteps } from './euler.ts';
import type { Sampler, Schedule } from './sampler.ts';
import type { SchedulerConfig } from './scheduler-config.ts';
import { checkSteps } from './timesteps.ts';

const { fround } = Math;

/** Sigmas fall evenly from 1 to 1/steps, as the pipelines hand them over, and are moved towards the noise. */
function flowSchedule(config: SchedulerConfig, steps: number, strength = 1, mu?: number): Schedule {
  const total = config.num_train_timesteps;
  checkSteps(steps, total);
  const shifted = shiftOf(config, mu);
  const sigmas = Array.from({ length: steps }, (_, i) => shifted(fround(1 - i / steps)));
  return {
    config,
    steps,
    timesteps: sigmas.map((sigma) => fround(sigma * total)),
    sigmas: [...sigmas, 0],
    trainSigmas: Array.from({ length: total }, (_, i) => shifted((i + 1) / total)),
    initNoiseSigma: 1,
    // Rounded the other way than for other samplers: 4 steps at 0.8 skip none.
    startIndex: Math.floor(steps - steps * strength),
  };
}

/** σ′ = k / (k + 1/σ − 1), with the config's shift or a checkpoint's e^μ (or μ itself) as k. */
function shiftOf(config: SchedulerConfig, mu: number | undefined): (sigma: number) => number {
  const { use_dynamic_shifting: isDynamic, time_shift_type: type } = config;
  if (isDynamic && mu === undefined)
    throw new UnsupportedModelError(
      'scheduler_config.json',
      'use_dynamic_shifting = true',
      'a family that computes mu',
    );
  const dynamic = type === 'exponential' ? Math.exp(mu ?? 0) : (mu ?? 1);
  const factor = isDynamic ? dynamic : config.shift;
  return (sigma) => fround(factor / (factor + 1 / sigma - 1));
}

/**
 * Euler's method along the straight lines of a flow (FLUX, Z-Image, Stable Diffusion 3).
 *
 * @see Esser et al. 2024, section 5.3.2, https://arxiv.org/abs/2403.03206; FlowMatchEulerDiscreteScheduler of diffusers 0.42
 */
export const flowEuler: Sampler = {
  name: 'flow_euler',
  scheduler: 'FlowMatchEulerDiscreteScheduler',
  processes: ['flow-matching'],
  schedule: flowSchedule,
  addNoise: addProcessNoise,
  scaleInput: scaleForProcess,
  sample: eulerSteps,
};
