import type { Logger } from './log.ts';

/** A stop takes this long at most, whatever the platforms do. */
const END_MS = 30_000;

/**
 * Aborts on the first SIGINT or SIGTERM; a second one ends the process at once, and so does the time. What nobody waited
 * for is logged from now on, and no reason to end.
 */
export function stopOnSignals(log: Logger): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort();
      setTimeout(() => {
        log.error('not ended in time; what is not finished goes on after the next start');
        process.exit(1);
      }, END_MS).unref();
    });
  process.on('unhandledRejection', (error) =>
    log.error('an error that nobody waited for; going on', { error }),
  );
  return stopping.signal;
}
