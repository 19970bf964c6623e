/** How networks were trained to see noise: what samplers and the engine ask of a schedule's mathematics. */
import { type Tensor, weightedSum } from '../tensor/tensor.ts';
import { noiseRate, signalRate, timestepOf, trainingSigmas } from './noise-schedule.ts';
import type { Step } from './sampler.ts';
import { parseSchedulerConfig, type ProcessName, type SchedulerConfig } from './scheduler-config.ts';

/**
 * One way of mixing pictures with noise. `x` are latents as Euler's method moves them, the network's *input* is x times
 * `inputScale`, its *output* is what the config's `prediction_type` says, σ is a schedule's.
 */
export interface NoiseProcess {
  readonly name: ProcessName;
  /** x = signal · x₀ + noise · ε */
  rates(sigma: number): { readonly signal: number; readonly noise: number };
  inputScale(sigma: number): number;
  /** x̂₀ of an input and what the network said of it. */
  denoised(input: Tensor, output: Tensor, sigma: number): Tensor;
  /** The noise that the network saw in its input. */
  noise(input: Tensor, output: Tensor, sigma: number): Tensor;
  /** By how much the output changes when the noise that it stands for changes by 1, at the same input. */
  outputPerNoise(sigma: number): number;
  /** The timestep 0…999 at which Stable Diffusion has as much noise: for methods that count in training timesteps. */
  trainingTimestep(step: Pick<Step, 'sigma' | 'timestep'>): number;
}

const STABLE_DIFFUSION = trainingSigmas(
  parseSchedulerConfig({ beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' }),
);

/** Data of deviation one is mixed so that the input's variance stays one; σ = √((1 − ᾱ) / ᾱ). x = x₀ + σ ε. */
function variancePreserving({ prediction_type: type }: SchedulerConfig): NoiseProcess {
  return {
    name: 'variance-preserving',
    rates: (sigma) => ({ signal: 1, noise: sigma }),
    inputScale: signalRate,
    denoised(input, output, sigma) {
      if (type === 'sample') return output;
      const [signal, noise] = [signalRate(sigma), noiseRate(sigma)];
      if (type === 'v_prediction') return weightedSum([signal, input], [-noise, output]);
      return weightedSum([1 / signal, input], [-noise / signal, output]);
    },
    noise(input, output, sigma) {
      if (type === 'epsilon') return output;
      const [signal, noise] = [signalRate(sigma), noiseRate(sigma)];
      if (type === 'v_prediction') return weightedSum([signal, output], [noise, input]);
      return weightedSum([1 / noise, input], [-signal / noise, output]);
    },
    outputPerNoise(sigma) {
      if (type === 'epsilon') return 1;
      return type === 'sample' ? -sigma : Math.sqrt(1 + sigma ** 2);
    },
    trainingTimestep: ({ timestep }) => timestep,
  };
}

/** The standard deviation of the data that diffusers takes where an EDM config does not say it. */
const EDM_DATA = 0.5;

/**
 * The preconditioning of EDM. x = x₀ + σ ε, and the network is told ln(σ) / 4 (CosXL).
 *
 *     c_in = 1 / √(σ² + σ_d²)     c_skip = σ_d² / (σ² + σ_d²)     c_out = ± σ σ_d · c_in
 *     x̂₀ = c_skip · x + c_out · F(c_in · x)
 *
 * @see Karras et al. 2022, table 1, https://arxiv.org/abs/2206.00364; EDMEulerScheduler of diffusers 0.42
 */
function edm({ prediction_type: type, sigma_data: data = EDM_DATA }: SchedulerConfig): NoiseProcess {
  const sign = type === 'v_prediction' ? -1 : 1;
  const inputScale = (sigma: number): number => 1 / Math.sqrt(sigma ** 2 + data ** 2);
  const denoised: NoiseProcess['denoised'] = (input, output, sigma) => {
    const scale = inputScale(sigma);
    return weightedSum([data ** 2 * scale, input], [sign * sigma * data * scale, output]);
  };
  return {
    name: 'edm',
    rates: (sigma) => ({ signal: 1, noise: sigma }),
    inputScale,
    denoised,
    noise: (input, output, sigma) =>
      weightedSum([1 / (inputScale(sigma) * sigma), input], [-1 / sigma, denoised(input, output, sigma)]),
    outputPerNoise: (sigma) => -sign / (data * inputScale(sigma)),
    trainingTimestep: ({ sigma }) => timestepOf(sigma, STABLE_DIFFUSION),
  };
}

/** Where 1 − σ is no smaller than this, a flow's velocity still tells noise apart from the picture. */
const LEAST_SIGNAL = 1e-6;

/**
 * A straight line from noise to data: x = (1 − σ) x₀ + σ ε, and the network says the velocity v = ε − x₀.
 *
 * @see Liu et al. 2022, https://arxiv.org/abs/2209.03003; FlowMatchEulerDiscreteScheduler of diffusers 0.42
 */
const flowMatching: NoiseProcess = {
  name: 'flow-matching',
  rates: (sigma) => ({ signal: 1 - sigma, noise: sigma }),
  inputScale: () => 1,
  denoised: (input, output, sigma) => weightedSum([1, input], [-sigma, output]),
  noise: (input, output, sigma) => weightedSum([1, input], [1 - sigma, output]),
  outputPerNoise: (sigma) => 1 / Math.max(1 - sigma, LEAST_SIGNAL),
  trainingTimestep: ({ sigma }) => timestepOf(sigma / (1 - sigma), STABLE_DIFFUSION),
};

/** The noise process of a checkpoint's schedule. */
export function noiseProcess(config: SchedulerConfig): NoiseProcess {
  switch (config.process) {
    case 'edm':
      return edm(config);
    case 'flow-matching':
      return flowMatching;
    default:
      return variancePreserving(config);
  }
}
