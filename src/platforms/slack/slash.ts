import type { MessageRef, OutgoingMessage } from '../../chat/message.ts';
import { tell } from '../../chat/words/index.ts';
import { sentence } from '../../sentence.ts';
import { UserError } from '../../errors.ts';
import { SlackCallError } from './api.ts';
import { beginsThread, readSlashCommand } from './commands.ts';
import type { TypedCall } from './commands.ts';
import type { Context } from './context.ts';
import { escapeText, readText } from './mrkdwn.ts';
import type { CommandPayload } from './payloads.ts';
import { messageAt } from './place.ts';
import type { Place } from './place.ts';

/** What Slack says of a channel that the bot is not in. */
const NOT_HERE: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found']);

/** Slash commands: `/imagine …` begins a thread, `/limner undo` is about the thread that the person began last. */
export function listenToSlashCommands(context: Context): void {
  const { app, records, outgoing, commands, origin, log } = context;

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

  async function deliverCall(
    call: TypedCall,
    { team_id: team, channel_id: channel, user_id: user, command, text = '', response_url }: CommandPayload,
  ): Promise<void> {
    // In a direct message everything is between two anyway.
    if (call.type === 'command' && call.options['private'] === true && !channel.startsWith('D')) {
      const there = await origin({ team, channel, person: user, isHidden: true }, user, [], response_url);
      await context.onEvent({ ...there, type: 'command', name: call.name, options: call.options });
      return;
    }
    const thread = await records.latestThread(team, channel, user);
    const isNew = call.type === 'command' ? beginsThread(call.name, commands) : thread === undefined;
    let there;
    if (isNew) {
      const place = await outgoing.beginThread(team, channel, user, `${command} ${readText(text)}`);
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

  app.command(/.*/u, async ({ ack, body }) => {
    const payload = body as CommandPayload;
    let call: TypedCall;
    try {
      call = readSlashCommand(payload.command, readText(payload.text ?? ''), commands);
    } catch (error) {
      const said = error instanceof UserError ? error.message : `${payload.command}: I could not read that.`;
      await ack({ response_type: 'ephemeral', text: escapeText(said) });
      return;
    }
    await ack();
    context.runOnce(payload.command, payload.trigger_id, async () => {
      try {
        await deliverCall(call, payload);
      } catch (error) {
        // Slash commands work in channels that the bot is not in; there only this answer reaches the person.
        if (!(error instanceof SlackCallError)) throw error;
        log.warn('slack: a slash command could not be answered in its channel', { code: error.slackCode });
        const { locale } = await context.person(payload.team_id, payload.user_id);
        const said = NOT_HERE.has(error.slackCode)
          ? tell(
              locale,
              sentence(
                'I am not in this channel, so I cannot answer here. Invite me with /invite @Limner and ask again.',
              ),
            )
          : `I cannot answer here: ${error.message.replace(/^slack: /u, '')}.`;
        await outgoing.answer(payload.response_url, {
          response_type: 'ephemeral',
          text: escapeText(said),
        });
      }
    });
  });
}
