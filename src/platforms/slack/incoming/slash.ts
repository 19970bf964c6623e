import type { MessageRef, OutgoingMessage } from '../../../chat/message.ts';
import { tell } from '../../../locales/tell.ts';
import { row, sentence } from '../../../sentence.ts';
import type { Said } from '../../../sentence.ts';
import { UserError } from '../../../errors.ts';
import { SlackCallError } from '../connection/api.ts';
import { beginsThread, readSlashCommand } from './commands.ts';
import type { TypedCall } from './commands.ts';
import type { Context } from './context.ts';
import { openDirect } from '../outgoing/direct.ts';
import { escapeText, readText } from '../outgoing/mrkdwn.ts';
import type { CommandPayload } from './payloads.ts';
import { channelPlace, messageAt, spaceOf } from '../place.ts';
import type { Place } from '../place.ts';

/** What Slack says of a channel that the bot is not in. */
const NOT_HERE: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found']);

type CommandCall = Extract<TypedCall, { readonly type: 'command' }>;

/** Slash commands: `/imagine …` begins a thread, `/limner undo` is about the thread that the person began last. */
export function listenToSlashCommands(context: Context): void {
  const { app, api, records, outgoing, commands, origin, log, accepted } = context;

  /** Like `origin` for a thread that was just begun: the first public answer goes into its first message. */
  async function originOfNewThread(place: Place & { thread: string }, user: string, responseUrl?: string) {
    const there = await origin(place, user, [], responseUrl);
    let isFirst = true;
    const respond = async (message: OutgoingMessage): Promise<MessageRef> => {
      const isPlain =
        message.isPrivate !== true && (message.pictures ?? []).every(({ role }) => role === 'preview');
      if (!isFirst || !isPlain) return there.respond(message);
      isFirst = false;
      const root = messageAt(place, place.thread);
      // The message stands there already: what it says first may wait for its turn, the job must not.
      await outgoing.update(root, message);
      return root;
    };
    return { ...there, respond };
  }

  /**
   * Paints for one person alone, in their direct conversation with the bot: what only they see in a channel Slack lets
   * nobody change, so it could show no progress, and nobody could reply to it.
   */
  async function paintForOne(call: CommandCall, payload: CommandPayload): Promise<void> {
    const { team_id: team, channel_id: channel, user_id: user, response_url } = payload;
    const direct = await openDirect(api, team, user);
    const place = await outgoing.beginThread(
      team,
      direct,
      user,
      askedIn(payload),
      accepted.current()?.request,
    );
    const there = await originOfNewThread({ ...place, thread: place.thread ?? '' }, user, response_url);
    context.run('the way to a private picture', () => showTheWay(place, payload, there.locale));
    // The rules are those of the channel where it was asked for.
    const asked = { place: channelPlace({ team, channel }), space: spaceOf(team) };
    await context.onEvent({ ...there, ...asked, type: 'command', name: call.name, options: call.options });
  }

  async function showTheWay(place: Place, { response_url: url }: CommandPayload, locale?: string) {
    const { permalink: link } = await api.call<{ permalink: string }>(place.team, 'chat.getPermalink', {
      channel: place.channel,
      message_ts: place.thread,
    });
    const text = escapeText(tell(locale, sentence('slack.privatePicture', { link })));
    await outgoing.answer(url, { response_type: 'ephemeral', text });
  }

  async function deliverCall(call: TypedCall, payload: CommandPayload): Promise<void> {
    const { team_id: team, channel_id: channel, user_id: user, response_url } = payload;
    // In a direct message everything is between two anyway.
    if (call.type === 'command' && call.options['private'] === true && !channel.startsWith('D'))
      return paintForOne(call, payload);
    const thread = await records.latestThread(team, channel, user);
    const isNew = call.type === 'command' ? beginsThread(call.name, commands) : thread === undefined;
    let there;
    if (isNew) {
      const place = await outgoing.beginThread(
        team,
        channel,
        user,
        askedIn(payload),
        accepted.current()?.request,
      );
      there = await originOfNewThread({ ...place, thread: place.thread ?? '' }, user, response_url);
    } else {
      const place = thread === undefined ? { team, channel, person: user } : { team, channel, thread };
      there = await origin(place, user, [], response_url);
    }
    await context.onEvent(
      call.type === 'command'
        ? { ...there, type: 'command', name: call.name, options: call.options }
        : { ...there, type: 'message', text: call.text },
    );
  }

  /** What is told to who asked when the channel cannot be answered; undefined for what is nobody's business. */
  function refusal(error: unknown): Said | undefined {
    if (error instanceof UserError) return row(' ', [error.said, error.hint]);
    // Slash commands work in channels that the bot is not in; there only this answer reaches the person.
    if (!(error instanceof SlackCallError)) return undefined;
    log.warn('slack: a slash command could not be answered in its channel', { code: error.slackCode });
    return NOT_HERE.has(error.slackCode)
      ? sentence('slack.notInChannel')
      : sentence('slack.cannotAnswer', { reason: error.message.replace(/^slack: /u, '') });
  }

  app.command(/.*/u, async ({ ack, body }) => {
    await ack();
    const payload = body as CommandPayload;
    context.runOnce(payload.command, payload.trigger_id, async () => {
      try {
        await deliverCall(readSlashCommand(payload.command, readText(payload.text ?? ''), commands), payload);
      } catch (error) {
        const said = refusal(error);
        if (said === undefined) throw error;
        const { locale } = await context.person(payload.team_id, payload.user_id);
        await outgoing.answer(payload.response_url, {
          response_type: 'ephemeral',
          text: escapeText(tell(locale, said)),
        });
      }
    });
  });
}

/** The command as it was typed. */
const askedIn = ({ command, text = '' }: CommandPayload): string => `${command} ${readText(text)}`;
