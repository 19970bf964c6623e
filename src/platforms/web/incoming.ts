import { z } from 'zod';
import type { Command } from '../../chat/command.ts';
import type { ConversationId, MessageRef } from '../../chat/message.ts';
import type { ChatEvent } from '../../chat/platform.ts';
import { isSlashCommand, parseSlashCommand } from '../../chat/slash-command.ts';
import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import type { EntryDraft, LogEntry } from './log-entry.ts';

export const WORDS_LENGTH = 20_000;

const entryId = z.string().regex(/^\d{1,9}$/u);

/** What the page sends when a person does something. */
export const userAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('words'), text: z.string(), to: entryId.optional() }),
  z.object({
    type: z.literal('command'),
    name: z.string().max(32),
    options: z.record(z.string().max(32), z.union([z.string().max(WORDS_LENGTH), z.number(), z.boolean()])),
    on: entryId.optional(),
  }),
  z.object({
    type: z.literal('button'),
    id: z.string().max(1000),
    on: entryId,
    /** What was typed into the form of the button. */
    values: z.record(z.string().max(64), z.string().max(4000)).optional(),
  }),
  z.object({ type: z.literal('reaction'), emoji: z.string().min(1).max(16), on: entryId }),
]);
export type UserAction = z.infer<typeof userAction>;

type Told = ChatEvent extends infer E
  ? E extends ChatEvent
    ? Omit<E, 'conversation' | 'userId' | 'files'>
    : never
  : never;

/** What becomes of an action: what the log shows of it, and what the bot is told. */
export interface ReadAction {
  /** Absent where a line in the log would only be noise: reactions, Cancel on a running job. */
  readonly draft?: EntryDraft;
  readonly told: () => Told;
}

/**
 * Turns what a person did into what the bot is told.
 *
 * @param find looks a message of this conversation up
 * @throws {UserError} `EMPTY_MESSAGE`, `TEXT_TOO_LONG`, `NO_SUCH_MESSAGE`, `NO_SUCH_BUTTON`
 */
export async function readAction(
  action: UserAction,
  conversation: ConversationId,
  commands: readonly Command[],
  hasFiles: boolean,
  find: (id: string) => Promise<LogEntry | undefined>,
): Promise<ReadAction> {
  const refer = async (id: string): Promise<[LogEntry, MessageRef]> => {
    const entry = await find(id);
    if (entry === undefined) throw new UserError('NO_SUCH_MESSAGE', sentence('web.noMessage'));
    return [entry, { conversation, id }];
  };
  switch (action.type) {
    case 'words': {
      const text = action.text.trim();
      if (text === '' && !hasFiles) {
        throw new UserError('EMPTY_MESSAGE', sentence('web.emptyMessage'));
      }
      if (text.length > WORDS_LENGTH) {
        throw new UserError(
          'TEXT_TOO_LONG',
          sentence('web.longMessage', {
            count: text.length,
            most: WORDS_LENGTH,
          }),
        );
      }
      const to = action.to === undefined ? undefined : (await refer(action.to))[1];
      const isCommand = isSlashCommand(text);
      return {
        draft: { author: 'user', kind: isCommand ? 'command' : 'words', text, replyTo: action.to },
        told: () => (isCommand ? typedCommand(text, commands, to) : { type: 'message', text, to }),
      };
    }
    case 'command': {
      const on = action.on === undefined ? undefined : (await refer(action.on))[1];
      const { name, options } = action;
      // As a person would have typed it: the painting that comes with it shows what a list of regions says.
      const shown = Object.entries(options)
        .filter(([key, value]) => key === 'prompt' || !/^[[{]/u.test(String(value)))
        .map(([key, value]) => `${key === 'prompt' ? '' : `${key}:`}${String(value).slice(0, 200)}`);
      return {
        draft: {
          author: 'user',
          kind: 'command',
          text: [`/${name}`, ...shown].join(' '),
          replyTo: action.on,
        },
        told: () => ({ type: 'command', name, options, on }),
      };
    }
    case 'button': {
      const [entry, on] = await refer(action.on);
      const label =
        entry.buttons.find(({ id }) => id === action.id)?.label ??
        entry.choices
          .filter(({ id }) => id === action.id)
          .map((choice) => `${choice.number} · ${choice.label}`)[0];
      if (label === undefined) {
        throw new UserError('NO_SUCH_BUTTON', sentence('web.noButton'));
      }
      const { values } = action;
      const told = () =>
        ({ type: 'button', id: action.id, on, ...(values === undefined ? {} : { values }) }) as const;
      return entry.progress === undefined
        ? { draft: { author: 'user', kind: 'action', text: label, replyTo: action.on }, told }
        : { told };
    }
    default: {
      const [, on] = await refer(action.on);
      return { told: () => ({ type: 'reaction', emoji: action.emoji, on }) };
    }
  }
}

/** What the grammar of commands refuses stays words: the bot reads them again and says what is wrong. */
function typedCommand(text: string, commands: readonly Command[], to: MessageRef | undefined): Told {
  try {
    return { type: 'command', ...parseSlashCommand(text, commands), on: to };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { type: 'message', text, to };
  }
}
