/**
 * Many people on Discord at once while the engine paints: how long until their commands are acknowledged, and
 * whether each gets exactly one picture for each wish.
 *
 *     node --import tsx bench/chat-discord.ts [--users 200] [--engine pocket|stand-in] [--json FILE]
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
import { createDiscord } from '../src/platforms/discord/index.ts';
import { openStore } from '../src/sessions/open-store.ts';
import type { Person } from '../test/fakes/discord-people.ts';
import type { StoredChannel, StoredMessage, World } from '../test/fakes/discord-world.ts';
import { startDiscord } from '../test/fakes/discord.ts';

export interface ChatFigures {
  readonly users: number;
  readonly commands: number;
  readonly acknowledgeMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Acknowledged after Discord's 3 seconds, or never. */
  readonly late: number;
  readonly pictures: number;
  readonly lost: number;
  readonly doubled: number;
  /** Changes of messages that Discord put off (429): progress that came too fast. */
  readonly editsPutOff: number;
  /** New messages that it put off; the library learns a channel's limit by its first one. */
  readonly postsPutOff: number;
  readonly violations: number;
  readonly seconds: number;
}

const engines = { pocket: '../src/worker.ts', 'stand-in': '../test/fakes/engine-worker.ts' } as const;
const PEOPLE_IN_A_CHANNEL = 4;
const ARRIVE_WITHIN_MS = 10_000;

/** Lets `users` people paint one picture each and change it by a reply. */
export async function benchDiscordChat(
  users: number,
  engineName: keyof typeof engines,
): Promise<ChatFigures> {
  const discord = await startDiscord();
  const { world } = discord;
  const guild = world.guild('Painters');
  const channels = Array.from({ length: Math.ceil(users / PEOPLE_IN_A_CHANNEL) }, () => world.channel(guild));
  const store = await openStore({});
  const { sessions, pictures } = store;
  const log = createLogger((line) => {
    if (/ (?:error|warn) /u.test(line)) process.stderr.write(`${line}\n`);
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
  const platform = createDiscord({ env: discord.env, log, store: store.space('discord'), pictures });
  if (platform === undefined) throw new Error('Discord stayed off');
  const bot = createBot({
    platforms: [platform],
    commands,
    services: { sessions, pictures, planner: createRulePlanner(), jobs, commands, log },
    codec: createCallCodec('bench'),
    resume: resumePaint,
  });
  await bot.start();
  await engine.warmUp();
  // The first request of each kind costs the double the compilation of its schema, which is not the bot's time.
  const { id, channelId } = await discord.person('warm-up').command(channels[0] as StoredChannel, 'help');
  await world.until('the help', () => world.ephemeral(channelId).find(({ content }) => content !== ''));
  world.interactions.delete(id);
  const began = performance.now();
  const people = Array.from({ length: users }, (_, index) => ({
    person: discord.person(`person ${index}`),
    channel: channels[index % channels.length] as StoredChannel,
    seed: 1000 + index,
  }));
  const got = await Promise.all(
    people.map((one, index) => livePerson(world, one, (index / users) * ARRIVE_WITHIN_MS)),
  );
  await jobs.close();
  await bot.stop();
  const seconds = (performance.now() - began) / 1000;
  const waits = [...world.interactions.values()]
    .flatMap(({ callback, createdAt }) => (callback === undefined ? [] : [callback.at - createdAt]))
    .toSorted((one, other) => one - other);
  const share = (part: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))] ?? 0;
  const shown = channels
    .flatMap(({ id }) => world.visible(id))
    .filter(({ attachments, content }) => isPicture(content) && attachments.length > 0);
  const putOff = (wanted: string) =>
    discord.rest.rateLimited.filter(({ method }) => method === wanted).length;
  const wanted = users * 2;
  const received = got.reduce((sum, count) => sum + count, 0);
  const figures = {
    users,
    commands: world.interactions.size,
    acknowledgeMs: { p50: share(0.5), p99: share(0.99), max: waits.at(-1) ?? 0 },
    late: world.interactions.size - waits.length,
    pictures: shown.length,
    lost: wanted - received,
    doubled: shown.length - received,
    editsPutOff: putOff('patch'),
    postsPutOff: putOff('post'),
    violations: world.violations.length,
    seconds,
  };
  await engine.dispose();
  await store.close();
  await discord.close();
  return figures;
}

const isPicture = (content: string) => /^#\d+ · /u.test(content);

/** One person: paints, waits, replies, waits; gives the number of pictures that came. */
async function livePerson(
  world: World,
  { person, channel, seed }: { person: Person; channel: StoredChannel; seed: number },
  arriveMs: number,
): Promise<number> {
  await sleep(arriveMs);
  const prompt = `a cat and a dog on grass`;
  person.sendCommand(channel, 'imagine', { prompt, seed, steps: 2 });
  const first = await arrived(world, channel, ({ content }) => content.includes(`seed ${seed} `));
  if (first === undefined) return 0;
  const asked = person.say(channel, 'make the cat blue', { to: first });
  const second = await arrived(
    world,
    channel,
    ({ replyTo, content }) => replyTo === asked.id && isPicture(content),
  );
  return second === undefined ? 1 : 2;
}

const arrived = (world: World, channel: StoredChannel, fits: (message: StoredMessage) => boolean) =>
  world
    .until(
      'a picture',
      () =>
        world
          .visible(channel.id)
          .find((message) => message.attachments.length > 0 && isPicture(message.content) && fits(message)),
      900_000,
    )
    .catch(() => undefined);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { users: { type: 'string' }, engine: { type: 'string' }, json: { type: 'string' } },
  });
  const figures = await benchDiscordChat(
    Number(values.users ?? 200),
    values.engine === 'pocket' ? 'pocket' : 'stand-in',
  );
  console.table({
    ...figures,
    acknowledgeMs: Object.values(figures.acknowledgeMs).map(Math.round).join(' / '),
  });
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}
