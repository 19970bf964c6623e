import { randomBytes } from 'node:crypto';
import type { KeyValueStore } from '../../chat/platform.ts';
import { PlatformError } from '../../errors.ts';
import type { ConversationRecord, EntryDraft, LogEntry } from './log-entry.ts';

/** What happened to the log, for those who look at it. */
export type LogChange =
  | { readonly type: 'entry'; readonly record: ConversationRecord; readonly entry: LogEntry }
  | { readonly type: 'conversation'; readonly record: ConversationRecord }
  | { readonly type: 'cleared'; readonly record: ConversationRecord }
  | { readonly type: 'gone'; readonly record: ConversationRecord };

const UNTITLED = 'New conversation';
const conversationKey = (id: string) => `web:conversation:${id}`;
const entryPrefix = (id: string) => `web:entry:${id}:`;
const entryKey = (id: string, entry: string) => `${entryPrefix(id)}${entry.padStart(8, '0')}`;

interface OpenLog {
  readonly entries: Map<string, LogEntry>;
  last: number;
}

/** The conversations of the web chat with their messages, kept in the store over a restart. */
export class ConversationLog {
  readonly #store: KeyValueStore;
  readonly #onChange: (change: LogChange) => void;
  readonly #records = new Map<string, ConversationRecord>();
  readonly #logs = new Map<string, Promise<OpenLog>>();

  constructor(store: KeyValueStore, onChange: (change: LogChange) => void) {
    this.#store = store;
    this.#onChange = onChange;
  }

  /** Reads the list of conversations; their messages are read when somebody opens one. */
  async load(): Promise<void> {
    for (const key of await this.#store.keys(conversationKey(''))) {
      const record = await this.#store.get<ConversationRecord>(key);
      if (record !== undefined) this.#records.set(record.id, record);
    }
  }

