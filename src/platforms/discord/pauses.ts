import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** The pauses of a loop that belongs to somebody else, who asks before each turn. */
export interface Pauses {
  /** The connection of a shard is gone. */
  lost(shardId: number): void;
  connected(shardId: number): void;
  /**
   * Waits before a lost connection is opened again: not at all the first time, then 0.5 s and twice as long each time, at
   * most a minute. After `end` it waits for ever, and so the loop ends.
   */
  beforeConnecting(shardId: number): Promise<void>;
  end(): void;
}

/** Makes the pauses between the connections of shards. */
export function createPauses(): Pauses {
  const ending = new AbortController();
  const { signal } = ending;
  const down = new Set<number>();
  const failures = new Map<number, number>();
  return {
    lost: (shardId) => void down.add(shardId),
    connected(shardId) {
      down.delete(shardId);
      failures.delete(shardId);
    },
    async beforeConnecting(shardId) {
      if (!down.delete(shardId)) return;
      const failed = failures.get(shardId) ?? 0;
      failures.set(shardId, failed + 1);
      const ms = failed === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (failed - 1));
      await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) await new Promise<never>(() => {});
    },
    end: () => ending.abort(),
  };
}
