import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { RequestCheck } from './openapi.ts';
import { answerInteraction, useWebhook } from './interactions.ts';
import { channelPayload, messagePayload, ROLES, userPayload } from './payloads.ts';
import { commandProblems, messageProblems } from './rules.ts';
import { Refusal, Backend } from './backend.ts';
import type { ApiRequest } from './backend.ts';
import { invitePermissions } from './world.ts';
import type { Json, StoredFile, World } from './world.ts';

/** A failure to play: `status` instead of the answer, with or without doing what was asked. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly status: number;
  readonly code?: number;
  /** True: the work is done, only the answer is lost. */
  readonly isStored?: boolean;
  times: number;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly at: number;
  readonly body: Json | undefined;
  status: number;
}

/** The REST side of the double: API v10 on loopback. */
export class RestServer {
  readonly world: World;
  readonly token: string;
  readonly faults: Fault[] = [];
  readonly requests: LoggedRequest[] = [];
  readonly rateLimited: LoggedRequest[] = [];
  readonly server: Server;
  readonly backend: Backend;
  gatewayUrl = '';
  shards = 1;
  readonly #check: RequestCheck | undefined;
  readonly #buckets = new Map<string, { used: number; readonly endsAt: number }>();

  constructor(world: World, token: string, check: RequestCheck | undefined) {
    this.world = world;
    this.token = token;
    this.#check = check;
    this.backend = new Backend(world);
    this.server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => {
      this.server.listen(0, '127.0.0.1', done);
    });
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the double has no port');
    this.backend.base = `http://127.0.0.1:${address.port}`;
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const at = this.world.now();
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', this.backend.base);
    if (url.pathname.startsWith('/cdn/')) return this.#serveFile(url, outgoing);
    const path = decodeURIComponent(url.pathname.replace(/^\/api\/v10/u, ''));
    const method = (incoming.method ?? 'GET').toLowerCase();
    const logged: LoggedRequest = { method, path, at: performance.now(), body: undefined, status: 0 };
    const send = (status: number, body?: unknown, headers: Record<string, string> = {}) => {
      logged.status = status;
      outgoing.writeHead(status, {
        'content-type': body === undefined ? 'text/html' : 'application/json',
        ...headers,
      });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    this.requests.push(logged);
    try {
      if (!url.pathname.startsWith('/api/v10/')) throw new Refusal(404, 0, '404: Not Found');
      this.#authorize(path, incoming.headers.authorization);
      const { body, files } = await readBody(incoming, Buffer.concat(chunks));
      Object.assign(logged, { body });
      const headers = this.#takeRate(method, path, logged);
      const fault = this.faults.find((f) => f.times > 0 && f.method === method && f.path.test(path));
      if (fault !== undefined) fault.times -= 1;
      if (fault !== undefined && fault.isStored !== true) {
        return send(fault.status, { code: fault.code ?? 0, message: 'a fault that the test asked for' });
      }
      this.#validate(method, path, body, files);
      const answer = this.#route({ method, path, query: url.searchParams, body, files, at });
      if (fault !== undefined) return send(fault.status, { code: fault.code ?? 0, message: 'answer lost' });
      return answer === undefined ? send(204, undefined, headers) : send(200, answer, headers);
    } catch (error) {
      if (error instanceof Refusal) return send(error.status, { code: error.code, message: error.message });
      if (error instanceof RateRefusal) return send(429, error.body, error.headers);
      this.world.violations.push(`${method} ${path}: the double failed: ${String(error)}`);
      return send(500, { code: 0, message: String(error) });
    }
  }

  #authorize(path: string, authorization: string | undefined): void {
    if (/^\/(?:interactions|webhooks)\//u.test(path)) return;
    if (authorization !== `Bot ${this.token}`) throw new Refusal(401, 0, '401: Unauthorized');
  }

