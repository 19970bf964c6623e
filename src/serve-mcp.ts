import { readConfig } from './config.ts';
import { composeBot } from './composition.ts';
import type { Logger } from './log.ts';
import { createStdioProgram } from './platforms/programs/mcp/stdio.ts';
import { openStore } from './sessions/open-store.ts';

/**
 * Serves the Model Context Protocol on standard input and output, until the program that started this process is gone
 * or `stop` is aborted. Its pictures end with it: no folder is shared with a bot that may run beside it.
 */
export async function serveMcp(log: Logger, stop: AbortSignal): Promise<void> {
  const store = await openStore({});
  const { sessions, pictures } = store;
  const program = createStdioProgram({ log, sessions, pictures });
  const bot = await composeBot(
    { ...readConfig(), REDIS_URL: undefined },
    { store, platforms: [program], log },
  );
  const stopped = new Promise<void>((resolve) =>
    stop.addEventListener('abort', () => resolve(), { once: true }),
  );
  try {
    await bot.start();
    bot.warmUp().catch((error: unknown) => log.error('the model cannot be loaded', { error }));
    await Promise.race([program.ended, stopped]);
  } finally {
    await bot.close();
  }
}
