import type { BenchSuite } from './suite.ts';

/** `npm run bench -- --suite NAME`; one line per suite, loaded only when it runs. */
export const suites: Readonly<Record<string, () => Promise<BenchSuite>>> = {
  engine: async () => (await import('./engine.ts')).engineSuite,
  faults: async () => (await import('./faults.ts')).faultsSuite,
  chat: async () => (await import('./chat.ts')).chatSuite,
};
