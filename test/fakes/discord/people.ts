import { channelPayload, messagePayload, userPayload } from './payloads.ts';
import { attachmentLimit } from './backend.ts';
import type { Backend } from './backend.ts';
import { invitePermissions, permission } from './world.ts';
import type {
  Json,
  ShownModal,
  StoredChannel,
  StoredFile,
  StoredInteraction,
  StoredMessage,
  World,
} from './world.ts';

export interface PersonOptions {
  readonly locale?: string;
  readonly isAdmin?: boolean;
  readonly roles?: readonly string[];
}

const OPTION_TYPES: Readonly<Record<number, string>> = {
  3: 'string',
  4: 'number',
  5: 'boolean',
  10: 'number',
};

/** Somebody with a Discord client: does what a client lets people do, and refuses what it would not. */
export class Person {
  readonly id: string;
  readonly name: string;
  readonly #backend: Backend;
  readonly #world: World;
  readonly #options: PersonOptions;

  constructor(backend: Backend, name: string, options: PersonOptions = {}) {
    this.#backend = backend;
    this.#world = backend.world;
    this.#options = options;
    this.name = name;
    this.id = this.#world.nextId();
    this.#world.users.set(this.id, { id: this.id, username: name, locale: options.locale ?? 'en-US' });
  }

  /** The direct conversation with the bot. */
  direct(): StoredChannel {
    return this.#world.direct(this.id);
  }

