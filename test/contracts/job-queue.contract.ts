import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, assert, beforeEach, describe, it } from 'vitest';
import { JobError, UserError } from '../../src/errors.ts';
import { createDeferred } from '../../src/jobs/deferred.ts';
import type { Job, JobProgress, JobQueue, JobResult } from '../../src/jobs/job.ts';
import type { RunJob } from '../../src/jobs/run-job.ts';
import { makeJob, makeResult } from '../jobs/jobs.ts';

/** A queue over a worker whose steps the contract decides. */
export interface QueueStage {
  readonly queue: JobQueue;
  /** Ends the queue as a crash does, and opens it again over what was stored. */
  readonly crash: () => Promise<JobQueue>;
  readonly close: () => Promise<void>;
}

/** What the queue is made with. */
export interface QueueSetting {
  readonly runJob: RunJob;
  readonly limits: { readonly jobsPerUser: number; readonly waiting: number };
}

/** The worker of the contract: jobs wait at a gate until the case lets them through. */
export class GatedWorker {
  readonly started: string[] = [];
  readonly #gates = new Map<string, { open: () => void; opened: Promise<void> }>();
  #arrived: (() => void)[] = [];

  readonly runJob: RunJob = async (job, onProgress, signal) => {
    this.started.push(job.id);
    for (const wake of this.#arrived.splice(0)) wake();
    onProgress({ state: 'running', phase: 'denoise', step: 1, count: 2 });
    const cancelled = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    await Promise.race([this.#gate(job.id).opened, cancelled]);
    signal.throwIfAborted();
    const { prompt } = job.request.steps[0] as { prompt: string };
    if (prompt === 'fail') throw new JobError('the sampler got lost', false);
    if (prompt === 'refuse') throw new UserError('NO_SUCH_OBJECT', 'There is no zebra.');
    return makeResult(job.id);
  };

  #gate(id: string) {
    const known = this.#gates.get(id);
    if (known !== undefined) return known;
    const { promise: opened, resolve: open } = createDeferred<void>();
    this.#gates.set(id, { open, opened });
    return { open, opened };
  }

  /** Lets a job come to its end, now or when it starts. */
  readonly release = (...ids: readonly string[]): void => {
    for (const id of ids) this.#gate(id).open();
  };

  /** Waits until this many jobs have started. */
  readonly untilStarted = async (count: number): Promise<void> => {
    while (this.started.length < count) await new Promise<void>((resolve) => this.#arrived.push(resolve));
  };
}

export interface QueueCase {
  readonly name: string;
  readonly limits?: QueueSetting['limits'];
  run(stage: QueueStage, worker: GatedWorker): Promise<void>;
}

type Settled = { readonly result: JobResult } | { readonly error: Error & { readonly code?: string } };
const settled = (run: Promise<JobResult>): Promise<Settled> =>
  run.then(
    (result) => ({ result }),
    (error: Error) => ({ error }),
  );
const errorOf = async (run: Promise<JobResult>) => {
  const end = await settled(run);
  assert.property(end, 'error');
  return (end as { error: Error & { code?: string } }).error;
};
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

export const queueCases: readonly QueueCase[] = [
  {
    name: 'runs a job and gives its result',
    async run({ queue }, worker) {
      worker.release('a');
      assert.deepEqual(await queue.run(makeJob('a')), makeResult('a'));
    },
  },
  {
    name: 'tells of waiting and of running',
    async run({ queue }, worker) {
      const told: JobProgress[] = [];
      const first = queue.run(makeJob('a'));
      await worker.untilStarted(1);
      const second = queue.run(makeJob('b'), (progress) => told.push(progress));
      for (let tries = 0; tries < 200 && told.length === 0; tries++) await sleep(5);
      worker.release('a', 'b');
      await Promise.all([first, second]);
      assert.deepInclude(told, { state: 'queued', position: 1 });
      assert.deepInclude(told, { state: 'running', phase: 'denoise', step: 1, count: 2 });
    },
  },
  {
    name: 'runs the same id once, however often it is asked for',
    async run({ queue }, worker) {
      const both = [queue.run(makeJob('a')), queue.run(makeJob('a'))];
      worker.release('a');
      assert.deepEqual(await Promise.all(both), [makeResult('a'), makeResult('a')]);
      assert.deepEqual(await queue.run(makeJob('a')), makeResult('a'));
      await queue.settle('a');
      assert.deepEqual(await queue.run(makeJob('a')), makeResult('a'));
      assert.deepEqual(worker.started, ['a']);
    },
  },
  {
    name: 'serves users in turn',
    async run({ queue }, worker) {
      const runs = ['a1', 'a2', 'a3'].map((id) => queue.run(makeJob(id, 'ann')));
      await worker.untilStarted(1);
      runs.push(...['b1', 'b2'].map((id) => queue.run(makeJob(id, 'bob'))));
      await sleep(50);
      worker.release('a1', 'a2', 'a3', 'b1', 'b2');
      await Promise.all(runs);
      const others = worker.started.slice(1);
      // Bob's first comes before ann's third, whoever of them is next.
      assert.isBelow(others.indexOf('b1'), others.indexOf('a3'));
    },
  },
  {
    name: 'cancels a waiting job for good',
    async run({ queue, crash }, worker) {
      const first = queue.run(makeJob('a'));
      await worker.untilStarted(1);
      const second = settled(queue.run(makeJob('b')));
      while (!(await queue.cancel('b'))) await sleep(5);
      assert.equal(((await second) as { error: Error }).error.name, 'AbortError');
      worker.release('a', 'b');
      await first;
      assert.equal((await errorOf(queue.run(makeJob('b')))).name, 'AbortError');
      assert.equal((await errorOf((await crash()).run(makeJob('b')))).name, 'AbortError');
      assert.notInclude(worker.started, 'b');
    },
  },
  {
    name: 'cancels a running job for good',
    async run({ queue, crash }, worker) {
      const run = settled(queue.run(makeJob('a')));
      await worker.untilStarted(1);
      assert.isTrue(await queue.cancel('a'));
      assert.equal(((await run) as { error: Error }).error.name, 'AbortError');
      worker.release('a');
      assert.equal((await errorOf((await crash()).run(makeJob('a')))).name, 'AbortError');
      assert.deepEqual(worker.started, ['a']);
    },
  },
  {
    name: 'cancels nothing that is over or unknown',
    async run({ queue }, worker) {
      worker.release('a');
      await queue.run(makeJob('a'));
      assert.isFalse(await queue.cancel('a'));
      assert.isFalse(await queue.cancel('unknown'));
      assert.deepEqual(await queue.run(makeJob('a')), makeResult('a'));
    },
  },
  {
    name: 'gives the errors of jobs as they were, and goes on',
    async run({ queue }, worker) {
      worker.release('a', 'b', 'c');
      const refused = await errorOf(queue.run(makeJob('a', 'ann', 'refuse')));
      assert.instanceOf(refused, UserError);
      assert.deepInclude(refused, { code: 'NO_SUCH_OBJECT', message: 'There is no zebra.' });
      const failed = await errorOf(queue.run(makeJob('b', 'ann', 'fail')));
      assert.instanceOf(failed, JobError);
      assert.include(failed.message, 'the sampler got lost');
      assert.deepEqual(await queue.run(makeJob('c')), makeResult('c'));
    },
  },
  {
    name: 'refuses more jobs of one user than are allowed, with a sentence',
    limits: { jobsPerUser: 2, waiting: 10 },
    async run({ queue }, worker) {
      const runs = [queue.run(makeJob('a')), queue.run(makeJob('b'))];
      await worker.untilStarted(1);
      await sleep(50);
      const refused = await errorOf(queue.run(makeJob('c')));
      assert.instanceOf(refused, UserError);
      assert.equal(refused.code, 'TOO_MANY_JOBS');
      assert.include(refused.message, '2 are allowed');
      const other = queue.run(makeJob('d', 'bob'));
      worker.release('a', 'b', 'c', 'd');
      await Promise.all([...runs, other]);
      assert.deepEqual(await queue.run(makeJob('c')), makeResult('c'));
    },
  },
  {
    name: 'refuses when the line is full, with a sentence',
    limits: { jobsPerUser: 10, waiting: 2 },
    async run({ queue }, worker) {
      const first = queue.run(makeJob('a', 'u1'));
      await worker.untilStarted(1);
      const runs = [queue.run(makeJob('b', 'u2')), queue.run(makeJob('c', 'u3'))];
      await sleep(50);
      const refused = await errorOf(queue.run(makeJob('d', 'u4')));
      assert.equal(refused.code, 'QUEUE_FULL');
      worker.release('a', 'b', 'c');
      await Promise.all([first, ...runs]);
    },
  },
  {
    name: 'names after a crash what was running, waiting or not shown, and finishes each once',
    limits: { jobsPerUser: 10, waiting: 10 },
    async run({ queue, crash }, worker) {
      worker.release('shown', 'done');
      await queue.run(makeJob('shown'));
      await queue.settle('shown');
      await queue.run(makeJob('done'));
      void settled(queue.run(makeJob('running')));
      void settled(queue.run(makeJob('waiting')));
      await worker.untilStarted(3);
      await sleep(50);
      const again = await crash();
      const unfinished = await again.unfinished();
      assert.deepEqual(ids(unfinished).toSorted(), ['done', 'running', 'waiting']);
      assert.deepEqual(unfinished.find(({ id }) => id === 'waiting')?.context, { receipt: 'm1' });
      worker.release('running', 'waiting');
      assert.deepEqual(
        await Promise.all(unfinished.map((job) => again.run(job))),
        unfinished.map(({ id }) => makeResult(id)),
      );
      assert.lengthOf(
        worker.started.filter((id) => id === 'done'),
        1,
      );
      for (const { id } of unfinished) await again.settle(id);
      assert.deepEqual(await (await crash()).unfinished(), []);
    },
  },
  {
    name: 'forgets a person',
    async run({ queue }, worker) {
      worker.release('a', 'b');
      await Promise.all([queue.run(makeJob('a', 'ann')), queue.run(makeJob('b', 'bob'))]);
      await queue.forgetUser('ann');
      assert.notInclude(ids(await queue.unfinished()), 'a');
      assert.deepEqual(await queue.run(makeJob('a', 'ann')), makeResult('a'));
      assert.deepEqual(worker.started.filter((id) => id === 'a').length, 2);
      assert.deepEqual(worker.started.filter((id) => id === 'b').length, 1);
    },
  },
];

/** Limits of the cases that do not say others. */
export const ROOMY = { jobsPerUser: 10, waiting: 100 };

/** Registers one test per promise; `setUp` gives an empty queue for each. */
export function jobQueueContract(name: string, setUp: (setting: QueueSetting) => Promise<QueueStage>): void {
  describe(`${name} keeps the queue contract`, () => {
    for (const queueCase of queueCases) {
      describe('', () => {
        let stage: QueueStage;
        let worker: GatedWorker;
        beforeEach(async () => {
          worker = new GatedWorker();
          stage = await setUp({ runJob: worker.runJob, limits: queueCase.limits ?? ROOMY });
        });
        afterEach(() => stage.close());
        it(queueCase.name, () => queueCase.run(stage, worker));
      });
    }
  });
}
