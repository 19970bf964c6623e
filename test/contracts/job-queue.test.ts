import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createEmbeddedQueue } from '../../src/jobs/embedded-queue.ts';
import type { JobQueue } from '../../src/jobs/job.ts';
import { silent } from '../../src/log.ts';
import { openStore } from '../../src/sessions/open-store.ts';
import { makeResult } from '../jobs/jobs.ts';
import { GatedWorker, jobQueueContract, queueCases, ROOMY } from './job-queue.contract.ts';
import type { QueueSetting, QueueStage } from './job-queue.contract.ts';

const redisUrl = process.env['REDIS_URL'];

async function embeddedStage({ runJob, limits }: QueueSetting): Promise<QueueStage> {
  const store = await openStore({});
  let isAlive = { value: true };
  // A crash: nothing of the old queue reaches the store any more.
  const journalOf = (life: { readonly value: boolean }) => {
    const space = store.space('jobs');
    const never = new Promise<never>(() => {});
    return {
      ...space,
      set: (...given: Parameters<typeof space.set>) => (life.value ? space.set(...given) : never),
      delete: (key: string) => (life.value ? space.delete(key) : never),
    };
  };
  const make = () => createEmbeddedQueue({ journal: journalOf(isAlive), runJob, limits, log: silent });
  const queues = [make()];
  return {
    queue: queues[0] as JobQueue,
    async crash() {
      isAlive.value = false;
      isAlive = { value: true };
      await sleep(0);
      queues.push(make());
      return queues.at(-1) as JobQueue;
    },
    async close() {
      await queues.at(-1)?.close();
      await store.close();
    },
  };
}

jobQueueContract('the embedded queue', embeddedStage);

describe.skipIf(redisUrl === undefined)(
  redisUrl === undefined ? 'the queue on BullMQ (skipped: REDIS_URL is not set)' : 'the queue on BullMQ',
  () => {
    jobQueueContract('it', async ({ runJob, limits }) => {
      const url = redisUrl as string;
      const { createBullQueue, runBullWorker } = await import('../../src/jobs/bullmq.ts');
      const { Queue } = await import('bullmq');
      const line = new Queue('limner', { connection: { url } });
      await line.obliterate({ force: true });
      await line.close();
      const store = await openStore({ redisUrl: url });
      const journal = store.space('jobs');
      for (const key of await journal.keys('')) await journal.delete(key);
      const stopping = new AbortController();
      const worker = runBullWorker({ url, journal, runJob, log: silent, signal: stopping.signal });
      const queues = [await createBullQueue({ url, journal, limits, log: silent })];
      return {
        queue: queues[0] as JobQueue,
        async crash() {
          // Closing gives up the lease, as its end does after a crash; nothing else is written.
          await queues.at(-1)?.close();
          queues.push(await createBullQueue({ url, journal, limits, log: silent }));
          return queues.at(-1) as JobQueue;
        },
        async close() {
          stopping.abort();
          await worker;
          await queues.at(-1)?.close();
          await store.close();
        },
      };
    });
  },
);

/** Ways to break a queue that works. */
const defects: Readonly<
  Record<
    string,
    { readonly caught: string; readonly break: (queue: JobQueue, setting: QueueSetting) => JobQueue }
  >
> = {
  'runs the same id twice': {
    caught: 'runs the same id once, however often it is asked for',
    break: (queue, { runJob }) => ({
      ...queue,
      run: (job) => runJob(job, () => {}, new AbortController().signal),
    }),
  },
  'brings cancelled jobs back': {
    caught: 'cancels a running job for good',
    break: (queue) => ({
      ...queue,
      run: (job) => queue.run(job).catch(() => makeResult(job.id)),
    }),
  },
  'says that everything was cancelled': {
    caught: 'cancels nothing that is over or unknown',
    break: (queue) => ({ ...queue, cancel: () => Promise.resolve(true) }),
  },
  'hides what a job refused': {
    caught: 'gives the errors of jobs as they were, and goes on',
    break: (queue) => ({
      ...queue,
      run: (job) =>
        queue.run(job).catch(() => {
          throw new Error('failed');
        }),
    }),
  },
  'tells nothing': {
    caught: 'tells of waiting and of running',
    break: (queue) => ({ ...queue, run: (job) => queue.run(job) }),
  },
  'forgets a crash': {
    caught: 'names after a crash what was running, waiting or not shown, and finishes each once',
    break: (queue) => ({ ...queue, unfinished: () => Promise.resolve([]) }),
  },
};

describe('jobQueueContract', () => {
  it.each(Object.entries(defects))('rejects a queue that %s', async (_name, { caught, break: spoil }) => {
    const worker = new GatedWorker();
    const queueCase = queueCases.find(({ name }) => name === caught);
    const setting = { runJob: worker.runJob, limits: queueCase?.limits ?? ROOMY };
    const { queue, crash, close } = await embeddedStage(setting);
    const broken = {
      queue: spoil(queue, setting),
      crash: async () => spoil(await crash(), setting),
      close,
    };
    await expect(queueCase?.run(broken, worker)).rejects.toThrow();
    await close();
  });
});
