import { readBlocks } from '../../test/fakes/slack/blocks.ts';
import { APP_TOKEN, BOT_TOKEN, startSlack } from '../../test/fakes/slack/index.ts';
import type { FakeSlack } from '../../test/fakes/slack/index.ts';
import type { StoredMessage } from '../../test/fakes/slack/workspace.ts';
import { withBenchBot } from './chat-bot.ts';
import { changesToo, createCrowd, letThemCome, PEOPLE_IN_A_CHANNEL, wantedOf } from './chat-crowd.ts';
import { quantile } from './chat-figures.ts';
import type { ChatBenchOptions, ChatFigures } from './chat-figures.ts';

const LOOK_EVERY_MS = 50;

type Crowd = ReturnType<typeof createCrowd<StoredMessage>>;

/** Lets people on Slack paint one picture each, and every fourth change it in its thread, while the engine paints. */
export async function benchSlackChat(options: ChatBenchOptions): Promise<ChatFigures> {
  // Slack is done with a file at once: how often the bot asks for it is no part of this.
  const slack = await startSlack({ filePolls: 0 });
  const crowd = createCrowd<StoredMessage>();
  let looked = 0;
  const looking = setInterval(() => {
    for (const message of slack.space.messages.slice(looked))
      if (isPicture(message)) crowd.show({ channel: message.channel, message });
    looked = slack.space.messages.length;
  }, LOOK_EVERY_MS);
  try {
    return await measure(slack, crowd, options);
  } finally {
    clearInterval(looking);
    await slack.close();
  }
}

async function measure(slack: FakeSlack, crowd: Crowd, options: ChatBenchOptions): Promise<ChatFigures> {
  const { users, engineName } = options;
  const wanted = wantedOf(users);
  const people = Array.from({ length: users }, (_, index) => enter(slack, index));
  const env = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN };
  const [seconds, usage] = await withBenchBot({ platform: 'slack', env, users, engineName }, () =>
    letThemCome(
      options,
      (index) => paintAndChange(slack, crowd, people[index] as Wisher, changesToo(index)),
      {
        giveUp: () => crowd.end(),
        describe: () =>
          `Slack: ${slack.acknowledgements.length} acknowledged, longest ${quantile(slack.acknowledgements, 1)} ms · ` +
          `${crowd.counts.received} of ${wanted} pictures`,
      },
    ),
  );
  const { shown, received } = crowd.counts;
  return {
    users,
    acknowledgements: slack.acknowledgements,
    late: slack.problems.filter((problem) => problem.includes('not acknowledged')).length,
    pictures: shown,
    lost: wanted - received,
    doubled: shown - received,
    editsPutOff: slack.putOff.get('chat.update') ?? 0,
    violations: slack.problems,
    seconds,
    bot: usage,
  };
}

interface Wisher {
  readonly id: string;
  readonly channel: string;
  readonly seed: number;
}

/** One more person in the workspace. */
function enter({ space }: FakeSlack, index: number): Wisher {
  const id = `U0P${String(index).padStart(6, '0')}`;
  const channel = `C0R${String(Math.floor(index / PEOPLE_IN_A_CHANNEL)).padStart(6, '0')}`;
  space.users.set(id, { isAdmin: false, locale: 'en-GB' });
  space.channels.set(channel, { id: channel, name: channel.toLowerCase(), hasBot: true });
  return { id, channel, seed: 1000 + index };
}

const isPicture = ({ blocks }: StoredMessage) =>
  blocks.some(({ type }) => type === 'image') && /^#\d+ · /u.test(readBlocks(blocks));

/** One person: paints, waits, and says what to change in the thread, waits. */
async function paintAndChange(
  slack: FakeSlack,
  crowd: Crowd,
  { id, channel, seed }: Wisher,
  changes: boolean,
): Promise<void> {
  // What comes too late is counted by the double.
  const person = slack.user(id);
  await person
    .command(channel, '/imagine', `a cat and a dog on grass seed:${seed} steps:2`)
    .catch(() => undefined);
  const first = await crowd.arrived(channel, ({ blocks }) => readBlocks(blocks).includes(`seed ${seed} `));
  if (first?.thread === undefined || !changes) return;
  const { thread, ts } = first;
  await person.say(channel, 'make it night', { thread }).catch(() => undefined);
  await crowd.arrived(channel, (message) => message.thread === thread && message.ts !== ts);
}
