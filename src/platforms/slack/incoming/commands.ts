import type { Command } from '../../../chat/command.ts';
import { isSlashCommand, parseSlashCommand } from '../../../chat/slash-command.ts';
import type { SlashCall } from '../../../chat/slash-command.ts';

/** The command under which all others can be reached: `/limner undo`. Slack has one list of names for all apps. */
const COLLECTIVE = '/limner';

export type TypedCall =
  | ({ readonly type: 'command' } & SlashCall)
  | { readonly type: 'words'; readonly text: string };

/**
 * Reads a slash command of Slack: `/imagine a cat seed:7`, `/limner undo`, and `/limner make it red` as plain words.
 *
 * @throws {UserError} when the options do not fit
 */
export function readSlashCommand(command: string, text: string, commands: readonly Command[]): TypedCall {
  if (command !== COLLECTIVE)
    return { type: 'command', ...parseSlashCommand(`${command} ${text}`, commands) };
  const typed = text.trim().replace(/^\//u, '');
  const [first = ''] = typed.split(/\s/u);
  const isKnown = commands.some(({ name }) => name === first.toLowerCase());
  if (typed === '') return { type: 'command', ...parseSlashCommand('/help', commands) };
  if (!isKnown) return { type: 'words', text: typed };
  return { type: 'command', ...parseSlashCommand(`/${typed}`, commands) };
}

/** True for a command that paints something new: it begins a thread of its own. */
export const beginsThread = (name: string, commands: readonly Command[]): boolean =>
  commands.find((command) => command.name === name)?.options['prompt']?.required === true;

/** Reads a command that was typed into a message ("@Limner /undo"): Slack takes no slash commands in threads. */
export function readTypedCommand(text: string, commands: readonly Command[]): SlashCall | undefined {
  if (!isSlashCommand(text)) return undefined;
  try {
    return parseSlashCommand(text, commands);
  } catch {
    // The bot reads the text once more and says what is wrong with it.
    return undefined;
  }
}
