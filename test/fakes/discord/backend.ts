import { attachmentPayload, messagePayload } from './payloads.ts';
import { permission } from './world.ts';
import type { Json, StoredAttachment, StoredFile, StoredMessage, World } from './world.ts';

export interface ApiRequest {
  readonly method: string;
  /** Without the version: "/channels/1/messages". */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
  readonly files: ReadonlyMap<string, StoredFile>;
  /** When it came in, by the double's clock: what the double itself takes to check it is not the bot's time. */
  readonly at: number;
}

/** An answer that refuses: HTTP status and Discord's error code. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const MiB = 1024 * 1024;
export const attachmentLimit = (premiumTier: number) => [10, 10, 50, 100][premiumTier] ?? 10;

/** Where the double keeps messages and files, with the rights and sizes that Discord checks. */
export class Backend {
  readonly world: World;
  /** "http://127.0.0.1:1234", known when the server listens. */
  base = '';

  /** Files that came with commands: they lie on the CDN without a message. */
  readonly uploads: StoredAttachment[] = [];

  constructor(world: World) {
    this.world = world;
  }

  /** The channel, when the bot is in it and sees it. */
  reach(id: string, ...needed: readonly (readonly [keyof typeof permission, boolean])[]) {
    const channel = this.world.channels.get(id);
    if (channel === undefined) throw new Refusal(404, 10_003, 'Unknown Channel');
    const guild = channel.guildId === undefined ? undefined : this.world.guilds.get(channel.guildId);
    const may = (name: keyof typeof permission) => (channel.permissions & permission[name]) !== 0n;
    if (guild?.hasBot === false || !may('viewChannel')) throw new Refusal(403, 50_001, 'Missing Access');
    for (const [name, isNeeded] of needed) {
      if (isNeeded && !may(name))
        throw new Refusal(403, name === 'readMessageHistory' ? 160_002 : 50_013, 'Missing Permissions');
    }
    return channel;
  }

  /** Stores a message of the bot. */
  store(
    channelId: string,
    body: Json,
    files: ReadonlyMap<string, StoredFile>,
    more: Partial<StoredMessage> = {},
  ): StoredMessage {
    const message: StoredMessage = {
      id: this.world.nextId(),
      channelId,
      authorId: this.world.botId,
      content: '',
      attachments: [],
      components: [],
      flags: Number(body['flags'] ?? 0),
      mentions: [],
      reactions: new Map(),
      createdAt: this.world.now(),
      edits: [],
      isDeleted: false,
      ...more,
    };
    this.world.messages.set(message.id, message);
    this.setContent(message, body, files);
    return message;
  }

  /** Puts new content into a message; attachments that are not listed are dropped. */
  setContent(message: StoredMessage, body: Json, files: ReadonlyMap<string, StoredFile>): void {
    const channel = this.world.channels.get(message.channelId);
    const tier = this.world.guilds.get(channel?.guildId ?? '')?.premiumTier ?? 0;
    let total = 0;
    for (const file of files.values()) {
      total += file.data.length;
      if (file.data.length > attachmentLimit(tier) * MiB)
        throw new Refusal(413, 40_005, 'Request entity too large');
    }
    if (total > Math.max(25, attachmentLimit(tier)) * MiB)
      throw new Refusal(413, 40_005, 'Request entity too large');
    if ('content' in body) message.content = (body['content'] as string | null) ?? '';
    if ('components' in body) message.components = (body['components'] as Json[] | null) ?? [];
    const listed = body['attachments'] as Json[] | undefined;
    if (listed === undefined && files.size === 0) return;
    const kept = listed === undefined ? message.attachments : [];
    message.attachments = [
      ...kept,
      ...(listed ?? []).map(({ id, description, filename }) => {
        const file = files.get(`files[${String(id)}]`);
        const old = message.attachments.find((attachment) => attachment.id === String(id));
        if (file === undefined && old === undefined)
          throw new Refusal(400, 50_035, `attachments: unknown id ${String(id)}`);
        return {
          ...(file ?? (old as StoredAttachment)),
          id: file === undefined ? String(id) : this.world.nextId(),
          ...(typeof filename === 'string' ? { name: filename } : {}),
          description: typeof description === 'string' ? description : undefined,
        };
      }),
    ];
  }

  announce(event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: StoredMessage): void {
    const guildId = this.world.channels.get(message.channelId)?.guildId;
    if ((message.flags & 64) === 0) {
      this.world.emit(
        'dispatch',
        event,
        {
          ...messagePayload(this.world, message, this.base),
          ...(guildId === undefined ? {} : { guild_id: guildId }),
        },
        guildId,
      );
    }
    this.world.emit('message', message);
  }

  /** Attachment payloads of files that come with a command. */
  upload(channelId: string, file: StoredFile): Json {
    const attachment = { ...file, id: this.world.nextId() };
    this.uploads.push(attachment);
    return attachmentPayload(this.world, { channelId }, attachment, this.base);
  }
}
