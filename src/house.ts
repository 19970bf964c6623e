/** Puts the bot together: the only file that knows every part of it. */
import { fileURLToPath } from 'node:url';
import { commands } from '../commands/index.ts';
import { createBot } from './chat/bot.ts';
import type { Bot } from './chat/bot.ts';
import { createCallCodec, loadSecret } from './chat/call.ts';
import { resumePaint } from './chat/paint.ts';
import type { Platform } from './chat/platform.ts';
import type { Config } from './config.ts';
import { createEmbeddedQueue } from './jobs/embedded-queue.ts';
import { createEngineProcess } from './jobs/engine-process.ts';
import type { JobQueue } from './jobs/job.ts';
import { createRunJob } from './jobs/run-job.ts';
import type { Logger } from './log.ts';
import { createRulePlanner } from './planning/index.ts';
import { platforms as registry } from './platforms/index.ts';
import type { Store } from './sessions/open-store.ts';

const engineModule = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'worker.ts' : 'worker.js', import.meta.url),
);

/** Makes the engine's process and the queue before it; with Redis the painting is done by `npm run worker`. */
export async function openQueue(config: Config, { space, pictures }: Store, log: Logger) {
  const journal = space('jobs');
  const limits = { jobsPerUser: config.JOBS_PER_USER, waiting: config.JOBS_WAITING };
  if (config.REDIS_URL !== undefined) {
    const { createBullQueue } = await import('./jobs/bullmq.ts');
    const jobs = await createBullQueue({ url: config.REDIS_URL, journal, limits, log });
    return { jobs, warmUp: () => Promise.resolve(), close: () => jobs.close() };
  }
  const engine = createEngineProcess({ module: engineModule, log });
  const jobs = createEmbeddedQueue({ journal, runJob: createRunJob(engine, pictures), limits, log });
  const close = async () => {
    await jobs.close();
    await engine.dispose();
  };
  return { jobs, warmUp: () => engine.warmUp(), close };
}

/** Paints what other processes put into the queue of Redis, until `signal` is aborted. */
export async function work(
  config: Config,
  { pictures, space }: Store,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { runBullWorker } = await import('./jobs/bullmq.ts');
  const engine = createEngineProcess({ module: engineModule, log });
  await runBullWorker({
    url: config.REDIS_URL ?? '',
    journal: space('jobs'),
    runJob: createRunJob(engine, pictures),
    log,
    signal,
  });
  await engine.dispose();
}

/** Makes the platforms that are configured. */
export async function openPlatforms(env: Config, { space, pictures }: Store, log: Logger) {
  const made = Object.entries(registry).map(async ([name, load]) => {
    const create = await load();
    return create({ env, log, store: space(name), pictures });
  });
  return (await Promise.all(made)).filter((platform) => platform !== undefined);
}

/** Makes the bot over its platforms, not started yet. */
export async function buildBot(
  config: Config,
  { sessions, pictures, space }: Store,
  { jobs, platforms, log }: { jobs: JobQueue; platforms: readonly Platform[]; log: Logger },
): Promise<Bot> {
  const planner = createRulePlanner();
  return createBot({
    platforms,
    commands,
    services: { sessions, pictures, planner, jobs, commands, log },
    codec: createCallCodec(await loadSecret(space('secrets'))),
    resume: resumePaint,
    callsPerMinute: config.CALLS_PER_MINUTE,
  });
}
