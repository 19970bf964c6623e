import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyValueStore } from './key-value.ts';

/** A holder that died keeps others out this long at most. */
const HELD_MS = 10_000;
const RETRY_MS = 20;

/**
 * Makes a lock by name: within this process the holders queue up in order, between processes they take turns
 * through an expiring claim in the store.
 */
export function createLock(store: Pick<KeyValueStore, 'claim' | 'delete'>) {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(name: string, action: () => Promise<T>): Promise<T> => {
    const turn = (last.get(name) ?? Promise.resolve()).then(async () => {
      while (!(await store.claim(`lock:${name}`, HELD_MS))) await sleep(RETRY_MS);
      try {
        return await action();
      } finally {
        await store.delete(`lock:${name}`);
      }
    });
    // The next in line starts whether this one succeeds or fails.
    const settled = turn.catch(() => undefined);
    last.set(name, settled);
    void settled.then(() => last.get(name) === settled && last.delete(name));
    return turn;
  };
}
