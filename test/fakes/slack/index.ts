import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { SlackBlock } from './blocks.ts';
import { createSlackPeople } from './people.ts';
import type { EnvelopeType } from './people.ts';
import { METHODS, SlackApiProblem } from './web-api.ts';
import { BOB, newWorkspace, nextTs } from './workspace.ts';
import type { Workspace } from './workspace.ts';

export const BOT_TOKEN = 'xoxb-0000000000-canary-bot-token';
export const SECOND_TOKEN = 'xoxb-1111111111-second-canary-token';
export const APP_TOKEN = 'xapp-1-A0LIMNER01-0000000000-canary-app-token';
export const SIGNING_SECRET = 'canary-signing-secret-0123456789';

const ACKNOWLEDGE_MS = 3000;
const ALL_SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'im:history',
  'im:write',
  'mpim:history',
  'reactions:read',
  'reactions:write',
  'users:read',
];

export interface SlackRequest {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly at: number;
  answer?: unknown;
}

export interface SlackOptions {
  /** Where events go in HTTP mode; without it they go through Socket Mode. */
  endpoint?: string;
  /** Where it listens; default: any free port. */
  port?: number;
  /** How many `files.info` calls a file stays in the works. */
  filePolls?: number;
}

export type FakeSlack = Awaited<ReturnType<typeof startSlack>>;

const headerOf = (request: IncomingMessage, name: string) => String(request.headers[name] ?? '');

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/**
 * A stand-in for Slack on loopback: Web API, uploads, files, Socket Mode and signed HTTP events, as strict as
 * Slack documents it. Bolt talks to it through `SLACK_API_URL`.
 */