  /** Writes a message; a reply pings the author unless `ping` is false. */
  say(
    channel: StoredChannel,
    content: string,
    more: {
      readonly to?: StoredMessage;
      readonly ping?: boolean;
      readonly mention?: boolean;
      readonly files?: readonly StoredFile[];
    } = {},
  ): StoredMessage {
    const { to } = more;
    const mentionsBot =
      more.mention === true ||
      (to !== undefined &&
        more.ping !== false &&
        to.authorId === this.#world.botId &&
        to.interactionId === undefined);
    const message: StoredMessage = {
      id: this.#world.nextId(),
      channelId: channel.id,
      authorId: this.id,
      content: more.mention === true ? `<@${this.#world.botId}> ${content}` : content,
      attachments: (more.files ?? []).map((file) => ({ ...file, id: this.#world.nextId() })),
      components: [],
      flags: 0,
      ...(to === undefined ? {} : { replyTo: to.id }),
      mentions: mentionsBot ? [this.#world.botId] : [],
      reactions: new Map(),
      createdAt: this.#world.now(),
      edits: [],
      isDeleted: false,
    };
    this.#world.messages.set(message.id, message);
    this.#world.emit(
      'dispatch',
      'MESSAGE_CREATE',
      {
        ...messagePayload(this.#world, message, this.#backend.base),
        ...(channel.guildId === undefined ? {} : { guild_id: channel.guildId, member: this.#member() }),
      },
      channel.guildId,
    );
    this.#world.emit('message', message);
    return message;
  }

  react(message: StoredMessage, emoji: string): void {
    const reacted = message.reactions.get(emoji) ?? new Set<string>();
    reacted.add(this.id);
    message.reactions.set(emoji, reacted);
    const channel = this.#world.channels.get(message.channelId);
    this.#world.emit(
      'dispatch',
      'MESSAGE_REACTION_ADD',
      {
        user_id: this.id,
        channel_id: message.channelId,
        message_id: message.id,
        message_author_id: message.authorId,
        emoji: { id: null, name: emoji },
        burst: false,
        type: 0,
        ...(channel?.guildId === undefined ? {} : { guild_id: channel.guildId, member: this.#member() }),
      },
      channel?.guildId,
    );
    this.#world.emit('message', message);
  }

  /** Uses a slash command as it is registered; resolves when the app has acknowledged it. */
  async command(
    channel: StoredChannel,
    name: string,
    options: Readonly<Record<string, string | number | boolean>> = {},
    files: readonly StoredFile[] = [],
  ): Promise<StoredInteraction> {
    return this.#acknowledged(this.sendCommand(channel, name, options, files));
  }

  sendCommand(
    channel: StoredChannel,
    name: string,
    options: Readonly<Record<string, string | number | boolean>> = {},
    files: readonly StoredFile[] = [],
  ): StoredInteraction {
    const command = this.#registered(name, 1);
    const known = (command['options'] ?? []) as Json[];
    for (const option of known) {
      if (option['required'] === true && !(String(option['name']) in options) && option['type'] !== 11) {
        throw new Error(`the client of Discord asks for "${String(option['name'])}"`);
      }
    }
    const given: Json[] = Object.entries(options).map(([optionName, value]) => {
      const option = known.find((candidate) => candidate['name'] === optionName);
      if (option === undefined) throw new Error(`/${name} has no option "${optionName}"`);
      const choices = option['choices'] as Json[] | undefined;
      const fits = OPTION_TYPES[Number(option['type'])] === typeof value;
      if (
        !fits ||
        (choices !== undefined && choices.length > 0 && !choices.some((choice) => choice['value'] === value))
      ) {
        throw new Error(`/${name}: the client of Discord does not send ${optionName}=${String(value)}`);
      }
      return { name: optionName, type: option['type'], value };
    });
    const slots = known.filter(({ type }) => type === 11);
    const uploads = files.map((file, index) => {
      const slot = slots[index];
      if (slot === undefined) throw new Error(`/${name} has no place for file ${index + 1}`);
      const upload = this.#backend.upload(channel.id, file);
      given.push({ name: slot['name'], type: 11, value: upload['id'] });
      return [upload['id'], upload] as const;
    });
    return this.#interact(channel, 2, {
      id: command['id'],
      name,
      type: 1,
      options: given,
      ...(uploads.length === 0 ? {} : { resolved: { attachments: Object.fromEntries(uploads) } }),
    });
  }

  /** Uses an entry of a message's menu: "Apps > Edit this picture". */
  async useOn(message: StoredMessage, name: string): Promise<StoredInteraction> {
    const channel = this.#channelOf(message);
    const command = this.#registered(name, 3);
    const payload = messagePayload(this.#world, message, this.#backend.base, { isForBot: true });
    return this.#acknowledged(
      this.#interact(channel, 2, {
        id: command['id'],
        name,
        type: 3,
        target_id: message.id,
        resolved: { messages: { [message.id]: payload } },
      }),
    );
  }

  /** Types into an option with autocomplete. */
  async type(
    channel: StoredChannel,
    name: string,
    option: string,
    typed: string,
  ): Promise<readonly { name: string; value: unknown }[]> {
    const command = this.#registered(name, 1);
    const known = ((command['options'] ?? []) as Json[]).find((candidate) => candidate['name'] === option);
    if (known?.['autocomplete'] !== true) throw new Error(`/${name} ${option} has no autocomplete`);
    const interaction = this.#interact(channel, 4, {
      id: command['id'],
      name,
      type: 1,
      options: [{ name: option, type: known['type'], value: typed, focused: true }],
    });
    await this.#acknowledged(interaction);
    return interaction.suggestions ?? [];
  }

  /** Presses the button with this label or custom id. */
  async press(message: StoredMessage, label: string): Promise<StoredInteraction> {
    return this.#acknowledged(this.sendPress(message, label));
  }

  sendPress(message: StoredMessage, label: string): StoredInteraction {
    const button = parts(message).find(
      (part) => part['type'] === 2 && (part['label'] === label || part['custom_id'] === label),
    );
    if (button === undefined || button['disabled'] === true) throw new Error(`no button "${label}" to press`);
    return this.#interact(
      this.#channelOf(message),
      3,
      { custom_id: button['custom_id'], component_type: 2 },
      { message },
    );
  }