  /** Conversations of one person, newest first. */
  list(userId: string): ConversationRecord[] {
    return [...this.#records.values()]
      .filter((record) => record.userId === userId)
      .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  }

  /** The conversation, or undefined when there is none or it belongs to somebody else. */
  find(id: string, userId?: string): ConversationRecord | undefined {
    const record = this.#records.get(id);
    return record === undefined || (userId !== undefined && record.userId !== userId) ? undefined : record;
  }

  async create(
    userId: string,
    title = UNTITLED,
    id = randomBytes(9).toString('base64url'),
  ): Promise<ConversationRecord> {
    const now = new Date().toISOString();
    const record = { id, userId, title, isNamed: false, createdAt: now, updatedAt: now };
    this.#logs.set(id, Promise.resolve({ entries: new Map(), last: 0 }));
    await this.#save(record);
    return record;
  }

  async rename(id: string, title: string): Promise<ConversationRecord> {
    const record = { ...this.#require(id), title, isNamed: true };
    await this.#save(record);
    return record;
  }

  async delete(id: string): Promise<void> {
    const record = this.#require(id);
    this.#records.delete(id);
    this.#logs.delete(id);
    await this.#store.delete(conversationKey(id));
    for (const key of await this.#store.keys(entryPrefix(id))) await this.#store.delete(key);
    this.#onChange({ type: 'gone', record });
  }

  /** Deletes all messages; the conversation stays, empty and without its title, and its ids go on. */
  async clear(id: string): Promise<void> {
    const { userId, createdAt } = this.#require(id);
    (await this.#open(id)).entries.clear();
    for (const key of await this.#store.keys(entryPrefix(id))) await this.#store.delete(key);
    const record = {
      id,
      userId,
      createdAt,
      title: UNTITLED,
      isNamed: false,
      updatedAt: new Date().toISOString(),
    };
    this.#onChange({ type: 'cleared', record });
    await this.#save(record);
  }

  /** Hashes of the pictures of these conversations: all, or only what people brought. */
  async pictures(records: readonly ConversationRecord[], author?: LogEntry['author']): Promise<Set<string>> {
    const logs = await Promise.all(records.map(({ id }) => this.entries(id)));
    const meant = logs.flat().filter((entry) => author === undefined || entry.author === author);
    return new Set(meant.flatMap(({ pictures }) => pictures.map(({ hash }) => hash)));
  }

  /** All conversations but some. */
  listOthers(isMeant: (record: ConversationRecord) => boolean): ConversationRecord[] {
    return [...this.#records.values()].filter((record) => !isMeant(record));
  }

  /** All messages, oldest first. */
  async entries(id: string): Promise<LogEntry[]> {
    this.#require(id);
    return [...(await this.#open(id)).entries.values()].sort((a, b) => Number(a.id) - Number(b.id));
  }

  async entry(id: string, entry: string): Promise<LogEntry | undefined> {
    return this.#records.has(id) ? (await this.#open(id)).entries.get(entry) : undefined;
  }

  /** The message that was posted with this idempotency key. */
  async findByKey(id: string, key: string): Promise<string | undefined> {
    this.#require(id);
    return [...(await this.#open(id)).entries.values()].find((entry) => entry.key === key)?.id;
  }

  /** True while a message of the conversation shows progress; only of conversations that were opened. */
  async isWorking(id: string): Promise<boolean> {
    const log = await this.#logs.get(id);
    return log !== undefined && [...log.entries.values()].some(({ progress }) => progress !== undefined);
  }

  async append(id: string, draft: EntryDraft): Promise<LogEntry> {
    const record = this.#require(id);
    const log = await this.#open(id);
    log.last += 1;
    const entry: LogEntry = {
      pictures: [],
      files: [],
      buttons: [],
      choices: [],
      reactions: [],
      ...draft,
      id: String(log.last),
      createdAt: new Date().toISOString(),
    };
    await this.#put(record, log, entry);
    return entry;
  }

  /** Replaces what a message says; its id, author, time, reply and reactions stay. */
  async replace(id: string, entry: string, change: (old: LogEntry) => LogEntry): Promise<void> {
    const record = this.#require(id);
    const log = await this.#open(id);
    const old = log.entries.get(entry);
    if (old === undefined) throw new PlatformError('web', `conversation ${id} has no message ${entry}`);
    await this.#put(record, log, change(old), old);
  }

  async #put(record: ConversationRecord, log: OpenLog, entry: LogEntry, old?: LogEntry): Promise<void> {
    // Steps of a running job are shown, not stored: a restart could not go on with them anyway.
    if (old?.progress === undefined || entry.progress === undefined) {
      const pictures = entry.pictures.filter(({ role }) => role !== 'preview');
      await this.#store.set(entryKey(record.id, entry.id), { ...entry, pictures });
    }
    if (!this.#records.has(record.id)) {
      // Deleted while this was being written.
      await this.#store.delete(entryKey(record.id, entry.id));
      return;
    }
    log.entries.set(entry.id, entry);
    this.#onChange({ type: 'entry', record, entry });
    if (entry.progress !== undefined && old !== undefined) return;
    const newest = this.#require(record.id);
    // A contact sheet is no picture of the session: it has no number.
    const isOwn = entry.author === 'user' || entry.facts?.['number'] !== undefined;
    const shown = isOwn ? entry.pictures.find(({ role }) => role === 'picture')?.hash : undefined;
    const thumbnail = shown ?? newest.thumbnail;
    const isFirstWords = !newest.isNamed && entry.author === 'user' && entry.id === '1';
    const title = isFirstWords ? titleOf(entry) : newest.title;
    await this.#save({ ...newest, title, thumbnail, updatedAt: new Date().toISOString() });
  }

  async #save(record: ConversationRecord): Promise<void> {
    this.#records.set(record.id, record);
    await this.#store.set(conversationKey(record.id), record);
    this.#onChange({ type: 'conversation', record });
  }

  #require(id: string): ConversationRecord {
    const record = this.#records.get(id);
    if (record === undefined) throw new PlatformError('web', `there is no conversation ${id}`);
    return record;
  }

  #open(id: string): Promise<OpenLog> {
    const open = this.#logs.get(id) ?? this.#read(id);
    this.#logs.set(id, open);
    return open;
  }

  async #read(id: string): Promise<OpenLog> {
    const entries = new Map<string, LogEntry>();
    for (const key of [...(await this.#store.keys(entryPrefix(id)))].sort()) {
      const entry = await this.#store.get<LogEntry>(key);
      if (entry === undefined) continue;
      // Progress that was stored belongs to a server that is gone; the bot goes on with the job in a new message.
      const interrupted = { progress: undefined, buttons: [], isInterrupted: true };
      entries.set(entry.id, entry.progress === undefined ? entry : { ...entry, ...interrupted });
    }
    return { entries, last: Math.max(0, ...[...entries.keys()].map(Number)) };
  }
}

function titleOf({ text, pictures, files }: LogEntry): string {
  const options = /\s(?:--\w+(?:[= ]\S+)?|\w+:(?:"[^"]*"|\S+))/gu;
  const said = text.startsWith('/') ? text.replace(options, '').replace(/^\/\S+\s*/u, '') : text;
  const words = said.replace(/\s+/gu, ' ').trim();
  if (words === '') return pictures[0]?.name ?? files[0]?.name ?? text;
  return words.length > 48 ? `${words.slice(0, 47).trimEnd()}…` : words;
}
