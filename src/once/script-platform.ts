import type { ConversationId, IncomingFile, MessageRef, OutgoingMessage } from '../chat/message.ts';
import type { ChatEvent, Platform } from '../chat/platform.ts';
import { PlatformError } from '../errors.ts';

/** A message as it stands after its last change. */
export interface ScriptMessage {
  readonly ref: MessageRef;
  readonly content: OutgoingMessage;
  /** It was a receipt: it told of work going on. */
  readonly wasProgress: boolean;
}

/** A platform without a service behind it: a script speaks, and reads what came back. */
export interface ScriptPlatform extends Platform {
  /** Says something and waits until all of it is done; gives the messages that came, in order. */
  say(
    text: string,
    more?: { to?: MessageRef; files?: readonly IncomingFile[]; locale?: string | undefined },
  ): Promise<readonly ScriptMessage[]>;
  /** Does anything else a person can do. */
  send(event: ScriptEvent): Promise<readonly ScriptMessage[]>;
  readonly messages: readonly ScriptMessage[];
}
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type ScriptEvent = Without<ChatEvent, 'conversation' | 'userId' | 'files' | 'respond'> & {
  readonly userId?: string;
  readonly files?: readonly IncomingFile[];
};

export const SCRIPT_CONVERSATION: ConversationId = 'script:1';
export const SCRIPT_USER = 'script';

/** Makes the platform of `--once`: one conversation, every message kept in memory. */
export function createScriptPlatform(): ScriptPlatform {
  const messages: { ref: MessageRef; content: OutgoingMessage; wasProgress: boolean }[] = [];
  let onEvent: ((event: ChatEvent) => Promise<void>) | undefined;
  const listener = () => {
    if (onEvent === undefined) throw new PlatformError('script', 'is not started, or was stopped');
    return onEvent;
  };

  const send = async (event: ScriptEvent): Promise<readonly ScriptMessage[]> => {
    const before = messages.length;
    await listener()({
      userId: SCRIPT_USER,
      isAdmin: true,
      files: [],
      ...event,
      conversation: SCRIPT_CONVERSATION,
    });
    return messages.slice(before);
  };

  return {
    name: 'script',
    limits: {
      attachmentBytes: Infinity,
      textLength: 100_000,
      acknowledgeMs: Infinity,
      buttons: 25,
      choices: 25,
      updateEveryMs: 0,
    },
    messages,
    send,
    say: (text, { to, files = [], locale } = {}) => send({ type: 'message', text, to, files, locale }),
    start(_commands, handler) {
      onEvent = handler;
      return Promise.resolve();
    },
    post(conversation, content) {
      listener();
      const known = messages.find(({ content: { key } }) => key !== undefined && key === content.key);
      if (known !== undefined) return Promise.resolve(known.ref);
      const ref = { conversation, id: String(messages.length + 1) };
      messages.push({ ref, content, wasProgress: content.progress !== undefined });
      return Promise.resolve(ref);
    },
    update({ id }, content) {
      listener();
      const message = messages.find(({ ref }) => ref.id === id);
      if (message === undefined)
        return Promise.reject(new PlatformError('script', `there is no message ${id}`));
      message.content = content;
      message.wasProgress ||= content.progress !== undefined;
      return Promise.resolve();
    },
    react: () => Promise.resolve(),
    stop() {
      onEvent = undefined;
      return Promise.resolve();
    },
  };
}
