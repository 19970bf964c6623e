import type { RunRequest } from '../../src/engine/components.ts';

/** A request that nobody watches and nobody cancels. */
export const quietRequest = (request: Partial<RunRequest> & Pick<RunRequest, 'settings'>): RunRequest => ({
  steps: [],
  onProgress() {},
  signal: new AbortController().signal,
  ...request,
});
