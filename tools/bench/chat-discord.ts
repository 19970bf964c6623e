import type { Person } from '../../test/fakes/discord/people.ts';
import type { StoredChannel, StoredMessage } from '../../test/fakes/discord/world.ts';
import { startDiscord } from '../../test/fakes/discord/index.ts';
import { withBenchBot } from './chat-bot.ts';
import { changesToo, createCrowd, letThemCome, PEOPLE_IN_A_CHANNEL, wantedOf } from './chat-crowd.ts';
import { quantile } from './chat-figures.ts';
import type { ChatBenchOptions, ChatFigures } from './chat-figures.ts';

type Crowd = ReturnType<typeof createCrowd<StoredMessage>>;

/** Lets people on Discord paint one picture each, and every fourth change it by a reply, while the engine paints. */
export async function benchDiscordChat(options: ChatBenchOptions): Promise<ChatFigures> {
  const discord = await startDiscord();
  try {
    return await measure(discord, options);
  } finally {
    await discord.close();
  }
}

async function measure(
  discord: Awaited<ReturnType<typeof startDiscord>>,
  options: ChatBenchOptions,
): Promise<ChatFigures> {
  const { users, engineName } = options;
  const { world } = discord;
  const guild = world.guild('Painters');
  const channels = Array.from({ length: Math.ceil(users / PEOPLE_IN_A_CHANNEL) }, () => world.channel(guild));
  const crowd = createCrowd<StoredMessage>();
  const known = new Set<string>();
  world.on('message', (message) => {
    if (known.has(message.id) || message.attachments.length === 0 || !isPicture(message.content)) return;
    known.add(message.id);
    crowd.show({ channel: message.channelId, message });
  });
  let before = { ...crowd.counts, interactions: new Set(world.interactions.keys()) };
  const measured = () => [...world.interactions.values()].filter(({ id }) => !before.interactions.has(id));
  const waits = () =>
    measured().flatMap(({ callback, createdAt }) =>
      callback === undefined ? [] : [callback.at - createdAt],
    );
  const wanted = wantedOf(users);
  const received = () => crowd.counts.received - before.received;
  const people = Array.from({ length: users }, (_, index) => discord.person(`person ${index}`));
  const setting = { platform: 'discord', env: discord.env, users, engineName } as const;
  const [seconds, usage] = await withBenchBot(setting, async () => {
    // The first request of each kind costs the double the compilation of its schema, which is not the bot's time.
    const warmUp = discord.person('warm-up');
    await paintAndChange(crowd, warmUp, world.channel(guild), { seed: 999, changes: true });
    before = { ...crowd.counts, interactions: new Set(world.interactions.keys()) };
    return letThemCome(
      options,
      (index) =>
        paintAndChange(crowd, people[index] as Person, channels[index % channels.length] as StoredChannel, {
          seed: 1000 + index,
          changes: changesToo(index),
        }),
      {
        giveUp: () => crowd.end(),
        describe: () =>
          `Discord: ${waits().length} commands acknowledged, longest ${Math.round(quantile(waits(), 1))} ms · ` +
          `${received()} of ${wanted} pictures`,
      },
    );
  });
  const acknowledgements = waits();
  const late = measured().length - acknowledgements.filter((ms) => ms < 3000).length;
  const shown = crowd.counts.shown - before.shown;
  return {
    users,
    acknowledgements,
    late,
    pictures: shown,
    lost: wanted - received(),
    doubled: shown - received(),
    editsPutOff: discord.rest.rateLimited.filter(({ method }) => method === 'patch').length,
    violations: world.violations,
    seconds,
    bot: usage,
  };
}

const isPicture = (content: string) => /^#\d+ · /u.test(content);

/** One person: paints, waits, and replies what to change, waits. */
async function paintAndChange(
  crowd: Crowd,
  person: Person,
  channel: StoredChannel,
  { seed, changes }: { readonly seed: number; readonly changes: boolean },
): Promise<void> {
  person.sendCommand(channel, 'imagine', { prompt: 'a cat and a dog on grass', seed, steps: 2 });
  const first = await crowd.arrived(channel.id, ({ content }) => content.includes(`seed ${seed} `));
  if (first === undefined || !changes) return;
  const asked = person.say(channel, 'make it night', { to: first });
  await crowd.arrived(channel.id, ({ replyTo }) => replyTo === asked.id);
}
