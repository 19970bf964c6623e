/**
 * Many people on Slack at once while the engine paints: how long until their commands are acknowledged, and
 * whether each gets exactly one picture for each wish. The double holds the bot to Slack's rate limits, so most of
 * the time is Slack's: 100 uploads and 50 changed messages a minute.
 *
 *     node --import tsx bench/chat-slack.ts [--users 200] [--engine pocket|stand-in] [--json FILE]
 */
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSlack } from '../src/platforms/slack/index.ts';
import { readBlocks } from '../test/fakes/slack-blocks.ts';
import { APP_TOKEN, BOT_TOKEN, startSlack } from '../test/fakes/slack.ts';
import type { FakeSlack } from '../test/fakes/slack.ts';
import type { StoredMessage } from '../test/fakes/slack-workspace.ts';
import {
  arrivalMs,
  cpuSeconds,
  describeWaits,
  PEOPLE_IN_A_CHANNEL,
  runFromCommandLine,
  startBenchBot,
} from './chat-bot.ts';
import type { ChatFigures, EngineName } from './chat-bot.ts';

const PATIENCE_MS = 30 * 60_000;

interface Wisher {
  readonly id: string;
  readonly channel: string;
  readonly seed: number;
}

/** Lets `users` people paint one picture each and change it by words in its thread. */
export async function benchSlackChat(users: number, engineName: EngineName): Promise<ChatFigures> {
  const slack = await startSlack();
  const people = Array.from({ length: users }, (_, index) => enter(slack, index));
  const env = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN };
  const bot = await startBenchBot('slack', createSlack, env, { users, engineName });
  const began = performance.now();
  const usedBefore = cpuSeconds();
  const got = await Promise.all(people.map((one, index) => livePerson(slack, one, arrivalMs(index, users))));
  const seconds = (performance.now() - began) / 1000;
  const late = slack.problems.filter((problem) => problem.includes('not acknowledged')).length;
  await bot.stop();
  const shown = slack.space.messages.filter(isPicture).length;
  const received = got.reduce((sum, count) => sum + count, 0);
  await bot.close();
  await slack.close();
  return {
    users,
    commands: slack.acknowledgements.length,
    acknowledgeMs: describeWaits(slack.acknowledgements),
    late,
    pictures: shown,
    lost: users * 2 - received,
    doubled: shown - received,
    editsPutOff: slack.putOff.get('chat.update') ?? 0,
    postsPutOff: slack.putOff.get('chat.postMessage') ?? 0,
    violations: slack.problems.length,
    seconds,
    cpuSeconds: cpuSeconds() - usedBefore,
  };
}

/** One more person in the workspace, four to a channel. */
function enter({ space }: FakeSlack, index: number): Wisher {
  const id = `U0P${String(index).padStart(6, '0')}`;
  const channel = `C0R${String(Math.floor(index / PEOPLE_IN_A_CHANNEL)).padStart(6, '0')}`;
  space.users.set(id, { isAdmin: false, locale: 'en-GB' });
  space.channels.set(channel, { id: channel, name: channel.toLowerCase(), hasBot: true });
  return { id, channel, seed: 1000 + index };
}

const isPicture = ({ blocks }: StoredMessage) =>
  blocks.some(({ type }) => type === 'image') && /^#\d+ · /u.test(readBlocks(blocks));

/** One person: paints, waits, says what to change in the thread, waits; gives the number of pictures that came. */
async function livePerson(
  slack: FakeSlack,
  { id, channel, seed }: Wisher,
  arriveMs: number,
): Promise<number> {
  await sleep(arriveMs);
  const person = slack.user(id);
  await person.command(channel, '/imagine', `a cat and a dog on grass seed:${seed} steps:2`);
  const first = await arrived(slack, channel, (message) =>
    readBlocks(message.blocks).includes(`seed ${seed} `),
  );
  if (first?.thread === undefined) return 0;
  const { thread } = first;
  await person.say(channel, 'make the cat blue', { thread });
  const second = await arrived(
    slack,
    channel,
    (message) => message.thread === thread && message.ts !== first.ts,
  );
  return second === undefined ? 1 : 2;
}

async function arrived(
  slack: FakeSlack,
  channel: string,
  fits: (message: StoredMessage) => boolean,
): Promise<StoredMessage | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = slack.messages(channel).find((message) => isPicture(message) && fits(message));
    if (found !== undefined) return found;
    await sleep(500);
  }
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runFromCommandLine(benchSlackChat);
