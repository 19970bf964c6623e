import { readTypedCommand } from './commands.ts';
import type { Context } from './context.ts';
import { emojiFromName } from '../outgoing/emoji.ts';
import { readText } from '../outgoing/mrkdwn.ts';
import type { EventBody, MessageEvent, ReactionEvent, StoppedEvent } from './payloads.ts';
import { messageAt, placeAt } from '../place.ts';

/** Messages of these kinds are something that a person said; all others (edits, joins, …) are not. */
const SPOKEN: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast']);

/** What people say and how they react: direct messages, mentions, words in the bot's threads, emoji, Stop. */
export function listenToMessages(context: Context): void {
  const { app, records, commands, origin, filesOf, filesOfRoot, runOnce } = context;

  async function hear(body: EventBody, event: MessageEvent, self: string | undefined): Promise<void> {
    const { channel, user, ts, thread_ts: threadTs } = event;
    const team = body.authorizations?.[0]?.team_id ?? body.team_id ?? '';
    if (user === undefined || event.bot_id !== undefined || !SPOKEN.has(event.subtype)) return;
    const isDirect = event.channel_type === 'im' || channel.startsWith('D');
    const isMention =
      event.type === 'app_mention' || (self !== undefined && event.text?.includes(`<@${self}>`));
    const place = { team, channel, thread: threadTs ?? ts };
    const thread = threadTs === undefined ? undefined : await records.thread(team, channel, threadTs);
    const isOurs = thread !== undefined && thread.onlyMentions !== true;
    if (!isMention && !isDirect && !isOurs) return;
    // Words to somebody else in our thread ("@ada what do you think?") are not for the bot.
    if (!isMention && !isDirect && /^\s*<@[^>]+>/u.test(event.text ?? '')) return;
    // A mention in a thread comes twice, as message and as app_mention, with two event ids.
    if (!(await context.claim(`${team}:${channel}:${ts}`))) return;
    if (thread === undefined) {
      const isForeign = threadTs !== undefined && !isDirect;
      await records.openThread(team, channel, place.thread, {
        owner: user,
        ...(isForeign ? { onlyMentions: true } : {}),
      });
    }
    const own = filesOf(team, event.files);
    const files =
      own.length === 0 && thread === undefined && threadTs !== undefined ? await filesOfRoot(place) : own;
    const there = await origin(place, user, files);
    const text = readText(event.text ?? '', self);
    const typed = readTypedCommand(text, commands);
    if (typed !== undefined) {
      await context.onEvent({ ...there, type: 'command', ...typed });
      return;
    }
    const followed = await records.pictureBefore(place, ts);
    await context.onEvent({
      ...there,
      type: 'message',
      text,
      ...(followed === undefined ? {} : { to: messageAt(place, followed) }),
    });
  }

  for (const type of ['message', 'app_mention'] as const) {
    app.event(type, async ({ body, event, context: { botUserId } }) => {
      const envelope = body as EventBody;
      runOnce(type, envelope.event_id, () => hear(envelope, event as MessageEvent, botUserId));
    });
  }

  app.event('reaction_added', async ({ body, event }) => {
    const { event_id, team_id: team = '' } = body as EventBody;
    const { user, reaction, item } = event as ReactionEvent;
    const { channel, ts } = item;
    if (channel === undefined || ts === undefined) return;
    runOnce('reaction_added', event_id, async () => {
      const where = await records.placeOfMessage(team, channel, ts);
      if (where === undefined) return;
      const place = placeAt(team, channel, where);
      await context.onEvent({
        ...(await origin(place, user)),
        type: 'reaction',
        emoji: emojiFromName(reaction),
        on: messageAt(place, ts),
      });
    });
  });

  app.event('agent_session_stopped', async ({ body, event }) => {
    const { event_id, team_id: team = '' } = body as EventBody;
    const { channel, thread_ts: thread, user } = event as unknown as StoppedEvent;
    if (thread === undefined || !commands.some(({ name }) => name === 'cancel')) return;
    runOnce('agent_session_stopped', event_id, async () => {
      const there = await origin({ team, channel, thread }, user);
      await context.onEvent({ ...there, type: 'command', name: 'cancel', options: {} });
    });
  });
}
