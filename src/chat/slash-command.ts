import { UserError } from '../errors.ts';
import type { Command, Option, OptionValue } from './command.ts';
import { row, sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';

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
  if (command === undefined) throw unknownCommand(typed, commands);
  const given: Given = {};
  const words = takeNamedOptions(command, rest, given);
  takeRemainingWords(command, words, given);
  for (const [name, option] of Object.entries(command.options)) {
    if (!option.required || name in given || option.type === 'image') continue;
    throw new UserError(
      'MISSING_OPTION',
      sentence('slash.missingOption', {
        command: command.name,
        option: name,
        example: sample(name, option),
      }),
    );
  }
  return { name: command.name, options: given };
}

/** What people try first elsewhere, in place of /imagine. */
const PAINT_WORDS = new Set([
  'paint',
  'draw',
  'create',
  'generate',
  'make',
  'dream',
  'picture',
  'img',
  'image',
]);
/** Share of letter pairs in common from which a word is taken for a slip of another. */
const ALIKE = 0.4;

/** The error for a command that nobody has made; it names the one that was probably meant. */
export function unknownCommand(typed: string, commands: readonly Pick<Command, 'name'>[]): UserError {
  const near = nearestOf(
    typed.toLowerCase(),
    commands.map(({ name }) => name),
  );
  return new UserError(
    'UNKNOWN_COMMAND',
    near === undefined
      ? sentence('slash.unknownCommand', { typed })
      : sentence('slash.unknownCommandNear', {
          typed,
          near,
        }),
  );
}

function nearestOf(typed: string, names: readonly string[]): string | undefined {
  if (PAINT_WORDS.has(typed) && names.includes('imagine')) return 'imagine';
  const [best] = names
    .map((name) => ({ name, alike: likeness(typed, name) }))
    .toSorted((one, other) => other.alike - one.alike);
  return best !== undefined && best.alike >= ALIKE ? best.name : undefined;
}

const letterPairs = (word: string): string[] =>
  Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2));

/** Share of neighbouring letters that two words have in common, 0…1 (Dice's coefficient). */
function likeness(one: string, other: string): number {
  const [ours, theirs] = [letterPairs(one), new Set(letterPairs(other))];
  return (2 * ours.filter((pair) => theirs.has(pair)).length) / Math.max(1, ours.length + theirs.size);
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
          names.length > 0
            ? sentence('slash.unknownOption', {
                command: command.name,
                typed,
                names,
              })
            : sentence('slash.noOptions', { command: command.name, typed }),
        );
      }
      const value = quoted ?? bare;
      // "--quick on grass" is a switch and two words: only "yes" and "no" are taken as its value.
      if (found[1].type === 'boolean' && !/^(?:yes|no|true|false)$/iu.test(value ?? '')) {
        given[found[0]] = true;
        return value === undefined ? '' : `${space}${quoted === undefined ? value : `"${value}"`}`;
      }
      if (value === undefined || found[1].type === 'image')
        throw badOption(
          command.name,
          found[0],
          found[1],
          value === undefined ? sentence('slash.got.nothing') : `"${value}"`,
        );
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
      sentence('slash.unreadable', {
        command: command.name,
        words: left.slice(0, 80),
      }),
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
  throw badOption(command, name, option, `"${value.slice(0, 40)}"`);
}

/** The error for a value that an option cannot take. */
export function badOption(
  command: string,
  name: string,
  { type, choices, min, max }: Option,
  got: Said,
): UserError {
  const kinds = {
    text: sentence('slash.expected.words'),
    integer: sentence('slash.expected.integer'),
    number: sentence('slash.expected.number'),
    boolean: sentence('slash.expected.boolean'),
    image: sentence('slash.expected.image'),
  };
  const expected = row(' ', [
    kinds[type],
    min === undefined ? undefined : sentence('slash.expected.from', { least: String(min) }),
    max === undefined ? undefined : sentence('slash.expected.upTo', { most: String(max) }),
  ]);
  return new UserError(
    'BAD_OPTION',
    sentence('slash.wrongValue', {
      command,
      option: name,
      expected: choices === undefined ? expected : sentence('slash.expected.choices', { choices }),
      got,
    }),
  );
}
