import { EventEmitter } from 'node:events';

/** Payloads go through the double as they are; the rules and the published description look into them. */
export type Json = Record<string, unknown>;

export interface StoredFile {
  readonly name: string;
  readonly mediaType: string;
  readonly data: Uint8Array;
}

export interface StoredAttachment extends StoredFile {
  readonly id: string;
  readonly description?: string | undefined;
}

export interface StoredMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  content: string;
  attachments: StoredAttachment[];
  components: Json[];
  flags: number;
  readonly nonce?: string | undefined;
  readonly replyTo?: string | undefined;
  /** Set when it answers an interaction: replies with ping then carry no words to the bot. */
  readonly interactionId?: string | undefined;
  readonly mentions: readonly string[];
  /** Emoji → ids of those who reacted. */
  readonly reactions: Map<string, Set<string>>;
  readonly createdAt: number;
  edits: number[];
  isDeleted: boolean;
}

export interface StoredChannel {
  readonly id: string;
  /** 0 text, 1 DM, 11 public thread, 15 forum. */
  readonly type: number;
  readonly guildId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly isAgeRestricted?: boolean | undefined;
  /** What the bot may do here. */
  permissions: bigint;
  /** People of a direct conversation. */
  readonly members?: readonly string[];
}

export interface StoredGuild {
  readonly id: string;
  readonly name: string;
  /** 0…3: 2 and 3 raise the attachment limit. */
  premiumTier: number;
  /** False when only a person installed the app. */
  hasBot: boolean;
  locale: string;
}

/** One modal that the app showed. */
export interface ShownModal {
  readonly customId: string;
  readonly title: string;
  readonly fields: readonly {
    readonly id: string;
    readonly label: string;
    readonly value: string;
    readonly isUpload: boolean;
  }[];
}

export interface StoredInteraction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly userId: string;
  readonly channelId: string;
  readonly createdAt: number;
  readonly isUserInstall: boolean;
  /** Message whose component was used. */
  readonly messageId?: string | undefined;
  readonly fromModal?: boolean | undefined;
  callback?: { readonly type: number; readonly at: number; readonly isEphemeral: boolean } | undefined;
  originalId?: string | undefined;
  followups: number;
  modal?: ShownModal | undefined;
  suggestions?: readonly { name: string; value: unknown }[] | undefined;
}

export const permission = {
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
  manageGuild: 1n << 5n,
};
export const invitePermissions = 309_237_763_136n;

interface WorldEvents {
  /** Something that goes out over the gateway: event name, payload, guild (none in DMs). */
  dispatch: [name: string, payload: Json, guildId: string | undefined];
  /** A message was stored or changed. */
  message: [StoredMessage];
  /** An interaction was acknowledged, or got what it waited for. */
  interaction: [StoredInteraction];
}

/** Everything that Discord would know: guilds, channels, messages, interactions. */
export class World extends EventEmitter<WorldEvents> {
  readonly applicationId: string;
  readonly botId: string;
  readonly guilds = new Map<string, StoredGuild>();
  readonly channels = new Map<string, StoredChannel>();
  readonly messages = new Map<string, StoredMessage>();
  readonly interactions = new Map<string, StoredInteraction>();
  readonly users = new Map<string, { readonly id: string; readonly username: string; locale: string }>();
  commands: Json[] = [];
  /** Where interactions go instead of the gateway, when somebody set that. */
  interactionsUrl: string | null = null;
  /** What the app did that real Discord would have refused: tests end with this being empty. */
  readonly violations: string[] = [];
  #skipMs = 0;
  #lastId = 0n;

  constructor() {
    super();
    this.setMaxListeners(0);
    this.applicationId = this.nextId();
    this.botId = this.nextId();
  }

  /** Milliseconds now; `skip` moves this clock on, so that 15 minutes pass at once. */
  now(): number {
    return Date.now() + this.#skipMs;
  }

  skip(ms: number): void {
    this.#skipMs += ms;
  }

  /** A snowflake: time since 2015 in the upper 42 bits, so that newer is greater. */
  nextId(): string {
    const made = (BigInt(this.now()) - 1_420_070_400_000n) << 22n;
    this.#lastId = made > this.#lastId ? made : this.#lastId + 1n;
    return String(this.#lastId);
  }

  guild(name: string, more: Partial<Omit<StoredGuild, 'id' | 'name'>> = {}): StoredGuild {
    const guild = { id: this.nextId(), name, premiumTier: 0, hasBot: true, locale: 'en-US', ...more };
    this.guilds.set(guild.id, guild);
    return guild;
  }

  channel(guild: StoredGuild, more: Partial<Omit<StoredChannel, 'id' | 'guildId'>> = {}): StoredChannel {
    const channel = {
      id: this.nextId(),
      type: 0,
      guildId: guild.id,
      permissions: invitePermissions,
      ...more,
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  direct(userId: string): StoredChannel {
    const known = [...this.channels.values()].find(({ members }) => members?.includes(userId));
    if (known !== undefined) return known;
    const channel = {
      id: this.nextId(),
      type: 1,
      permissions: invitePermissions,
      members: [userId, this.botId],
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** Messages of a channel that everybody sees, oldest first. */
  visible(channelId: string): StoredMessage[] {
    return [...this.messages.values()].filter(
      (message) => message.channelId === channelId && !message.isDeleted && (message.flags & 64) === 0,
    );
  }

  /** Messages that only the person of an interaction sees. */
  ephemeral(channelId: string): StoredMessage[] {
    return [...this.messages.values()].filter(
      (message) => message.channelId === channelId && !message.isDeleted && (message.flags & 64) !== 0,
    );
  }

  /** Waits until `find` gives something; looks again after every change. */
  async until<T>(what: string, find: () => T | undefined, patienceMs = 10_000): Promise<T> {
    const found = find();
    if (found !== undefined) return found;
    return new Promise<T>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.off('message', look);
        this.off('interaction', look);
      };
      const look = () => {
        const seen = find();
        if (seen === undefined) return;
        end();
        resolve(seen);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`Discord double: ${what} did not happen within ${patienceMs} ms`));
      }, patienceMs);
      this.on('message', look);
      this.on('interaction', look);
    });
  }
}
