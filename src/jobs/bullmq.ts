/** The queue of several machines: BullMQ on Redis. Loaded only when `REDIS_URL` is set. */
import { Queue, QueueEvents, Worker } from 'bullmq';
import type { Job as BullJob } from 'bullmq';
import type { Logger } from '../log.ts';
import { createDeferred } from './deferred.ts';
import { abortError, isAbort } from './engine-protocol.ts';
import type { Job, JobProgress, JobQueue } from './job.ts';
import { createLease } from './lease.ts';
import { createJournal, failed, openOutcome } from './journal.ts';
import type { JournalStore, Outcome } from './journal.ts';
import { assertRoom } from './queue-limits.ts';
import type { QueueLimits } from './queue-limits.ts';
import type { RunJob } from './run-job.ts';

const NAME = 'limner';
/** How often a worker looks whether the job in its hands was cancelled. */
const CANCEL_LOOK_MS = 500;
/** How long Redis keeps what is over, for bots that ask late. */
const KEPT = { age: 24 * 3600, count: 10_000 };

/** What travels through Redis is JSON: a preview is base64 there. */
type SentProgress = JobProgress & { readonly preview64?: string };

interface Waiting {
  readonly job: Job;
  readonly listeners: Set<(progress: JobProgress) => void>;
  readonly outcome: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * Makes the queue of a bot process. Workers on any machine do the painting; the outcome is written to the journal
 * by the bot process that asked, or by another one when that is gone.
 */
export async function createBullQueue({
  url,
  journal: shared,
  limits,
  log,
}: {
  readonly url: string;
  readonly journal: JournalStore;
  readonly limits: QueueLimits;
  readonly log: Logger;
}): Promise<JobQueue> {
  const lease = createLease(shared);
  const journal = createJournal(shared, lease);
  const queue = new Queue<Job, Outcome>(NAME, { connection: { url } });
  const events = new QueueEvents(NAME, { connection: { url } });
  const waiting = new Map<string, Waiting>();
  queue.on('error', (error) => log.error('queue: Redis does not answer', { error }));
  events.on('error', (error) => log.error('queue: Redis does not answer', { error }));
  await events.waitUntilReady();
  const finish = async (id: string, outcome: Outcome) => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    await journal.close(entry.job, outcome);
    waiting.delete(id);
    entry.settle(outcome);
    await reportPositions();
  };
  const reportPositions = async () => {
    if (waiting.size === 0) return;
    const line = await queue.getJobs(['waiting', 'prioritized'], 0, limits.waiting, true);
    for (const [index, { id }] of line.entries())
      for (const listener of waiting.get(id ?? '')?.listeners ?? [])
        listener({ state: 'queued', position: index + 1 });
  };
  const guarded = (action: Promise<unknown>) =>
    void action.catch((error: unknown) => log.error('queue: an event got lost', { error }));

  events.on('completed', ({ jobId, returnvalue }) => {
    guarded(finish(jobId, returnvalue));
  });
  events.on('failed', ({ jobId, failedReason }) => {
    guarded(finish(jobId, failed(new Error(failedReason))));
  });
  events.on('active', () => guarded(reportPositions()));
  events.on('progress', ({ jobId, data }) => {
    const { preview64, ...progress } = data as unknown as SentProgress;
    const told: JobProgress =
      progress.state === 'running' && preview64 !== undefined
        ? { ...progress, previewPng: Buffer.from(preview64, 'base64') }
        : progress;
    for (const listener of waiting.get(jobId)?.listeners ?? []) listener(told);
  });

  const accept = (job: Job): Waiting => {
    const { promise: outcome, resolve: settle } = createDeferred<Outcome>();
    const entry: Waiting = { job, listeners: new Set(), outcome, settle };
    waiting.set(job.id, entry);
    return entry;
  };

  /** Puts a job into Redis; the k-th waiting job of a user has priority k, so that users take turns. */
  const enqueue = async (job: Job, isKnown: boolean) => {
    const own = await store(job, isKnown);
    await queue.add('paint', job, {
      jobId: job.id,
      priority: Math.max(1, own + 1),
      attempts: 2,
      removeOnComplete: KEPT,
      removeOnFail: KEPT,
    });
  };

