import type { Score } from './pocket/figures.ts';

/** Mean of some numbers; 0 of none. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

/** The middle one; 0 of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** "93.5 %", or a dash when nothing was tried. */
export const percent = ({ hits, tries }: Score): string =>
  tries === 0 ? '–' : `${((100 * hits) / tries).toFixed(1)} %`;

/** "0.28 ×" of what the plain way has; a dash when that has nothing. */
export const times = (value: number, plain: number): string =>
  plain === 0 ? '–' : `${(value / plain).toFixed(2)} ×`;
