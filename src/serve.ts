import type { Arguments } from './arguments.js';
import { lookAtHealth } from './chat/health.ts';
import { createInbox } from './chat/inbox.ts';
import type { Platform } from './chat/platform.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './errors.ts';
import { composeBot } from './composition.ts';
import { shapeLogs } from './log.ts';
import type { Logger } from './log.ts';
import { openPlatforms } from './open-platforms.ts';
import { openStore } from './sessions/open-store.ts';

interface Surroundings {
  readonly stop: AbortSignal;
  readonly log: Logger;
  readonly write: (line: string) => void;
}

/** Runs the bot on its platforms until `stop` is aborted. */
export async function serve(
  { port, host }: Extract<Arguments, { mode: 'serve' }>,
  { stop, log, write }: Surroundings,
): Promise<void> {
  const config = readConfig({ ...process.env, ...(port && { PORT: port }), ...(host && { HOST: host }) });
  shapeLogs({ level: config.LOG_LEVEL, format: config.LOG_FORMAT });
  const store = await openStore({ folder: config.DATA_DIR, redisUrl: config.REDIS_URL });
  const inbox = createInbox(store.space('inbox'));
  let open: () => readonly Platform[] = () => [];
  const health = () => lookAtHealth(platforms, open(), store.space('health'));
  const platforms = await openPlatforms(config, { store, inbox, log, health });
  if (platforms.length === 0)
    throw new ConfigError(['no platform is on; take WEB=off away, or set DISCORD_TOKEN or SLACK_BOT_TOKEN']);
  const bot = await composeBot(config, { store, inbox, platforms, log });
  open = () => bot.open();
  const stopped = new Promise<void>((resolve) =>
    stop.addEventListener('abort', () => resolve(), { once: true }),
  );
  try {
    const starting = bot.start().then(() => introduce(bot.open(), write));
    await (stop.aborted ? undefined : Promise.race([starting, stopped]));
    // What a start that was stopped still has to say is of no interest.
    starting.catch(() => undefined);
    if (!stop.aborted)
      bot.warmUp().catch((error: unknown) => {
        if (!stop.aborted) log.error('the model cannot be loaded', { error });
      });
    await (stop.aborted ? undefined : stopped);
    log.info('stopping; what is not finished goes on after the next start');
  } finally {
    await bot.close();
  }
}

function introduce(platforms: readonly Platform[], write: Surroundings['write']): void {
  // What answers programs is on the web chat's server.
  for (const { name, address, notice } of platforms.filter(({ answer }) => answer === undefined)) {
    write(`Limner is on ${name}${address === undefined ? '' : `: ${address}`}`);
    if (notice !== undefined) write(notice);
  }
  write('Try: /imagine a cat and a dog on grass');
}
