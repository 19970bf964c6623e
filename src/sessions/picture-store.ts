import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { KeyValueStore } from './key-value.ts';
import { sentence } from '../sentence.ts';
import type { PictureStore } from './session.ts';
import { asStoreError } from './store-error.ts';

const HASH = /^[0-9a-f]{64}$/u;
const hashOf = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

const gone = () => new UserError('PICTURE_GONE', sentence('sessions.pictureGone'));

/** Keeps pictures as files named by their content hash, in 256 folders. */
export function createFilePictureStore(folder: string): PictureStore {
  const fileOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  return {
    async put(data) {
      const hash = hashOf(data);
      const file = fileOf(hash);
      const unfinished = `${file}.${randomUUID()}`;
      try {
        await mkdir(join(folder, hash.slice(0, 2)), { recursive: true, mode: 0o700 });
        // A file under its final name is always whole: a crash leaves at most a stray temporary file.
        await writeFile(unfinished, data, { flush: true, mode: 0o600 });
        await rename(unfinished, file);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw asStoreError(error);
      }
      return hash;
    },
    async get(hash) {
      // The hash may come from a button or a plan: nothing but a hash becomes a path.
      if (!HASH.test(hash)) throw gone();
      let data: Uint8Array;
      try {
        data = await readFile(fileOf(hash));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw gone();
        throw error;
      }
      // A disk that lost a part of it lost the picture.
      if (hashOf(data) !== hash) throw gone();
      return data;
    },
    async delete(hash) {
      if (HASH.test(hash)) await rm(fileOf(hash), { force: true });
    },
  };
}

/** Keeps pictures in the store itself, as base64: for Redis, and in memory. */
export function createKeyValuePictureStore(store: KeyValueStore): PictureStore {
  return {
    async put(data) {
      const hash = hashOf(data);
      await store.set(hash, Buffer.from(data).toString('base64'));
      return hash;
    },
    async get(hash) {
      const stored = HASH.test(hash) ? await store.get<string>(hash) : undefined;
      if (stored === undefined) throw gone();
      return Buffer.from(stored, 'base64');
    },
    delete: (hash) => store.delete(hash),
  };
}
