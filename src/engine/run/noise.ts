import type { Checkpoint } from '../../models/family.ts';
import { plainSampler, samplerFor } from '../../sampling/index.ts';
import { type NoiseProcess, noiseProcess } from '../../sampling/noise-process.ts';
import type { Sampler, Schedule } from '../../sampling/sampler.ts';
import { parseSchedulerConfig } from '../../sampling/scheduler-config.ts';

/** A checkpoint's way between noise and pictures. */
export interface Noise {
  readonly sampler: Sampler;
  readonly process: NoiseProcess;
  schedule(steps: number, strength?: number): Schedule;
}

/**
 * Brings a sampler together with what only the checkpoint knows of its noise.
 *
 * @param cells  of the latents: a flow's sigmas depend on how many there are
 * @param name   of the sampler; default: Euler's method, for looking at a picture at some noise
 * @throws {UserError} SAMPLER_UNKNOWN, SAMPLER_MISFIT
 */
export function noiseOf(
  checkpoint: Checkpoint,
  cells: { readonly height: number; readonly width: number },
  name?: string,
): Noise {
  const config = parseSchedulerConfig(checkpoint.scheduler);
  const sampler = name === undefined ? plainSampler(config) : samplerFor(name, config, checkpoint.name);
  return {
    sampler,
    process: noiseProcess(config),
    schedule: (steps, strength = 1) =>
      sampler.schedule(config, steps, strength, checkpoint.mu?.(cells, steps)),
  };
}
