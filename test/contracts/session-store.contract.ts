import { assert, describe, it, beforeEach, afterEach } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { Store } from '../../src/sessions/open-store.ts';
import { addPicture, emptySession, setSetting } from '../../src/sessions/tree.ts';
import { newPicture } from '../sessions/nodes.ts';

/** A store, and how to get the same one as another process would see it. */
export interface StoreStage {
  readonly store: Store;
  /** Closes the store and opens it again; undefined when it lives in memory only. */
  readonly reopen?: (() => Promise<Store>) | undefined;
  /** A second door to the same store, while the first is open. */
  readonly second?: (() => Promise<Store>) | undefined;
  readonly close: () => Promise<void>;
}

export interface StoreCase {
  readonly name: string;
  run(stage: StoreStage): Promise<void>;
}

const conversation = 'web:contract';
const count = (store: Store) => async () => {
  await store.sessions.change(conversation, (session) =>
    setSetting(session, 'count', Number(session.settings['count'] ?? 0) + 1),
  );
};

/** What every store promises, one case each. */
export const storeCases: readonly StoreCase[] = [
  {
    name: 'gives an empty session for a conversation it does not know',
    async run({ store }) {
      assert.deepEqual(await store.sessions.load('web:unknown'), emptySession('web:unknown'));
    },
  },
  {
    name: 'gives back what was changed, equal in every part',
    async run({ store }) {
      const changed = await store.sessions.change(conversation, (session) =>
        addPicture(session, newPicture({ said: 'ünïcödé "quotes" \n 猫', changed: 0.1 + 0.2 })),
      );
      assert.deepEqual(await store.sessions.load(conversation), changed);
    },
  },
  {
    name: 'makes one change after another: of a hundred at once none is lost',
    async run({ store }) {
      await Promise.all(Array.from({ length: 100 }, count(store)));
      assert.equal((await store.sessions.load(conversation)).settings['count'], 100);
    },
  },
  {
    name: 'loses no change of two processes',
    async run({ store, second }) {
      const other = await (second?.() ?? Promise.resolve(store));
      await Promise.all(Array.from({ length: 40 }, (_, i) => count(i % 2 === 0 ? store : other)()));
      assert.equal((await store.sessions.load(conversation)).settings['count'], 40);
      if (other !== store) await other.close();
    },
  },
  {
    name: 'keeps the old state when a change throws, and goes on',
    async run({ store }) {
      await count(store)();
      const failing = store.sessions.change(conversation, () => {
        throw new UserError('NO', 'No.');
      });
      assert.equal(await failing.catch((error: UserError) => error.code), 'NO');
      await count(store)();
      assert.equal((await store.sessions.load(conversation)).settings['count'], 2);
    },
  },
  {
    name: 'keeps conversations apart',
    async run({ store }) {
      await store.sessions.change('web:a', (session) => setSetting(session, 'seed', 1));
      await store.sessions.change('web:ab', (session) => setSetting(session, 'seed', 2));
      assert.equal((await store.sessions.load('web:a')).settings['seed'], 1);
      await store.sessions.delete('web:a');
      assert.deepEqual(await store.sessions.load('web:a'), emptySession('web:a'));
      assert.equal((await store.sessions.load('web:ab')).settings['seed'], 2);
    },
  },
  {
    name: 'lists conversations by prefix',
    async run({ store }) {
      for (const id of ['web:1', 'web:2', 'discord:1', 'web:*'])
        await store.sessions.change(id, (session) => setSetting(session, 'seed', 1));
      assert.deepEqual((await store.sessions.conversations('web:')).toSorted(), ['web:*', 'web:1', 'web:2']);
      assert.deepEqual(await store.sessions.conversations('web:*'), ['web:*']);
      assert.lengthOf(await store.sessions.conversations(''), 4);
    },
  },
  {
    name: 'gives pictures back byte for byte, by the hash of their content',
    async run({ store: { pictures } }) {
      const data = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) % 256);
      const hash = await pictures.put(data);
      assert.match(hash, /^[0-9a-f]{64}$/u);
      assert.equal(await pictures.put(data), hash);
      assert.isTrue(Buffer.from(data).equals(await pictures.get(hash)));
    },
  },
  {
    name: 'says that a picture is gone, also for what is no hash',
    async run({ store: { pictures } }) {
      const hash = await pictures.put(new Uint8Array([1, 2, 3]));
      await pictures.delete(hash);
      for (const asked of [hash, 'f'.repeat(64), '../../secrets', ''])
        assert.equal(
          await pictures.get(asked).then(String, (error: UserError) => error.code),
          'PICTURE_GONE',
        );
      await pictures.delete('../../secrets');
    },
  },
  {
    name: 'lets one of many claim a key, and nobody until it has expired',
    async run({ store, second }) {
      const other = await (second?.() ?? Promise.resolve(store));
      const spaceAt = (index: number) => (index % 2 === 0 ? store : other).space('claims');
      const claimed = await Promise.all(
        Array.from({ length: 20 }, (_, i) => spaceAt(i).claim('event', 60_000)),
      );
      assert.lengthOf(claimed.filter(Boolean), 1);
      assert.isTrue(await spaceAt(0).claim('short', 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.isTrue(await spaceAt(0).claim('short', 60_000));
      await spaceAt(0).delete('event');
      assert.isTrue(await spaceAt(1).claim('event', 60_000));
      if (other !== store) await other.close();
    },
  },
  {
    name: 'keeps name spaces apart and values until their time',
    async run({ store }) {
      const [one, two] = [store.space('one'), store.space('two')];
      await one.set('key', { nested: [1, null, 'x'] });
      await one.set('gone', true, 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.deepEqual(await one.get('key'), { nested: [1, null, 'x'] });
      assert.isUndefined(await one.get('gone'));
      assert.isUndefined(await two.get('key'));
      assert.deepEqual(await two.keys(''), []);
      assert.deepEqual(await one.keys('k'), ['key']);
    },
  },
  {
    name: 'has everything after it was closed and opened again',
    async run(stage) {
      if (stage.reopen === undefined) return;
      await count(stage.store)();
      const hash = await stage.store.pictures.put(new Uint8Array([9, 8, 7]));
      const again = await stage.reopen();
      assert.equal((await again.sessions.load(conversation)).settings['count'], 1);
      assert.deepEqual([...(await again.pictures.get(hash))], [9, 8, 7]);
      await again.close();
    },
  },
];

/** Registers one test per promise; `setUp` gives an empty store for each. */
export function sessionStoreContract(name: string, setUp: () => Promise<StoreStage>): void {
  describe(`${name} keeps the store contract`, () => {
    let stage: StoreStage;
    beforeEach(async () => {
      stage = await setUp();
    });
    afterEach(() => stage.close());
    for (const storeCase of storeCases) it(storeCase.name, () => storeCase.run(stage));
  });
}
