import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { isExpired } from './adapter.ts';
import type { StoreAdapter } from './adapter.ts';
import { asStoreError } from './store-error.ts';

/** Runs a write; a full disk becomes a sentence for the user. */
async function write<T>(action: () => T): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw asStoreError(error);
  }
}

const range = (prefix: string) => ({ start: prefix, end: `${prefix}\uFFFF` });

/**
 * Opens the embedded store: one memory-mapped B-tree, copy on write, so that a crash at any moment leaves the
 * last committed state. Several processes of one machine may open the same folder.
 *
 * Writes are the synchronous ones: they take well below a millisecond, and only they report a full disk to the one
 * who wrote; the asynchronous ones of lmdb 3.5 reject promises that nobody outside can reach.
 */
export function createLmdbAdapter(folder: string): StoreAdapter {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = open<string, string>({ path: folder, encoding: 'string', maxReaders: 64 });
  for (const name of ['data.mdb', 'lock.mdb']) chmodSync(join(folder, name), 0o600);
  return {
    opts: {},
    get: <Value>(key: string) => Promise.resolve(database.get(key) as Value | undefined),
    set: (key: string, value: string) => write(() => database.putSync(key, value)),
    delete: (key: string) => write(() => database.removeSync(key)),
    clear: () => write(() => database.clearSync()),
    has: (key: string) => Promise.resolve(database.doesExist(key)),
    claim: (key, value) =>
      write(() =>
        database.transactionSync(() => {
          const found = database.get(key);
          if (found !== undefined && !isExpired(found)) return false;
          database.putSync(key, value);
          return true;
        }),
      ),
    keys: (prefix) => Promise.resolve([...database.getKeys(range(prefix))]),
    async sweep() {
      const old = [...database.getRange({})].filter(({ value }) => isExpired(value)).map(({ key }) => key);
      await write(() => database.transactionSync(() => old.forEach((key) => database.removeSync(key))));
    },
    async disconnect() {
      await database.close();
    },
    on() {
      return this;
    },
  };
}
