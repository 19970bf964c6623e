import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { StoreAdapter } from './adapter.ts';
import { createKeyValueStore } from './key-value.ts';
import type { KeyValueStore } from './key-value.ts';
import { createFilePictureStore, createKeyValuePictureStore } from './picture-store.ts';
import type { PictureStore, SessionStore } from './session.ts';
import { createSessionStore } from './session-store.ts';

/** Everything the bot remembers. */
export interface Store {
  readonly sessions: SessionStore;
  readonly pictures: PictureStore;
  /** A name space of its own: jobs, one per platform, secrets. */
  readonly space: (name: string) => KeyValueStore;
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 3_600_000;

/**
 * Opens the store: Redis when `redisUrl` is set, otherwise lmdb and picture files under `folder`, in memory
 * when there is neither.
 */
export async function openStore({
  folder,
  redisUrl,
}: {
  readonly folder?: string | undefined;
  readonly redisUrl?: string | undefined;
}): Promise<Store> {
  const adapter = await openAdapter(folder, redisUrl);
  const space = (name: string) => createKeyValueStore(adapter, name);
  await adapter.sweep();
  const sweeping = setInterval(() => void adapter.sweep().catch(() => undefined), SWEEP_EVERY_MS).unref();
  return {
    sessions: createSessionStore(space('sessions')),
    pictures:
      redisUrl === undefined && folder !== undefined
        ? createFilePictureStore(join(folder, 'pictures'))
        : createKeyValuePictureStore(space('pictures')),
    space,
    async close() {
      clearInterval(sweeping);
      await adapter.disconnect();
    },
  };
}

async function openAdapter(folder?: string, redisUrl?: string): Promise<StoreAdapter> {
  if (redisUrl !== undefined) return (await import('./redis-adapter.ts')).createRedisAdapter(redisUrl);
  if (folder === undefined) return (await import('./memory-adapter.ts')).createMemoryAdapter();
  const { createLmdbAdapter } = await import('./lmdb-adapter.ts');
  try {
    return createLmdbAdapter(join(folder, 'store'));
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError([`DATA_DIR: expected a folder that can be written, got "${folder}" (${message})`]);
  }
}
