import type { ConversationId, MessageRef, OutgoingMessage } from '../../src/chat/message.ts';
import type { ChatEvent, Platform, PlatformLimits } from '../../src/chat/platform.ts';
import { PlatformError, UserError } from '../../src/errors.ts';
import type { AttachedFile, PlatformStage } from '../contracts/platform.contract.ts';

/** What a broken platform does wrong; the contract must notice each of them. */
export type Defect =
  | 'keeps options as text'
  | 'changes its conversation'
  | 'loses files'
  | 'loses the reply'
  | 'trims words'
  | 'sends the label for the id'
  | 'swaps picks'
  | 'renames emoji'
  | 'shows pictures without alt text'
  | 'runs markup'
  | 'hides errors'
  | 'answers with a copy'
  | 'merges updates'
  | 'forgets reactions'
  | 'cuts in mid-word'
  | 'shows all buttons'
  | 'takes any picture'
  | 'waits for the handler'
  | 'dies with the handler'
  | 'goes on after stop';

const LIMITS: PlatformLimits = {
  attachmentBytes: 64_000,
  textLength: 200,
  acknowledgeMs: 3000,
  buttons: 5,
  choices: 5,
  updateEveryMs: 0,
};

/** A platform without a network: proves that the contract can be kept, and with a defect that it can be failed. */
export function memoryStage(defect?: Defect): PlatformStage {
  const has = (wanted: Defect) => defect === wanted;
  const conversation: ConversationId = 'memory:1';
  const messages = new Map<string, OutgoingMessage>();
  const reactions = new Map<string, string[]>();
  let onEvent: ((event: ChatEvent) => Promise<void>) | undefined;
  let stopped = false;
  let count = 0;

  const assertRunning = () => {
    if (stopped && !has('goes on after stop')) throw new PlatformError('memory', 'got a call after stop');
  };
  const assertFits = (message: OutgoingMessage) => {
    const large = message.pictures?.find(({ data }) => data.length > LIMITS.attachmentBytes);
    if (large !== undefined && !has('takes any picture')) {
      throw new UserError('ATTACHMENT_TOO_LARGE', `${large.name} is larger than the limit of 64 kB.`);
    }
  };
  const cut = (text: string) => {
    if (text.length <= LIMITS.textLength) return text;
    const end = LIMITS.textLength - 1;
    return `${text.slice(0, has('cuts in mid-word') ? end : text.lastIndexOf(' ', end))}…`;
  };

  const platform: Platform = {
    name: 'memory',
    limits: LIMITS,
    start(_commands, handler) {
      onEvent = handler;
      return Promise.resolve();
    },
    async post(to, message) {
      assertRunning();
      assertFits(message);
      count += 1;
      messages.set(String(count), message);
      return Promise.resolve({ conversation: to, id: String(count) });
    },
    async update(message, change) {
      assertRunning();
      assertFits(change);
      const id = has('answers with a copy') ? `copy of ${message.id}` : message.id;
      messages.set(id, has('merges updates') ? { ...messages.get(id), ...change } : change);
      return Promise.resolve();
    },
    async react(message, emoji) {
      assertRunning();
      if (!has('forgets reactions')) {
        reactions.set(message.id, [...(reactions.get(message.id) ?? []), emoji]);
      }
      return Promise.resolve();
    },
    stop() {
      stopped = true;
      return Promise.resolve();
    },
  };

  type Told = ChatEvent extends infer E
    ? E extends ChatEvent
      ? Omit<E, 'conversation' | 'userId' | 'files'>
      : never
    : never;
  const send = async (told: Told, files: readonly AttachedFile[] = []) => {
    if (stopped && !has('goes on after stop')) return;
    const event = {
      ...told,
      conversation: has('changes its conversation') ? `memory:${(count += 1)}` : conversation,
      userId: 'ann',
      files: has('loses files')
        ? []
        : files.map(({ name, mediaType, data }) => ({ name, mediaType, fetch: () => Promise.resolve(data) })),
    } as ChatEvent;
    const handled = (onEvent?.(event) ?? Promise.resolve()).catch(() => {
      if (has('dies with the handler')) onEvent = undefined;
    });
    if (has('waits for the handler')) await handled;
  };

  return {
    platform,
    conversation: () => conversation,
    user: {
      command: (name, options, files) =>
        send(
          {
            type: 'command',
            name,
            options: has('keeps options as text')
              ? Object.fromEntries(Object.entries(options).map(([key, value]) => [key, String(value)]))
              : options,
          },
          files,
        ),
      say: (text, more = {}) =>
        send(
          {
            type: 'message',
            text: has('trims words') ? text.replace(/<.*?>/g, '') : text,
            ...(more.to === undefined || has('loses the reply') ? {} : { to: more.to }),
          },
          more.files,
        ),
      press(on, label) {
        const button = messages.get(on.id)?.buttons?.find((b) => b.label === label);
        return send({
          type: 'button',
          id: (has('sends the label for the id') ? label : button?.id) ?? '',
          on,
        });
      },
      pick(on, number) {
        const wanted = has('swaps picks') ? 3 - number : number;
        const choice = messages.get(on.id)?.choices?.find((c) => c.number === wanted);
        return send({ type: 'button', id: choice?.id ?? '', on });
      },
      react: (on, emoji) => send({ type: 'reaction', emoji: has('renames emoji') ? ':one:' : emoji, on }),
    },
    sees(message: MessageRef) {
      const stored = messages.get(message.id);
      if (stored === undefined) return Promise.resolve(undefined);
      const text = [stored.text, stored.progress?.label, has('hides errors') ? '' : stored.error?.message]
        .join(' ')
        .trim();
      return Promise.resolve({
        text: cut(has('runs markup') ? text.replace(/<.*?>/g, '') : text),
        pictures: (stored.pictures ?? []).map(({ alt, data }) => ({
          alt: has('shows pictures without alt text') ? '' : alt,
          data,
        })),
        buttons: (stored.buttons ?? [])
          .slice(0, has('shows all buttons') ? undefined : LIMITS.buttons)
          .map(({ label }) => label),
        choices: (stored.choices ?? []).slice(0, LIMITS.choices).map(({ number }) => number),
        reactions: reactions.get(message.id) ?? [],
      });
    },
    close: () => Promise.resolve(),
  };
}
