import { type Tensor, weightedSum } from '../tensor/tensor.ts';
import { addPreservingNoise, denoisedFrom, stepsOf, unscaled } from './algebra.ts';
import { multistepSchedule } from './multistep-schedule.ts';
import { noiseRate, signalRate } from './noise-schedule.ts';
import type { Sampler, Schedule } from './sampler.ts';

/** x̂₀ at a step of the schedule. */
interface Evaluation {
  readonly index: number;
  readonly denoised: Tensor;
}

/**
 * Unified predictor-corrector: each network evaluation first corrects the latents it was asked about, then predicts
 * the next ones.
 *
 * @see Zhao et al. 2023, algorithm 5 to 8, https://arxiv.org/abs/2302.04867; UniPCMultistepScheduler of diffusers 0.42
 */
export const unipc: Sampler = {
  name: 'unipc',
  scheduler: 'UniPCMultistepScheduler',
  processes: ['variance-preserving'],
  schedule(config, steps, strength) {
    const schedule = multistepSchedule(config, steps, strength);
    if (!config.use_karras_sigmas || config.final_sigmas_type === 'zero') return schedule;
    const own = schedule.sigmas.slice(0, -1);
    return { ...schedule, sigmas: [...own, own.at(-1) as number] };
  },
  addNoise: addPreservingNoise,
  scaleInput: unscaled,
  async *sample(predict, x, schedule, options) {
    const { solver_order, lower_order_final, disable_corrector } = schedule.config;
    const past: Evaluation[] = [];
    let before = x;
    let order = 1;
    for (const step of stepsOf(schedule, options)) {
      const denoised = denoisedFrom(schedule, x, await predict(x, step), step.sigma);
      if (past.length > 0 && !disable_corrector.includes(step.index - 1))
        x = solve(schedule, before, past.slice(0, order), step.index, denoised);
      past.unshift({ index: step.index, denoised });
      past.length = Math.min(past.length, solver_order);
      order = Math.min(past.length, lower_order_final ? step.count - step.index : solver_order);
      before = x;
      x = solve(schedule, x, past.slice(0, order), step.index + 1);
      x = (yield { step, x, denoised }) ?? x;
    }
    return x;
  },
};

/**
 * From the newest evaluation of `past` to step `to`, through as many evaluations as the order says.
 *
 * @param arrived x̂₀ at `to`: given for the corrector, missing for the predictor
 */
function solve(
  { config, sigmas }: Schedule,
  x: Tensor,
  past: readonly Evaluation[],
  to: number,
  arrived?: Tensor,
): Tensor {
  const [newest, ...older] = past as [Evaluation, ...Evaluation[]];
  const lambda = (index: number): number => -Math.log(sigmas[index] as number);
  const sigma = sigmas[to] as number;
  const h = lambda(to) - lambda(newest.index);
  const phi = Math.expm1(-h);
  const basis = config.solver_type === 'bh1' ? -h : phi;
  const ratios = older.map(({ index }) => (lambda(index) - lambda(newest.index)) / h);
  const points = arrived === undefined ? ratios : [...ratios, 1];
  const signal = signalRate(sigma);
  const terms: (readonly [number, Tensor])[] = [
    [noiseRate(sigma) / noiseRate(sigmas[newest.index] as number), x],
    [-signal * phi, newest.denoised],
  ];
  const values = [...older.map(({ denoised }) => denoised), ...(arrived === undefined ? [] : [arrived])];
  coefficients(points, h, basis).forEach((rho, i) => {
    const weight = (-signal * basis * rho) / (points[i] as number);
    terms.push([weight, values[i] as Tensor], [-weight, newest.denoised]);
  });
  return weightedSum(...terms);
}

/**
 * Solves Σ ρ_k r_k^(n−1) = n! φ_(n+1)(h) / B(h) for n = 1…points (equation 9); one point alone has ρ = 1/2, as in
 * the authors' code.
 */
function coefficients(points: readonly number[], h: number, basis: number): number[] {
  if (points.length < 2) return points.map(() => 0.5);
  let phi = Math.expm1(-h) / -h - 1;
  let factorial = 1;
  const rows = points.map((_, n) => {
    const row = [...points.map((point) => point ** n), (phi * factorial) / basis];
    factorial *= n + 2;
    phi = phi / -h - 1 / factorial;
    return row;
  });
  return eliminate(rows);
}

/** Solves a small system given as rows with their right side, by Gauss and Jordan without pivots. */
function eliminate(rows: readonly (readonly number[])[]): number[] {
  let system = rows.map((row) => [...row]);
  for (let i = 0; i < system.length; i++) {
    const pivot = (system[i] as number[]).map((value) => value / (system[i]?.[i] as number));
    system = system.map((row, j) =>
      j === i ? pivot : row.map((value, k) => value - (row[i] as number) * (pivot[k] as number)),
    );
  }
  return system.map((row) => row.at(-1) as number);
}
