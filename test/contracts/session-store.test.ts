import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/sessions/open-store.ts';
import type { Store } from '../../src/sessions/open-store.ts';
import { sessionStoreContract, storeCases } from './session-store.contract.ts';
import type { StoreStage } from './session-store.contract.ts';

const redisUrl = process.env['REDIS_URL'];

async function memoryStage(): Promise<StoreStage> {
  const store = await openStore({});
  return { store, close: () => store.close() };
}

async function lmdbStage(): Promise<StoreStage> {
  const folder = await mkdtemp(join(tmpdir(), 'limner-store-'));
  const store = await openStore({ folder });
  let isClosed = false;
  const close = async () => {
    if (!isClosed) await store.close();
    isClosed = true;
  };
  return {
    store,
    async reopen() {
      await close();
      return openStore({ folder });
    },
    async close() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

sessionStoreContract('the store in memory', memoryStage);
sessionStoreContract('the store on lmdb', lmdbStage);

describe.skipIf(redisUrl === undefined)(
  redisUrl === undefined ? 'the store on Redis (skipped: REDIS_URL is not set)' : 'the store on Redis',
  () => {
    sessionStoreContract('it', async () => {
      const store = await openStore({ redisUrl });
      for (const id of await store.sessions.conversations('')) await store.sessions.delete(id);
      for (const name of ['claims', 'one', 'two']) {
        const space = store.space(name);
        for (const key of await space.keys('')) await space.delete(key);
      }
      let isOpen = true;
      const close = async () => {
        if (isOpen) await store.close();
        isOpen = false;
      };
      const second = () => openStore({ redisUrl });
      return { store, second, close, reopen: () => close().then(second) };
    });
  },
);

/** Ways to break a store that works. */
const defects: Readonly<
  Record<string, { readonly caught: string; readonly break: (store: Store) => Store }>
> = {
  'forgets to lock': {
    caught: 'makes one change after another: of a hundred at once none is lost',
    break: (store) => ({
      ...store,
      sessions: {
        ...store.sessions,
        async change(id, change) {
          const before = await store.sessions.load(id);
          await Promise.resolve();
          return store.sessions.change(id, () => change(before));
        },
      },
    }),
  },
  'writes what a failing change left': {
    caught: 'keeps the old state when a change throws, and goes on',
    break: (store) => ({
      ...store,
      sessions: {
        ...store.sessions,
        change: (id, change) =>
          store.sessions.change(id, (before) => {
            try {
              return change(before);
            } catch {
              return { ...before, settings: {} };
            }
          }),
      },
    }),
  },
  'mixes conversations with a common prefix': {
    caught: 'keeps conversations apart',
    break: (store) => ({
      ...store,
      sessions: { ...store.sessions, load: (id) => store.sessions.load(id.slice(0, 5)) },
    }),
  },
  'gives any picture': {
    caught: 'says that a picture is gone, also for what is no hash',
    break: (store) => ({
      ...store,
      pictures: { ...store.pictures, get: () => Promise.resolve(new Uint8Array()) },
    }),
  },
  'lets everybody claim': {
    caught: 'lets one of many claim a key, and nobody until it has expired',
    break: (store) => ({
      ...store,
      space: (name) => ({ ...store.space(name), claim: () => Promise.resolve(true) }),
    }),
  },
  'shares its name spaces': {
    caught: 'keeps name spaces apart and values until their time',
    break: (store) => ({ ...store, space: () => store.space('all') }),
  },
};

describe('sessionStoreContract', () => {
  it.each(Object.entries(defects))('rejects a store that %s', async (_name, { caught, break: spoil }) => {
    const { store } = await memoryStage();
    const storeCase = storeCases.find(({ name }) => name === caught);
    await expect(storeCase?.run({ store: spoil(store), close: () => store.close() })).rejects.toThrow();
  });
});
