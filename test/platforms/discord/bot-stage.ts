import { commands } from '../../../commands/index.ts';
import { createBot } from '../../../src/chat/bot.ts';
import type { Bot } from '../../../src/chat/bot.ts';
import { createCallCodec } from '../../../src/chat/call.ts';
import { resumePaint } from '../../../src/chat/painting/paint.ts';
import { createSpaceRuleStore } from '../../../src/chat/rules/space-rules.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createEmbeddedQueue } from '../../../src/jobs/embedded-queue.ts';
import type { JobQueue } from '../../../src/jobs/job.ts';
import { createRunJob } from '../../../src/jobs/run-job.ts';
import { createLogger } from '../../../src/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { openStore } from '../../../src/sessions/open-store.ts';
import { createFakeEngine } from '../../fakes/engine.ts';
import { fakePlanner } from '../../fakes/planner.ts';
import { startDiscord } from '../../fakes/discord/index.ts';
import type { DiscordDouble } from '../../fakes/discord/index.ts';
import type { StoredChannel, StoredMessage } from '../../fakes/discord/world.ts';

/** The whole bot on Discord: real commands, sessions and queue on a stand-in engine. */
export interface DiscordBot {
  readonly discord: DiscordDouble;
  readonly logged: readonly string[];
  /** Ends the bot and starts another one on the same store, as a new process would be. */
  restart(): Promise<void>;
  /** Ends the bot without a new one. */
  stop(): Promise<void>;
  /** Waits for picture number `number` in a channel. */
  picture(channel: StoredChannel, number: number): Promise<StoredMessage>;
  /** Waits for a message whose text fits. */
  says(channel: StoredChannel, text: RegExp): Promise<StoredMessage>;
  /** Waits for what only one person sees. */
  whispers(channel: StoredChannel, text: RegExp): Promise<StoredMessage>;
  end(): Promise<void>;
}

export async function startDiscordBot({
  engine = createFakeEngine({ stepMs: 5 }),
  prepare = () => undefined,
  callsPerMinute = 1000,
  models = [],
}: {
  readonly engine?: Pick<Engine, 'run'>;
  readonly prepare?: (discord: DiscordDouble) => void;
  readonly callsPerMinute?: number;
  /** Names that people may choose from; the stand-in engine paints all of them alike. */
  readonly models?: readonly string[];
} = {}): Promise<DiscordBot> {
  const discord = await startDiscord();
  prepare(discord);
  const store = await openStore({});
  const { sessions, pictures } = store;
  const logged: string[] = [];
  const log = createLogger((line) => logged.push(line));
  const open = async (): Promise<{ bot: Bot; jobs: JobQueue }> => {
    const platform = createDiscord({ env: discord.env, log, store: store.space('discord'), pictures });
    if (platform === undefined) throw new Error('the platform stayed off');
    const runJob = createRunJob(engine, pictures);
    const jobs = createEmbeddedQueue({ journal: store.space('jobs'), runJob, log });
    const bot = createBot({
      platforms: [platform],
      commands,
      services: {
        sessions,
        pictures,
        jobs,
        commands,
        log,
        planner: fakePlanner,
        models,
        spaceRules: createSpaceRuleStore(store.space('rules')),
      },
      codec: createCallCodec('a secret of the tests'),
      resume: resumePaint,
      callsPerMinute,
    });
    await bot.start();
    return { bot, jobs };
  };
  let running: Awaited<ReturnType<typeof open>> | undefined = await open();
  const stop = async () => {
    await running?.jobs.close();
    await running?.bot.stop();
    running = undefined;
  };
  const find = (what: string, look: () => StoredMessage | undefined) =>
    discord.world.until(what, look, 20_000);
  return {
    discord,
    logged,
    stop,
    async restart() {
      await stop();
      running = await open();
    },
    picture: (channel, number) =>
      find(`picture #${number}`, () =>
        discord.world
          .visible(channel.id)
          .findLast(
            ({ content, attachments }) => attachments.length > 0 && content.includes(`#${number} · `),
          ),
      ),
    says: (channel, text) =>
      find(String(text), () =>
        discord.world.visible(channel.id).findLast(({ content }) => text.test(content)),
      ),
    whispers: (channel, text) =>
      find(String(text), () =>
        discord.world.ephemeral(channel.id).findLast(({ content }) => text.test(content)),
      ),
    async end() {
      await stop();
      await store.close();
      await discord.close();
    },
  };
}
