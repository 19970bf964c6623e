import type { ConversationId, MessageRef } from '../../src/chat/message.ts';
import type { LogEntry } from '../../src/platforms/web/log-entry.ts';
import type { AttachedFile, SeenMessage } from '../contracts/platform.contract.ts';

/** Somebody who uses the web chat by HTTP alone, as the page does: a cookie, an origin, forms. */
export class WebVisitor {
  readonly address: string;
  cookie = '';

  constructor(address: string) {
    this.address = address;
  }

  /** Opens the page; from then on requests carry its cookie. */
  async open(): Promise<Response> {
    const response = await this.fetch('/');
    this.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    return response;
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      origin: this.address,
      cookie: this.cookie,
      ...(init.headers as Record<string, string>),
    };
    return fetch(`${this.address}${path}`, { ...init, headers });
  }

  async newConversation(): Promise<ConversationId> {
    const response = await this.fetch('/api/conversations', { method: 'POST' });
    return `web:${((await response.json()) as { id: string }).id}`;
  }

  async act(
    conversation: ConversationId,
    action: unknown,
    {
      files = [],
      uploads = {},
      key,
    }: {
      readonly files?: readonly AttachedFile[];
      /** Files that were chosen in fields of a form. */
      readonly uploads?: Readonly<Record<string, AttachedFile>>;
      readonly key?: string;
    } = {},
  ): Promise<Response> {
    const form = new FormData();
    form.set('action', JSON.stringify(action));
    if (key !== undefined) form.set('key', key);
    for (const { name, mediaType, data } of files) {
      form.append('file', new Blob([new Uint8Array(data)], { type: mediaType }), name);
    }
    for (const [field, { name, mediaType, data }] of Object.entries(uploads)) {
      form.append(`file.${field}`, new Blob([new Uint8Array(data)], { type: mediaType }), name);
    }
    return this.fetch(`/api/conversations/${conversation.slice(4)}/actions`, { method: 'POST', body: form });
  }

  async entries(conversation: ConversationId): Promise<LogEntry[]> {
    const response = await this.fetch(`/api/conversations/${conversation.slice(4)}/entries`);
    return (await response.json()) as LogEntry[];
  }

  async sees(message: MessageRef): Promise<SeenMessage | undefined> {
    const entry = (await this.entries(message.conversation)).find(({ id }) => id === message.id);
    if (entry === undefined) return undefined;
    const pictures = entry.pictures.map(async ({ hash, alt }) => {
      const response = await this.fetch(`/pictures/${hash}`);
      return { alt, data: new Uint8Array(await response.arrayBuffer()) };
    });
    return {
      text: [entry.text, entry.progress?.label, entry.error?.message].filter(Boolean).join('\n'),
      pictures: await Promise.all(pictures),
      buttons: entry.buttons.map(({ label }) => label),
      choices: entry.choices.map(({ number }) => number),
      reactions: entry.reactions,
    };
  }
}
