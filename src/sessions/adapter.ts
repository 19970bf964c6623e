import type { KeyvStoreAdapter } from 'keyv';

/** A Keyv adapter that can also do what Keyv lacks: set only when absent, and list keys by prefix. */
export interface StoreAdapter extends KeyvStoreAdapter {
  /** Sets `value` only when the key is absent or expired, atomically over all processes; true when it did. */
  claim(key: string, value: string, ttlMs?: number): Promise<boolean>;
  /** All keys that begin with `prefix`, in no promised order. */
  keys(prefix: string): Promise<readonly string[]>;
  /** Removes what has expired; stores that do it by themselves do nothing. */
  sweep(): Promise<void>;
  disconnect(): Promise<void>;
}

/** True when a value as Keyv writes it (`{"value":…,"expires":…}`) is past its time. */
export function isExpired(stored: string, now = Date.now()): boolean {
  // Only claims and other short-lived values carry the field; parsing every session for it would be slow.
  const [, expires] = /"expires":(\d+)\}$/u.exec(stored) ?? [];
  return expires !== undefined && Number(expires) <= now;
}
