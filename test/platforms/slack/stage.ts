import { emojiFromName, nameOfEmoji } from '../../../src/platforms/slack/outgoing/emoji.ts';
import { createSlack } from '../../../src/platforms/slack/index.ts';
import { placeOf } from '../../../src/platforms/slack/place.ts';
import type { MessageRef } from '../../../src/chat/message.ts';
import type { KeyValueStore, Platform } from '../../../src/chat/platform.ts';
import type { Logger } from '../../../src/log.ts';
import { silent } from '../../../src/log.ts';
import type { PlatformStage, SeenMessage } from '../../contracts/platform.contract.ts';
import { memoryPictures, memoryStore } from '../../fakes/memory-stores.ts';
import { readBlocks } from '../../fakes/slack/blocks.ts';
import { APP_TOKEN, BOT_TOKEN, startSlack } from '../../fakes/slack/index.ts';
import type { FakeSlack } from '../../fakes/slack/index.ts';
import { ADA } from '../../fakes/slack/workspace.ts';

/** Our Slack platform in Socket Mode, set up to talk to the double. */
export function slackAt(
  slack: FakeSlack,
  more: {
    readonly store?: KeyValueStore;
    readonly log?: Logger;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Platform {
  const platform = createSlack({
    env: { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN, ...more.env },
    log: more.log ?? silent,
    store: more.store ?? memoryStore(),
    pictures: memoryPictures(),
  });
  if (platform === undefined) throw new Error('createSlack: got no platform, expected one for the double');
  return platform;
}

/** What a person sees of a message in the double. */
export function seeIn(slack: FakeSlack, ref: MessageRef): SeenMessage | undefined {
  const { channel } = placeOf(ref.conversation);
  const message = slack.space.messages.find((each) => each.channel === channel && each.ts === ref.id);
  if (message === undefined) return undefined;
  const elements = message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? (block['elements'] as {
          type: string;
          text?: { text: string };
          options?: { text: { text: string } }[];
        }[])
      : [],
  );
  return {
    text: readBlocks(message.blocks),
    pictures: message.blocks.flatMap((block) => {
      if (block.type !== 'image') return [];
      const file = slack.space.files.get((block['slack_file'] as { id: string }).id);
      // A file that nobody has shared is not there for the people in the channel.
      if (file?.data === undefined || file.isDeleted || !file.shares.has(channel)) return [];
      return [{ alt: String(block['alt_text']), data: file.data }];
    }),
    buttons: elements.flatMap(({ type, text }) => (type === 'button' ? [text?.text ?? ''] : [])),
    choices: elements.flatMap(({ type, options }) =>
      type === 'static_select' ? (options ?? []).map((option) => Number.parseInt(option.text.text, 10)) : [],
    ),
    reactions: [...message.reactions.keys()].map(emojiFromName),
  };
}

const quoted = (value: string | number | boolean) =>
  typeof value === 'string' ? `"${value}"` : String(value);

/** A fresh workspace in which Ada talks to the bot in a thread of their direct messages. */
export async function slackStage(): Promise<PlatformStage> {
  const slack = await startSlack();
  const channel = `D0${ADA.slice(2)}`;
  const thread = '1700000000.000100';
  slack.space.messages.push({
    channel,
    ts: thread,
    user: ADA,
    text: 'hello',
    blocks: [],
    files: [],
    isBroadcast: false,
    reactions: new Map(),
    edits: 0,
  });
  const ada = slack.user(ADA);
  return {
    platform: slackAt(slack),
    conversation: () => `slack:${slack.space.team}:${channel}:${thread}`,
    user: {
      async command(name, options, files) {
        // Slack takes no slash commands in threads: there a command is typed after a mention.
        const words = Object.entries(options).map(([option, value]) => `${option}:${quoted(value)}`);
        const text = `<@${slack.space.botUser}> /${[name, ...words].join(' ')}`;
        await ada.say(channel, text, { thread, ...(files === undefined ? {} : { files }) });
      },
      async say(text, { to, files } = {}) {
        if (to === undefined) {
          await ada.say(channel, text, { thread, ...(files === undefined ? {} : { files }) });
          return;
        }
        await ada.shortcut(channel, to.id, 'edit_picture');
        await ada.submit({ words: text });
      },
      press: (on, label) => ada.press(channel, on.id, label),
      pick: (on, number) => ada.choose(channel, on.id, number),
      react: (on, emoji) => ada.react(channel, on.id, nameOfEmoji(emoji) ?? ''),
    },
    sees: (message) => Promise.resolve(seeIn(slack, message)),
    async close() {
      await slack.close();
      // The double is strict: what Slack would complain about fails the case.
      if (slack.problems.length > 0) throw new Error(`Slack would complain: ${slack.problems.join('; ')}`);
    },
  };
}
