import type { Command } from '../../chat/command.ts';
import { assertPicturesFit, fitMessage } from '../../chat/limits.ts';
import type { ConversationId, MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { ChatEvent, Platform, PlatformContext, PlatformLimits } from '../../chat/platform.ts';
import { tell } from '../../chat/words/index.ts';
import { PlatformError, UserError } from '../../errors.ts';
import { createApp, describeConversation } from './app.ts';
import type { AppParts } from './app.ts';
import { ConversationLog } from './conversation-log.ts';
import type { LogChange } from './conversation-log.ts';
import { EventStream } from './event-stream.ts';
import { logFiles, readAction } from './incoming.ts';
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

const SENT_KEY_MS = 24 * 3600 * 1000;

/**
 * Makes the web chat: a page on this machine with its own server, no token, no network.
 *
 * Reads `PORT` (default: 3000 or the next free one; 0: any), `HOST` (default: 127.0.0.1, this machine only)
 * and `WEB` (`false` or `off` turns it off).
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
  #commands: readonly Command[] = [];
  #onEvent: (event: ChatEvent) => Promise<void> = () => Promise.resolve();
  #server: RunningServer | undefined;

  constructor(context: PlatformContext, where: { readonly host: string; readonly port: number | undefined }) {
    this.#context = context;
    this.#where = where;
    this.#log = new ConversationLog(context.store, (change) => this.#publish(change));
  }

  get address(): string | undefined {
    if (this.#server === undefined) return undefined;
    const { host } = this.#where;
    const isAnyHost = host === '0.0.0.0' || host === '::' || this.#isLoopback;
    return `http://${isAnyHost ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${this.#server.port}`;
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
    await this.#log.load();
    const app = createApp({
      commands,
      log: this.#context.log,
      conversations: this.#log,
      stream: this.#stream,
      door: { isLoopback: this.#isLoopback, publicHost: this.#publicUrl?.host },
      painter: this.#painter(),
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
      // After the answer to the browser, like everything that people do.
      deliver: (event) => void setImmediate(() => void this.#deliver(event)),
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
    const conversation: ConversationId = `web:${record.id}`;
    const read = await readAction(action, conversation, this.#commands, files.length > 0, (id) =>
      this.#log.entry(record.id, id),
    );
    // A browser that got no answer sends again: the same key is done once.
    if (key !== undefined && !(await this.#context.store.claim(`web:sent:${key}`, SENT_KEY_MS)))
      return undefined;
    const entry = await this.#logAction(record.id, read.draft, files, locale).catch(
      async (error: unknown) => {
        if (key !== undefined) await this.#context.store.delete(`web:sent:${key}`);
        throw error;
      },
    );
    const answered: MessageRef | undefined = entry && { conversation, id: entry.id };
    const respond = (message: OutgoingMessage) => this.post(conversation, message, answered);
    try {
      const event: ChatEvent = {
        ...read.told(),
        conversation,
        userId: record.userId,
        isAdmin: this.#isLoopback,
        locale,
        files,
        respond,
      };
      // After the answer to the browser: acknowledging never waits for the bot.
      setImmediate(() => void this.#deliver(event));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await respond({ text: '', error: { code: error.code, message: tell(locale, error.said) } });
    }
    return entry?.id;
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
    id: string,
    draft: EntryDraft | undefined,
    files: Parameters<AppParts['take']>[2],
    locale: string | undefined,
  ): Promise<LogEntry | undefined> {
    if (draft === undefined) return undefined;
    return this.#log.append(id, { ...draft, ...(await logFiles(files, this.#context.pictures, locale)) });
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
