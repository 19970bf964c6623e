import type { ErrorRecord } from './engine-protocol.ts';
import { abortError, recordError, reviveError } from './engine-protocol.ts';
import type { Job, JobResult } from './job.ts';
import type { Lease } from './lease.ts';

/** The part of a key-value store that a journal needs. */
export interface JournalStore {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
  /** Sets only when absent, atomically. */
  claim(key: string, ttlMs: number): Promise<boolean>;
}

/** How a job ended. */
export type Outcome =
  | { readonly state: 'done'; readonly result: JobResult }
  | { readonly state: 'failed'; readonly error: ErrorRecord }
  | { readonly state: 'cancelled' };
export type JobRecord = { readonly job: Job; readonly owner: string } & (
  | { readonly state: 'open' }
  | Outcome
);

/** Who takes over a lost job has this long to write that down. */
const ADOPT_MS = 60_000;
/** A settled job is remembered this long, so that its id is not done a second time. */
const SETTLED_MS = 24 * 3_600_000;

/** The result of an outcome, or its error thrown. */
export function openOutcome(outcome: Outcome): JobResult {
  if (outcome.state === 'done') return outcome.result;
  throw outcome.state === 'cancelled' ? abortError() : reviveError(outcome.error);
}

const openKey = (id: string) => `open:${id}`;
const settledKey = (id: string) => `settled:${id}`;

/** The outcome of a job that went wrong. */
export const failed = (error: unknown): Outcome => ({ state: 'failed', error: recordError(error) });

/** What is known of jobs, kept over a crash: stored before anything runs, changed when it ends. */
export function createJournal(store: JournalStore, { owner, isAlive }: Pick<Lease, 'owner' | 'isAlive'>) {
  const find = async (id: string): Promise<JobRecord | undefined> =>
    (await store.get<JobRecord>(openKey(id))) ?? (await store.get<JobRecord>(settledKey(id)));
  return {
    find,
    open: (job: Job): Promise<void> =>
      store.set(openKey(job.id), { job, owner, state: 'open' } satisfies JobRecord),
    close: (job: Job, outcome: Outcome): Promise<void> =>
      store.set(openKey(job.id), { job, owner, ...outcome }),
    async settle(id: string): Promise<void> {
      const record = await store.get<JobRecord>(openKey(id));
      if (record === undefined) return;
      await store.set(settledKey(id), record, SETTLED_MS);
      await store.delete(openKey(id));
    },
    /** Jobs that are not settled and whose process is gone, oldest first; each is given to one asker. */
    async lost(): Promise<readonly Job[]> {
      const found: Job[] = [];
      for (const key of await store.keys(openKey(''))) {
        const record = await store.get<JobRecord>(key);
        if (record === undefined || (await isAlive(record.owner))) continue;
        // Of several processes that find it one takes it over, and says so in the record.
        const claim = `adopt:${record.job.id}`;
        if (!(await store.claim(claim, ADOPT_MS))) continue;
        const newest = await store.get<JobRecord>(key);
        if (newest?.owner === record.owner) {
          await store.set(key, { ...newest, owner });
          found.push(newest.job);
        }
        await store.delete(claim);
      }
      return found.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    },
    /** Deletes what is known of all jobs of a person. */
    async forgetUser(userId: string): Promise<void> {
      for (const key of [...(await store.keys(openKey(''))), ...(await store.keys(settledKey('')))])
        if ((await store.get<JobRecord>(key))?.job.userId === userId) await store.delete(key);
    },
  };
}