  /** Picks the entry of the menu whose label begins with this number. */
  async pick(message: StoredMessage, number: number): Promise<StoredInteraction> {
    for (const menu of parts(message)) {
      const entry = ((menu['options'] ?? []) as Json[]).find(({ label }) => numberOf(label) === number);
      if (menu['type'] !== 3 || entry === undefined) continue;
      return this.#acknowledged(
        this.#interact(
          this.#channelOf(message),
          3,
          { custom_id: menu['custom_id'], component_type: 3, values: [entry['value']] },
          { message },
        ),
      );
    }
    throw new Error(`no entry ${number} to pick`);
  }

  /** Sends a modal back, with what was typed by field label or id and files by id; the rest stays as prefilled. */
  async submit(
    shown: StoredInteraction,
    typed: Readonly<Record<string, string>>,
    uploads: Readonly<Record<string, StoredFile>> = {},
  ): Promise<StoredInteraction> {
    const modal = shown.modal as ShownModal;
    const channel = this.#world.channels.get(shown.channelId) as StoredChannel;
    const message = shown.messageId === undefined ? undefined : this.#world.messages.get(shown.messageId);
    const given = Object.entries(uploads).map(([id, file]) => {
      if (!modal.fields.some((field) => field.id === id && field.isUpload))
        throw new Error(`the form has no place for a file called "${id}"`);
      return { field: id, upload: this.#backend.upload(channel.id, file) };
    });
    return this.#acknowledged(
      this.#interact(
        channel,
        5,
        {
          custom_id: modal.customId,
          components: modal.fields.map(({ id, label, value, isUpload }) => ({
            type: 18,
            id: 1,
            component: isUpload
              ? {
                  type: 19,
                  id: 2,
                  custom_id: id,
                  values: given.filter(({ field }) => field === id).map(({ upload }) => upload['id']),
                }
              : { type: 4, id: 2, custom_id: id, value: typed[label] ?? typed[id] ?? value },
          })),
          ...(given.length === 0
            ? {}
            : {
                resolved: {
                  attachments: Object.fromEntries(given.map(({ upload }) => [upload['id'], upload])),
                },
              }),
        },
        message === undefined ? {} : { message },
      ),
    );
  }

  #registered(name: string, type: number): Json {
    const command = this.#world.commands.find(
      (candidate) => candidate['name'] === name && (candidate['type'] ?? 1) === type,
    );
    if (command === undefined) throw new Error(`no command "${name}" of type ${type} is registered`);
    return command;
  }

  #channelOf(message: StoredMessage): StoredChannel {
    return this.#world.channels.get(message.channelId) as StoredChannel;
  }

  #member(): Json {
    const rights = this.#options.isAdmin === true ? permission.manageGuild : 0n;
    return {
      user: userPayload(this.#world, this.id),
      permissions: String(rights | invitePermissions),
      roles: this.#options.roles ?? [],
      joined_at: '2020-01-01T00:00:00.000Z',
      deaf: false,
      mute: false,
      flags: 0,
    };
  }

  #interact(
    channel: StoredChannel,
    type: number,
    data: Json,
    from: { readonly message?: StoredMessage } = {},
  ): StoredInteraction {
    const world = this.#world;
    const guild = world.guilds.get(channel.guildId ?? '');
    const isUserInstall = guild?.hasBot === false;
    const id = world.nextId();
    const interaction: StoredInteraction = {
      id,
      token: `aW50ZXJhY3Rpb246${id}canary${Buffer.from(`${id}${this.id}`).toString('base64url').repeat(3)}`,
      type,
      userId: this.id,
      channelId: channel.id,
      createdAt: world.now(),
      isUserInstall,
      followups: 0,
      ...(from.message === undefined ? {} : { messageId: from.message.id }),
    };
    world.interactions.set(id, interaction);
    const locale = world.users.get(this.id)?.locale ?? 'en-US';
    world.emit(
      'dispatch',
      'INTERACTION_CREATE',
      {
        id,
        application_id: world.applicationId,
        type,
        data,
        token: interaction.token,
        version: 1,
        channel_id: channel.id,
        channel: channelPayload(world, channel),
        locale,
        ...(guild === undefined
          ? { user: userPayload(world, this.id) }
          : {
              guild_id: guild.id,
              guild: { id: guild.id, locale: guild.locale, features: [] },
              guild_locale: guild.locale,
              member: this.#member(),
            }),
        ...(from.message === undefined
          ? {}
          : { message: messagePayload(world, from.message, this.#backend.base, { isForBot: true }) }),
        app_permissions: String(channel.permissions),
        entitlements: [],
        authorizing_integration_owners: isUserInstall ? { 1: this.id } : { 0: guild?.id ?? '0' },
        context: guild === undefined ? 1 : 0,
        attachment_size_limit: attachmentLimit(guild?.premiumTier ?? 0) * 1024 * 1024,
      },
      channel.guildId,
    );
    return interaction;
  }

  async #acknowledged(interaction: StoredInteraction): Promise<StoredInteraction> {
    return this.#world.until('an acknowledgement', () =>
      interaction.callback === undefined ? undefined : interaction,
    );
  }
}

/** All buttons and menus of a message. */
export const parts = (message: StoredMessage): Json[] =>
  message.components.flatMap((row) => (row['components'] ?? []) as Json[]);

/** "2 · cat on the right" → 2. */
export const numberOf = (label: unknown): number => Number.parseInt(String(label), 10);
