/**
 * Many people on Discord at once while the engine paints: how long until their commands are acknowledged, and
 * whether each gets exactly one picture for each wish.
 *
 *     node --import tsx bench/chat-discord.ts [--users 200] [--engine pocket|stand-in] [--json FILE]
 */
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDiscord } from '../src/platforms/discord/index.ts';
import type { Person } from '../test/fakes/discord-people.ts';
import type { StoredChannel, StoredMessage, World } from '../test/fakes/discord-world.ts';
import { startDiscord } from '../test/fakes/discord.ts';
import {
  arrivalMs,
  cpuSeconds,
  describeWaits,
  PEOPLE_IN_A_CHANNEL,
  runFromCommandLine,
  startBenchBot,
} from './chat-bot.ts';
import type { ChatFigures, EngineName } from './chat-bot.ts';

/** Lets `users` people paint one picture each and change it by a reply. */
export async function benchDiscordChat(users: number, engineName: EngineName): Promise<ChatFigures> {
  const discord = await startDiscord();
  const { world } = discord;
  const guild = world.guild('Painters');
  const channels = Array.from({ length: Math.ceil(users / PEOPLE_IN_A_CHANNEL) }, () => world.channel(guild));
  const bot = await startBenchBot('discord', createDiscord, discord.env, { users, engineName });
  // The first request of each kind costs the double the compilation of its schema, which is not the bot's time.
  const { id, channelId } = await discord.person('warm-up').command(channels[0] as StoredChannel, 'help');
  await world.until('the help', () => world.ephemeral(channelId).find(({ content }) => content !== ''));
  world.interactions.delete(id);
  const began = performance.now();
  const usedBefore = cpuSeconds();
  const people = Array.from({ length: users }, (_, index) => ({
    person: discord.person(`person ${index}`),
    channel: channels[index % channels.length] as StoredChannel,
    seed: 1000 + index,
  }));
  const got = await Promise.all(people.map((one, index) => livePerson(world, one, arrivalMs(index, users))));
  await bot.stop();
  const seconds = (performance.now() - began) / 1000;
  const waits = [...world.interactions.values()].flatMap(({ callback, createdAt }) =>
    callback === undefined ? [] : [callback.at - createdAt],
  );
  const shown = channels
    .flatMap((channel) => world.visible(channel.id))
    .filter(({ attachments, content }) => isPicture(content) && attachments.length > 0);
  const putOff = (wanted: string) =>
    discord.rest.rateLimited.filter(({ method }) => method === wanted).length;
  const received = got.reduce((sum, count) => sum + count, 0);
  await bot.close();
  await discord.close();
  return {
    users,
    commands: world.interactions.size,
    acknowledgeMs: describeWaits(waits),
    late: world.interactions.size - waits.length,
    pictures: shown.length,
    lost: users * 2 - received,
    doubled: shown.length - received,
    editsPutOff: putOff('patch'),
    postsPutOff: putOff('post'),
    violations: world.violations.length,
    seconds,
    cpuSeconds: cpuSeconds() - usedBefore,
  };
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await runFromCommandLine(benchDiscordChat);
