import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { createDeferred } from './deferred.ts';
import { abortError, isAbort } from './engine-protocol.ts';
import { createFairLine } from './fair-line.ts';
import type { Job, JobProgress, JobQueue, JobResult } from './job.ts';
import { createLease } from './lease.ts';
import { createJournal, failed, openOutcome } from './journal.ts';
import type { JournalStore, Outcome } from './journal.ts';
import { assertRoom, QUEUE_LIMITS } from './queue-limits.ts';
import type { QueueLimits } from './queue-limits.ts';
import type { RunJob } from './run-job.ts';
import { sentence } from '../sentence.ts';

interface Entry {
  readonly job: Job;
  readonly controller: AbortController;
  readonly listeners: Set<(progress: JobProgress) => void>;
  /** Undefined: the bot was shut down before it ended. */
  readonly outcome: Promise<Outcome | undefined>;
  readonly settle: (outcome: Outcome | undefined) => void;
}

/** What a caller is told whose job waits for the next start. */
const shuttingDown = () => new UserError('SHUTTING_DOWN', sentence('queue.restarting'));

/**
 * A queue inside this process, for one machine: one job at a time, users in turn, a journal in the store.
 *
 * A job is written down before it counts as queued and its outcome before anybody is told; so after a crash at any
 * moment it is run again or its kept result is given, and never both are lost.
 */
export function createEmbeddedQueue({
  journal: store,
  runJob,
  limits = QUEUE_LIMITS,
  log,
}: {
  readonly journal: JournalStore;
  readonly runJob: RunJob;
  readonly limits?: QueueLimits;
  readonly log: Logger;
}): JobQueue {
  const lease = createLease(store);
  const journal = createJournal(store, lease);
  const line = createFairLine<Entry>();
  const active = new Map<string, Entry>();
  const cancelled = new Set<string>();
  let running: Entry | undefined;
  let isClosed = false;

  const report = (entry: Entry, progress: JobProgress) => {
    for (const listener of entry.listeners) listener(progress);
  };
  /** Where each waiting job was told to be: with hundreds waiting, only what is new may cost something. */
  const told = new WeakMap<Entry, number>();
  const reportPositions = () => {
    for (const [index, entry] of line.inOrder().entries()) {
      const position = index + 1;
      if (told.get(entry) === position) continue;
      told.set(entry, position);
      report(entry, { state: 'queued', position });
    }
  };

  const finish = async (entry: Entry, outcome: Outcome) => {
    await journal.close(entry.job, outcome).catch((error: unknown) =>
      // The person still gets the result; only a crash right now would make it twice.
      log.error('queue: cannot write the outcome down', { job: entry.job.id, error }),
    );
    active.delete(entry.job.id);
    entry.settle(outcome);
  };

  const work = async (entry: Entry) => {
    const { job, controller } = entry;
    const outcome = await runJob(job, (progress) => report(entry, progress), controller.signal).then(
      (result): Outcome => ({ state: 'done', result }),
      (error: unknown): Outcome => (isAbort(error) ? { state: 'cancelled' } : failed(error)),
    );
    // Cancelled is final, also when the last step came to its end meanwhile. A job that ended because the bot
    // shuts down stays open and is run after the next start.
    const isCancelled = cancelled.has(job.id);
    cancelled.delete(job.id);
    if (isCancelled) await finish(entry, { state: 'cancelled' });
    else if (controller.signal.aborted) entry.settle(undefined);
    else await finish(entry, outcome);
    running = undefined;
    serveNext();
  };

  const serveNext = () => {
    if (running !== undefined || isClosed) return;
    running = line.next();
    if (running === undefined) return;
    void work(running);
    reportPositions();
  };

  const checkRoom = (job: Job) => {
    const count = [...active.values()].filter((entry) => entry.job.userId === job.userId).length;
    assertRoom({ own: count, waiting: line.length }, limits);
  };

  const accept = async (job: Job): Promise<Entry> => {
    const { promise: outcome, resolve: settle } = createDeferred<Outcome | undefined>();
    const entry = { job, controller: new AbortController(), listeners: new Set<never>(), outcome, settle };
    active.set(job.id, entry);
    try {
      await journal.open(job);
    } catch (error) {
      active.delete(job.id);
      throw error;
    }
    if (entry.controller.signal.aborted) return entry;
    line.add(job.userId, entry);
    return entry;
  };

  const cancel = async (id: string): Promise<boolean> => {
    const entry = active.get(id);
    if (entry === undefined || entry.controller.signal.aborted) return false;
    const isRunning = entry === running;
    if (isRunning) cancelled.add(id);
    entry.controller.abort(abortError());
    if (isRunning) {
      // Written down at once: a crash before the last step ends must not bring the job back.
      await journal.close(entry.job, { state: 'cancelled' });
    } else {
      line.remove(entry);
      await finish(entry, { state: 'cancelled' });
      reportPositions();
    }
    return true;
  };

  return {
    async store(job) {
      if (!isClosed) checkRoom(job);
      await journal.open(job);
      // What was acknowledged in the last moment is written down all the same: the next start does it.
      if (isClosed) throw shuttingDown();
    },
    async run(job, onProgress = () => undefined): Promise<JobResult> {
      if (isClosed) {
        // The receipt may be out already: the next start keeps what it promises.
        if ((await journal.find(job.id)) === undefined) await journal.open(job);
        throw shuttingDown();
      }
      let entry = active.get(job.id);
      if (entry === undefined) {
        const known = await journal.find(job.id);
        if (known !== undefined && known.state !== 'open') return openOutcome(known);
        entry = active.get(job.id);
        if (entry === undefined) {
          if (known === undefined) checkRoom(job);
          entry = await accept(job);
        }
      }
      entry.listeners.add(onProgress);
      told.delete(entry);
      serveNext();
      reportPositions();
      const outcome = await entry.outcome;
      if (outcome === undefined) throw shuttingDown();
      return openOutcome(outcome);
    },
    find: (id) => journal.known(id),
    cancel,
    settle: (id) => journal.settle(id),
    unfinished: () => journal.lost(),
    async forgetUser(userId) {
      const theirs = [...active.values()].filter(({ job }) => job.userId === userId);
      await Promise.all(theirs.map(({ job }) => cancel(job.id)));
      await Promise.all(theirs.map(({ outcome }) => outcome));
      await journal.forgetUser(userId);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      for (const entry of line.inOrder()) entry.settle(undefined);
      running?.controller.abort(abortError());
      await running?.outcome;
      await lease.end();
    },
  };
}
