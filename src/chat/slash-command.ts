import { UserError } from '../errors.ts';
import type { Command, Option, OptionValue } from './command.ts';

/** A command call as a person typed it. */
export interface SlashCall {
  readonly name: string;
  readonly options: Readonly<Record<string, OptionValue>>;
}

type Given = Record<string, OptionValue>;
type KnownCommand = Pick<Command, 'name' | 'options'>;

/** True for text that is meant as a command: a slash and a letter at its very beginning. */
export const isSlashCommand = (text: string): boolean => /^\/[a-z]/iu.test(text);

/**
 * Reads `/imagine a cat on grass seed:7`, `/imagine a cat --seed 7 --style "oil paint"`, `/pick 2`.
 *
 * Options are given as `name:value`, `--name value` or `--name=value`, quotes hold words together, a boolean
 * needs no value. What is left goes to the options that were not named, in their order: an option of words
 * takes all the rest, one with choices or of a number takes one word. `name:` is read as an option only
 * when the command has it, so that "a clock at 12:30" and "(sunset:1.4)" stay words.
 *
 * @throws {UserError} `UNKNOWN_COMMAND`, `UNKNOWN_OPTION`, `BAD_OPTION`, `MISSING_OPTION`
 */
export function parseSlashCommand(text: string, commands: readonly KnownCommand[]): SlashCall {
  const [, typed = '', rest = ''] = /^\/(\S*)\s*([\s\S]*)$/u.exec(text.trim()) ?? [];
  const command = commands.find(({ name }) => name === typed.toLowerCase());
  if (command === undefined) {
    throw new UserError(
      'UNKNOWN_COMMAND',
      `There is no command /${typed}. There are ${commands.map(({ name }) => `/${name}`).join(', ')}.`,
    );
  }
  const given: Given = {};
  const words = takeNamedOptions(command, rest, given);
  takeRemainingWords(command, words, given);
  for (const [name, option] of Object.entries(command.options)) {
    if (!option.required || name in given || option.type === 'image') continue;
    throw new UserError(
      'MISSING_OPTION',
      `/${command.name} needs "${name}" (${option.description}), for example: /${command.name} ${sample(name, option)}`,
    );
  }
  return { name: command.name, options: given };
}

const sample = (name: string, { type, choices, min }: Option) =>
  type === 'text' && choices === undefined ? 'a cat on grass' : `${name}:${choices?.[0] ?? min ?? 1}`;

const VALUE = String.raw`"([^"]*)"|(\S+)`;

/** Takes `name:value` and `--name value` out of the text; gives the words that are left. */
function takeNamedOptions(command: KnownCommand, text: string, given: Given): string {
  const find = (typed: string) =>
    Object.entries(command.options).find(([name]) => name.toLowerCase() === typed.toLowerCase());
  const put = ([name, option]: [string, Option], value: string) => {
    given[name] = readValue(command.name, name, option, value);
  };
  const dashed = new RegExp(String.raw`(^|\s)--([a-z][\w-]*)(?:(?:=|\s+)(?!--)(?:${VALUE}))?`, 'giu');
  const afterDashes = text.replace(
    dashed,
    (_all, space: string, typed: string, quoted?: string, bare?: string) => {
      const found = find(typed);
      if (found === undefined) {
        const names = Object.keys(command.options).map((name) => `--${name}`);
        throw new UserError(
          'UNKNOWN_OPTION',
          `/${command.name} has no option --${typed}. ${names.length > 0 ? `It has ${names.join(', ')}.` : 'It has none.'}`,
        );
      }
      const value = quoted ?? bare;
      // "--quick on grass" is a switch and two words: only "yes" and "no" are taken as its value.
      if (found[1].type === 'boolean' && !/^(?:yes|no|true|false)$/iu.test(value ?? '')) {
        given[found[0]] = true;
        return value === undefined ? '' : `${space}${quoted === undefined ? value : `"${value}"`}`;
      }
      if (value === undefined || found[1].type === 'image')
        throw bad(command.name, found[0], found[1], value === undefined ? 'nothing' : `"${value}"`);
      put(found, value);
      return '';
    },
  );
  const colon = new RegExp(String.raw`(^|\s)([a-z]\w*):(?:${VALUE})`, 'giu');
  return afterDashes
    .replace(colon, (all: string, space: string, typed: string, quoted?: string, bare?: string) => {
      const found = find(typed);
      if (found === undefined || found[1].type === 'image') return all;
      put(found, quoted ?? bare ?? '');
      return '';
    })
    .trim();
}

function takeRemainingWords(command: KnownCommand, words: string, given: Given): void {
  let left = words;
  for (const [name, option] of Object.entries(command.options)) {
    if (left === '') return;
    if (name in given || option.type === 'image' || option.type === 'boolean') continue;
    if (option.type === 'text' && option.choices === undefined) {
      given[name] = left;
      return;
    }
    const [, first = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(left) ?? [];
    const isMeant = option.type === 'text' || /^[-+]?[\d.]+$/u.test(first);
    if (!isMeant && !option.required) continue;
    given[name] = readValue(command.name, name, option, first);
    left = rest;
  }
  if (left !== '') {
    throw new UserError(
      'UNKNOWN_OPTION',
      `/${command.name} does not know what to do with "${left.slice(0, 80)}".`,
    );
  }
}

function truth(value: string): boolean | undefined {
  if (/^(?:true|yes|on|1)$/iu.test(value)) return true;
  return /^(?:false|no|off|0)$/iu.test(value) ? false : undefined;
}

function readValue(command: string, name: string, option: Option, value: string): OptionValue {
  if (option.type === 'boolean') {
    const read = truth(value);
    if (read !== undefined) return read;
  } else if (option.type === 'integer' || option.type === 'number') {
    const read = value.trim() === '' ? Number.NaN : Number(value);
    const isKind = option.type === 'integer' ? Number.isSafeInteger(read) : Number.isFinite(read);
    if (isKind && read >= (option.min ?? -Infinity) && read <= (option.max ?? Infinity)) return read;
  } else if (option.choices === undefined) {
    return value;
  } else {
    const chosen = option.choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
    if (chosen !== undefined) return chosen;
  }
  throw bad(command, name, option, `"${value.slice(0, 40)}"`);
}

function bad(command: string, name: string, { type, choices, min, max }: Option, got: string): UserError {
  const kinds = {
    text: 'words',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'yes or no',
    image: 'a picture',
  };
  const range = [min === undefined ? '' : ` from ${min}`, max === undefined ? '' : ` up to ${max}`].join('');
  const expected = choices === undefined ? `${kinds[type]}${range}` : `one of ${choices.join(', ')}`;
  return new UserError('BAD_OPTION', `/${command}: "${name}" takes ${expected}; I got ${got}.`);
}
