/** Runs the bot: as a server, once for a script, or as a worker. */
import type { Arguments } from './arguments.js';
import { readConfig } from './config.ts';
import { BotError, ConfigError, inSentences, UserError } from './errors.ts';
import { openHouse, openPlatforms, work } from './house.ts';
import { createLogger } from './log.ts';
import { runOnce } from './once/run-once.ts';
import { createScriptPlatform, SCRIPT_CONVERSATION } from './once/script-platform.ts';
import { openStore } from './sessions/open-store.ts';
import { setSetting } from './sessions/tree.ts';

/** What there is to do besides serving; each gets the words after its name and a signal to stop. */
const subCommands: Readonly<
  Record<string, (rest: readonly string[], stop: AbortSignal) => Promise<number | void>>
> = {
  worker: runWorker,
  doctor: async () => (await import('./doctor.ts')).runDoctor(),
  connect: async (rest) => (await import('./connect.ts')).runConnect(rest),
};
const log = createLogger();
const write = (line: string) => void process.stdout.write(`${line}\n`);

async function serve({ port, host }: Extract<Arguments, { mode: 'serve' }>, stop: AbortSignal) {
  const config = readConfig({ ...process.env, ...(port && { PORT: port }), ...(host && { HOST: host }) });
  const store = await openStore({ folder: config.DATA_DIR, redisUrl: config.REDIS_URL });
  const platforms = await openPlatforms(config, store, log);
  if (platforms.length === 0)
    throw new ConfigError(['no platform is on; take WEB=off away, or set DISCORD_TOKEN or SLACK_BOT_TOKEN']);
  const house = await openHouse(config, store, platforms, log);
  for (const { name, address } of platforms)
    write(`Limner is on ${name}${address === undefined ? '' : `: ${address}`}`);
  write('Try: /imagine a cat and a dog on grass');
  house.warmUp().catch((error: unknown) => log.error('the model cannot be loaded', { error }));
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  log.info('stopping; what is not finished goes on after the next start');
  await house.close();
}

async function runScript(options: Extract<Arguments, { mode: 'once' }>): Promise<number> {
  const { seed } = options;
  const messages = await (await import('./once/dense-benchmark.ts')).withLayouts(options);
  const store = await openStore({});
  if (seed !== undefined)
    await store.sessions.change(SCRIPT_CONVERSATION, (session) => setSetting(session, 'seed', seed));
  const script = createScriptPlatform();
  // A script paints alone: no queue of other processes, no crash to come back from.
  const house = await openHouse({ ...readConfig(), REDIS_URL: undefined }, store, [script], log);
  const code = await runOnce(script, { ...options, messages, write });
  await house.close();
  return code;
}

async function runWorker(_rest: readonly string[], stop: AbortSignal): Promise<void> {
  const { REDIS_URL: url } = readConfig();
  if (url === undefined) throw new ConfigError(['REDIS_URL is not set; a worker takes its jobs from there']);
  const store = await openStore({ redisUrl: url });
  await work(url, store, log, stop);
  await store.close();
}

async function run(given: Arguments, stop: AbortSignal): Promise<number> {
  if (given.mode === 'once') return runScript(given);
  if (given.mode === 'command') return (await subCommands[given.name]?.(given.rest, stop)) ?? 0;
  await serve(given, stop);
  return 0;
}

/** Does what was asked for until it is done or a signal comes; sets the exit code. */
export async function main(given: Arguments): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => (stopping.signal.aborted ? process.exit(130) : stopping.abort()));
  try {
    process.exitCode = await run(given, stopping.signal);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    process.stderr.write(`${inSentences(error)}\n`);
    process.exitCode = error instanceof ConfigError || error instanceof UserError ? 2 : 1;
  }
}
