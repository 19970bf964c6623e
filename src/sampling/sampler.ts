import type { Tensor } from '../tensor/tensor.ts';
import type { ProcessName, SchedulerConfig } from './scheduler-config.ts';

/** One evaluation of the network in a run. */
export interface Step {
  /** Position in the schedule: `start`…`count` − 1. */
  readonly index: number;
  /** Number of steps of the whole schedule. */
  readonly count: number;
  /** Index of the first step that this run makes; 0 unless it starts from a picture. */
  readonly start: number;
  /** What the network is told: 0…999, or what its noise process has in place of that; some have fractions. */
  readonly timestep: number;
  /** Noise as the noise process counts it: √((1 − ᾱ) / ᾱ), or the share of noise of a flow. */
  readonly sigma: number;
}

/**
 * Evaluates the network: its raw output (noise, v or sample, as the config's `prediction_type` says) after
 * guidance, for an input that is already scaled for this sampler.
 */
export type Predict = (input: Tensor, step: Step) => Promise<Tensor>;

/** The steps of a run. */
export interface Schedule {
  readonly config: SchedulerConfig;
  /** The number that was asked for; PNDM and Heun evaluate the network more often. */
  readonly steps: number;
  readonly timesteps: readonly number[];
  /** Sigma before each step and after the last: one longer than `timesteps`. */
  readonly sigmas: readonly number[];
  /** Sigma of every training timestep, rising. */
  readonly trainSigmas: readonly number[];
  /** What standard normal noise is multiplied by to begin from nothing. */
  readonly initNoiseSigma: number;
  /** Where a run begins for the strength that was asked for; 0 at full strength. */
  readonly startIndex: number;
}

/** What a run may be given besides the network. */
export interface SamplingOptions {
  /** Draws standard normal noise of the latents' shape; in the order in which diffusers draws. */
  readonly noise: () => Tensor;
  readonly signal?: AbortSignal | undefined;
  /** Default: the schedule's own. */
  readonly startIndex?: number | undefined;
  /** Share of fresh noise per step, 0…1; only DDIM reads it. Default: 0. */
  readonly eta?: number | undefined;
}

/** What a run tells after each step. */
export interface SamplingState {
  readonly step: Step;
  /** The latents after the step. */
  readonly x: Tensor;
  /** The network's idea of the finished latents, x̂₀. */
  readonly denoised: Tensor;
}

/** A way from noise to a picture: pure functions, no state between runs. */
export interface Sampler {
  /** `euler_ancestral`: how settings and commands call it. */
  readonly name: string;
  /** The diffusers class whose numbers it gives. */
  readonly scheduler: string;
  /** The noise processes whose networks it can sample. */
  readonly processes: readonly ProcessName[];
  /**
   * Chooses timesteps and sigmas.
   *
   * @param steps 1…num_train_timesteps
   * @param strength share of the way that a run from a picture makes, 0…1
   * @param mu how far a flow with dynamic shifting moves its sigmas; the checkpoint knows
   * @throws {ShapeError} when the number of steps is outside its range
   * @throws {UnsupportedModelError} when the config asks for something this sampler does not know
   */
  schedule(config: SchedulerConfig, steps: number, strength?: number, mu?: number): Schedule;
  /** Puts the noise of step `index` on clean latents. */
  addNoise(schedule: Schedule, x0: Tensor, noise: Tensor, index: number): Tensor;
  /** Brings latents to what the network was trained on at step `index`. */
  scaleInput(schedule: Schedule, x: Tensor, index: number): Tensor;
  /**
   * Runs the steps; yields after each one, goes on with what it is sent (or with its own latents), returns the last.
   *
   * @param x noise times `initNoiseSigma`, or the result of `addNoise` at the start index
   * @throws {DOMException} AbortError, between steps, when the signal says so
   */
  sample(
    predict: Predict,
    x: Tensor,
    schedule: Schedule,
    options: SamplingOptions,
  ): AsyncGenerator<SamplingState, Tensor, Tensor | undefined>;
}
