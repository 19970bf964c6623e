import { randomUUID } from 'node:crypto';
import type { Command } from '../../chat/command.ts';
import { assertPicturesFit, fitMessage } from '../../chat/limits.ts';
import { createInbox } from '../../chat/inbox.ts';
import type { Inbox } from '../../chat/inbox.ts';
import type { ConversationId, IncomingFile, MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { ChatEvent, Platform, PlatformContext, PlatformLimits } from '../../chat/platform.ts';
import { CALLS_PER_MINUTE } from '../../chat/rules/rate-limit.ts';
import { tell } from '../../locales/tell.ts';
import { PlatformError, UserError } from '../../errors.ts';
import { createApp, describeConversation } from './app.ts';
import type { AppParts } from './app.ts';
import { ConversationLog } from './conversation-log.ts';
import type { LogChange } from './conversation-log.ts';
import { EventStream } from './event-stream.ts';
import { openKey } from './gate.ts';
import { keepFiles, keptFile, logFiles } from './files.ts';
import type { KeptFile } from './files.ts';
import { readAction } from './incoming.ts';
import type { ReadAction, UserAction } from './incoming.ts';
import type { ConversationRecord, EntryDraft, LogEntry, LoggedPicture } from './log-entry.ts';
import { pictureHash, Previews } from './previews.ts';
import { serveApp } from './server.ts';
import type { RunningServer } from './server.ts';

const LIMITS: PlatformLimits = {
  attachmentBytes: 20_000_000,
  textLength: 10_000,
  acknowledgeMs: 3000,
  buttons: 25,
  choices: 25,
  updateEveryMs: 200,
};

/** What a person did, as it waits in the inbox. */
interface Accepted {
  readonly conversation: string;
  readonly action: UserAction;
  readonly files: readonly KeptFile[];
  readonly locale?: string | undefined;
}

/** A layout that was painted behind a one-time link, as it waits in the inbox. */
interface Painted {
  readonly event: Omit<ChatEvent & { readonly type: 'command' }, 'files' | 'respond'>;
  readonly files: readonly KeptFile[];
}
const isPainted = (raw: unknown): raw is Painted => 'event' in (raw as object);

/** By which request, in which language, and with which line in the log something was asked for. */
interface Asked {
  readonly id: string;
  readonly locale?: string | undefined;
  readonly entry?: LogEntry | undefined;
}

/**
 * Makes the web chat: a page on this machine with its own server, no token, no network.
 *
 * Reads `PORT` (default: 3000 or the next free one; 0: any), `HOST` (default: 127.0.0.1, this machine only)
 * `WEB_PASSWORD` (needed where `HOST` lets in others than this machine) and `WEB` (`false` or `off` turns it off).
 */
export function createWeb(context: PlatformContext): Platform | undefined {
  const { WEB: isOn, PORT: port, HOST: host } = context.env;
  if (isOn === false || isOn === 'off' || isOn === 'false') return undefined;
  const isPortOpen = port === undefined || port === '';
  return new WebPlatform(context, {
    host: typeof host === 'string' && host !== '' ? host : '127.0.0.1',
    port: isPortOpen ? undefined : Number(port),
  });
}

class WebPlatform implements Platform {
  readonly name = 'web';
  readonly limits = LIMITS;
  readonly #context: PlatformContext;
  readonly #where: { readonly host: string; readonly port: number | undefined };
  readonly #stream = new EventStream();
  readonly #previews = new Previews();
  readonly #log: ConversationLog;
  readonly #inbox: Inbox;
  #commands: readonly Command[] = [];
  #onEvent: (event: ChatEvent) => Promise<void> = () => Promise.resolve();
  #server: RunningServer | undefined;
  #notice: string | undefined;

  constructor(context: PlatformContext, where: { readonly host: string; readonly port: number | undefined }) {
    this.#context = context;
    this.#where = where;
    this.#inbox = context.inbox ?? createInbox(context.store);
    this.#log = new ConversationLog(context.store, (change) => this.#publish(change));
  }

  get address(): string | undefined {
    if (this.#server === undefined) return undefined;
    const { host } = this.#where;
    const isAnyHost = host === '0.0.0.0' || host === '::' || this.#isLoopback;
    return `http://${isAnyHost ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${this.#server.port}`;
  }

  get notice(): string | undefined {
    return this.#notice;
  }

  get #isLoopback(): boolean {
    return /^(?:localhost|127\..*|::1)$/u.test(this.#where.host);
  }

  get #publicUrl(): URL | undefined {
    const { PUBLIC_URL: url } = this.#context.env;
    return typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  }

  async start(commands: readonly Command[], onEvent: (event: ChatEvent) => Promise<void>): Promise<void> {
    this.#commands = commands;
    this.#onEvent = onEvent;
    const key = this.#isLoopback
      ? undefined
      : await openKey(this.#context.env['WEB_PASSWORD'], this.#where.host, this.#context.store);
    if (key?.made !== undefined) this.#notice = `Password of the web chat, told this once: ${key.made}`;
    await this.#log.load();
    const app = createApp({
      commands,
      log: this.#context.log,
      conversations: this.#log,
      stream: this.#stream,
      door: {
        isLoopback: this.#isLoopback,
        publicHost: this.#publicUrl?.host,
        isPublicSecure: this.#publicUrl?.protocol === 'https:',
      },
      key,
      // The bot counts what is asked for; pressing buttons of the page costs less, so more of it is let through.
      actionsPerMinute: 4 * Number(this.#context.env['CALLS_PER_MINUTE'] ?? CALLS_PER_MINUTE),
      painter: this.#painter(),
      health: this.#context.health,
      answerProgram: this.#context.answerProgram,
      picture: async (hash) => this.#previews.get(hash) ?? this.#context.pictures.get(hash),
      take: (...action) => this.#take(...action),
      remove: (record) => this.#remove(record),
    });
    this.#server = await serveApp(app, this.#where.host, this.#where.port);
    this.#context.log.info('web: chat is open', { address: this.address });
  }

  #painter(): AppParts['painter'] {
    const { painterLinks: links, pictures } = this.#context;
    if (links === undefined) return undefined;
    return {
      links,
      pictures,
      secureHost: this.#publicUrl?.protocol === 'https:' ? this.#publicUrl.host : undefined,
      deliver: async (event, link) => {
        const id = `web:painted-${link}`;
        const { files, ...told } = event;
        const kept = await keepFiles(files, pictures);
        if (!(await this.#inbox.accept(id, { event: told, files: kept } satisfies Painted))) return;
        // After the answer to the browser, like everything that people do.
        setImmediate(() => void this.#deliver({ ...event, request: id }));
      },
    };
  }

  painterPage(conversation: ConversationId): string {
    return `/layout?c=${conversation.slice(this.name.length + 1)}`;
  }

  async post(to: ConversationId, message: OutgoingMessage, replyTo?: MessageRef): Promise<MessageRef> {
    const id = this.#open(to);
    const posted = message.key === undefined ? undefined : await this.#log.findByKey(id, message.key);
    if (posted !== undefined) return { conversation: to, id: posted };
    this.#previews.remember(message);
    const shown = await this.#show(message);
    const entry = await this.#log.append(id, {
      author: 'bot',
      kind: 'answer',
      ...shown,
      replyTo: replyTo?.id,
    });
    return { conversation: to, id: entry.id };
  }

  async update(message: MessageRef, change: OutgoingMessage): Promise<void> {
    const id = this.#open(message.conversation);
    this.#previews.remember(change);
    const shown = await this.#show(change);
    await this.#log.replace(id, message.id, (old) => ({
      id: old.id,
      author: old.author,
      kind: old.kind,
      createdAt: old.createdAt,
      replyTo: old.replyTo,
      reactions: old.reactions,
      files: [],
      key: old.key,
      ...shown,
    }));
  }

  async react(message: MessageRef, emoji: string): Promise<void> {
    const id = this.#open(message.conversation);
    await this.#log.replace(id, message.id, (old) => ({
      ...old,
      reactions: [...new Set([...old.reactions, emoji])],
    }));
  }

  /** Deletes all conversations of a person; the newest stays, empty, so that they can be told. */
  async forgetUser(userId: string): Promise<void> {
    const own = this.#log.list(userId);
    const others = this.#log.listOthers((record) => record.userId === userId);
    const shared = await this.#log.pictures(others, 'user');
    for (const hash of await this.#log.pictures(own, 'user')) {
      if (!shared.has(hash)) await this.#context.pictures.delete(hash);
    }
    const ids = new Set(own.map(({ id }) => id));
    await this.#inbox.forget('web', (raw) =>
      isPainted(raw) ? raw.event.userId === userId : ids.has((raw as Accepted).conversation),
    );
    this.#stream.forget(userId);
    await this.#context.painterLinks?.forgetUser(userId);
    const [newest, ...older] = own;
    for (const { id } of older) await this.#log.delete(id);
    if (newest !== undefined) await this.#log.clear(newest.id);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.close();
  }

  /** The part of the id after "web:", of a conversation that is there. */
  #open(conversation: ConversationId): string {
    if (this.#server === undefined) throw new PlatformError('web', 'is not running (any more)');
    return conversation.slice(this.name.length + 1);
  }

  /** Checks a message against the limits and keeps its pictures; previews only live in memory. */
  async #show(
    message: OutgoingMessage,
  ): Promise<Pick<LogEntry, 'text' | 'pictures' | 'buttons' | 'choices'>> {
    assertPicturesFit(message, LIMITS);
    const { isPrivate: _isPrivate, ...fitting } = fitMessage(message, LIMITS);
    const pictures: LoggedPicture[] = [];
    for (const { name, role, alt, data } of message.pictures ?? []) {
      const hash = role === 'preview' ? pictureHash(data) : await this.#context.pictures.put(data);
      pictures.push({ hash, name, role, alt });
    }
    return { ...fitting, pictures, buttons: fitting.buttons ?? [], choices: fitting.choices ?? [] };
  }

  async #take(
    ...[record, action, files, { locale, key }]: Parameters<AppParts['take']>
  ): Promise<string | undefined> {
    const read = await this.#read(record.id, action, files.length > 0);
    const id = `web:${key ?? randomUUID()}`;
    const kept = await keepFiles(files, this.#context.pictures);
    // A browser that got no answer sends again: the same key is done once.
    if (!(await this.#inbox.accept(id, { conversation: record.id, action, files: kept, locale })))
      return this.#log.findByKey(record.id, id);
    const entry = await this.#logAction(record.id, read.draft, { id, kept, locale }).catch(
      async (error: unknown) => {
        await this.#inbox.withdraw(id);
        throw error;
      },
    );
    const event = this.#event(record, read, files, { id, locale, entry });
    // After the answer to the browser: acknowledging never waits for the bot.
    setImmediate(() => void this.#deliver(event));
    return entry?.id;
  }

  async retake(id: string, raw: unknown): Promise<void> {
    if (isPainted(raw)) return this.#deliver({ ...raw.event, files: this.#files(raw.files), request: id });
    const { conversation, action, files: kept, locale } = raw as Accepted;
    const record = this.#log.find(conversation);
    if (record === undefined) return this.#inbox.finish(id);
    const files = this.#files(kept);
    const known = await this.#log.findByKey(record.id, id);
    const read = await this.#read(record.id, action, files.length > 0).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      return error;
    });
    if (read instanceof UserError) {
      await this.post(`web:${record.id}`, {
        text: '',
        error: { code: read.code, message: tell(locale, read.said) },
        key: `${id}/refused`,
      });
      return this.#inbox.finish(id);
    }
    const entry =
      known === undefined
        ? await this.#logAction(record.id, read.draft, { id, kept, locale })
        : await this.#log.entry(record.id, known);
    await this.#deliver(this.#event(record, read, files, { id, locale, entry }));
  }

  #read(id: string, action: UserAction, hasFiles: boolean): Promise<ReadAction> {
    return readAction(action, `web:${id}`, this.#commands, hasFiles, (entry) => this.#log.entry(id, entry));
  }

  #event(
    record: ConversationRecord,
    read: ReadAction,
    files: readonly IncomingFile[],
    { id, locale, entry }: Asked,
  ): ChatEvent {
    const conversation: ConversationId = `web:${record.id}`;
    const answered: MessageRef | undefined = entry && { conversation, id: entry.id };
    return {
      ...read.told(),
      conversation,
      userId: record.userId,
      isAdmin: this.#isLoopback,
      locale,
      files,
      request: id,
      respond: (message: OutgoingMessage) => this.post(conversation, message, answered),
    };
  }

  #files(kept: readonly KeptFile[]): readonly IncomingFile[] {
    return kept.map((file) => keptFile(file, this.#context.pictures));
  }

  /** Deletes a conversation; the bot deletes what it keeps of it, and pictures that nobody else has. */
  async #remove(record: ConversationRecord): Promise<void> {
    const others = this.#log.listOthers(({ id }) => id === record.id);
    const shared = await this.#log.pictures(others);
    const pictures = [...(await this.#log.pictures([record]))].filter((hash) => !shared.has(hash));
    await this.#log.delete(record.id);
    const { userId } = record;
    await this.#deliver({ type: 'gone', conversation: `web:${record.id}`, userId, files: [], pictures });
  }

  async #logAction(
    conversation: string,
    draft: EntryDraft | undefined,
    { id, kept, locale }: Pick<Asked, 'id' | 'locale'> & { readonly kept: readonly KeptFile[] },
  ): Promise<LogEntry | undefined> {
    if (draft === undefined) return undefined;
    return this.#log.append(conversation, { ...draft, ...logFiles(kept, locale), key: id });
  }

  async #deliver(event: ChatEvent): Promise<void> {
    if (this.#server === undefined) return;
    try {
      await this.#onEvent(event);
    } catch (error) {
      this.#context.log.error('web: the handler of an event failed', { type: event.type, error });
    }
  }

  #publish(change: LogChange): void {
    const { record } = change;
    if (change.type === 'entry') {
      this.#stream.publish(record.userId, 'entry', { conversation: record.id, entry: change.entry });
    } else if (change.type === 'gone' || change.type === 'cleared') {
      this.#stream.publish(record.userId, change.type, { conversation: record.id });
    } else {
      void describeConversation(this.#log, record).then((shown) =>
        this.#stream.publish(record.userId, 'conversation', shown),
      );
    }
  }
}
