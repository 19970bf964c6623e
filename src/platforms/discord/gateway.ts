import { createHash } from 'node:crypto';
import { CloseCodes, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import type { SessionInfo } from '@discordjs/ws';
import { GatewayDispatchEvents, GatewayIntentBits } from 'discord.js';
import type { GatewayDispatchPayload } from 'discord.js';
import type { KeyValueStore } from '../../chat/platform.ts';
import { ConfigError, PlatformError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { toPlatformError } from './api.ts';
import { createPauses } from './pauses.ts';
import type { DiscordApi } from './api.ts';

/** All that is needed, none of it privileged: 13825. */
export const intents: GatewayIntentBits =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildMessages |
  GatewayIntentBits.GuildMessageReactions |
  GatewayIntentBits.DirectMessages |
  GatewayIntentBits.DirectMessageReactions;

/** Who we are on Discord; a bot's user id is not always its application id. */
export interface Identity {
  readonly applicationId: string;
  readonly botId: string;
}

export interface Gateway {
  readonly identity: Identity;
  /** Closes so that the next process can resume: what happens meanwhile is not lost. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly api: DiscordApi;
  readonly token: string;
  readonly store: KeyValueStore;
  readonly log: Logger;
  readonly shards: ShardChoice;
  /** `key` names the event: the same event has the same key, also when it is played again. */
  readonly onDispatch: (payload: GatewayDispatchPayload, identity: Identity, key: string) => void;
}

export interface ShardChoice {
  readonly shardCount: number | null;
  readonly shardIds: number[] | null;
}

/**
 * Reads `SHARDS`: "auto" or nothing = as many as Discord recommends, "4" = four in this process,
 * "0-1/4" or "0,2/4" = these of four, when several processes share a bot.
 *
 * @throws {ConfigError} for anything else
 */
export function readShards(value: string | number | boolean | undefined): ShardChoice {
  const text = String(value ?? '').trim();
  if (text === '' || text === 'auto') return { shardCount: null, shardIds: null };
  const [, list, total] = /^(?:(\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)\/)?(\d+)$/u.exec(text) ?? [];
  const shardCount = Number(total);
  const shardIds = list?.split(',').flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  const isGood = shardCount >= 1 && (shardIds?.every((id) => id >= 0 && id < shardCount) ?? true);
  if (!isGood || shardIds?.length === 0) {
    throw new ConfigError([`SHARDS: got "${text}", expected "auto", "4", "0-1/4" or "0,2/4"`]);
  }
  return { shardCount, shardIds: shardIds ?? null };
}

/** Close codes after which Discord does not take us back, with what to do. */
const FATAL: Readonly<Record<number, string>> = {
  4004: 'the token was refused. Check DISCORD_TOKEN: developer portal, your application, Bot, Reset Token',
  4010: 'a shard id that does not exist. Check SHARDS',
  4011: 'this bot is in so many servers that it needs more shards. Set SHARDS=auto',
  4012: 'the API version is not served any more. Update Limner',
  4013: 'unknown intents. Update Limner',
  4014: 'intents that this application may not use. Limner needs no privileged intent; update it',
};

/** Sessions older than this are not worth a try: Discord has dropped them. */
const RESUMABLE_MS = 10 * 60_000;

/**
 * Connects to the gateway; resolves when every shard is ready or has resumed its session.
 *
 * @throws {PlatformError} when Discord refuses us for good
 */
export async function connectGateway(options: GatewayOptions): Promise<Gateway> {
  const { api, token, store, log, shards, onDispatch } = options;
  const owner = createHash('sha256').update(token).digest('hex').slice(0, 12);
  const sessions = new SessionRecords(store, owner);
  let identity = await store.get<Identity>(`identity/${owner}`);
  if (identity !== undefined) await sessions.load();
  let isClosing = false;
  const pauses = createPauses();

  const manager = new WebSocketManager({
    token,
    intents,
    rest: api.rest,
    shardCount: shards.shardCount,
    shardIds: shards.shardIds,
    // The library asks before each connection, and would connect again at once and for ever.
    retrieveSessionInfo: async (shardId) => {
      await pauses.beforeConnecting(shardId);
      return sessions.get(shardId);
    },
    updateSessionInfo: (shardId, info) => {
      // Closing forgets the session on our side only; Discord keeps it for the next process.
      if (!isClosing) sessions.set(shardId, info);
    },
  });
  const refused = new Promise<never>((_resolve, reject) => {
    manager.on(WebSocketShardEvents.Closed, ({ code, shardId }) => {
      pauses.lost(shardId);
      const reason = FATAL[code];
      if (!isClosing) log.info('discord: gateway closed', { code, shardId });
      if (reason === undefined) return;
      log.error(`discord: the gateway refused us: ${reason}`, { code });
      reject(new PlatformError('discord', `gateway closed with ${code}: ${reason}.`));
    });
  });
  refused.catch(() => undefined);
  manager.on(WebSocketShardEvents.Error, ({ error }) => log.warn('discord: gateway error', { error }));
  manager.on(WebSocketShardEvents.Ready, ({ shardId }) => pauses.connected(shardId));
  manager.on(WebSocketShardEvents.Resumed, ({ shardId }) => {
    pauses.connected(shardId);
    log.info('discord: session resumed', { shardId });
  });
  manager.on(WebSocketShardEvents.Dispatch, ({ data, shardId }) => {
    if (isClosing) return;
    if (data.t === GatewayDispatchEvents.Ready) {
      identity = { applicationId: data.d.application.id, botId: data.d.user.id };
      store
        .set(`identity/${owner}`, identity)
        .catch((error: unknown) => log.error('discord: who we are could not be kept', { error }));
    }
    if (identity === undefined) return;
    onDispatch(data, identity, `${sessions.get(shardId)?.sessionId ?? 'none'}:${data.s}`);
  });
  const close = async () => {
    isClosing = true;
    pauses.end();
    await manager.destroy({ code: CloseCodes.Resuming, reason: 'restarting' });
    await sessions.save();
  };
  try {
    await Promise.race([manager.connect(), refused]);
  } catch (error) {
    await close();
    throw toPlatformError(error, 'connecting to the gateway');
  }
  if (identity === undefined)
    throw new PlatformError('discord', 'the gateway is ready but did not say who we are');
  return { identity, close };
}

interface SavedSession {
  readonly info: SessionInfo;
  readonly at: number;
}

/** Where each shard stands, kept over a restart; written at most once a second. */
class SessionRecords {
  readonly #store: KeyValueStore;
  readonly #prefix: string;
  readonly #sessions = new Map<number, SessionInfo>();
  readonly #changed = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: KeyValueStore, owner: string) {
    this.#store = store;
    this.#prefix = `gateway/${owner}/`;
  }

  async load(): Promise<void> {
    for (const key of await this.#store.keys(this.#prefix)) {
      const saved = await this.#store.get<SavedSession>(key);
      if (saved === undefined || Date.now() - saved.at > RESUMABLE_MS) continue;
      this.#sessions.set(saved.info.shardId, saved.info);
    }
  }

  get(shardId: number): SessionInfo | null {
    return this.#sessions.get(shardId) ?? null;
  }

  set(shardId: number, info: SessionInfo | null): void {
    if (info === null) this.#sessions.delete(shardId);
    else this.#sessions.set(shardId, info);
    this.#changed.add(shardId);
    this.#timer ??= setTimeout(() => void this.save().catch(() => undefined), 1000).unref();
  }

  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const shardId of changed) {
      const info = this.#sessions.get(shardId);
      const key = `${this.#prefix}${shardId}`;
      if (info === undefined) await this.#store.delete(key);
      else await this.#store.set(key, { info, at: Date.now() } satisfies SavedSession, RESUMABLE_MS);
    }
  }
}
