import { adoptLost, createLease } from '../jobs/lease.ts';
import type { KeyValueStore } from '../sessions/key-value.ts';

/** What a platform has accepted and the bot has not answered yet. */
export interface InboxRecord {
  /** `<platform>:<what names it there>`; the same id is taken once. */
  readonly id: string;
  readonly createdAt: string;
  /** The process that works on it; see `Lease`. */
  readonly owner: string;
  /** How often a process ended in the middle of it. */
  readonly tries: number;
  /** What the platform takes it up from again, in its own words. */
  readonly raw: unknown;
  /** What was decided on the way; see `Request.remember`. */
  readonly kept: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** Accepted requests, kept from before their acknowledgement until they are answered. */
export interface Inbox {
  /**
   * Writes down what came, as the claim of its id: an accepted request outlives a crash from now on.
   *
   * @param raw plain JSON from which `Platform.retake` can take it up again
   * @returns false when it was taken before
   */
  accept(id: string, raw: unknown): Promise<boolean>;
  find(id: string): Promise<InboxRecord | undefined>;
  /** Keeps something decided on the way. */
  keep(record: InboxRecord): Promise<void>;
  /** Forgets a request that was answered; for a day its id is refused. */
  finish(id: string): Promise<void>;
  /** Forgets a request that was not accepted after all. */
  withdraw(id: string): Promise<void>;
  /** Requests of a platform whose process is gone, oldest first; each is given to one asker. */
  unfinished(platform: string): Promise<readonly InboxRecord[]>;
  /** Forgets the open requests of a platform that are meant: those of a person who wants to be forgotten. */
  forget(platform: string, isMeant: (raw: unknown) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Platforms send again what was not acknowledged for about an hour. */
const DONE_MS = 24 * 3_600_000;

const openKey = (id: string) => `open:${id}`;
const doneKey = (id: string) => `done:${id}`;

/** Makes the inbox in a name space of the store. */
export function createInbox(store: KeyValueStore): Inbox {
  const lease = createLease(store);
  const { owner } = lease;
  const withdraw = (id: string) => store.delete(openKey(id));
  return {
    async accept(id, raw) {
      if ((await store.get(doneKey(id))) !== undefined) return false;
      const createdAt = new Date().toISOString();
      const record: InboxRecord = { id, createdAt, owner, tries: 0, raw, kept: {} };
      if (!(await store.claim(openKey(id), undefined, record))) return false;
      // Finished by another process between the two looks.
      if ((await store.get(doneKey(id))) === undefined) return true;
      await withdraw(id);
      return false;
    },
    find: (id) => store.get<InboxRecord>(openKey(id)),
    keep: (record) => store.set(openKey(record.id), record),
    async finish(id) {
      await store.set(doneKey(id), true, DONE_MS);
      await withdraw(id);
    },
    withdraw,
    async unfinished(platform) {
      const found = await adoptLost<InboxRecord>(store, openKey(`${platform}:`), lease);
      const counted = found.map((record) => ({ ...record, tries: record.tries + 1 }));
      for (const record of counted) await store.set(openKey(record.id), record);
      return counted.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    },
    async forget(platform, isMeant) {
      for (const key of await store.keys(openKey(`${platform}:`))) {
        const record = await store.get<InboxRecord>(key);
        if (record !== undefined && isMeant(record.raw)) await store.delete(key);
      }
    },
    close: () => lease.end(),
  };
}