  #validate(
    method: string,
    path: string,
    body: Json | undefined,
    files: ReadonlyMap<string, StoredFile>,
  ): void {
    const problems = [...(this.#check?.(method, path, body) ?? [])];
    if (
      /\/messages|^\/webhooks\//u.test(path) &&
      !path.includes('/reactions/') &&
      (method === 'post' || method === 'patch')
    ) {
      problems.push(...messageProblems(body ?? {}, files, method === 'post'));
    }
    if (method === 'put' && path.endsWith('/commands'))
      problems.push(...commandProblems((body ?? []) as unknown as Json[]));
    if (problems.length === 0) return;
    this.world.violations.push(...problems.map((problem) => `${method} ${path}: ${problem}`));
    throw new Refusal(400, 50_035, `Invalid Form Body: ${problems.join('; ')}`);
  }

  #takeRate(method: string, path: string, logged: LoggedRequest): Record<string, string> {
    const now = performance.now();
    const take = (name: string, limit: number, windowMs: number, isGlobal: boolean) => {
      // As Discord does: a window begins with its first request and ends as a whole.
      const known = this.#buckets.get(name);
      const bucket = known === undefined || known.endsAt <= now ? { used: 0, endsAt: now + windowMs } : known;
      const resetMs = bucket.endsAt - now;
      this.#buckets.set(name, bucket);
      if (bucket.used >= limit) {
        this.rateLimited.push(logged);
        const seconds = Math.ceil(resetMs) / 1000;
        throw new RateRefusal(
          { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal },
          {
            'retry-after': String(Math.ceil(seconds)),
            ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
          },
        );
      }
      bucket.used += 1;
      return {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(limit - bucket.used),
        'x-ratelimit-reset': String((Date.now() + resetMs) / 1000),
        'x-ratelimit-reset-after': String(resetMs / 1000),
        'x-ratelimit-bucket': name.replace(/\W/gu, ''),
      };
    };
    if (path.startsWith('/interactions/')) return {};
    if (!path.startsWith('/webhooks/')) take('global', 50, 1000, true);
    const channel = /^\/channels\/(\d+)\/messages/u.exec(path)?.[1];
    if (channel !== undefined && path.includes('/reactions/') && method === 'put') {
      return take(`react${channel}`, 1, 250, false);
    }
    if (channel !== undefined && method === 'post') return take(`post${channel}`, 5, 5000, false);
    if (channel !== undefined && method === 'patch') return take(`edit${channel}`, 5, 5000, false);
    const webhook = /^\/webhooks\/\d+\/([^/]+)/u.exec(path)?.[1];
    return webhook === undefined ? {} : take(`webhook${webhook}`, 5, 2000, false);
  }

  #serveFile(url: URL, outgoing: ServerResponse): void {
    const id = url.pathname.split('/').at(-2);
    const file = [...this.world.messages.values()]
      .flatMap(({ attachments }) => attachments)
      .concat(this.backend.uploads)
      .find((attachment) => attachment.id === id);
    const isSigned = Number.parseInt(url.searchParams.get('ex') ?? '0', 16) * 1000 > this.world.now();
    outgoing.writeHead(file === undefined || !isSigned ? 404 : 200, {
      'content-type': file?.mediaType ?? 'text/plain',
    });
    outgoing.end(isSigned ? file?.data : undefined);
  }

  #route(request: ApiRequest): unknown {
    const { method, path, body } = request;
    const { world } = this;
    const at = (pattern: RegExp, wanted: string) => (method === wanted ? pattern.exec(path) : null);
    if (path === '/gateway/bot') {
      return {
        url: this.gatewayUrl,
        shards: this.shards,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 14_400_000, max_concurrency: 16 },
      };
    }
    if (path === '/users/@me') return userPayload(world, world.botId);
    if (path === '/applications/@me') {
      return {
        id: world.applicationId,
        name: 'Limner',
        bot: userPayload(world, world.botId),
        flags: 0,
        approximate_guild_count: [...world.guilds.values()].filter(({ hasBot }) => hasBot).length,
        interactions_endpoint_url: world.interactionsUrl,
        integration_types_config: { 0: {}, 1: {} },
      };
    }
    if (path === `/applications/${world.applicationId}/commands`) {
      if (method !== 'put') return world.commands;
      world.commands = (body as unknown as Json[]).map((command) => ({
        id: world.nextId(),
        application_id: world.applicationId,
        version: world.nextId(),
        nsfw: false,
        type: 1,
        ...command,
        default_member_permissions:
          typeof command['default_member_permissions'] === 'number'
            ? String(command['default_member_permissions'])
            : null,
      }));
      return world.commands;
    }
    const callback = at(/^\/interactions\/(\d+)\/([^/]+)\/callback$/u, 'post');
    if (callback !== null)
      return answerInteraction(this.backend, callback[1] ?? '', callback[2] ?? '', request);
    const webhook = /^\/webhooks\/(\d+)\/([^/]+)(?:\/messages\/([^/]+))?$/u.exec(path);
    if (webhook !== null)
      return useWebhook(this.backend, webhook[1] ?? '', webhook[2] ?? '', webhook[3], request);
    const reaction = /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/([^/]+)\/@me$/u.exec(path);
    if (reaction !== null)
      return this.#react(request, reaction[1] ?? '', reaction[2] ?? '', reaction[3] ?? '');
    const message = /^\/channels\/(\d+)\/messages\/(\d+)$/u.exec(path);
    if (message !== null) return this.#message(request, message[1] ?? '', message[2] ?? '');
    const posted = at(/^\/channels\/(\d+)\/messages$/u, 'post');
    if (posted !== null) return this.#post(request, posted[1] ?? '');
    const guild = /^\/guilds\/(\d+)(\/members\/\d+)?$/u.exec(path);
    if (guild !== null) return this.#guild(guild[1] ?? '', guild[2] !== undefined);
    if (method === 'post' && path === '/users/@me/channels') {
      return channelPayload(world, world.direct(String(body?.['recipient_id'])));
    }
    const channel = at(/^\/channels\/(\d+)$/u, 'get');
    if (channel !== null) return channelPayload(world, this.backend.reach(channel[1] ?? ''));
    throw new Refusal(404, 0, `404: Not Found (${method} ${path})`);
  }

  #guild(id: string, isMember: boolean): unknown {
    const guild = this.world.guilds.get(id);
    if (guild?.hasBot !== true) throw new Refusal(404, 10_004, 'Unknown Guild');
    if (isMember) return { user: userPayload(this.world, this.world.botId), roles: [...ROLES.bot], flags: 0 };
    return {
      id,
      name: guild.name,
      premium_tier: guild.premiumTier,
      preferred_locale: guild.locale,
      roles: [id, ...ROLES.bot, ROLES.other].map((role) => ({
        id: role,
        name: role === id ? '@everyone' : 'a role',
        permissions: role === id ? String(invitePermissions) : '0',
      })),
    };
  }

  #post({ body, files }: ApiRequest, channelId: string): unknown {
    const reference = (body?.['message_reference'] ?? undefined) as Json | undefined;
    const isThread = [10, 11, 12].includes(this.world.channels.get(channelId)?.type ?? 0);
    this.backend.reach(
      channelId,
      [isThread ? 'sendMessagesInThreads' : 'sendMessages', true],
      ['attachFiles', files.size > 0],
      ['readMessageHistory', reference !== undefined],
    );
    const nonce = body?.['nonce'] as string | undefined;
    if (body?.['enforce_nonce'] === true && nonce !== undefined) {
      const earlier = [...this.world.messages.values()].find(
        (message) =>
          message.channelId === channelId &&
          message.nonce === nonce &&
          message.createdAt > this.world.now() - 300_000,
      );
      if (earlier !== undefined) return messagePayload(this.world, earlier, this.backend.base);
    }
    const replyTo = reference?.['message_id'] as string | undefined;
    const referenced = replyTo === undefined ? undefined : this.world.messages.get(replyTo);
    if (
      replyTo !== undefined &&
      (referenced === undefined || referenced.isDeleted) &&
      reference?.['fail_if_not_exists'] !== false
    ) {
      throw new Refusal(400, 50_035, 'Invalid Form Body: message_reference: Unknown message');
    }
    const message = this.backend.store(channelId, body ?? {}, files, {
      ...(nonce === undefined ? {} : { nonce }),
      ...(referenced === undefined || referenced.isDeleted ? {} : { replyTo: referenced.id }),
    });
    this.backend.announce('MESSAGE_CREATE', message);
    return messagePayload(this.world, message, this.backend.base);
  }

  #message({ method, body, files }: ApiRequest, channelId: string, id: string): unknown {
    this.backend.reach(channelId);
    const message = this.world.messages.get(id);
    if (
      message === undefined ||
      message.channelId !== channelId ||
      message.isDeleted ||
      (message.flags & 64) !== 0
    ) {
      throw new Refusal(404, 10_008, 'Unknown Message');
    }
    if (method === 'get') return messagePayload(this.world, message, this.backend.base);
    if (message.authorId !== this.world.botId) {
      throw new Refusal(
        403,
        method === 'patch' ? 50_005 : 50_013,
        'Cannot edit a message authored by another user',
      );
    }
    if (method === 'delete') {
      message.isDeleted = true;
      this.world.emit('message', message);
      return undefined;
    }
    if (this.world.now() - message.createdAt > 3_600_000 && message.edits.length >= 3) {
      throw new Refusal(
        429,
        30_046,
        'Maximum number of edits to messages older than 1 hour reached. Try again later.',
      );
    }
    this.backend.setContent(message, body ?? {}, files);
    message.edits.push(this.world.now());
    this.backend.announce('MESSAGE_UPDATE', message);
    return messagePayload(this.world, message, this.backend.base);
  }

  #react({ method }: ApiRequest, channelId: string, id: string, emoji: string): undefined {
    const message = this.world.messages.get(id);
    if (message === undefined || message.isDeleted || message.channelId !== channelId)
      throw new Refusal(404, 10_008, 'Unknown Message');
    const reacted = message.reactions.get(emoji) ?? new Set<string>();
    this.backend.reach(
      channelId,
      ['readMessageHistory', true],
      ['addReactions', method === 'put' && reacted.size === 0],
    );
    if (!/\p{Emoji}/u.test(emoji)) throw new Refusal(400, 10_014, 'Unknown Emoji');
    if (method === 'put') reacted.add(this.world.botId);
    else reacted.delete(this.world.botId);
    message.reactions.set(emoji, reacted);
    this.world.emit('message', message);
    return undefined;
  }

  async close(): Promise<void> {
    await new Promise<void>((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }
}

class RateRefusal extends Error {
  readonly body: Json;
  readonly headers: Record<string, string>;
  constructor(body: Json, headers: Record<string, string>) {
    super('rate limited');
    this.body = body;
    this.headers = headers;
  }
}

async function readBody(
  incoming: IncomingMessage,
  data: Buffer,
): Promise<{ body: Json | undefined; files: Map<string, StoredFile> }> {
  const files = new Map<string, StoredFile>();
  if (data.length === 0) return { body: undefined, files };
  const type = incoming.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { body: JSON.parse(data.toString()) as Json, files };
  if (!type.startsWith('multipart/form-data')) throw new Refusal(400, 50_109, `content type ${type}`);
  const form = await new Response(new Uint8Array(data), { headers: { 'content-type': type } }).formData();
  let body: Json = {};
  for (const [name, value] of form) {
    if (name === 'payload_json' && typeof value === 'string') body = JSON.parse(value) as Json;
    else if (typeof value !== 'string') {
      files.set(name, {
        name: value.name,
        mediaType: value.type,
        data: new Uint8Array(await value.arrayBuffer()),
      });
    }
  }
  return { body, files };
}
