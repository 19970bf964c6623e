import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFileSync } from 'node:fs';
import { commands } from '../commands/index.ts';
import { createBot } from '../src/chat/bot.ts';
import { createCallCodec } from '../src/chat/call.ts';
import { resumePaint } from '../src/chat/paint.ts';
import type { PlatformContext, PlatformFactory } from '../src/chat/platform.ts';
import { createEmbeddedQueue } from '../src/jobs/embedded-queue.ts';
import { createEngineProcess } from '../src/jobs/engine-process.ts';
import { createRunJob } from '../src/jobs/run-job.ts';
import { createLogger } from '../src/log.ts';
import { createRulePlanner } from '../src/planning/index.ts';
import { openStore } from '../src/sessions/open-store.ts';

/** What many people at once on one platform came to. */
export interface ChatFigures {
  readonly users: number;
  readonly commands: number;
  readonly acknowledgeMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Acknowledged after the platform's 3 seconds, or never. */
  readonly late: number;
  readonly pictures: number;
  readonly lost: number;
  readonly doubled: number;
  /** Changes of messages that the platform put off (429): progress that came too fast. */
  readonly editsPutOff: number;
  /** New messages that it put off. */
  readonly postsPutOff: number;
  readonly violations: number;
  readonly seconds: number;
  /** Processor time of bot and double together: what is left of the waiting is others' on a busy machine. */
  readonly cpuSeconds: number;
}

const engines = { pocket: '../src/worker.ts', 'stand-in': '../test/fakes/engine-worker.ts' } as const;
export type EngineName = keyof typeof engines;

/** People in a channel, and the time within which all of them have come. */
export const PEOPLE_IN_A_CHANNEL = 4;
const ARRIVE_WITHIN_MS = 10_000;

/** When the n-th of `users` people comes. */
export const arrivalMs = (index: number, users: number): number => (index / users) * ARRIVE_WITHIN_MS;

/** Starts the whole bot on one platform, with its engine in a process of its own as always. */
export async function startBenchBot(
  name: string,
  factory: PlatformFactory,
  env: PlatformContext['env'],
  { users, engineName }: { readonly users: number; readonly engineName: EngineName },
) {
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
  const platform = factory({ env, log, store: store.space(name), pictures });
  if (platform === undefined) throw new Error(`${name} stayed off`);
  const bot = createBot({
    platforms: [platform],
    commands,
    services: { sessions, pictures, planner: createRulePlanner(), jobs, commands, log },
    codec: createCallCodec('bench'),
    resume: resumePaint,
  });
  await bot.start();
  await engine.warmUp();
  return {
    /** Ends the bot; the engine and the store go with `close`, after the figures were taken. */
    async stop() {
      isOver = true;
      await jobs.close();
      await bot.stop();
    },
    async close() {
      await engine.dispose();
      await store.close();
    },
  };
}

/** Processor time of this process since it began, in seconds. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Middle, 99 % and longest of many waits, in milliseconds. */
export function describeWaits(waits: readonly number[]): ChatFigures['acknowledgeMs'] {
  const sorted = waits.toSorted((one, other) => one - other);
  const share = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: share(0.5), p99: share(0.99), max: sorted.at(-1) ?? 0 };
}

/** Runs one platform's bench from the command line: `[--users 200] [--engine pocket|stand-in] [--json FILE]`. */
export async function runFromCommandLine(
  bench: (users: number, engineName: EngineName) => Promise<ChatFigures>,
): Promise<void> {
  const { values } = parseArgs({
    options: { users: { type: 'string' }, engine: { type: 'string' }, json: { type: 'string' } },
  });
  const figures = await bench(
    Number(values.users ?? 200),
    values.engine === 'pocket' ? 'pocket' : 'stand-in',
  );
  console.table({
    ...figures,
    acknowledgeMs: Object.values(figures.acknowledgeMs).map(Math.round).join(' / '),
  });
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}
