import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayDispatchEvents } from 'discord.js';
import type { GatewayDispatchPayload } from 'discord.js';
import type { Command } from '../../chat/command.ts';
import { createInbox } from '../../chat/inbox.ts';
import type { Inbox } from '../../chat/inbox.ts';
import type { ConversationId, MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { ChatEvent, Platform, PlatformContext, Suggest } from '../../chat/platform.ts';
import { PlatformError } from '../../errors.ts';
import { apiBase, createApi, isUnreachable } from './api.ts';
import type { DiscordApi } from './api.ts';
import { registerCommands } from './commands.ts';
import { Delivery } from './delivery.ts';
import { InteractionWebhooks } from './interaction-webhooks.ts';
import { connectGateway, intents, readShards } from './gateway.ts';
import type { Gateway, Identity } from './gateway.ts';
import { Guilds } from './guilds.ts';
import type { Taking } from './dispatch.ts';
import { takeInteraction } from './interactions.ts';
import { inviteLink } from './invite.ts';
import { takeMessage, takeReaction } from './messages.ts';
import { Reactions } from './number-reactions.ts';
import { limits } from './outgoing.ts';
import { invitePermissions } from './permissions.ts';
import { Places } from './places.ts';

/**
 * Makes the Discord platform.
 *
 * Reads `DISCORD_TOKEN` (without it Discord stays off), `DISCORD_API_URL` (another base than
 * https://discord.com/api) and `SHARDS` ("auto", "4", "0-1/4").
 *
 * @throws {ConfigError} when `SHARDS` cannot be read
 */
export function createDiscord(context: PlatformContext): Platform | undefined {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: url, SHARDS: shards } = context.env;
  if (typeof token !== 'string' || token.trim() === '') return undefined;
  return new Discord(context, token.trim().replace(/^Bot\s+/iu, ''), apiBase(url), readShards(shards));
}

/** An event of the gateway, as it waits in the inbox. */
interface Accepted {
  readonly payload: GatewayDispatchPayload;
  readonly identity: Identity;
  readonly key: string;
}

/** Who did what an event tells. */
function personOfPayload({ d }: GatewayDispatchPayload): string | undefined {
  interface Done {
    readonly member?: { readonly user?: { readonly id: string } };
    readonly user?: { readonly id: string };
    readonly author?: { readonly id: string };
    readonly user_id?: string;
  }
  const { author, member, user, user_id } = d as Done;
  return author?.id ?? member?.user?.id ?? user?.id ?? user_id;
}

class Discord implements Platform {
  readonly name = 'discord';
  readonly limits = limits;
  readonly #context: PlatformContext;
  readonly #token: string;
  readonly #url: string;
  readonly #shards: ReturnType<typeof readShards>;
  readonly #stopping = new AbortController();
  readonly #api: DiscordApi;
  readonly #places: Places;
  readonly #webhooks: InteractionWebhooks;
  readonly #guilds = new Guilds();
  readonly #reactions: Reactions;
  readonly #delivery: Delivery;
  readonly #inbox: Inbox;
  #gateway: Gateway | undefined;
  #commands: readonly Command[] = [];
  #onEvent: (event: ChatEvent) => Promise<void> = () => Promise.resolve();
  #suggest: Suggest = () => Promise.resolve([]);

