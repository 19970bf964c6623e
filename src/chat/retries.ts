const FIRST_MS = 2000;
const LONGEST_MS = 5 * 60_000;
/** What could not be shown for a day waits for the next start. */
const GIVE_UP_MS = 24 * 3600 * 1000;

/** What is tried again: a job whose result was not shown, a request that was not answered. */
interface Kept {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface Retries<Item extends Kept> {
  /** Tries again later. */
  keep(item: Item): void;
  /** Ends the waiting; what waited is kept for the next start. */
  stop(): void;
}

/**
 * Makes what answers late when a platform was away: after 2 s, then after twice as long each time, at most every
 * 5 minutes, for a day.
 *
 * @param show tries once; calls `keep` again when it cannot
 */
export function createRetries<Item extends Kept>(show: (item: Item) => void): Retries<Item> {
  const waiting = new Map<string, NodeJS.Timeout>();
  const pauses = new Map<string, number>();
  let isStopped = false;
  return {
    keep(item) {
      if (isStopped || waiting.has(item.id) || Date.now() - Date.parse(item.createdAt) > GIVE_UP_MS) return;
      const pauseMs = pauses.get(item.id) ?? FIRST_MS;
      pauses.set(item.id, Math.min(LONGEST_MS, pauseMs * 2));
      // Pauses of those that were answered at last are of no use; only the newest ones are kept.
      const [oldest] = pauses.keys();
      if (pauses.size > 1000 && oldest !== undefined) pauses.delete(oldest);
      const timer = setTimeout(() => {
        waiting.delete(item.id);
        show(item);
      }, pauseMs);
      waiting.set(item.id, timer.unref());
    },
    stop() {
      isStopped = true;
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
