/**
 * Many people on Slack at once while the engine paints: how long until their commands are acknowledged, and
 * whether each gets exactly one picture for each wish. The double holds the bot to Slack's rate limits, so most of
 * the time is Slack's: 100 uploads and 50 changed messages a minute.
 *
 *     node --import tsx bench/chat-slack.ts [--users 200] [--engine pocket|stand-in] [--json FILE]
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands } from '../commands/index.ts';
import { createBot } from '../src/chat/bot.ts';
import { createCallCodec } from '../src/chat/call.ts';
import { resumePaint } from '../src/chat/paint.ts';
import { createEmbeddedQueue } from '../src/jobs/embedded-queue.ts';
import { createEngineProcess } from '../src/jobs/engine-process.ts';
import { createRunJob } from '../src/jobs/run-job.ts';
import { createLogger } from '../src/log.ts';
import { createRulePlanner } from '../src/planning/index.ts';
import { createSlack } from '../src/platforms/slack/index.ts';
import { openStore } from '../src/sessions/open-store.ts';
import { readBlocks } from '../test/fakes/slack-blocks.ts';
import { APP_TOKEN, BOT_TOKEN, startSlack } from '../test/fakes/slack.ts';
import type { FakeSlack } from '../test/fakes/slack.ts';
import type { StoredMessage } from '../test/fakes/slack-workspace.ts';
import type { ChatFigures } from './chat-discord.ts';

const engines = { pocket: '../src/worker.ts', 'stand-in': '../test/fakes/engine-worker.ts' } as const;
const PEOPLE_IN_A_CHANNEL = 4;
const ARRIVE_WITHIN_MS = 10_000;
const PATIENCE_MS = 30 * 60_000;

interface Wisher {
  readonly id: string;
  readonly channel: string;
  readonly seed: number;
}

/** Lets `users` people paint one picture each and change it by words in its thread. */
export async function benchSlackChat(users: number, engineName: keyof typeof engines): Promise<ChatFigures> {
  const slack = await startSlack();
  const people = Array.from({ length: users }, (_, index) => enter(slack, index));
  const store = await openStore({});
  const { sessions, pictures } = store;
  let isOver = false;
  const log = createLogger((line) => {
    // Receipts that still wait for their last change are finished after the next start.
    if (!isOver && / (?:error|warn) /u.test(line)) process.stderr.write(`${line}\n`);
  });
  const engine = createEngineProcess({
    module: fileURLToPath(new URL(engines[engineName], import.meta.url)),
    log,
  });
  const jobs = createEmbeddedQueue({
    journal: store.space('jobs'),
    runJob: createRunJob(engine, pictures),
    limits: { jobsPerUser: 5, waiting: users * 2 },
    log,
  });
  const env = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN };
  const platform = createSlack({ env, log, store: store.space('slack'), pictures });
  if (platform === undefined) throw new Error('Slack stayed off');
  const bot = createBot({
    platforms: [platform],
    commands,
    services: { sessions, pictures, planner: createRulePlanner(), jobs, commands, log },
    codec: createCallCodec('bench'),
    resume: resumePaint,
  });
  await bot.start();
  await engine.warmUp();
  const began = performance.now();
  const got = await Promise.all(
    people.map((one, index) => livePerson(slack, one, (index / users) * ARRIVE_WITHIN_MS)),
  );
  const seconds = (performance.now() - began) / 1000;
  const waits = slack.acknowledgements.toSorted((one, other) => one - other);
  const late = slack.problems.filter((problem) => problem.includes('not acknowledged')).length;
  isOver = true;
  await jobs.close();
  await bot.stop();
  const share = (part: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))] ?? 0;
  const shown = slack.space.messages.filter(isPicture).length;
  const received = got.reduce((sum, count) => sum + count, 0);
  const figures = {
    users,
    commands: waits.length,
    acknowledgeMs: { p50: share(0.5), p99: share(0.99), max: waits.at(-1) ?? 0 },
    late,
    pictures: shown,
    lost: users * 2 - received,
    doubled: shown - received,
    editsPutOff: slack.putOff.get('chat.update') ?? 0,
    postsPutOff: slack.putOff.get('chat.postMessage') ?? 0,
    violations: slack.problems.length,
    seconds,
  };
  await engine.dispose();
  await store.close();
  await slack.close();
  return figures;
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { users: { type: 'string' }, engine: { type: 'string' }, json: { type: 'string' } },
  });
  const figures = await benchSlackChat(
    Number(values.users ?? 200),
    values.engine === 'pocket' ? 'pocket' : 'stand-in',
  );
  console.table({
    ...figures,
    acknowledgeMs: Object.values(figures.acknowledgeMs).map(Math.round).join(' / '),
  });
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}
