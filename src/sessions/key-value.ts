import { Keyv } from 'keyv';
import type { StoreAdapter } from './adapter.ts';

/** A small store of plain JSON, one name space of the bot's store. */
export interface KeyValueStore {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Sets only when absent, atomically; true when this call set it. Without a time it stays until it is deleted. */
  claim(key: string, ttlMs?: number, value?: unknown): Promise<boolean>;
  keys(prefix: string): Promise<readonly string[]>;
}

/** Makes the name space `name` of a store; its keys never meet those of another. */
export function createKeyValueStore(adapter: StoreAdapter, name: string): KeyValueStore {
  const keyv = new Keyv(adapter, { useKeyPrefix: false, throwOnErrors: true, emitErrors: false });
  const prefix = `${name}/`;
  return {
    get: <T>(key: string) => keyv.get<T>(prefix + key),
    async set(key, value, ttlMs) {
      await keyv.set(prefix + key, value, ttlMs);
    },
    async delete(key) {
      await keyv.delete(prefix + key);
    },
    // Written as Keyv writes, so that `get` reads it and sees its end.
    claim: (key, ttlMs, value = true) =>
      adapter.claim(
        prefix + key,
        JSON.stringify({ value, ...(ttlMs !== undefined && { expires: Date.now() + ttlMs }) }),
        ttlMs,
      ),
    async keys(start) {
      return (await adapter.keys(prefix + start)).map((key) => key.slice(prefix.length));
    },
  };
}
