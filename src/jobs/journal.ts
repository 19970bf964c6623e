import type { ErrorRecord } from './engine-protocol.ts';
import { abortError, recordError, reviveError } from './engine-protocol.ts';
import type { Job, JobResult, KnownJob } from './job.ts';
import { adoptLost } from './lease.ts';
import type { AdoptionStore, Lease } from './lease.ts';

/** The part of a key-value store that a journal needs. */
export type JournalStore = AdoptionStore;

/** How a job ended. */
export type Outcome =
  | { readonly state: 'done'; readonly result: JobResult }
  | { readonly state: 'failed'; readonly error: ErrorRecord }
  | { readonly state: 'cancelled' };
export type JobRecord = { readonly job: Job; readonly owner: string } & (
  | { readonly state: 'open' }
  | Outcome
);

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
    async known(id: string): Promise<KnownJob | undefined> {
      const record = await find(id);
      if (record === undefined) return undefined;
      const isSettled = (await store.get(openKey(id))) === undefined;
      const error = record.state === 'failed' ? reviveError(record.error) : undefined;
      return { job: record.job, isSettled, error };
    },
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
      const found = (await adoptLost<JobRecord>(store, openKey(''), { owner, isAlive })).map(
        ({ job }) => job,
      );
      return found.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    },
    /** Deletes what is known of all jobs of a person. */
    async forgetUser(userId: string): Promise<void> {
      for (const key of [...(await store.keys(openKey(''))), ...(await store.keys(settledKey('')))])
        if ((await store.get<JobRecord>(key))?.job.userId === userId) await store.delete(key);
    },
  };
}
