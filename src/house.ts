/** Puts the bot together: the only file that knows every part of it. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from '../commands/index.ts';
import { createBot } from './chat/bot.ts';
import { createCallCodec, loadSecret } from './chat/call.ts';
import { createLanguageStore } from './chat/language-store.ts';
import { openPainterLinks } from './chat/open-painter-links.ts';
import { resumePaint } from './chat/painting/paint.ts';
import type { Platform } from './chat/platform.ts';
import { createSpaceRuleStore } from './chat/rules/space-rules.ts';
import { offeredModels } from './config.ts';
import type { Config } from './config.ts';
import { createEngineProcess } from './jobs/engine-process.ts';
import { openQueue } from './jobs/open-queue.ts';
import { createRunJob } from './jobs/run-job.ts';
import type { Logger } from './log.ts';
import { createPlanner } from './planning/index.ts';
import { platforms as registry } from './platforms/index.ts';
import type { Store } from './sessions/open-store.ts';

const engineModule = fileURLToPath(new URL(`worker${extname(import.meta.url)}`, import.meta.url));

/** Makes the platforms that are configured. */
export async function openPlatforms(env: Config, store: Store, log: Logger) {
  const { space, pictures } = store;
  const painterLinks = await openPainterLinks(space, env.PUBLIC_URL);
  const made = Object.entries(registry).map(async ([name, load]) =>
    (await load())({ env, log, store: space(name), pictures, painterLinks }),
  );
  return (await Promise.all(made)).filter((platform) => platform !== undefined);
}

/** Starts the bot on its platforms. */
export async function openHouse(config: Config, store: Store, platforms: readonly Platform[], log: Logger) {
  const { sessions, pictures, space } = store;
  const { jobs, warmUp, close } = await openQueue({
    engineModule,
    redisUrl: config.REDIS_URL,
    journal: space('jobs'),
    pictures,
    limits: { jobsPerUser: config.JOBS_PER_USER, waiting: config.JOBS_WAITING },
    log,
  });
  const parts = { sessions, pictures, jobs, commands, log };
  const bot = createBot({
    platforms,
    commands,
    services: {
      ...parts,
      planner: createPlanner({ ollamaHost: config.OLLAMA_HOST, ollamaModel: config.OLLAMA_MODEL }, log),
      spaceRules: createSpaceRuleStore(space('rules')),
      painterLinks: await openPainterLinks(space, config.PUBLIC_URL),
      languages: createLanguageStore(space('languages')),
      models: offeredModels(config),
    },
    codec: createCallCodec(await loadSecret(space('secrets'))),
    resume: resumePaint,
    callsPerMinute: config.CALLS_PER_MINUTE,
  });
  await bot.start();
  return {
    warmUp,
    /** Ends everything; jobs that are not finished go on after the next start. */
    async close() {
      await close();
      await bot.stop();
      await store.close();
    },
  };
}

/** Paints what other processes put into the queue of Redis, until `stop` is aborted. */
export async function work(url: string, { pictures, space }: Store, log: Logger, stop: AbortSignal) {
  const { runBullWorker } = await import('./jobs/bullmq.ts');
  const engine = createEngineProcess({ module: engineModule, log });
  const runJob = createRunJob(engine, pictures);
  await runBullWorker({ url, journal: space('jobs'), runJob, log, signal: stop });
  await engine.dispose();
}