export async function startSlack(options: SlackOptions = {}) {
  const space = newWorkspace('T0DOUBLE01');
  space.filePolls = options.filePolls ?? 2;
  const tokens = new Map<string, Workspace>([[BOT_TOKEN, space]]);
  const scopes = new Set(ALL_SCOPES);
  const requests: SlackRequest[] = [];
  /** Everything that was delivered to the app. */
  const deliveries: { readonly type: EnvelopeType; readonly payload: object }[] = [];
  /** What Slack would complain about, or a person would: late answers, unknown arguments, tokens in wrong places. */
  const problems: string[] = [];
  const limits = new Map<string, { seconds: number; times: number }>();
  const failures = new Map<string, { times: number; when: 'before' | 'after' }>();
  const calls = new Map<string, number[]>();
  /** How many calls of each method were answered with 429. */
  const putOff = new Map<string, number>();
  const responses = new Map<
    string,
    { readonly channel: string; readonly user: string; readonly pressed: string | undefined; uses: number }
  >();
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (payload: unknown) => void>();
  const acknowledgements: number[] = [];
  let isExpired = false;
  const closing = new AbortController();
  let redirectFilesTo: string | undefined;
  let openedSockets = 0;
  let withoutHello = 0;

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      problems.push(`the double failed: ${String(error)}`);
      response.writeHead(500).end();
    });
  });
  const socketServer = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    socketServer.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.add(webSocket);
      openedSockets += 1;
      webSocket.on('close', () => sockets.delete(webSocket));
      webSocket.on('message', (data: Buffer) => {
        const { envelope_id: id, payload } = JSON.parse(data.toString()) as {
          envelope_id: string;
          payload?: unknown;
        };
        waiting.get(id)?.(payload);
        waiting.delete(id);
      });
      if (withoutHello > 0) {
        withoutHello -= 1;
        return;
      }
      webSocket.send(
        JSON.stringify({
          type: 'hello',
          num_connections: sockets.size,
          debug_info: { host: 'double', approximate_connection_time: 18_060 },
          connection_info: { app_id: 'A0LIMNER01' },
        }),
      );
    });
  });
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  space.uploadBase = origin;
  space.filesBase = origin;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    const body = await bodyOf(request);
    const send = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(value));
    };
    if (url.pathname.startsWith('/api/')) return answerApi(url.pathname.slice(5), request, body, send);
    if (url.pathname.startsWith('/upload/v1/')) {
      const file = space.files.get(url.pathname.slice(11));
      if (file === undefined || request.method !== 'POST') return send(404, {});
      if (headerOf(request, 'authorization') !== '') problems.push('the token was sent with an upload');
      file.data = new Uint8Array(body);
      response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${body.length}`);
      return undefined;
    }
    if (url.pathname.startsWith('/files-pri/')) {
      const token = headerOf(request, 'authorization').replace('Bearer ', '');
      const file = space.files.get(/-(F[A-Z0-9]+)\//u.exec(url.pathname)?.[1] ?? '');
      if (redirectFilesTo !== undefined) {
        response.writeHead(302, { location: redirectFilesTo }).end();
        return undefined;
      }
      // Without the right Slack sends no error but its login page.
      if (!tokens.has(token) || !scopes.has('files:read')) {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end('<!DOCTYPE html><html><head><title>Sign in | Slack</title></head></html>');
        return undefined;
      }
      if (file?.data === undefined || file.isDeleted) return send(404, {});
      response.writeHead(200, { 'content-type': file.mimetype }).end(file.data);
      return undefined;
    }
    if (url.pathname.startsWith('/response/')) {
      const place = responses.get(url.pathname);
      if (place === undefined || place.uses >= 5) return send(404, { ok: false, error: 'used_url' });
      place.uses += 1;
      const content = JSON.parse(body.toString()) as {
        text?: string;
        blocks?: SlackBlock[];
        response_type?: string;
        replace_original?: boolean;
      };
      if (place.pressed !== undefined && content.replace_original !== false) {
        problems.push(`an answer took the place of the message ${place.pressed} that was pressed`);
      }
      // At the address of a command it does nothing (slackapi/bolt-js#2287): the answer is one more message.
      if (place.pressed === undefined && content.replace_original === true) {
        problems.push('replace_original was sent to the address of a command');
      }
      space.messages.push({
        channel: place.channel,
        ts: nextTs(),
        user: space.botUser,
        text: content.text ?? '',
        blocks: content.blocks ?? [],
        files: [],
        isBroadcast: false,
        reactions: new Map(),
        edits: 0,
        ...(content.response_type === 'in_channel' ? {} : { onlyFor: place.user }),
      });
      return send(200, { ok: true });
    }
    return send(404, { ok: false });
  }

  function answerApi(
    method: string,
    request: IncomingMessage,
    body: Buffer,
    sendJson: (status: number, value: unknown, headers?: Readonly<Record<string, string>>) => void,
  ): void {
    const args = Object.fromEntries(new URLSearchParams(body.toString()));
    const token = headerOf(request, 'authorization').replace('Bearer ', '');
    const asked: SlackRequest = { method, args, at: Date.now() };
    requests.push(asked);
    const send: typeof sendJson = (status, value, headers) => {
      asked.answer = value;
      sendJson(status, value, headers);
    };
    if (
      request.method !== 'POST' ||
      !headerOf(request, 'content-type').startsWith('application/x-www-form-urlencoded')
    ) {
      problems.push(`${method}: sent as ${request.method} ${headerOf(request, 'content-type')}`);
    }
    if (method === 'apps.connections.open') {
      if (token !== APP_TOKEN || isExpired) return send(200, { ok: false, error: 'invalid_auth' });
      return send(200, {
        ok: true,
        url: `ws://127.0.0.1:${port}/socket/?ticket=${randomBytes(8).toString('hex')}`,
      });
    }
    if (method === 'oauth.v2.access') return send(200, install(args));
    const known = METHODS[method];
    if (known === undefined) return send(200, { ok: false, error: 'unknown_method' });
    const workspace = tokens.get(token);
    if (workspace === undefined)
      return send(200, { ok: false, error: token === '' ? 'not_authed' : 'invalid_auth' });
    if (isExpired) return send(200, { ok: false, error: 'token_expired' });
    if (known.scope !== undefined && !scopes.has(known.scope)) {
      return send(200, {
        ok: false,
        error: 'missing_scope',
        needed: known.scope,
        provided: [...scopes].join(','),
      });
    }
    const retryAfter = limitOf(method, args, known.perMinute);
    if (retryAfter !== undefined) {
      putOff.set(method, (putOff.get(method) ?? 0) + 1);
      return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(retryAfter) });
    }
    const allowed = new Set([...known.required, ...known.optional, 'team_id', 'token']);
    for (const name of Object.keys(args)) {
      if (!allowed.has(name)) problems.push(`${method}: Slack knows no argument ${name}`);
    }
    const missing = known.required.filter((name) => args[name] === undefined);
    if (missing.length > 0) return send(200, { ok: false, error: 'invalid_arguments', missing });
    const failure = takeFailure(method);
    if (failure === 'before') return send(503, { ok: false });
    try {
      const result = known.run(args, workspace);
      if (failure === 'after') return send(502, { ok: false });
      return send(200, { ok: true, ...result }, { 'x-oauth-scopes': [...scopes].join(',') });
    } catch (error) {
      if (!(error instanceof SlackApiProblem)) throw error;
      return send(200, { ok: false, error: error.code, ...error.more });
    }
  }

  /** Seconds to wait, when the call is over a limit: one that a test asked for, Slack's tiers, or 1 post/s/channel. */
  function limitOf(
    method: string,
    args: Readonly<Record<string, string>>,
    perMinute: number,
  ): number | undefined {
    const asked = limits.get(method);
    if (asked !== undefined && asked.times > 0) {
      asked.times -= 1;
      return asked.seconds;
    }
    const now = Date.now();
    const count = (key: string, withinMs: number, most: number) => {
      const recent = (calls.get(key) ?? []).filter((at) => now - at < withinMs);
      calls.set(key, recent);
      const [oldest = now] = recent;
      return recent.length < most ? undefined : Math.max(1, Math.ceil((oldest + withinMs - now) / 1000));
    };
    const keys: [string, number, number][] = [
      [method, 60_000, perMinute],
      ...(method === 'chat.postMessage'
        ? ([[`${method}:${args['channel']}`, 10_000, 20]] as [string, number, number][])
        : []),
    ];
    for (const [key, withinMs, most] of keys) {
      const wait = count(key, withinMs, most);
      if (wait !== undefined) return wait;
    }
    for (const [key] of keys) calls.get(key)?.push(now);
    return undefined;
  }

  function takeFailure(method: string): 'before' | 'after' | undefined {
    const failure = failures.get(method);
    if (failure === undefined || failure.times === 0) return undefined;
    failure.times -= 1;
    return failure.when;
  }

  function install(args: Readonly<Record<string, string>>): unknown {
    if (args['code'] !== 'good-code') return { ok: false, error: 'invalid_code' };
    const second = newWorkspace('T0SECOND01');
    second.uploadBase = origin;
    second.filesBase = origin;
    tokens.set(SECOND_TOKEN, second);
    return {
      ok: true,
      app_id: 'A0LIMNER01',
      authed_user: { id: BOB },
      scope: ALL_SCOPES.join(','),
      token_type: 'bot',
      access_token: SECOND_TOKEN,
      bot_user_id: second.botUser,
      team: { id: second.team, name: 'Second' },
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  /** Sends an envelope and waits for the acknowledgement; late or missing ones are noted and thrown. */
  async function deliver(type: EnvelopeType, payload: object, retry = 0): Promise<unknown> {
    deliveries.push({ type, payload });
    const sentAt = Date.now();
    const late = () => {
      problems.push(`${type} was not acknowledged within ${ACKNOWLEDGE_MS} ms`);
      return new Error(`${type} was not acknowledged within ${ACKNOWLEDGE_MS} ms`);
    };
    const acknowledged = options.endpoint === undefined ? bySocket : byHttp;
    const reply = await Promise.race([
      acknowledged(type, payload, retry),
      sleep(ACKNOWLEDGE_MS, 'late' as const, { ref: false }),
    ]);
    if (reply === 'late') throw late();
    acknowledgements.push(Date.now() - sentAt);
    return reply;
  }

  async function bySocket(type: string, payload: object, retry: number): Promise<unknown> {
    // Slack picks one of the connections; while there is none it tries again.
    while (sockets.size === 0 && !closing.signal.aborted) await sleep(5);
    const open = [...sockets];
    const socket = open[Math.floor(Math.random() * open.length)];
    const envelope = randomBytes(12).toString('hex');
    return new Promise((resolve) => {
      waiting.set(envelope, resolve);
      socket?.send(
        JSON.stringify({
          envelope_id: envelope,
          type,
          payload,
          accepts_response_payload: type !== 'events_api',
          ...(retry === 0 ? {} : { retry_attempt: retry, retry_reason: 'timeout' }),
        }),
      );
    });
  }

  async function byHttp(type: string, payload: object, retry: number): Promise<unknown> {
    const body =
      type === 'events_api'
        ? JSON.stringify(payload)
        : type === 'interactive'
          ? new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
          : new URLSearchParams(payload as Record<string, string>).toString();
    const at = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${at}:${body}`).digest('hex');
    const response = await fetch(options.endpoint ?? '', {
      method: 'POST',
      body,
      headers: {
        'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${signature}`,
        ...(retry === 0
          ? {}
          : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
      },
    });
    if (!response.ok) throw new Error(`events: got HTTP ${response.status}, expected 200`);
    const words = await response.text();
    return words.startsWith('{') ? (JSON.parse(words) as unknown) : words;
  }

  const newResponse = (channel: string, user: string, pressed?: string) => {
    const path = `/response/${randomBytes(8).toString('hex')}`;
    responses.set(path, { channel, user, pressed, uses: 0 });
    return `${origin}${path}`;
  };
  const { user, emit } = createSlackPeople({ space, deliver, newResponse });

  return {
    space,
    tokens,
    scopes,
    requests,
    deliveries,
    problems,
    sockets,
    acknowledgements,
    putOff,
    user,
    emit,
    deliver,
    origin,
    apiUrl: `${origin}/api/`,
    get openedSockets() {
      return openedSockets;
    },
    /** Messages that everybody in the channel sees, oldest first. */
    messages: (channel: string, thread?: string) =>
      space.messages.filter(
        (message) =>
          message.channel === channel &&
          message.onlyFor === undefined &&
          (thread === undefined || message.ts === thread || message.thread === thread),
      ),
    /** Messages that only this person sees. */
    privately: (person: string) => space.messages.filter(({ onlyFor }) => onlyFor === person),
    rateLimit: (method: string, seconds: number, times = 1) => limits.set(method, { seconds, times }),
    fail: (method: string, when: 'before' | 'after', times = 1) => failures.set(method, { when, times }),
    expireToken: () => {
      isExpired = true;
    },
    renewToken: () => {
      isExpired = false;
    },
    redirectFiles: (to: string | undefined) => {
      redirectFilesTo = to;
    },
    sendTo: (endpoint: string) => {
      options.endpoint = endpoint;
    },
    /** Refreshes one connection as Slack does every few hours. */
    disconnect(): void {
      const [socket] = sockets;
      // Slack gives it nothing more to do.
      if (socket !== undefined) sockets.delete(socket);
      socket?.send(
        JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'double' } }),
      );
    },
    /** So many of the next connections open and then say nothing. */
    stayMute(connections: number): void {
      withoutHello = connections;
    },
    /** Cuts all connections without a goodbye. */
    cut(): void {
      for (const socket of sockets) socket.terminate();
      sockets.clear();
    },
    async close(): Promise<void> {
      closing.abort();
      for (const socket of sockets) socket.terminate();
      socketServer.close();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
