import { interpolate, karrasSigmas, timestepOf, trainingSigmas } from './noise-schedule.ts';
import type { Schedule } from './sampler.ts';
import type { SchedulerConfig } from './scheduler-config.ts';
import { roundToEven, spacedTimesteps, startOf } from './timesteps.ts';

/**
 * The schedule of the exponential multi-step solvers: one interval more than steps, of which the last, where there
 * is no noise any more, is not made.
 *
 * @see DPMSolverMultistepScheduler and UniPCMultistepScheduler of diffusers 0.42
 */
export function multistepSchedule(config: SchedulerConfig, steps: number, strength = 1): Schedule {
  const trainSigmas = trainingSigmas(config);
  const [smallest = 0] = trainSigmas;
  const largest = trainSigmas.at(-1) ?? smallest;
  const spacing = config.timestep_spacing ?? 'linspace';
  let timesteps =
    spacing === 'trailing'
      ? spacedTimesteps(config, steps, spacing)
      : spacedTimesteps(config, steps + 1, spacing)
          .slice(0, -1)
          .map(roundToEven);
  let sigmas = timesteps.map((timestep) => interpolate(trainSigmas, timestep));
  if (config.use_karras_sigmas) {
    sigmas = karrasSigmas(config.sigma_max ?? largest, config.sigma_min ?? smallest, steps);
    timesteps = sigmas.map((sigma) => roundToEven(timestepOf(sigma, trainSigmas)));
  }
  return {
    config,
    steps,
    timesteps,
    sigmas: [...sigmas, config.final_sigmas_type === 'zero' ? 0 : smallest].map(Math.fround),
    trainSigmas,
    initNoiseSigma: 1,
    startIndex: startOf(steps, strength),
  };
}
