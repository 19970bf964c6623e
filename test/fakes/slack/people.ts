import type { BlockAction, MessageShortcut, SlashCommand, types, ViewSubmitAction } from '@slack/bolt';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackBlock } from './blocks.ts';
import { describeFile, newId, nextTs } from './workspace.ts';
import type { StoredMessage, Workspace } from './workspace.ts';

export type EnvelopeType = 'events_api' | 'slash_commands' | 'interactive';

/** Slack's old way of signing: sent along, never looked at. */
const TOKEN = 'verification-token';

interface Attached {
  readonly name: string;
  readonly mediaType: string;
  readonly data: Uint8Array;
}

interface Parts {
  readonly space: Workspace;
  /** Sends an envelope; resolves with the acknowledgement. */
  readonly deliver: (type: EnvelopeType, payload: object, retry?: number) => Promise<unknown>;
  /** Makes an address for private answers; `pressed` is the message whose button was used. */
  readonly newResponse: (channel: string, user: string, pressed?: string) => string;
}

/** People in the double: what they do becomes the payloads that Slack documents. */
export function createSlackPeople({ space, deliver, newResponse }: Parts) {
  const envelope = (event: object, id = newId('Ev')) => ({
    token: TOKEN,
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(Date.now() / 1000),
    team_id: space.team,
    api_app_id: 'A0LIMNER01',
    authorizations: [{ enterprise_id: null, team_id: space.team, user_id: space.botUser, is_bot: true }],
    event,
  });
  const emit = (event: object, id?: string, retry = 0) => deliver('events_api', envelope(event, id), retry);

  const newTrigger = (user: string) => {
    const id = `${Date.now()}.${randomBytes(6).toString('hex')}`;
    space.triggers.set(id, { user, at: Date.now() });
    return id;
  };
  const found = (channel: string, ts: string): StoredMessage => {
    const message = space.messages.find((each) => each.channel === channel && each.ts === ts);
    if (message === undefined) throw new Error(`there is no message ${ts} in ${channel}`);
    return message;
  };
  function attach(user: string, channel: string, { name, mediaType, data }: Attached): string {
    const id = newId('F');
    space.files.set(id, {
      id,
      name,
      alt: '',
      owner: user,
      length: data.length,
      data,
      mimetype: mediaType,
      isComplete: true,
      isDeleted: false,
      pollsLeft: 0,
      shares: new Map([[channel, nextTs()]]),
    });
    return id;
  }
  const filesJson = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const file = space.files.get(id);
      return file === undefined ? [] : [describeFile(space, file)];
    });

  async function act(user: string, message: StoredMessage, action: object): Promise<void> {
    const team = { id: space.team, domain: 'double' };
    await deliver('interactive', {
      type: 'block_actions',
      token: TOKEN,
      user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: space.team },
      team,
      api_app_id: 'A0LIMNER01',
      trigger_id: newTrigger(user),
      response_url: newResponse(message.channel, user, message.ts),
      channel: { id: message.channel, name: 'general' },
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: message.onlyFor !== undefined,
        ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
      },
      ...(message.onlyFor === undefined
        ? {
            message: {
              ts: message.ts,
              type: 'message',
              text: message.text,
              blocks: message.blocks,
              ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
            },
          }
        : {}),
      actions: [{ ...action, action_ts: nextTs() }],
    } satisfies Omit<BlockAction, 'actions' | 'message'> & {
      readonly actions: readonly object[];
      readonly message?: object;
    });
  }

  /** What a person does in Slack; each call resolves when the app has acknowledged it. */
  const user = (id: string) => ({
    async command(channel: string, command: string, text = ''): Promise<unknown> {
      return deliver('slash_commands', {
        token: TOKEN,
        team_id: space.team,
        team_domain: 'double',
        channel_id: channel,
        channel_name: 'general',
        user_id: id,
        user_name: id.toLowerCase(),
        command,
        text: escaped(text),
        api_app_id: 'A0LIMNER01',
        is_enterprise_install: 'false',
        response_url: newResponse(channel, id),
        trigger_id: newTrigger(id),
      } satisfies SlashCommand);
    },
    /** Says something; gives the timestamp of the message. `eventId` and `ts` make late and repeated events. */
    async say(
      channel: string,
      text: string,
      more: {
        readonly thread?: string;
        readonly files?: readonly Attached[];
        readonly eventId?: string;
        readonly ts?: string;
        readonly retry?: number;
      } = {},
    ): Promise<string> {
      const ts = more.ts ?? nextTs();
      const files = (more.files ?? []).map((file) => attach(id, channel, file));
      if (!space.messages.some((message) => message.channel === channel && message.ts === ts)) {
        space.messages.push({
          channel,
          ts,
          thread: more.thread,
          user: id,
          text,
          blocks: [],
          files,
          isBroadcast: false,
          reactions: new Map(),
          edits: 0,
        });
      }
      const event = {
        type: 'message' as const,
        channel,
        channel_type: channel.startsWith('D') ? ('im' as const) : ('channel' as const),
        user: id,
        text: escaped(text),
        ts,
        event_ts: ts,
        ...(files.length === 0 ? { team: space.team } : {}),
        ...(more.thread === undefined ? {} : { thread_ts: more.thread, parent_user_id: space.botUser }),
        ...(files.length === 0 ? {} : { subtype: 'file_share', files: filesJson(files), upload: false }),
      } satisfies Omit<types.GenericMessageEvent, 'subtype' | 'files'> & Readonly<Record<string, unknown>>;
      if (space.channels.get(channel)?.hasBot !== true) return ts;
      await emit(event, more.eventId, more.retry);
      if (!channel.startsWith('D') && text.includes(`<@${space.botUser}>`)) {
        const {
          subtype: _subtype,
          channel_type: _type,
          ...mention
        } = event as typeof event & { subtype?: string };
        await emit({ ...mention, type: 'app_mention' });
      }
      return ts;
    },
    async press(channel: string, ts: string, label: string): Promise<void> {
      const message = found(channel, ts);
      const button = elementsOf(message).find(
        (element) => element['type'] === 'button' && (element['text'] as { text: string }).text === label,
      );
      if (button === undefined) throw new Error(`there is no button "${label}" on ${ts}`);
      await act(id, message, {
        type: 'button',
        action_id: button['action_id'],
        block_id: button['block_id'],
        value: button['value'],
      });
    },
    async choose(channel: string, ts: string, number: number): Promise<void> {
      const message = found(channel, ts);
      const menu = elementsOf(message).find(({ type }) => type === 'static_select');
      const choices = (menu?.['options'] ?? []) as { text: { text: string }; value: string }[];
      const option = choices.find(({ text }) => text.text.startsWith(`${number} `));
      if (option === undefined) throw new Error(`there is no choice ${number} on ${ts}`);
      await act(id, message, {
        type: 'static_select',
        action_id: menu?.['action_id'],
        block_id: menu?.['block_id'],
        selected_option: option,
      });
    },
    async react(channel: string, ts: string, name: string, eventId?: string): Promise<void> {
      const message = found(channel, ts);
      const users = message.reactions.get(name) ?? new Set();
      message.reactions.set(name, users.add(id));
      await emit(
        {
          type: 'reaction_added',
          user: id,
          reaction: name,
          item: { type: 'message', channel, ts },
          item_user: message.user,
          event_ts: nextTs(),
        } satisfies types.ReactionAddedEvent,
        eventId,
      );
    },
    /** Uses a message shortcut; the form that it opens is filled by `submit`. */
    async shortcut(channel: string, ts: string, callbackId: string): Promise<void> {
      const message = found(channel, ts);
      await deliver('interactive', {
        type: 'message_action',
        token: TOKEN,
        action_ts: nextTs(),
        is_enterprise_install: false,
        callback_id: callbackId,
        user: { id, name: id.toLowerCase(), team_id: space.team },
        team: { id: space.team, domain: 'double' },
        channel: { id: channel, name: 'general' },
        message_ts: ts,
        message: {
          type: 'message',
          user: message.user,
          ts,
          text: message.text,
          ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
          ...(message.files.length === 0 ? {} : { files: filesJson(message.files) }),
        },
        trigger_id: newTrigger(id),
        response_url: newResponse(channel, id),
      } satisfies MessageShortcut);
    },
    /** Fills and submits the form that is open for this person, with files by field; waits until one is. */
    async submit(
      values: Readonly<Record<string, string>>,
      uploads: Readonly<Record<string, Attached>> = {},
    ): Promise<void> {
      let open: [string, { user: string; view: Record<string, unknown> }] | undefined;
      while (open === undefined) {
        open = [...space.modals].find(([, modal]) => modal.user === id);
        if (open === undefined) await sleep(5);
      }
      const [viewId, { view }] = open;
      space.modals.delete(viewId);
      const inputs = (view['blocks'] as SlackBlock[]).filter(({ type }) => type === 'input');
      await deliver('interactive', {
        type: 'view_submission',
        token: TOKEN,
        api_app_id: 'A0LIMNER01',
        user: { id, name: id.toLowerCase(), team_id: space.team },
        team: { id: space.team, domain: 'double' },
        trigger_id: newTrigger(id),
        view: {
          ...view,
          id: viewId,
          state: {
            values: Object.fromEntries(
              inputs.map((input) => {
                const {
                  type,
                  action_id: action,
                  initial_value: initial,
                } = input['element'] as Record<string, string>;
                const name = String(input['block_id']);
                if (type === 'file_input') {
                  const file = uploads[name];
                  // What is uploaded into a form is shared with the app alone.
                  const files = file === undefined ? [] : filesJson([attach(id, 'D0UPLOADS01', file)]);
                  return [name, { [String(action)]: { type: 'file_input', files } }];
                }
                return [
                  name,
                  { [String(action)]: { type: 'plain_text_input', value: values[name] ?? initial ?? null } },
                ];
              }),
            ),
          },
        },
      } satisfies Omit<ViewSubmitAction, 'view'> & { readonly view: object });
    },
    openHome: () =>
      emit({
        type: 'app_home_opened',
        user: id,
        channel: `D0${id.slice(2)}`,
        tab: 'home',
        event_ts: nextTs(),
      } satisfies types.AppHomeOpenedEvent),
    async pressHome(label: string): Promise<void> {
      const buttons = (space.homes.get(id) ?? []).flatMap((block) =>
        block.type === 'actions' ? (block['elements'] as Record<string, unknown>[]) : [],
      );
      const button = buttons.find((each) => (each['text'] as { text: string }).text === label);
      if (button === undefined) throw new Error(`there is no "${label}" in the home tab`);
      await deliver('interactive', {
        type: 'block_actions',
        user: { id, username: id.toLowerCase(), team_id: space.team },
        team: { id: space.team, domain: 'double' },
        api_app_id: 'A0LIMNER01',
        trigger_id: newTrigger(id),
        container: { type: 'view', view_id: 'V0HOME0001' },
        view: { type: 'home', id: 'V0HOME0001' },
        actions: [{ type: 'button', action_id: button['action_id'], action_ts: nextTs() }],
      });
    },
    /** Presses Slack's own Stop button of a thread in which an agent works. */
    stop: (channel: string, thread: string) =>
      emit({
        type: 'agent_session_stopped',
        channel,
        thread_ts: thread,
        user: id,
        streaming_message_ts: [],
        event_ts: nextTs(),
      } satisfies types.AgentSessionStoppedEvent),
  });

  return { user, emit };
}

/** Everything that can be pressed in a message, with the block that it stands in. */
const elementsOf = (message: StoredMessage): readonly Readonly<Record<string, unknown>>[] =>
  message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? (block['elements'] as Record<string, unknown>[]).map((element) =>
          Object.assign({ block_id: block['block_id'] }, element),
        )
      : [],
  );

/** What a person typed as Slack sends it: `<@U…>` stays a mention, all else is escaped. */
const escaped = (typed: string) =>
  typed
    .replaceAll('&', '&amp;')
    .replaceAll(/<(?!@U\w+>)/gu, '&lt;')
    .replaceAll(/(?<!<@U\w+)>/gu, '&gt;');
