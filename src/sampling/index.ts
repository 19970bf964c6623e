import { UserError } from '../errors.ts';
import { ddim } from './ddim.ts';
import { ddimInverse } from './ddim-inverse.ts';
import { ddpm } from './ddpm.ts';
import { dpmpp2m } from './dpmpp-2m.ts';
import { edmEuler } from './edm-euler.ts';
import { euler } from './euler.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import { flowEuler } from './flow-euler.ts';
import { heun } from './heun.ts';
import { lcm } from './lcm.ts';
import { pndm } from './pndm.ts';
import type { Sampler } from './sampler.ts';
import type { SchedulerConfig } from './scheduler-config.ts';
import { sentence } from '../sentence.ts';
import { unipc } from './unipc.ts';

/** Every sampler this bot knows. */
export const samplers: readonly Sampler[] = [
  eulerAncestral,
  euler,
  heun,
  ddim,
  dpmpp2m,
  unipc,
  pndm,
  lcm,
  ddpm,
  edmEuler,
  flowEuler,
  ddimInverse,
];

/**
 * Finds a sampler by our name (`euler_ancestral`) or its diffusers class (`EulerAncestralDiscreteScheduler`).
 *
 * @throws {UserError} SAMPLER_UNKNOWN; lists the names there are
 */
export function findSampler(name: string): Sampler {
  const found = samplers.find((sampler) => sampler.name === name || sampler.scheduler === name);
  if (found === undefined)
    throw new UserError(
      'SAMPLER_UNKNOWN',
      sentence('sampler.unknown', {
        name,
        names: samplers.map((sampler) => sampler.name),
      }),
    );
  return found;
}

/** Euler's method in the form that the network's schedule asks for: for looking at a picture at some noise. */
const PLAIN = { 'variance-preserving': euler, edm: edmEuler, 'flow-matching': flowEuler } as const;
export const plainSampler = (config: SchedulerConfig): Sampler => PLAIN[config.process];

/**
 * Finds a sampler for a checkpoint's schedule: a network understands only samplers of its own noise process.
 *
 * @throws {UserError} SAMPLER_UNKNOWN, SAMPLER_MISFIT
 */
export function samplerFor(name: string, config: SchedulerConfig, model: string): Sampler {
  const found = findSampler(name);
  const { process } = config;
  if (found.processes.includes(process)) return found;
  const own = samplers.filter(({ processes }) => processes.includes(process));
  throw new UserError(
    'SAMPLER_MISFIT',
    own.length === 1
      ? sentence('sampler.modelWantsOwn', {
          model,
          own: own[0]?.name ?? '',
          sampler: name,
        })
      : sentence('sampler.onlyForOthers', {
          model,
          sampler: name,
          example: found.processes.includes('edm') ? 'CosXL' : 'FLUX',
        }),
  );
}
