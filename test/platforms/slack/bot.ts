import { vi } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { createBot } from '../../../src/chat/bot.ts';
import { createCallCodec } from '../../../src/chat/call.ts';
import { resumePaint } from '../../../src/chat/painting/paint.ts';
import { createEmbeddedQueue } from '../../../src/jobs/embedded-queue.ts';
import { createRunJob } from '../../../src/jobs/run-job.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createLogger } from '../../../src/log.ts';
import { openStore } from '../../../src/sessions/open-store.ts';
import { createFakeEngine } from '../../fakes/engine.ts';
import { fakePlanner } from '../../fakes/planner.ts';
import { readBlocks } from '../../fakes/slack/blocks.ts';
import { startSlack } from '../../fakes/slack/index.ts';
import type { StoredMessage } from '../../fakes/slack/workspace.ts';
import { seeIn, slackAt } from './stage.ts';
import type { SeenMessage } from '../../contracts/platform.contract.ts';

export type SlackBot = Awaited<ReturnType<typeof startSlackBot>>;

/** What stands in a thread, as people read it. */
export interface ThreadMessage extends SeenMessage {
  readonly ts: string;
  readonly channel: string;
}

/** The whole bot with its real commands on a stand-in engine, talking to the double of Slack. */
export async function startSlackBot({
  engine = createFakeEngine({ stepMs: 1 }),
}: { readonly engine?: Pick<Engine, 'run'> } = {}) {
  const slack = await startSlack();
  const store = await openStore({});
  const { sessions, pictures } = store;
  const lines: string[] = [];
  const log = createLogger((line) => lines.push(line));

  const open = async () => {
    const jobs = createEmbeddedQueue({
      journal: store.space('jobs'),
      runJob: createRunJob(engine, pictures),
      log,
    });
    const bot = createBot({
      platforms: [slackAt(slack, { store: store.space('slack'), log })],
      commands,
      services: { sessions, pictures, planner: fakePlanner, jobs, commands, log },
      codec: createCallCodec('a secret of the tests'),
      resume: resumePaint,
      callsPerMinute: 1000,
    });
    await bot.start();
    return async () => {
      await jobs.close();
      await bot.stop();
    };
  };
  let stop = await open();

  const see = ({ channel, ts, thread }: StoredMessage): ThreadMessage => ({
    ts,
    channel,
    ...(seeIn(slack, {
      conversation: `slack:${slack.space.team}:${channel}:${thread ?? ts}`,
      id: ts,
    }) as SeenMessage),
  });
  const inThread = (channel: string, thread?: string): readonly ThreadMessage[] =>
    slack
      .messages(channel, thread)
      .filter(({ user }) => user === slack.space.botUser)
      .map(see);

  /** The one message that is meant: two of a kind are a message that was doubled. */
  const find = (
    what: string,
    channel: string,
    thread: string | undefined,
    isMeant: (message: ThreadMessage) => boolean,
  ) =>
    wait(what, () => {
      const found = inThread(channel, thread).filter(isMeant);
      if (found.length > 1) throw new Error(`${what} stands there ${found.length} times`);
      return found[0];
    });

  return {
    slack,
    log: lines,
    /** Waits until the bot asks something in a thread. */
    question: (channel: string, thread: string) =>
      find('a question', channel, thread, ({ choices }) => choices.length > 0),
    /** What the bot has said in a channel, or in one of its threads. */
    inThread,
    /** The finished picture with this number, when it is there. */
    picture(number: number, channel: string, thread?: string): Promise<ThreadMessage> {
      return find(`picture #${number}`, channel, thread, ({ text }) => text.startsWith(`#${number} `));
    },
    /** Waits until a message of the bot contains these words. */
    says(words: string, channel: string, thread?: string): Promise<ThreadMessage> {
      return find(`"${words}"`, channel, thread, ({ text }) => text.includes(words));
    },
    /** Waits until one person is told these words. */
    async tells(person: string, words: string): Promise<void> {
      await wait(`"${words}" to ${person}`, () =>
        slack.privately(person).find(({ blocks, text }) => (readBlocks(blocks) || text).includes(words)),
      );
    },
    /** Waits until one person alone is shown these words; the newest message with them. */
    whispered: (words: string, person: string): Promise<StoredMessage> =>
      wait(`"${words}" to ${person}`, () =>
        slack.privately(person).findLast(({ blocks }) => readBlocks(blocks).includes(words)),
      ),
    /** Ends the bot as a shutdown does and starts it anew on the same store. */
    async restart(): Promise<void> {
      await stop();
      stop = await open();
    },
    stop: () => stop(),
    start: async () => {
      stop = await open();
    },
    async close(): Promise<void> {
      await stop();
      await slack.close();
      await store.close();
    },
  };
}

/** Waits until `look` finds something. */
export const wait = <T>(what: string, look: () => T | undefined, timeout = 30_000): Promise<T> =>
  vi.waitFor(
    () => {
      const found = look();
      if (found === undefined) throw new Error(`waited for ${what}`);
      return found;
    },
    { timeout, interval: 20 },
  );
