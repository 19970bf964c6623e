import type { KeyValueStore } from './key-value.ts';
import { createLock } from './lock.ts';
import type { Session, SessionStore } from './session.ts';
import { emptySession } from './tree.ts';

const keyOf = (conversation: string) => `session:${conversation}`;

/** Keeps sessions in a key-value store; one change of a conversation at a time, over all processes. */
export function createSessionStore(store: KeyValueStore): SessionStore {
  const withLock = createLock(store);
  const load = async (conversation: string): Promise<Session> =>
    (await store.get<Session>(keyOf(conversation))) ?? emptySession(conversation);
  return {
    load,
    change: (conversation, change) =>
      withLock(conversation, async () => {
        const before = await load(conversation);
        const after = change(before);
        if (after !== before) await store.set(keyOf(conversation), after);
        return after;
      }),
    delete: (conversation) => withLock(conversation, () => store.delete(keyOf(conversation))),
    async conversations(prefix) {
      return (await store.keys(keyOf(prefix))).map((key) => key.slice(keyOf('').length));
    },
  };
}
