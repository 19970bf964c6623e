import { UserError } from '../errors.ts';
import { ddim } from './ddim.ts';
import { ddimInverse } from './ddim-inverse.ts';
import { euler } from './euler.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import type { Sampler } from './sampler.ts';

/** Every sampler this bot knows. */
export const samplers: readonly Sampler[] = [eulerAncestral, euler, ddim, ddimInverse];

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
      `There is no sampler "${name}"; I know ${samplers.map((sampler) => sampler.name).join(', ')}.`,
    );
  return found;
}
