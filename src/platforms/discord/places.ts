import type { ConversationId, MessageRef } from '../../chat/message.ts';
import type { KeyValueStore } from '../../chat/platform.ts';

/** What we know of a channel from the events of it. */
export interface Place {
  readonly guildId?: string | undefined;
  /** Largest file here, bytes: rises with the level of the server. */
  readonly attachmentBytes?: number | undefined;
}

/** Discord's default; servers with boosts take more. */
export const DEFAULT_ATTACHMENT_BYTES = 10 * 1024 * 1024;

const MAX_REMEMBERED = 5000;
const FORGET_MS = 90 * 24 * 3600 * 1000;

/** Remembers where channels lie; in memory the latest, the rest in the store. */
export class Places {
  readonly #store: KeyValueStore;
  readonly #known = new Map<string, Place>();
  readonly #locales = new Map<string, string>();

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  async find(channelId: string): Promise<Place> {
    return this.#known.get(channelId) ?? (await this.#store.get<Place>(`place/${channelId}`)) ?? {};
  }

  /** Keeps what an event told; a write only when it is new. */
  learn(channelId: string, place: Place): void {
    const known = this.#known.get(channelId);
    const next = {
      guildId: place.guildId ?? known?.guildId,
      attachmentBytes: place.attachmentBytes ?? known?.attachmentBytes,
    };
    remember(this.#known, channelId, next);
    if (known?.guildId === next.guildId && known?.attachmentBytes === next.attachmentBytes) return;
    void this.#store.set(`place/${channelId}`, next, FORGET_MS).catch(() => undefined);
  }

  /** The language of a person, as their last interaction told; messages do not. */
  localeOf(userId: string): string | undefined {
    return this.#locales.get(userId);
  }

  learnLocale(userId: string, locale: string): void {
    remember(this.#locales, userId, locale);
  }

  forgetLocale(userId: string): void {
    this.#locales.delete(userId);
  }

  /** Where a message can be opened: https://discord.com/channels/… */
  async link({ conversation, id }: MessageRef): Promise<string> {
    const channelId = channelOf(conversation);
    const { guildId } = await this.find(channelId);
    return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${id}`;
  }
}

/** Keeps what was used last; the oldest goes when there are too many. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_REMEMBERED && oldest !== undefined) map.delete(oldest);
}

/** Discord's channel (or thread, or DM) of a conversation. */
export const channelOf = (conversation: ConversationId): string => conversation.split(':')[1] ?? '';

/** Whose private conversation it is; undefined for the one that everybody in the channel shares. */
export const personOf = (conversation: ConversationId): string | undefined => conversation.split(':')[2];

/** `discord:<channel>`, or `discord:<channel>:<person>` for what one person does there unseen. */
export const conversationOf = (channelId: string, personId?: string): ConversationId =>
  personId === undefined ? `discord:${channelId}` : `discord:${channelId}:${personId}`;

/** Under which key the latest interaction token of a conversation is kept. */
export const webhookKey = (conversation: ConversationId): string =>
  `channel:${conversation.slice('discord:'.length)}`;

export const refOf = (message: { readonly id: string; readonly channel_id: string }): MessageRef => ({
  conversation: conversationOf(message.channel_id),
  id: message.id,
});

/** The server of a channel, as settings know it. */
const SPACE = 'discord:guild:';
export const spaceOf = (guildId: string | undefined): string | undefined =>
  guildId === undefined ? undefined : SPACE + guildId;

export const guildOf = (space: string): string => space.slice(SPACE.length);
