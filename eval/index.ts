import type { EvalSuite } from './suite.ts';

/** Every suite, loaded when it is asked for. */
export const suites: Readonly<Record<string, () => Promise<EvalSuite>>> = {
  detection: async () => (await import('./detection.ts')).suite,
  pocket: async () => (await import('./pocket.ts')).suite,
  planning: async () => (await import('./planning.ts')).suite,
};
