import type { App } from '@slack/bolt';
import type { Command } from '../../chat/command.ts';
import type { IncomingFile, MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { ChatEvent, KeyValueStore } from '../../chat/platform.ts';
import { say } from '../../chat/words/index.ts';
import { PlatformError, UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { SlackApi } from './api.ts';
import { SlackCallError } from './api.ts';
import { ACTION, anchorOf } from './blocks.ts';
import { beginsThread, readSlashCommand, readTypedCommand } from './commands.ts';
import type { TypedCall } from './commands.ts';
import { downloadFile } from './download.ts';
import { emojiFromName } from './emoji.ts';
import { buttonForm, editForm, FORM, readForm } from './forms.ts';
import type { FormPlace } from './forms.ts';
import { HOME, publishHome } from './home.ts';
import { escapeText, readText } from './mrkdwn.ts';
import type { Addressee, KeptForm, Outgoing } from './outgoing.ts';
import { teamOf } from './payloads.ts';
import type {
  ActionPayload,
  CommandPayload,
  EventBody,
  HomeOpenedEvent,
  MessageEvent,
  ReactionEvent,
  ShortcutPayload,
  SlackFile,
  StoppedEvent,
  ViewPayload,
} from './payloads.ts';
import type { Person } from './people.ts';
import { conversationOf, messageAt, placeAt } from './place.ts';
import type { Place } from './place.ts';
import type { Records } from './records.ts';

export interface IncomingParts {
  readonly app: App;
  readonly api: SlackApi;
  readonly records: Records;
  readonly store: KeyValueStore;
  readonly outgoing: Outgoing;
  readonly person: (team: string, user: string) => Promise<Person>;
  readonly commands: readonly Command[];
  readonly onEvent: (event: ChatEvent) => Promise<void>;
  readonly log: Logger;
}

const ASKED_LENGTH = 300;
/** Messages of these kinds are something that a person said; all others (edits, joins, …) are not. */
const SPOKEN: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast']);

/** Turns what comes from Slack into chat events. Everything is acknowledged before anything else is awaited. */
export function listen(parts: IncomingParts): void {
  const { app, api, records, store, outgoing, commands, log } = parts;

  /** Runs work after the acknowledgement; a failure is logged, never a reason to end. */
  const run = (what: string, work: () => Promise<void>) => {
    work().catch((error: unknown) => {
      if (!api.signal.aborted) log.error(`slack: ${what} failed`, { error });
    });
  };

  /** Runs work for an event that Slack may send more than once. */
  const runOnce = (what: string, id: string, work: () => Promise<void>) =>
    run(what, async () => {
      if (await records.claimEvent(id)) await work();
    });

  const filesOf = (team: string, files: readonly SlackFile[] | undefined): readonly IncomingFile[] =>
    (files ?? [])
      .filter(({ mode }) => mode !== 'tombstone' && mode !== 'hidden_by_limit')
      .map((file) => ({
        name: file.name ?? file.id,
        ...(file.mimetype === undefined ? {} : { mediaType: file.mimetype }),
        ...(file.size === undefined ? {} : { bytes: file.size }),
        fetch: async () => {
          const { token } = await api.workspace(team);
          // Files of other workspaces (Slack Connect) come without an address.
          const url =
            file.url_private ??
            (await api.call<{ file?: SlackFile }>(team, 'files.info', { file: file.id })).file?.url_private;
          if (url === undefined)
            throw new PlatformError('slack', `file ${file.id}: Slack gives no address for it`);
          return downloadFile(
            { name: file.name ?? file.id, url, bytes: file.size },
            token,
            api.baseUrl,
            api.signal,
          );
        },
      }));

  /** Where and by whom something was said, with the way to answer. */
  async function origin(
    place: Place,
    user: string,
    files: readonly IncomingFile[] = [],
    responseUrl?: string,
  ) {
    const { isAdmin, locale } = await parts.person(place.team, user);
    const addressee: Addressee = { person: user, locale, responseUrl };
    const conversation = conversationOf(place);
    return {
      conversation,
      userId: user,
      isAdmin,
      ...(place.channel.startsWith('D') ? {} : { space: `slack:team:${place.team}` }),
      ...(locale === undefined ? {} : { locale }),
      files,
      respond: (message: OutgoingMessage) => outgoing.post(conversation, message, addressee),
    };
  }

  /** Begins a thread with what a person asked for; its first answer takes the place of this message. */
  async function beginThread(team: string, channel: string, user: string, asked: string): Promise<Place> {
    const header = `<@${user}> · ${escapeText(asked.slice(0, ASKED_LENGTH))}`;
    const { ts } = await api.call<{ ts: string }>(
      team,
      'chat.postMessage',
      {
        channel,
        text: header,
        blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: header, verbatim: true }] }],
        unfurl_links: false,
        unfurl_media: false,
      },
      { key: channel },
    );
    const place = { team, channel, thread: ts };
    await records.openThread(team, channel, ts, { owner: user, asked: header });
    await records.keepMessage(place, ts);
    return place;
  }

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
      await outgoing.update(root, message);
      return root;
    };
    return { ...there, respond };
  }

  async function deliverCall(
    call: TypedCall,
    { team_id: team, channel_id: channel, user_id: user, command, text = '', response_url }: CommandPayload,
  ): Promise<void> {
    const thread = await records.latestThread(team, channel, user);
    const isNew = call.type === 'command' ? beginsThread(call.name, commands) : thread === undefined;
    let there;
    if (isNew) {
      const place = await beginThread(team, channel, user, `${command} ${readText(text)}`);
      there = await originOfNewThread({ ...place, thread: place.thread ?? '' }, user, response_url);
    } else {
      const place = thread === undefined ? { team, channel, person: user } : { team, channel, thread };
      there = await origin(place, user, [], response_url);
    }
    await parts.onEvent(
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
      const sentence =
        error instanceof UserError ? error.message : `${payload.command}: I could not read that.`;
      await ack({ response_type: 'ephemeral', text: escapeText(sentence) });
      return;
    }
    await ack();
    runOnce(payload.command, payload.trigger_id, async () => {
      try {
        await deliverCall(call, payload);
      } catch (error) {
        // Slash commands work in channels that the bot is not in; there only this answer reaches the person.
        if (!(error instanceof SlackCallError)) throw error;
        log.warn('slack: a slash command could not be answered in its channel', { code: error.slackCode });
        await outgoing.answer(payload.response_url, {
          response_type: 'ephemeral',
          text: escapeText(`I cannot answer here: ${error.message.replace(/^slack: /u, '')}.`),
        });
      }
    });
  });

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
    if (!(await records.claimEvent(`${team}:${channel}:${ts}`))) return;
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
      await parts.onEvent({ ...there, type: 'command', ...typed });
      return;
    }
    const followed = await records.pictureBefore(place, ts);
    await parts.onEvent({
      ...there,
      type: 'message',
      text,
      ...(followed === undefined ? {} : { to: messageAt(place, followed) }),
    });
  }

  /** Files of the message that began a thread: "@Limner make it night" below somebody's photo. */
  async function filesOfRoot({ team, channel, thread }: Place): Promise<readonly IncomingFile[]> {
    const { messages } = await api
      .call<{ messages?: readonly MessageEvent[] }>(
        team,
        'conversations.replies',
        { channel, ts: thread, limit: 1 },
        { wait: false },
      )
      .catch(() => ({ messages: undefined }));
    return filesOf(team, messages?.[0]?.files);
  }

  for (const type of ['message', 'app_mention'] as const) {
    app.event(type, async ({ body, event, context }) => {
      const envelope = body as EventBody;
      runOnce(type, envelope.event_id, () => hear(envelope, event as MessageEvent, context.botUserId));
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
      await parts.onEvent({
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
      await parts.onEvent({ ...there, type: 'command', name: 'cancel', options: {} });
    });
  });

  app.event('app_home_opened', async ({ body, event }) => {
    const { team_id: team = '' } = body as EventBody;
    const { user, tab } = event as HomeOpenedEvent;
    if (tab === 'messages') return;
    run('home', async () => {
      const { locale } = await parts.person(team, user);
      await publishHome(api, records, team, user, locale);
    });
  });

  app.action(/^limner\.home\./u, async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ActionPayload;
    const [action] = payload.actions;
    const team = teamOf(payload);
    const user = payload.user.id;
    runOnce('home', `${payload.trigger_id}`, async () => {
      const { channel } = await api.call<{ channel: { id: string } }>(team, 'conversations.open', {
        users: user,
      });
      const isDeletion = action?.action_id === HOME.delete;
      const there = await origin({ team, channel: channel.id, person: user }, user);
      const { locale } = there;
      await parts.onEvent({
        ...there,
        type: 'command',
        ...(isDeletion
          ? { name: 'privacy', options: { action: 'delete' } }
          : { name: 'settings', options: {} }),
      });
      if (isDeletion) {
        for (const file of await records.forget(team, user)) {
          await api.call(team, 'files.delete', { file }).catch(() => undefined);
        }
        await publishHome(api, records, team, user, locale);
      }
    });
  });

  const placeOfAction = ({
    container,
    channel,
    message,
    user,
    actions,
    ...payload
  }: ActionPayload): Place => {
    const anchor =
      anchorOf(actions[0]?.block_id) ?? message?.thread_ts ?? container?.thread_ts ?? message?.ts;
    return placeAt(
      teamOf({ ...payload, user }),
      channel?.id ?? container?.channel_id ?? '',
      anchor ?? user.id,
    );
  };

  app.action(new RegExp(`^(?:${ACTION.button}|${ACTION.choice})`, 'u'), async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ActionPayload;
    const [action] = payload.actions;
    const id = action?.selected_option?.value ?? action?.value;
    if (action === undefined || id === undefined) return;
    runOnce('button', `${payload.trigger_id}:${action.action_ts ?? ''}`, async () => {
      const place = placeOfAction(payload);
      const ts = payload.message?.ts ?? payload.container?.message_ts ?? '';
      const there = await origin(place, payload.user.id, [], payload.response_url);
      await parts.onEvent({ ...there, type: 'button', id, on: messageAt(place, ts) });
    });
  });

  app.action(new RegExp(`^${ACTION.ask}`, 'u'), async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ActionPayload;
    run('form', async () => {
      const place = placeOfAction(payload);
      const kept = await store.get<KeptForm>(`form:${payload.actions[0]?.value ?? ''}`);
      if (kept === undefined) {
        const { respond, locale } = await origin(place, payload.user.id, [], payload.response_url);
        await respond({ text: say(locale, 'formGone'), isPrivate: true });
        return;
      }
      const where: FormPlace = {
        team: place.team,
        channel: place.channel,
        thread: place.thread ?? place.person ?? '',
        message: payload.message?.ts ?? '',
        button: kept.id,
      };
      // Slack opens a form only within 3 s of the press, so nothing is looked up before.
      await api.call(place.team, 'views.open', {
        trigger_id: payload.trigger_id,
        view: buttonForm(where, kept.ask),
      });
    });
  });

  app.shortcut('edit_picture', async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ShortcutPayload;
    const team = teamOf(payload);
    run('shortcut', async () => {
      const { ts, thread_ts: thread = ts, files } = payload.message;
      const isOurs = (await records.placeOfMessage(team, payload.channel.id, ts)) !== undefined;
      const where: FormPlace = {
        team,
        channel: payload.channel.id,
        thread,
        message: ts,
        ...(isOurs ? {} : { files: (files ?? []).slice(0, 4).map(trimFile) }),
      };
      await api.call(team, 'views.open', { trigger_id: payload.trigger_id, view: editForm(where) });
    });
  });

  app.view(new RegExp(`^(?:${FORM.button}|${FORM.edit})$`, 'u'), async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ViewPayload;
    const where = JSON.parse(payload.view.private_metadata) as FormPlace;
    runOnce('form', payload.view.id, async () => {
      const { team, channel, thread } = where;
      const user = payload.user.id;
      const place = placeAt(team, channel, thread);
      const values = readForm(payload);
      if (place.thread !== undefined && (await records.thread(team, channel, place.thread)) === undefined) {
        await records.openThread(team, channel, place.thread, { owner: user, onlyMentions: true });
      }
      const there = await origin(place, user, filesOf(team, where.files));
      const on = messageAt(place, where.message);
      await parts.onEvent(
        where.button === undefined
          ? {
              ...there,
              type: 'message',
              text: (values['words'] ?? '').trim(),
              ...(where.files === undefined ? { to: on } : {}),
            }
          : { ...there, type: 'button', id: where.button, on, values },
      );
    });
  });
}

const trimFile = ({ id, name, mimetype, size, mode, url_private }: SlackFile): SlackFile => ({
  id,
  ...(name === undefined ? {} : { name }),
  ...(mimetype === undefined ? {} : { mimetype }),
  ...(size === undefined ? {} : { size }),
  ...(mode === undefined ? {} : { mode }),
  ...(url_private === undefined ? {} : { url_private }),
});
