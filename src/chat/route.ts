import { UserError } from '../errors.ts';
import type { CallCodec } from './call.ts';
import type { Command, Option, OptionValue } from './command.ts';
import type { MessageRef } from './message.ts';
import type { ChatEvent } from './platform.ts';
import { sentence } from '../sentence.ts';
import { badOption, isSlashCommand, parseSlashCommand, unknownCommand } from './slash-command.ts';

/** What an event asks for. */
export interface RoutedCall {
  readonly command: Command;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly on?: MessageRef | undefined;
}

/** The longest text that is read. */
export const TEXT_LENGTH = 2000;

/**
 * Turns an event into the one command call it stands for: words are /edit, a number reaction is /pick, a button
 * carries its call.
 *
 * @returns undefined for what means nothing to the bot, such as another reaction
 * @throws {UserError} `EMPTY`, `TOO_LONG`, `BAD_BUTTON`, `UNKNOWN_COMMAND` and what `parseSlashCommand` throws
 */
export function routeEvent(
  event: ChatEvent,
  commands: readonly Command[],
  codec: CallCodec,
): RoutedCall | undefined {
  if (event.type === 'gone') return undefined;
  if (event.type === 'reaction') {
    const number = pickedNumber(event.emoji);
    return number === undefined ? undefined : call(commands, 'pick', { number }, event.on);
  }
  if (event.type === 'button') {
    const { name, options } = codec.decode(event.conversation, event.id);
    return call(commands, name, { ...options, ...event.values }, event.on);
  }
  if (event.type === 'command') return call(commands, event.name, event.options, event.on);
  const text = event.text.trim();
  assertLength(text);
  const words = legible(text).trim();
  if (isSlashCommand(words)) {
    const typed = parseSlashCommand(words, commands);
    return call(commands, typed.name, typed.options, event.to);
  }
  if (words === '' && event.files.length === 0) {
    throw new UserError('EMPTY', sentence('route.emptyMessage'));
  }
  return call(commands, 'edit', words === '' ? {} : { instruction: words }, event.to);
}

/** Checks a call against what the command knows, and reads numbers that came as text. */
export function call(
  commands: readonly Command[],
  name: string,
  given: Readonly<Record<string, OptionValue>>,
  on?: MessageRef,
): RoutedCall {
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    throw unknownCommand(name, commands);
  }
  const options: Record<string, OptionValue> = {};
  for (const [key, option] of Object.entries(command.options)) {
    const value = given[key];
    if (value === undefined || value === '') continue;
    const read = readOption(command.name, key, option, value);
    if (read !== '') options[key] = read;
  }
  return { command, options, on };
}

function readOption(command: string, name: string, option: Option, value: OptionValue): OptionValue {
  if (option.type === 'boolean') return value === true || value === 'true';
  if (option.type === 'text' || option.type === 'image') {
    assertLength(String(value));
    return legible(String(value));
  }
  const read = Number(value);
  const isRight = option.type === 'integer' ? Number.isSafeInteger(read) : Number.isFinite(read);
  const { min = -Infinity, max = Infinity } = option;
  if (isRight && read >= min && read <= max) return read;
  throw badOption(command, name, option, `"${String(value).slice(0, 40)}"`);
}

/**
 * Takes out what a reader does not see and what makes others misread the line: control characters, halves of letters,
 * and what turns the direction of all that follows. Joiners stay: emoji and some scripts are written with them.
 */
const legible = (text: string): string =>
  text.replaceAll(/(?![\t\n])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, '');

function assertLength(text: string): void {
  if (text.length <= TEXT_LENGTH) return;
  throw new UserError(
    'TOO_LONG',
    sentence('route.tooLong', {
      count: text.length,
      most: TEXT_LENGTH,
    }),
  );
}

/** The number of a number emoji, 1…10. */
function pickedNumber(emoji: string): number | undefined {
  if (emoji === '🔟') return 10;
  const [, digit] = /^([1-9])\uFE0F?\u20E3$/u.exec(emoji) ?? [];
  return digit === undefined ? undefined : Number(digit);
}
