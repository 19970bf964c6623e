import type { Job } from '../jobs/job.ts';

const FIRST_MS = 2000;
const LONGEST_MS = 5 * 60_000;
/** What could not be shown for a day waits for the next start. */
const GIVE_UP_MS = 24 * 3600 * 1000;

export interface Retries {
  /** Tries again later to show what a job has painted. */
  keep(job: Job): void;
  /** Ends the waiting; the jobs are kept for the next start. */
  stop(): void;
}

/**
 * Makes what shows results late when a platform was away: after 2 s, then after twice as long each time, at most every
 * 5 minutes, for a day.
 *
 * @param show shows the result of a job once; calls `keep` again when it cannot
 */
export function createRetries(show: (job: Job) => void): Retries {
  const waiting = new Map<string, NodeJS.Timeout>();
  const pauses = new Map<string, number>();
  let isStopped = false;
  return {
    keep(job) {
      if (isStopped || waiting.has(job.id) || Date.now() - Date.parse(job.createdAt) > GIVE_UP_MS) return;
      const pauseMs = pauses.get(job.id) ?? FIRST_MS;
      pauses.set(job.id, Math.min(LONGEST_MS, pauseMs * 2));
      // Pauses of jobs that were shown at last are of no use; only the newest ones are kept.
      const [oldest] = pauses.keys();
      if (pauses.size > 1000 && oldest !== undefined) pauses.delete(oldest);
      const timer = setTimeout(() => {
        waiting.delete(job.id);
        show(job);
      }, pauseMs);
      waiting.set(job.id, timer.unref());
    },
    stop() {
      isStopped = true;
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
