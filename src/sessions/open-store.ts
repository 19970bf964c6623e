import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
const BEING_MADE_MS = 200;
/** What lmdb says of a file that it cannot read, as opposed to one that it may not. */
const BROKEN = /^MDB_(?:INVALID|VERSION_MISMATCH|PAGE_NOTFOUND|CORRUPTED|PANIC|BAD_)/u;

/**
 * Opens the store: Redis when `redisUrl` is set, otherwise lmdb and picture files under `folder`, in memory
 * when there is neither.
 *
 * @throws {ConfigError} when the folder cannot be written, or what is in it is damaged
 */
export async function openStore({
  folder,
  redisUrl,
}: {
  readonly folder?: string | undefined;
  readonly redisUrl?: string | undefined;
}): Promise<Store> {
  return createStore(
    await openAdapter(folder, redisUrl),
    redisUrl === undefined && folder !== undefined
      ? createFilePictureStore(join(folder, 'pictures'))
      : undefined,
  );
}

/** Puts a store together over an adapter; without a place of their own pictures lie in it too. */
export function createStore(adapter: StoreAdapter, pictures?: PictureStore): Store {
  const space = (name: string) => createKeyValueStore(adapter, name);
  const sweeping = setInterval(() => void adapter.sweep().catch(() => undefined), SWEEP_EVERY_MS).unref();
  return {
    sessions: createSessionStore(space('sessions')),
    pictures: pictures ?? createKeyValuePictureStore(space('pictures')),
    space,
    async close() {
      clearInterval(sweeping);
      await adapter.disconnect();
    },
  };
}

async function openAdapter(folder?: string, redisUrl?: string): Promise<StoreAdapter> {
  if (redisUrl === undefined && folder !== undefined) return openEmbedded(folder);
  const adapter =
    redisUrl === undefined
      ? (await import('./memory-adapter.ts')).createMemoryAdapter()
      : await (await import('./redis-adapter.ts')).createRedisAdapter(redisUrl);
  await adapter.sweep();
  return adapter;
}

async function openEmbedded(dataFolder: string): Promise<StoreAdapter> {
  const folder = join(dataFolder, 'store');
  const { createLmdbAdapter } = await import('./lmdb-adapter.ts');
  const { damageOf } = await import('./lmdb-file.ts');
  const file = join(folder, 'data.mdb');
  if ((await damageOf(file)) !== undefined) {
    // Another process may be making it right now.
    await sleep(BEING_MADE_MS);
    const damage = await damageOf(file);
    if (damage !== undefined) throw damaged(folder, damage);
  }
  try {
    await makePrivate(dataFolder);
    const adapter = createLmdbAdapter(folder);
    // Reads every record: what is broken inside is found here, not in the middle of a conversation.
    await adapter.sweep().catch(async (error: unknown) => {
      await adapter.disconnect();
      throw error;
    });
    return adapter;
  } catch (error) {
    const { message } = error as Error;
    if (BROKEN.test(message)) throw damaged(folder, message);
    throw new ConfigError([
      `DATA_DIR: expected a folder that can be written, got "${dataFolder}" (${message})`,
    ]);
  }
}

/** Conversations, pictures and tokens are for nobody else on this machine. */
async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A folder that belongs to somebody else, or a disk without modes, is as private as its owner has made it.
  await chmod(folder, 0o700).catch(() => undefined);
}

const damaged = (folder: string, reason: string): ConfigError =>
  new ConfigError([
    `DATA_DIR: the store in "${folder}" is damaged (${reason}). Put a backup in its place, or move the folder away to begin anew; pictures are kept elsewhere`,
  ]);
