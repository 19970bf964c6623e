/** Runs the bot: as a server, once for a script, or as a worker. */
import { readArguments, USAGE } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { readConfig } from './config.ts';
import { BotError, ConfigError, UserError } from './errors.ts';
import { buildBot, openPlatforms, openQueue, work } from './house.ts';
import { createLogger, silent } from './log.ts';
import { runOnce } from './once/run-once.ts';
import { createScriptPlatform, SCRIPT_CONVERSATION } from './once/script-platform.ts';
import { openStore } from './sessions/open-store.ts';
import { setSetting } from './sessions/tree.ts';

/** What there is to do besides serving; each gets the words after its name and a signal to stop. */
const subCommands: Readonly<Record<string, (rest: readonly string[], stop: AbortSignal) => Promise<number>>> =
  {
    worker: runWorker,
  };
const log = createLogger();

async function serve(stop: AbortSignal): Promise<number> {
  const config = readConfig();
  const store = await openStore({ folder: config.DATA_DIR, redisUrl: config.REDIS_URL });
  const platforms = await openPlatforms(config, store, log);
  if (platforms.length === 0)
    throw new ConfigError(['no platform is on; take WEB=off away, or set DISCORD_TOKEN or SLACK_BOT_TOKEN']);
  const queue = await openQueue(config, store, log);
  const bot = await buildBot(config, store, { jobs: queue.jobs, platforms, log });
  await bot.start();
  for (const { name, address } of platforms)
    console.log(`Limner is on ${name}${address ? `: ${address}` : ''}`);
  console.log('Try: /imagine a cat and a dog on grass');
  queue.warmUp().catch((error: unknown) => log.error('the model cannot be loaded', { error }));
  await untilAborted(stop);
  log.info('stopping; what is not finished goes on after the next start');
  await queue.close();
  await bot.stop();
  await store.close();
  return 0;
}

const write = (line: string) => void process.stdout.write(`${line}\n`);

async function runScript(options: Extract<Arguments, { mode: 'once' }>): Promise<number> {
  const config = readConfig();
  const store = await openStore({});
  const { seed } = options;
  if (seed !== undefined)
    await store.sessions.change(SCRIPT_CONVERSATION, (session) => setSetting(session, 'seed', seed));
  const script = createScriptPlatform();
  // A script paints alone: no queue of other processes, no crash to come back from.
  const queue = await openQueue({ ...config, REDIS_URL: undefined }, store, options.json ? silent : log);
  const bot = await buildBot(config, store, { jobs: queue.jobs, platforms: [script], log });
  await bot.start();
  const code = await runOnce(script, { ...options, write });
  await queue.close();
  await bot.stop();
  await store.close();
  return code;
}

async function runWorker(_rest: readonly string[], stop: AbortSignal): Promise<number> {
  const config = readConfig();
  if (config.REDIS_URL === undefined)
    throw new ConfigError(['REDIS_URL is not set; a worker takes its jobs from there']);
  await work(config, await openStore({ redisUrl: config.REDIS_URL }), log, stop);
  return 0;
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

async function run(stop: AbortSignal): Promise<number> {
  const given = readArguments(process.argv.slice(2), Object.keys(subCommands));
  if (given.mode === 'help') console.log(USAGE);
  if (given.mode === 'command') return (await subCommands[given.name]?.(given.rest, stop)) ?? 0;
  if (given.mode === 'once') return runScript(given);
  return given.mode === 'serve' ? serve(stop) : 0;
}

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    stopping.abort();
    process.once(name, () => process.exit(130));
  });
}

try {
  process.exitCode = await run(stopping.signal);
} catch (error) {
  if (!(error instanceof BotError)) throw error;
  console.error(error instanceof UserError ? error.message : `${error.message}${error.hint ?? ''}`);
  process.exitCode = error instanceof ConfigError || error instanceof UserError ? 2 : 1;
}