  /** Writes a job down; gives how many others of this user wait or run. */
  const store = async (job: Job, isKnown: boolean): Promise<number> => {
    const line = await queue.getJobs(['waiting', 'prioritized', 'active'], 0, -1);
    const there = new Set(line.filter(({ data }) => data.userId === job.userId).map(({ id }) => id));
    // Jobs that are on their way to Redis at this moment count too.
    for (const entry of waiting.values()) if (entry.job.userId === job.userId) there.add(entry.job.id);
    there.delete(job.id);
    if (!isKnown)
      assertRoom({ own: there.size, waiting: line.length - (await queue.getActiveCount()) }, limits);
    await journal.open(job);
    return there.size;
  };

  /** A job may have ended before anybody listened. */
  const catchUp = async (id: string) => {
    const state = await queue.getJobState(id);
    // Read after the state: what was read before it may be from before the end.
    const found = state === 'completed' || state === 'failed' ? await queue.getJob(id) : undefined;
    if (found === undefined) return;
    await finish(id, state === 'completed' ? found.returnvalue : failed(new Error(found.failedReason)));
  };

  const cancel = async (id: string): Promise<boolean> => {
    const record = await journal.find(id);
    if (record === undefined || record.state !== 'open') return false;
    await journal.close(record.job, { state: 'cancelled' });
    // What a worker holds cannot be removed; it looks into the journal now and then.
    await queue.remove(id);
    await finish(id, { state: 'cancelled' });
    return true;
  };

  return {
    async store(job) {
      await store(job, false);
    },
    async run(job, onProgress = () => undefined) {
      const known = waiting.has(job.id) ? undefined : await journal.find(job.id);
      if (known !== undefined && known.state !== 'open') return openOutcome(known);
      // Another call with this id may have come while the journal was read.
      let entry = waiting.get(job.id);
      if (entry === undefined) {
        entry = accept(job);
        try {
          await enqueue(job, known !== undefined);
        } catch (error) {
          waiting.delete(job.id);
          throw error;
        }
      }
      entry.listeners.add(onProgress);
      await reportPositions();
      await catchUp(job.id);
      return openOutcome(await entry.outcome);
    },
    find: (id) => journal.known(id),
    cancel,
    settle: (id) => journal.settle(id),
    unfinished: () => journal.lost(),
    async forgetUser(userId) {
      const own = [...waiting.values()].filter(({ job }) => job.userId === userId);
      await Promise.all(own.map(({ job }) => cancel(job.id)));
      const kept = await queue.getJobs(['completed', 'failed', 'waiting', 'prioritized'], 0, -1);
      await Promise.all(kept.filter(({ data }) => data.userId === userId).map((job) => job.remove()));
      await journal.forgetUser(userId);
    },
    async close() {
      await Promise.all([queue.close(), events.close()]);
      await lease.end();
    },
  };
}

/** Runs jobs of the queue, one at a time, until `signal` is aborted; the one in work is finished first. */
export async function runBullWorker({
  url,
  journal: store,
  runJob,
  log,
  signal,
}: {
  readonly url: string;
  readonly journal: JournalStore;
  readonly runJob: RunJob;
  readonly log: Logger;
  readonly signal: AbortSignal;
}): Promise<void> {
  const lease = createLease(store);
  const journal = createJournal(store, lease);
  const work = async (bullJob: BullJob<Job, Outcome>): Promise<Outcome> => {
    const { data: job } = bullJob;
    const controller = new AbortController();
    const look = async () => {
      if ((await journal.find(job.id))?.state === 'cancelled') controller.abort(abortError());
    };
    const looking = setInterval(() => void look().catch(() => undefined), CANCEL_LOOK_MS);
    const send = (progress: JobProgress) =>
      void bullJob.updateProgress(toSent(progress)).catch(() => undefined);
    try {
      return { state: 'done', result: await runJob(job, send, controller.signal) };
    } catch (error) {
      // An outcome, not a failure: BullMQ would paint it again. Only a worker that dies is retried.
      return isAbort(error) ? { state: 'cancelled' } : failed(error);
    } finally {
      clearInterval(looking);
    }
  };
  const worker = new Worker<Job, Outcome>(NAME, work, { connection: { url }, concurrency: 1 });
  worker.on('error', (error) => log.error('worker: Redis does not answer', { error }));
  await worker.waitUntilReady();
  log.info('worker: waiting for jobs');
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await worker.close();
  await lease.end();
}

const toSent = (progress: JobProgress): SentProgress => {
  if (progress.state !== 'running' || progress.previewPng === undefined) return progress;
  const { previewPng, ...others } = progress;
  return { ...others, preview64: Buffer.from(previewPng).toString('base64') };
};
