import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { channelPayload, userPayload } from './payloads.ts';
import type { Json, World } from './world.ts';

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  readonly sent: { readonly s: number; readonly t: string; readonly d: Json }[];
  socket: WebSocket | undefined;
  isOver: boolean;
}

const INTENT: Readonly<Record<string, readonly [guild: number, direct: number]>> = {
  MESSAGE_CREATE: [1 << 9, 1 << 12],
  MESSAGE_UPDATE: [1 << 9, 1 << 12],
  MESSAGE_REACTION_ADD: [1 << 10, 1 << 13],
};
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);

/** The gateway of the double: WebSocket, sessions that can be resumed, drops on demand. */
export class Gateway {
  readonly world: World;
  readonly token: string;
  readonly sessions = new Map<string, Session>();
  readonly identifies: { readonly intents: number; readonly shard: readonly [number, number] }[] = [];
  /** One entry a resume: how many events were played again. */
  readonly resumes: number[] = [];
  /** Close codes that the app sent. */
  readonly closedWith: number[] = [];
  /** Refuses to resume any session: op 9 false. */
  forgetsSessions = false;
  url = '';
  readonly #sockets: WebSocketServer;

  constructor(world: World, token: string, server: Server) {
    this.world = world;
    this.token = token;
    this.#sockets = new WebSocketServer({ server, path: '/gw' });
    this.#sockets.on('connection', (socket) => this.#serve(socket));
    world.on('dispatch', (name, payload, guildId) => this.#dispatch(name, payload, guildId));
  }

  #serve(socket: WebSocket): void {
    let session: Session | undefined;
    const send = (payload: Json) => socket.send(JSON.stringify(payload));
    send({ op: 10, d: { heartbeat_interval: 41_250 } });
    socket.on('close', (code) => {
      this.closedWith.push(code);
      if (session?.socket !== socket) return;
      session.socket = undefined;
      if (code === 1000 || code === 1001) session.isOver = true;
    });
    socket.on('message', (data: Buffer) => {
      if (data.length > 4096) return socket.close(4002);
      const { op, d } = JSON.parse(data.toString()) as { op: number; d: Json };
      if (op === 1) return send({ op: 11 });
      if (op === 2) session = this.#identify(socket, d);
      else if (op === 6) session = this.#resume(socket, d);
      return undefined;
    });
  }

  #identify(socket: WebSocket, d: Json): Session | undefined {
    const intents = Number(d['intents']);
    const shard = (d['shard'] ?? [0, 1]) as [number, number];
    this.identifies.push({ intents, shard });
    if (d['token'] !== this.token) {
      socket.close(4004, 'Authentication failed');
      return undefined;
    }
    if ((intents & PRIVILEGED) !== 0) {
      socket.close(4014, 'Disallowed intents');
      return undefined;
    }
    const session: Session = {
      id: `s${this.world.nextId()}`,
      intents,
      shard,
      sent: [],
      socket,
      isOver: false,
    };
    this.sessions.set(session.id, session);
    const guilds = [...this.world.guilds.values()].filter(
      ({ id, hasBot }) => hasBot && Number((BigInt(id) >> 22n) % BigInt(shard[1])) === shard[0],
    );
    this.#push(session, 'READY', {
      v: 10,
      user: userPayload(this.world, this.world.botId),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.url,
      shard,
      application: { id: this.world.applicationId, flags: 0 },
    });
    for (const guild of guilds) {
      this.#push(session, 'GUILD_CREATE', {
        id: guild.id,
        name: guild.name,
        premium_tier: guild.premiumTier,
        preferred_locale: guild.locale,
        unavailable: false,
        roles: [],
        members: [],
        threads: [],
        channels: [...this.world.channels.values()]
          .filter(({ guildId }) => guildId === guild.id)
          .map((channel) => channelPayload(this.world, channel)),
      });
    }
    return session;
  }

  #resume(socket: WebSocket, d: Json): Session | undefined {
    const session = this.sessions.get(String(d['session_id']));
    if (d['token'] !== this.token) {
      socket.close(4004);
      return undefined;
    }
    if (session === undefined || session.isOver || this.forgetsSessions) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return undefined;
    }
    session.socket = socket;
    const missed = session.sent.filter(({ s }) => s > Number(d['seq']));
    this.resumes.push(missed.length);
    for (const event of missed) socket.send(JSON.stringify({ op: 0, ...event }));
    this.#push(session, 'RESUMED', {});
    return session;
  }

  #push(session: Session, t: string, d: Json): void {
    const event = { s: session.sent.length + 1, t, d };
    session.sent.push(event);
    session.socket?.send(JSON.stringify({ op: 0, ...event }));
  }

  #dispatch(name: string, payload: Json, guildId: string | undefined): void {
    for (const session of this.sessions.values()) {
      if (session.isOver) continue;
      const [id, count] = session.shard;
      const home = guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));
      if (home !== id) continue;
      const needed = INTENT[name]?.[guildId === undefined ? 1 : 0] ?? 0;
      if (needed !== 0 && (session.intents & needed) === 0) continue;
      // Interactions are never played again: who was away has missed them.
      if (name === 'INTERACTION_CREATE' && session.socket === undefined) continue;
      this.#push(session, name, payload);
    }
  }

  /** Cuts every connection with a code, as Discord does now and then. */
  drop(code: number): void {
    for (const { socket } of this.sessions.values()) socket?.close(code);
  }

  /** Op 7: "please reconnect". */
  askToReconnect(): void {
    for (const { socket } of this.sessions.values()) socket?.send(JSON.stringify({ op: 7, d: null }));
  }

  /** Op 9: the session is invalid, resumable or not. */
  invalidate(isResumable: boolean): void {
    for (const session of this.sessions.values()) {
      if (!isResumable) session.isOver = true;
      session.socket?.send(JSON.stringify({ op: 9, d: isResumable }));
    }
  }

  /** Plays the last event of a name once more: at-least-once delivery. */
  repeatLast(name: string): void {
    for (const session of this.sessions.values()) {
      const last = session.sent.findLast(({ t }) => t === name);
      if (last !== undefined) session.socket?.send(JSON.stringify({ op: 0, ...last }));
    }
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    await new Promise<void>((done) => {
      this.#sockets.close(() => done());
    });
  }
}
