/**
 * The whole bot on one platform, in a process of its own as in life: what people and the double do costs it nothing,
 * and what it costs is told apart. Started by `withBenchBot`; its engine is a third process, as always.
 */
import { fork } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { commands } from '../../commands/index.ts';
import { createBot } from '../../src/chat/bot.ts';
import { createCallCodec } from '../../src/chat/call.ts';
import { resumePaint } from '../../src/chat/painting/paint.ts';
import { createEmbeddedQueue } from '../../src/jobs/embedded-queue.ts';
import { createEngineProcess } from '../../src/jobs/engine-process.ts';
import { createRunJob } from '../../src/jobs/run-job.ts';
import { createLogger } from '../../src/log.ts';
import { createPlanner } from '../../src/planning/index.ts';
import { platforms } from '../../src/platforms/index.ts';
import { openStore } from '../../src/sessions/open-store.ts';

const engines = { pocket: '../src/engine-entry.ts', 'stand-in': '../test/fakes/engine-entry.ts' } as const;
export type EngineName = keyof typeof engines;

interface Setting {
  readonly platform: 'discord' | 'slack';
  readonly env: Readonly<Record<string, string>>;
  readonly users: number;
  readonly engineName: EngineName;
}

/** What the bot's own process cost. */
export interface BotUsage {
  readonly cpuSeconds: number;
  /** The longest time that its event loop was held up, by itself or by a busy machine. */
  readonly heldUpMs: number;
}

/** Lets something happen while the bot runs in its process, connected and with a warm engine. */
export async function withBenchBot<T>(
  setting: Setting,
  happens: () => Promise<T>,
): Promise<readonly [T, BotUsage]> {
  const bot = await startBenchBot(setting);
  try {
    return [await happens(), await bot.stop()];
  } catch (error) {
    bot.kill();
    throw error;
  }
}

async function startBenchBot(setting: Setting) {
  const child = fork(fileURLToPath(import.meta.url), { serialization: 'advanced' });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`the bot of the bench ended with ${code}`)));
  });
  ended.catch(() => undefined);
  const ask = async <T>(order: Setting | 'stop'): Promise<T> => {
    const answer = new Promise<T>((resolve) => child.once('message', (told) => resolve(told as T)));
    child.send(order);
    return Promise.race([answer, ended]);
  };
  const kill = (): void => void child.kill('SIGKILL');
  await ask<'ready'>(setting).catch((error: unknown) => {
    kill();
    throw error;
  });
  return {
    kill,
    /** Takes nothing new, ends the process, and tells what it cost. */
    async stop(): Promise<BotUsage> {
      const usage = await ask<BotUsage>('stop');
      child.disconnect();
      await ended.catch(() => undefined);
      return usage;
    },
  };
}

async function openBot({ platform: name, env, users, engineName }: Setting) {
  const store = await openStore({});
  const { sessions, pictures } = store;
  let isOver = false;
  const log = createLogger((line) => {
    // Receipts that still wait for their last change are finished after the next start.
    if (!isOver && / (?:error|warn) /u.test(line)) process.stderr.write(`${line}\n`);
  });
  const engine = createEngineProcess({
    module: fileURLToPath(new URL(engines[engineName], import.meta.url)),
    log,
  });
  const jobs = createEmbeddedQueue({
    journal: store.space('jobs'),
    runJob: createRunJob(engine, pictures),
    limits: { jobsPerUser: 5, waiting: users * 2 },
    log,
  });
  const open = await platforms[name]?.();
  const platform = open?.({ env, log, store: store.space(name), pictures });
  if (platform === undefined) throw new Error(`${name} stayed off`);
  const bot = createBot({
    platforms: [platform],
    commands,
    services: { sessions, pictures, planner: createPlanner({}, log), jobs, commands, log },
    codec: createCallCodec('bench'),
    resume: resumePaint,
  });
  await bot.start();
  await engine.warmUp();
  return async () => {
    isOver = true;
    await jobs.close();
    await bot.stop();
    await engine.dispose();
    await store.close();
  };
}

const nextOrder = () => new Promise<unknown>((resolve) => process.once('message', resolve));

async function serve(): Promise<void> {
  process.once('disconnect', () => process.exit());
  const close = await openBot((await nextOrder()) as Setting);
  const before = process.cpuUsage();
  const held = monitorEventLoopDelay({ resolution: 5 });
  held.enable();
  const stopping = nextOrder();
  process.send?.('ready');
  await stopping;
  const { user, system } = process.cpuUsage(before);
  const usage: BotUsage = { cpuSeconds: (user + system) / 1e6, heldUpMs: held.max / 1e6 };
  await close();
  process.send?.(usage);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve();
