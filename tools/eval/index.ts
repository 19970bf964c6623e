import type { EvalSuite } from './suite.ts';

/** Every suite, loaded when it is asked for. */
export const suites: Readonly<Record<string, () => Promise<EvalSuite>>> = {
  cmu: async () => (await import('./cmu.ts')).suite,
  dense: async () => (await import('./dense.ts')).suite,
  detection: async () => (await import('./detection.ts')).suite,
  foi: async () => (await import('./foi.ts')).suite,
  'foi-multi': async () => (await import('./foi-multi.ts')).suite,
  'foi-real': async () => (await import('./foi-real.ts')).suite,
  instance: async () => (await import('./instance.ts')).suite,
  overhead: async () => (await import('./overhead.ts')).suite,
  p2p: async () => (await import('./p2p.ts')).suite,
  planning: async () => (await import('./planning.ts')).suite,
  pocket: async () => (await import('./pocket.ts')).suite,
};
