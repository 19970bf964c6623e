import type { Health } from './chat/health.ts';
import type { Inbox } from './chat/inbox.ts';
import { openPainterLinks } from './chat/open-painter-links.ts';
import type { Platform } from './chat/platform.ts';
import { offeredModels } from './config.ts';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import { modelFolder } from './models/model-folder.ts';
import { platforms as registry } from './platforms/index.ts';
import type { Store } from './sessions/open-store.ts';

interface PlatformParts {
  readonly store: Store;
  readonly inbox: Inbox;
  readonly log: Logger;
  readonly health: () => Promise<Health>;
}

/** Makes the platforms that are configured. */
export async function openPlatforms(
  env: Config,
  { store, inbox, log, health }: PlatformParts,
): Promise<readonly Platform[]> {
  const { space, pictures } = store;
  const painterLinks = await openPainterLinks(space, env.PUBLIC_URL);
  const made = Object.entries(registry).map(async ([name, load]) =>
    (await load())({
      env,
      log,
      store: space(name),
      pictures,
      sessions: store.sessions,
      inbox,
      health,
      painterLinks,
      models: offeredModels(env),
      ownSize: (model = env.IMAGE_MODEL) => ownSize(env, model),
      answerProgram: (request) =>
        platforms.find(({ answer }) => answer)?.answer?.(request) ?? new Response(null, { status: 503 }),
    }),
  );
  const platforms: readonly Platform[] = (await Promise.all(made)).filter(
    (platform) => platform !== undefined,
  );
  return platforms;
}

/** What a checkpoint's card says of its size; nothing is said of one that is not there yet. */
async function ownSize(env: Config, model: string) {
  const { openCheckpoint } = await import('./models/index.ts');
  const { card } = (await openCheckpoint(modelFolder(env.MODELS_DIR, model)).catch(() => undefined)) ?? {};
  if (card === undefined) return undefined;
  const { width, height } = card.defaults;
  return { width, height, isOnlySize: card.oneSize === true };
}
