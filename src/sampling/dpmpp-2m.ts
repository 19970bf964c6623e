import { UnsupportedModelError } from '../errors.ts';
import { type Tensor, weightedSum } from '../tensor/tensor.ts';
import { addPreservingNoise, denoisedFrom, stepsOf, unscaled } from './algebra.ts';
import { multistepSchedule } from './multistep-schedule.ts';
import { noiseRate, signalRate } from './noise-schedule.ts';
import type { Sampler, SamplingOptions, Schedule, Step } from './sampler.ts';

/** Runs shorter than this end with lower orders, for stability. */
const SHORT_RUN = 15;

/**
 * DPM-Solver++ of order 1 to 3 (usually 2, "2M"), as differential equation or, with `sde-dpmsolver++`, with fresh
 * noise in every step; Karras sigmas where the config asks for them.
 *
 * @see Lu et al. 2022, algorithm 2, https://arxiv.org/abs/2211.01095; DPMSolverMultistepScheduler of diffusers 0.42
 */
export const dpmpp2m: Sampler = {
  name: 'dpmpp_2m',
  scheduler: 'DPMSolverMultistepScheduler',
  processes: ['variance-preserving'],
  schedule(config, steps, strength) {
    if (config.solver_order === 3 && config.algorithm_type === 'sde-dpmsolver++')
      throw new UnsupportedModelError('scheduler_config.json', 'sde-dpmsolver++ of order 3', 'order 1 or 2');
    return multistepSchedule(config, steps, strength);
  },
  addNoise: addPreservingNoise,
  scaleInput: unscaled,
  async *sample(predict, x, schedule, options) {
    const past: Tensor[] = [];
    for (const step of stepsOf(schedule, options)) {
      const denoised = denoisedFrom(schedule, x, await predict(x, step), step.sigma);
      past.unshift(denoised);
      past.length = Math.min(past.length, 3);
      x = advance(schedule, step, x, past.slice(0, orderOf(schedule, step)), options);
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};

function orderOf({ config, timesteps }: Schedule, step: Step): number {
  const isShort = config.lower_order_final && timesteps.length < SHORT_RUN;
  const left = timesteps.length - step.index;
  const endsLow = config.euler_at_final || isShort || config.final_sigmas_type === 'zero';
  if (left === 1 && endsLow) return 1;
  const most = left === 2 && isShort ? Math.min(config.solver_order, 2) : config.solver_order;
  return Math.min(most, step.index - step.start + 1);
}

/**
 * One step of h in λ = log(signal / noise), by the differences of the last x̂₀.
 *
 * @param past x̂₀ of this and the steps before, newest first; as many as the order
 */
function advance(
  { config, sigmas }: Schedule,
  { index, sigma }: Step,
  x: Tensor,
  past: readonly Tensor[],
  options: SamplingOptions,
): Tensor {
  const to = sigmas[index + 1] as number;
  const lambda = (back: number): number => -Math.log(sigmas[index - back] as number);
  const h = -Math.log(to) - lambda(0);
  const isStochastic = config.algorithm_type === 'sde-dpmsolver++';
  // With noise, the decay of x̂₀ counts twice.
  const length = isStochastic ? 2 * h : h;
  const decay = Math.exp(-length);
  const signal = signalRate(to);
  const [m0, m1, m2] = past as [Tensor, Tensor?, Tensor?];
  const kept = (noiseRate(to) / noiseRate(sigma)) * (isStochastic ? Math.exp(-h) : 1);
  const terms: (readonly [number, Tensor])[] = [
    [kept, x],
    [signal * (1 - decay), m0],
  ];
  const slope = signal * ((decay - 1) / length + 1);
  if (m1 !== undefined && m2 === undefined) {
    const ratio = (lambda(0) - lambda(1)) / h;
    const weight = (config.solver_type === 'heun' ? slope : 0.5 * signal * (1 - decay)) / ratio;
    terms.push([weight, m0], [-weight, m1]);
  } else if (m1 !== undefined && m2 !== undefined) {
    const [r0, r1] = [(lambda(0) - lambda(1)) / h, (lambda(1) - lambda(2)) / h];
    const curve = signal * ((1 - decay - length) / length ** 2 + 0.5);
    // Of D1 = δ₀ + r₀ / (r₀ + r₁) (δ₀ − δ₁) and D2 = (δ₀ − δ₁) / (r₀ + r₁), with δ the differences over r.
    const second = (slope * r0 + curve) / (r0 + r1);
    const [near, far] = [(slope + second) / r0, -second / r1];
    terms.push([near, m0], [far - near, m1], [-far, m2]);
  }
  if (isStochastic) terms.push([noiseRate(to) * Math.sqrt(1 - decay), options.noise()]);
  return weightedSum(...terms);
}
