import { ShapeError } from '../errors.ts';
import type { SchedulerConfig } from './scheduler-config.ts';

/**
 * Chooses the training timesteps of a run, falling.
 *
 * @param spacing Lin et al. 2023, table 2; only `linspace` gives fractions
 * @param steps 1…num_train_timesteps
 * @throws {ShapeError} when the number of steps is outside that range
 */
export function spacedTimesteps(
  config: SchedulerConfig,
  steps: number,
  spacing: 'leading' | 'linspace' | 'trailing',
): number[] {
  const total = config.num_train_timesteps;
  checkSteps(steps, total);
  if (spacing === 'trailing') {
    const ratio = total / steps;
    return Array.from({ length: Math.ceil(total / ratio) }, (_, i) => roundToEven(total - i * ratio) - 1);
  }
  const stride = spacing === 'leading' ? Math.floor(total / steps) : (total - 1) / Math.max(steps - 1, 1);
  const offset = spacing === 'leading' ? config.steps_offset : 0;
  return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * stride + offset);
}

/** Refuses a number of steps that is not a whole number in 1…most. */
export function checkSteps(steps: number, most: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > most)
    throw new ShapeError('steps', `a whole number in 1…${most}`, String(steps));
}

/** Rounds halves to the even neighbour, as numpy does. */
export function roundToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** The index of the first step that is run when only a share of the noise is put on a picture. */
export const startOf = (steps: number, strength: number): number =>
  Math.max(steps - Math.floor(steps * strength), 0);
