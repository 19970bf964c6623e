/** How much noise each training timestep has, computed in float32 and in PyTorch's order. */
import type { SchedulerConfig } from './scheduler-config.ts';

const { fround } = Math;

/** The fields from which the noise of the training timesteps follows. */
interface Betas {
  readonly beta_start: number;
  readonly beta_end: number;
  readonly beta_schedule: NonNullable<SchedulerConfig['beta_schedule']>;
}

/** What diffusers takes where a file does not say it; LCM has another default. */
const DEFAULT_BETAS: Betas = { beta_start: 0.0001, beta_end: 0.02, beta_schedule: 'linear' };

/**
 * Computes ᾱ_t = ∏ (1 − β_i) for every training timestep.
 *
 * @param defaults what the sampler's diffusers class takes where the config says nothing
 * @returns `[num_train_timesteps]`, falling; the last is 0 where the config asks for zero terminal SNR
 * @see Lin et al. 2023, Common Diffusion Noise Schedules, algorithm 1, https://arxiv.org/abs/2305.08891
 */
export function alphasCumprod(config: SchedulerConfig, defaults: Betas = DEFAULT_BETAS): Float32Array {
  let product = 1;
  const alphas = betasOf(config, defaults).map((beta) => (product *= fround(1 - beta)));
  if (!config.rescale_betas_zero_snr) return alphas;
  const first = Math.sqrt(alphas[0] as number);
  const last = Math.sqrt(alphas.at(-1) as number);
  return alphas.map((alpha) => (((Math.sqrt(alpha) - last) * first) / (first - last)) ** 2);
}

function betasOf(config: SchedulerConfig, defaults: Betas): Float32Array {
  if (config.trained_betas) return Float32Array.from(config.trained_betas);
  const count = config.num_train_timesteps;
  const start = config.beta_start ?? defaults.beta_start;
  const end = config.beta_end ?? defaults.beta_end;
  switch (config.beta_schedule ?? defaults.beta_schedule) {
    case 'scaled_linear':
      return linspace(Math.sqrt(start), Math.sqrt(end), count).map((root) => root * root);
    case 'squaredcos_cap_v2':
      return Float32Array.from({ length: count }, (_, i) =>
        Math.min(1 - cosineAlpha((i + 1) / count) / cosineAlpha(i / count), 0.999),
      );
    default:
      return linspace(start, end, count);
  }
}

/** ᾱ at time `t` in 0…1 of Nichol and Dhariwal's cosine schedule. */
const cosineAlpha = (t: number): number => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;

/** `torch.linspace` in float32: the upper half counts down from the end, the product is not rounded (FMA). */
export function linspace(start: number, end: number, count: number): Float32Array {
  const first = fround(start);
  const last = fround(end);
  const step = count === 1 ? 0 : fround(fround(last - first) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < count / 2 ? first + step * i : last - step * (count - i - 1),
  );
}

/** σ = √((1 − ᾱ) / ᾱ): noise in units of the signal; infinite where ᾱ is 0. */
export const sigmaOf = (alphaCumprod: number): number => Math.sqrt((1 - alphaCumprod) / alphaCumprod);

/** ᾱ of the last training timestep where the config asks for zero: σ stays finite. */
const LEAST_ALPHA = 2 ** -24;

/** Sigma of every training timestep, rising and finite, rounded as a float32 table of diffusers is. */
export function trainingSigmas(config: SchedulerConfig): number[] {
  const finite = [...alphasCumprod(config)].map((alpha) => (alpha === 0 ? LEAST_ALPHA : alpha));
  return finite.map((alpha) => fround(Math.sqrt(fround(fround(1 - alpha) / alpha))));
}

/** 1 / √(1 + σ²) = √ᾱ: the share of the signal in a sample of variance one. */
export const signalRate = (sigma: number): number => 1 / Math.sqrt(1 + sigma * sigma);

/** σ / √(1 + σ²) = √(1 − ᾱ): the share of the noise in a sample of variance one; 1 for infinite σ. */
export const noiseRate = (sigma: number): number => 1 / Math.sqrt(1 + 1 / (sigma * sigma));

/** The value of a table between two of its whole indices, as `numpy.interp`; clamped at both ends. */
export function interpolate(table: readonly number[], at: number): number {
  const low = Math.min(Math.max(Math.floor(at), 0), table.length - 1);
  const high = Math.min(low + 1, table.length - 1);
  const from = table[low] as number;
  return from + ((table[high] as number) - from) * Math.min(Math.max(at - low, 0), 1);
}

/**
 * The (fractional) index at which a rising table reaches a value: the inverse of `interpolate` in logarithms.
 *
 * The table's logarithms are float32, as in diffusers: the network is told exactly the same fractions.
 */
export function timestepOf(sigma: number, trainSigmas: readonly number[]): number {
  const logarithm = Math.log(sigma);
  const found = trainSigmas.findLastIndex((value) => fround(Math.log(value)) <= logarithm);
  const low = Math.min(Math.max(found, 0), trainSigmas.length - 2);
  const below = fround(Math.log(trainSigmas[low] as number));
  const above = fround(Math.log(trainSigmas[low + 1] as number));
  const weight = Math.min(Math.max((logarithm - below) / fround(above - below), 0), 1);
  return (1 - weight) * low + weight * (low + 1);
}

/**
 * Spaces sigmas evenly in σ^(1/7), falling.
 *
 * @see Karras et al. 2022, equation 5, https://arxiv.org/abs/2206.00364
 */
export function karrasSigmas(from: number, to: number, count: number): number[] {
  const rho = 7;
  const start = from ** (1 / rho);
  const slope = (to ** (1 / rho) - start) / Math.max(count - 1, 1);
  return Array.from({ length: count }, (_, i) => (start + i * slope) ** rho);
}
