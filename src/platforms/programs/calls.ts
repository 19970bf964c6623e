import { randomUUID } from 'node:crypto';
import type { ConversationId, IncomingFile, MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { ChatEvent } from '../../chat/platform.ts';
import { PlatformError } from '../../errors.ts';

/** A command that a program calls. */
export interface ProgramCall {
  readonly conversation: ConversationId;
  readonly userId: string;
  readonly name: string;
  readonly options?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly files?: readonly IncomingFile[];
  /** Hears how far the work is; `pictures` may hold a preview. */
  readonly onProgress?: ((message: OutgoingMessage) => void) | undefined;
  /** Aborting it cancels what is being painted for the call. */
  readonly signal?: AbortSignal | undefined;
}

/** Calls a command, waits until all of it is done, and gives what was said, receipts of work left out. */
export type CallBot = (call: ProgramCall) => Promise<readonly OutgoingMessage[]>;

interface Said {
  content: OutgoingMessage;
  wasProgress: boolean;
}

/** A call that is going on, with what was said to it so far. */
interface OpenCall extends ProgramCall {
  readonly messages: Map<string, Said>;
}

/** Turns what the bot says message by message into answers to calls. */
export class Calls {
  #onEvent: ((event: ChatEvent) => Promise<void>) | undefined;
  readonly #byMessage = new Map<string, OpenCall>();

  start(onEvent: (event: ChatEvent) => Promise<void>): void {
    this.#onEvent = onEvent;
  }
  stop(): void {
    this.#onEvent = undefined;
  }

  get isOpen(): boolean {
    return this.#onEvent !== undefined;
  }

  readonly call: CallBot = async (asked) => {
    const call: OpenCall = { ...asked, messages: new Map() };
    const { conversation, userId, name, options = {}, files = [], signal } = call;
    const cancel = () => this.#cancel(call);
    signal?.throwIfAborted();
    signal?.addEventListener('abort', cancel, { once: true });
    const given = Object.entries(options).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    );
    try {
      await this.deliver({
        type: 'command',
        name,
        options: Object.fromEntries(given),
        conversation,
        userId,
        locale: 'en',
        files,
        respond: (message) => Promise.resolve(this.#say(call, message)),
      });
      return [...call.messages.values()]
        .filter(({ content, wasProgress }) => !wasProgress || content.error !== undefined)
        .map(({ content }) => content);
    } finally {
      signal?.removeEventListener('abort', cancel);
      for (const id of call.messages.keys()) this.#byMessage.delete(id);
    }
  };

  /** Lets the bot know. */
  async deliver(event: ChatEvent): Promise<void> {
    if (this.#onEvent === undefined) throw new PlatformError('programs', 'is not running (any more)');
    await this.#onEvent(event);
  }

  /** A message changed: the receipt of a call that is going on, or one that nobody waits for any more. */
  update({ id }: MessageRef, content: OutgoingMessage): void {
    const call = this.#byMessage.get(id);
    const said = call?.messages.get(id);
    if (call === undefined || said === undefined) return;
    said.content = content;
    this.#hear(call, said);
  }

  #say(call: OpenCall, content: OutgoingMessage): MessageRef {
    const ref = { conversation: call.conversation, id: randomUUID() };
    const said = { content, wasProgress: false };
    call.messages.set(ref.id, said);
    this.#byMessage.set(ref.id, call);
    this.#hear(call, said);
    // The program went away before there was anything to cancel.
    if (call.signal?.aborted === true) this.#cancel(call);
    return ref;
  }

  #hear(call: OpenCall, said: Said): void {
    if (said.content.progress === undefined) return;
    said.wasProgress = true;
    call.onProgress?.(said.content);
  }

  /** Presses what stops the work in its receipt, as a person would. */
  #cancel({ conversation, userId, messages }: OpenCall): void {
    for (const [id, { content }] of messages) {
      const button = content.buttons?.find(({ style }) => style === 'danger');
      if (content.progress === undefined || button === undefined) continue;
      const on = { conversation, id };
      void this.deliver({ type: 'button', id: button.id, on, conversation, userId, files: [] });
    }
  }
}
