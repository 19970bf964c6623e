import { setTimeout as sleep } from 'node:timers/promises';
import { BotError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Platform } from './platform.ts';

const FIRST_MS = 5000;
const LONGEST_MS = 5 * 60_000;
/** A platform that does not close in this time is left behind. */
const CLOSE_MS = 5000;

export interface PlatformStarts {
  /** Starts all at once; resolves when each runs or has failed for the first time. */
  start(): Promise<void>;
  /** Those that run. */
  open(): readonly Platform[];
  /** Stops all that run and all that are tried; ends in time whatever they do. */
  stop(): Promise<void>;
}

/**
 * Starts platforms independently: one that fails is logged and tried again, after 5 s, then after twice as long each
 * time, at most every 5 minutes, while the others run.
 *
 * @param isStrict one that fails fails all
 * @throws the first error when none can be started: there is nothing to wait for
 */
export function createPlatformStarts({
  platforms,
  isStrict,
  start,
  log,
}: {
  readonly platforms: readonly Platform[];
  readonly isStrict: boolean;
  readonly start: (platform: Platform) => Promise<void>;
  readonly log: Logger;
}): PlatformStarts {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Set<Platform>();

  const startOne = async (platform: Platform): Promise<void> => {
    await start(platform);
    running.add(platform);
    // Stopped while it was starting: nobody else closes what has just been opened.
    if (signal.aborted) await close(platform);
  };

  const close = async (platform: Platform): Promise<void> => {
    const late = sleep(CLOSE_MS, 'late', { ref: false });
    try {
      if ((await Promise.race([platform.stop(), late])) === 'late')
        log.warn(`${platform.name}: does not close; left behind`);
    } catch (error) {
      log.warn(`${platform.name}: could not be closed`, { error });
    }
  };

  const keepTrying = async (platform: Platform): Promise<void> => {
    for (let waitMs = FIRST_MS; ; waitMs = Math.min(LONGEST_MS, waitMs * 2)) {
      await sleep(waitMs, undefined, { signal, ref: false });
      try {
        await startOne(platform);
        log.info(`${platform.name}: started`);
        return;
      } catch (error) {
        log.error(`${platform.name}: still does not start`, { error });
      }
    }
  };

  return {
    async start() {
      const failures: { readonly platform: Platform; readonly error: unknown }[] = [];
      await Promise.all(
        platforms.map((platform) =>
          startOne(platform).catch((error: unknown) => {
            failures.push({ platform, error });
          }),
        ),
      );
      const [first] = failures;
      if (first === undefined) return;
      // What answers on another's server is no way in by itself.
      if (failures.length === platforms.filter(({ answer }) => answer === undefined).length)
        throw first.error;
      if (isStrict) {
        const reason = first.error instanceof Error ? first.error.message : String(first.error);
        throw new BotError(
          'START',
          `${first.platform.name} does not start, and STRICT_START is on: ${reason}`,
          {
            cause: first.error,
          },
        );
      }
      for (const { platform, error } of failures) {
        log.error(`${platform.name}: does not start; the others run, and it is tried again`, { error });
        keepTrying(platform).catch(() => undefined);
      }
    },
    open: () => [...running],
    async stop() {
      if (signal.aborted) return;
      stopping.abort();
      await Promise.all(platforms.map(close));
    },
  };
}
