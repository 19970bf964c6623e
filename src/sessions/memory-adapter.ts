import { isExpired } from './adapter.ts';
import type { StoreAdapter } from './adapter.ts';

/** A store that lives as long as the process: for `--once` and tests. */
export function createMemoryAdapter(): StoreAdapter {
  const values = new Map<string, string>();
  return {
    opts: {},
    get: <Value>(key: string) => Promise.resolve(values.get(key) as Value | undefined),
    set: (key: string, value: string) => Promise.resolve(void values.set(key, value)),
    delete: (key: string) => Promise.resolve(values.delete(key)),
    clear: () => Promise.resolve(values.clear()),
    claim(key, value) {
      const found = values.get(key);
      const isFree = found === undefined || isExpired(found);
      if (isFree) values.set(key, value);
      return Promise.resolve(isFree);
    },
    keys: (prefix) => Promise.resolve([...values.keys()].filter((key) => key.startsWith(prefix))),
    sweep: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    on() {
      return this;
    },
  };
}