  constructor(context: PlatformContext, token: string, url: string, shards: ReturnType<typeof readShards>) {
    const { log, store } = context;
    this.#context = context;
    this.#inbox = context.inbox ?? createInbox(store);
    this.#token = token;
    this.#url = url;
    this.#shards = shards;
    this.#api = createApi(token, url, log);
    this.#places = new Places(store);
    this.#webhooks = new InteractionWebhooks(store);
    this.#reactions = new Reactions(this.#api, this.#stopping.signal);
    this.#delivery = new Delivery({
      api: this.#api,
      store,
      log,
      places: this.#places,
      webhooks: this.#webhooks,
      reactions: this.#reactions,
    });
  }

  /** The link that adds the bot to a server, known after `start`. */
  get address(): string | undefined {
    return this.#gateway === undefined ? undefined : inviteLink(this.#gateway.identity.applicationId);
  }

  async start(
    commands: readonly Command[],
    onEvent: (event: ChatEvent) => Promise<void>,
    suggest?: Suggest,
  ): Promise<void> {
    const { log } = this.#context;
    if (suggest !== undefined) this.#suggest = suggest;
    this.#commands = commands;
    this.#onEvent = onEvent;
    try {
      await this.#connect();
    } catch (error) {
      // The other platforms need not wait until Discord is back; a token that is refused is told at once.
      if (!isUnreachable(error)) throw error;
      log.error('discord: cannot be reached, trying again', { error });
      void this.#keepTrying();
    }
  }

  async #keepTrying(): Promise<void> {
    const { signal } = this.#stopping;
    for (let waitMs = 1000; !signal.aborted; waitMs = Math.min(60_000, waitMs * 2)) {
      try {
        await sleep(waitMs, undefined, { signal, ref: false });
        return await this.#connect();
      } catch (error) {
        if (signal.aborted) return;
        this.#context.log.error('discord: cannot be reached', { error, isGivenUp: !isUnreachable(error) });
        if (!isUnreachable(error)) return;
      }
    }
  }

  async #connect(): Promise<void> {
    const { log, store } = this.#context;
    this.#gateway = await connectGateway({
      api: this.#api,
      token: this.#token,
      shards: this.#shards,
      store,
      log,
      onDispatch: (payload, identity, key) => {
        this.#take(payload, identity, key).catch((error: unknown) => {
          if (!this.#stopping.signal.aborted)
            log.error('discord: an event was not taken', { type: payload.t, error });
        });
      },
    });
    const { applicationId } = this.#gateway.identity;
    try {
      await registerCommands(this.#api, applicationId, this.#commands, log);
    } catch (error) {
      // Yesterday's commands are better than no bot.
      log.error('discord: the commands could not be registered', { error });
    }
    log.info('discord: ready', {
      invite: inviteLink(applicationId),
      intents,
      permissions: String(invitePermissions),
    });
  }

  async retake(request: string, raw: unknown): Promise<void> {
    const { payload, identity, key } = raw as Accepted;
    await this.#take(payload, identity, key, request);
  }

  /** @param again the request that an earlier process has accepted, when it is taken up again */
  async #take(
    payload: GatewayDispatchPayload,
    identity: Identity,
    key: string,
    again?: string,
  ): Promise<void> {
    let request = again;
    let isHandedOn = false;
    await this.#takeOnce(payload, identity, key, {
      isAgain: again !== undefined,
      accept: async (id) => {
        if (again !== undefined) return true;
        const raw: Accepted = { payload, identity, key };
        if (!(await this.#inbox.accept(`discord:${id}`, raw))) return false;
        request = `discord:${id}`;
        return true;
      },
      onEvent: (event) => {
        isHandedOn = true;
        return this.#onEvent({ ...event, request });
      },
    });
    // What came to nothing needs no answer of the bot.
    if (request !== undefined && !isHandedOn) await this.#inbox.finish(request);
  }

  async #takeOnce(
    payload: GatewayDispatchPayload,
    { botId }: Identity,
    key: string,
    taking: Taking,
  ): Promise<void> {
    const { log, store } = this.#context;
    const parts = {
      ...taking,
      api: this.#api,
      apiUrl: this.#url,
      store,
      log,
      botId,
      places: this.#places,
      webhooks: this.#webhooks,
      guilds: this.#guilds,
      delivery: this.#delivery,
      commands: this.#commands,
      suggest: this.#suggest,
    };
    switch (payload.t) {
      case GatewayDispatchEvents.InteractionCreate: {
        const { channel, guild_id: guildId, attachment_size_limit: attachmentBytes } = payload.d;
        const taken = takeInteraction(payload.d, parts);
        const userId = payload.d.member?.user.id ?? payload.d.user?.id;
        if (channel !== undefined) this.#places.learn(channel.id, { guildId, attachmentBytes });
        if (userId !== undefined && 'locale' in payload.d) this.#places.learnLocale(userId, payload.d.locale);
        return taken;
      }
      case GatewayDispatchEvents.MessageCreate:
        return takeMessage(payload.d, parts);
      case GatewayDispatchEvents.MessageReactionAdd:
        return takeReaction(payload.d, key, parts);
      case GatewayDispatchEvents.GuildCreate:
      case GatewayDispatchEvents.GuildUpdate:
        return this.#guilds.learn(payload.d, botId);
      case GatewayDispatchEvents.GuildDelete:
        return this.#guilds.forget(payload.d.id);
      default:
        return undefined;
    }
  }

  async post(to: ConversationId, message: OutgoingMessage, replyTo?: MessageRef): Promise<MessageRef> {
    return this.#delivery.post(to, message, { replyTo });
  }

  async update(message: MessageRef, change: OutgoingMessage): Promise<void> {
    if (this.#stopping.signal.aborted) throw new PlatformError('discord', 'the connection is closed');
    await this.#delivery.update(message, change);
  }

  async react(message: MessageRef, emoji: string): Promise<void> {
    await this.#reactions.add(message, emoji);
  }

  /** What lies here of a person are notes that they were told something, and their language; nothing they made. */
  async forgetUser(userId: string): Promise<void> {
    const { store } = this.#context;
    this.#places.forgetLocale(userId);
    await this.#inbox.forget('discord', (raw) => personOfPayload((raw as Accepted).payload) === userId);
    for (const kind of ['hinted/', 'complained/', 'refused/']) {
      const keys = await store.keys(kind);
      await Promise.all(keys.filter((key) => key.endsWith(`/${userId}`)).map((key) => store.delete(key)));
    }
    await this.#delivery.forgetHidden(userId);
  }

  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    await this.#gateway?.close();
    this.#api.close();
  }
}
