/** Runs the bot: as a server, once for a script, or as a worker. */
import type { Arguments } from './arguments.js';
import { readConfig } from './config.ts';
import { BotError, ConfigError, inSentences, UserError } from './errors.ts';
import { composeBot, engineModule } from './composition.ts';
import { createEngineProcess } from './jobs/engine-process.ts';
import { createRunJob } from './jobs/run-job.ts';
import { createLogger, redact, shapeLogs } from './log.ts';
import { runOnce } from './once/run-once.ts';
import { createScriptPlatform, SCRIPT_CONVERSATION } from './once/script-platform.ts';
import { openStore } from './sessions/open-store.ts';
import { setSetting } from './sessions/tree.ts';
import { stopOnSignals } from './stop-signals.ts';

const write = (line: string) => void process.stdout.write(`${line}\n`);
/** What there is to do besides serving; each gets the words after its name and a signal to stop. */
const subCommands: Readonly<
  Record<string, (rest: readonly string[], stop: AbortSignal) => Promise<number | void>>
> = {
  worker: runWorker,
  doctor: async () => (await import('./doctor.ts')).runDoctor(),
  invite: async ([name]) => write(await (await import('./invite.ts')).invite(name)),
  mcp: async (_rest, stop) => (await import('./serve-mcp.ts')).serveMcp(log, stop),
  parse: async (rest) => (await import('./planning/index.ts')).printParse(rest.join(' '), write),
  connect: async (rest) => (await import('./connect.ts')).runConnect(rest),
};
const log = createLogger();
const LINGER_MS = 2000;

async function runScript(options: Extract<Arguments, { mode: 'once' }>): Promise<number> {
  const { seed } = options;
  const messages = await (await import('./once/dense-benchmark.ts')).withLayouts(options);
  const store = await openStore({});
  if (seed !== undefined)
    await store.sessions.change(SCRIPT_CONVERSATION, (session) => setSetting(session, 'seed', seed));
  const script = createScriptPlatform();
  // A script paints alone: no queue of other processes, no crash to come back from.
  const config = { ...readConfig(), REDIS_URL: undefined };
  const bot = await composeBot(config, { store, platforms: [script], log });
  await bot.start();
  const code = await runOnce(script, { ...options, messages, write });
  await bot.close();
  return code;
}

async function runWorker(_rest: readonly string[], stop: AbortSignal): Promise<void> {
  const config = readConfig();
  shapeLogs({ level: config.LOG_LEVEL, format: config.LOG_FORMAT });
  const { REDIS_URL: url } = config;
  if (url === undefined) throw new ConfigError(['REDIS_URL is not set; a worker takes its jobs from there']);
  const store = await openStore({ redisUrl: url });
  const { runBullWorker } = await import('./jobs/bullmq.ts');
  const engine = createEngineProcess({ module: engineModule, log });
  const runJob = createRunJob(engine, store.pictures);
  await runBullWorker({ url, journal: store.space('jobs'), runJob, log, signal: stop });
  await engine.dispose();
  await store.close();
}

async function run(given: Arguments, stop: AbortSignal): Promise<number> {
  if (given.mode === 'once') return runScript(given);
  if (given.mode === 'command') return (await subCommands[given.name]?.(given.rest, stop)) ?? 0;
  const { serve } = await import('./serve.ts');
  await serve(given, { stop, log, write });
  return 0;
}

/** Does what was asked for until it is done or a signal comes; sets the exit code. */
export async function main(given: Arguments): Promise<void> {
  const stop = stopOnSignals(log);
  try {
    process.exitCode = await run(given, stop);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    process.stderr.write(`${redact(inSentences(error))}\n`);
    process.exitCode = error instanceof ConfigError || error instanceof UserError ? 2 : 1;
  }
  // A connection that somebody else's code keeps open is no reason to stay.
  setTimeout(() => process.exit(), LINGER_MS).unref();
}
