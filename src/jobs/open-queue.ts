import type { Logger } from '../log.ts';
import { createEmbeddedQueue } from './embedded-queue.ts';
import { createEngineProcess } from './engine-process.ts';
import type { JobQueue } from './job.ts';
import type { JournalStore } from './journal.ts';
import type { QueueLimits } from './queue-limits.ts';
import { createRunJob } from './run-job.ts';
import type { JobPictures } from './run-job.ts';

/** What a queue is made of. */
export interface QueueParts {
  /** The file that the engine's process runs. */
  readonly engineModule: string;
  readonly redisUrl?: string | undefined;
  readonly journal: JournalStore;
  readonly pictures: JobPictures;
  readonly limits: QueueLimits;
  readonly log: Logger;
}

/** A queue with what stands behind it. */
export interface OpenQueue {
  readonly jobs: JobQueue;
  readonly warmUp: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Makes the engine's process and the queue before it; with Redis the painting is done by `npm run worker`. */
export async function openQueue(parts: QueueParts): Promise<OpenQueue> {
  const { engineModule, redisUrl, journal, pictures, limits, log } = parts;
  if (redisUrl !== undefined) {
    const { createBullQueue } = await import('./bullmq.ts');
    const jobs = await createBullQueue({ url: redisUrl, journal, limits, log });
    return { jobs, warmUp: () => Promise.resolve(), close: () => jobs.close() };
  }
  const engine = createEngineProcess({ module: engineModule, log });
  const jobs = createEmbeddedQueue({ journal, runJob: createRunJob(engine, pictures), limits, log });
  const close = () => jobs.close().then(() => engine.dispose());
  return { jobs, warmUp: () => engine.warmUp(), close };
}
