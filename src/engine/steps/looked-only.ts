import type { EngineResult } from '../engine.ts';
import type { RunRequest } from '../components.ts';

/** What a result says of painting when nothing was painted. */
export function lookedOnly({
  settings,
}: RunRequest): Pick<
  EngineResult,
  'masks' | 'changed' | 'sampler' | 'steps' | 'seed' | 'guidanceScale' | 'notes'
> {
  return {
    masks: [],
    changed: 0,
    sampler: 'none',
    steps: 0,
    seed: settings.seed,
    guidanceScale: 0,
    notes: [],
  };
}
