import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/chat/command.ts';

const length = (text: string, most: number) => text.length >= 1 && text.length <= most;

/** What every command must be so that all platforms can offer it; the figures are Discord's, the tightest. */
export function commandProblems({ name, description, options }: Command): readonly string[] {
  const entries = Object.entries(options);
  const firstOptional = entries.findIndex(([, option]) => !option.required);
  return [
    /^[a-z]{1,32}$/u.test(name) ? '' : `the name "${name}" is not 1…32 small letters`,
    length(description, 100) ? '' : `the description has ${description.length} characters, not 1…100`,
    /^[A-Z].*\.$/u.test(description) ? '' : 'the description is no sentence',
    entries.length <= 25 ? '' : `${entries.length} options, more than 25`,
    firstOptional >= 0 && entries.slice(firstOptional).some(([, option]) => option.required)
      ? 'a required option stands after an optional one'
      : '',
    ...entries.flatMap(([key, option]) => [
      /^[a-z]{1,32}$/u.test(key) ? '' : `the option "${key}" is not 1…32 small letters`,
      length(option.description, 100) ? '' : `the description of "${key}" is not 1…100 characters`,
      (option.choices?.length ?? 0) <= 25 ? '' : `"${key}" has more than 25 choices`,
      (option.choices ?? []).every((choice) => length(choice, 100))
        ? ''
        : `a choice of "${key}" is not 1…100 characters`,
    ]),
  ].filter((problem) => problem !== '');
}

/** Registers one test for each command. */
export function commandContract(commands: readonly Command[]): void {
  describe('commands keep the command contract', () => {
    it.each(commands.map((command) => [command.name, command] as const))('/%s', (_name, command) => {
      expect(commandProblems(command)).toEqual([]);
    });
    it('have different names', () => {
      expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    });
  });
}
