import { createHash } from 'node:crypto';
import type { KeyValueStore } from '../../src/chat/platform.ts';
import { UserError } from '../../src/errors.ts';
import type { PictureStore } from '../../src/sessions/session.ts';

/** A store in memory that keeps JSON only, as a real one does. */
export function memoryStore(): KeyValueStore {
  const kept = new Map<string, string>();
  return {
    get<T>(key: string) {
      const value = kept.get(key);
      return Promise.resolve(value === undefined ? undefined : (JSON.parse(value) as T));
    },
    set(key, value) {
      kept.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
    delete(key) {
      kept.delete(key);
      return Promise.resolve();
    },
    claim(key, _ttlMs, value = true) {
      const isFree = !kept.has(key);
      if (isFree) kept.set(key, JSON.stringify(value));
      return Promise.resolve(isFree);
    },
    keys: (prefix) => Promise.resolve([...kept.keys()].filter((key) => key.startsWith(prefix))),
  };
}

/** Pictures in memory by content hash. */
export function memoryPictures(): PictureStore {
  const kept = new Map<string, Uint8Array>();
  return {
    put(data) {
      const hash = createHash('sha256').update(data).digest('hex');
      kept.set(hash, data);
      return Promise.resolve(hash);
    },
    get(hash) {
      const data = kept.get(hash);
      return data === undefined
        ? Promise.reject(new UserError('PICTURE_GONE', 'This picture was deleted.'))
        : Promise.resolve(data);
    },
    delete(hash) {
      kept.delete(hash);
      return Promise.resolve();
    },
  };
}
