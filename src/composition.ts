/** Puts the bot together: the only file that knows every part of it. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from '../commands/index.ts';
import { createBot } from './chat/bot.ts';
import { createCallCodec, loadSecret } from './chat/call.ts';
import type { Inbox } from './chat/inbox.ts';
import { createLanguageStore } from './chat/language-store.ts';
import { openPainterLinks } from './chat/open-painter-links.ts';
import { resumePaint } from './chat/painting/paint.ts';
import type { Platform } from './chat/platform.ts';
import { createSpaceRuleStore } from './chat/rules/space-rules.ts';
import { offeredModels } from './config.ts';
import type { Config } from './config.ts';
import { openQueue } from './jobs/open-queue.ts';
import type { Logger } from './log.ts';
import { readVocabulary } from './models/card.ts';
import { modelFolder } from './models/model-folder.ts';
import { createPlanner } from './planning/index.ts';
import type { Store } from './sessions/open-store.ts';

export const engineModule = fileURLToPath(
  new URL(`engine-entry${extname(import.meta.url)}`, import.meta.url),
);

/** What the bot is put together from. */
export interface BotParts {
  readonly store: Store;
  /** Without it requests end with the process. */
  readonly inbox?: Inbox;
  readonly platforms: readonly Platform[];
  readonly log: Logger;
}

/** Puts the bot together on its platforms. */
export async function composeBot(config: Config, { store, inbox, platforms, log }: BotParts) {
  const { sessions, pictures, space } = store;
  const queue = await openQueue({
    engineModule,
    redisUrl: config.REDIS_URL,
    journal: space('jobs'),
    pictures,
    limits: { jobsPerUser: config.JOBS_PER_USER, waiting: config.JOBS_WAITING },
    log,
  });
  const parts = { sessions, pictures, jobs: queue.jobs, commands, log };
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
      vocabularyOf: (task, model = task === 'edit' ? config.EDIT_MODEL : config.IMAGE_MODEL) =>
        readVocabulary(modelFolder(config.MODELS_DIR, model)),
    },
    codec: createCallCodec(await loadSecret(space('secrets'))),
    resume: resumePaint,
    inbox,
    isStrict: config.STRICT_START,
    callsPerMinute: config.CALLS_PER_MINUTE,
  });
  return {
    /** Opens the platforms. */
    start: () => bot.start(),
    /** The platforms that run. */
    open: () => bot.open(),
    warmUp: queue.warmUp,
    /** Ends everything, also a start that goes on; what is not finished goes on after the next start. */
    async close() {
      await queue.close();
      await bot.stop();
      await inbox?.close();
      await store.close();
    },
  };
}
