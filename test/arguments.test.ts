import { describe, expect, it } from 'vitest';
import { readArguments } from '../src/arguments.ts';

describe('readArguments', () => {
  it('serves when nothing is said', () => expect(readArguments([])).toEqual({ mode: 'serve' }));

  it('reads a script', () => {
    const given = [
      '--once',
      '/imagine a cat',
      'make it blue',
      '--seed',
      '7',
      '--out',
      'dir',
      '--image',
      'a.png',
      '--json',
    ];
    expect(readArguments(given)).toEqual({
      mode: 'once',
      messages: ['/imagine a cat', 'make it blue'],
      seed: 7,
      out: 'dir',
      image: 'a.png',
      json: true,
    });
  });

  it('reads the language of a script', () =>
    expect(readArguments(['--once', '/help', '--language', 'de'])).toMatchObject({ language: 'de' }));

  it('hands the words of a sub-command on as they are', () => {
    expect(readArguments(['worker', '--fast'], ['worker'])).toEqual({
      mode: 'command',
      name: 'worker',
      rest: ['--fast'],
    });
  });

  it.each([['--help'], ['-h'], ['--once', '--help']])('shows help for %s %s', (...given) => {
    expect(readArguments(given.filter(Boolean))).toEqual({ mode: 'help' });
  });

  it.each([
    [['--once'], '--once needs at least one message'],
    [['--onse', 'x'], "Unknown option '--onse'"],
    [['--once', 'x', '--seed', '1.5'], '--seed takes a whole number from 0 to 4294967295, got "1.5"'],
    [['--once', 'x', '--seed', '4294967296'], '--seed takes a whole number'],
    [['--once', 'x', '--seed', '-1'], '--seed'],
    [['paint'], '"paint" is no command (there is worker)'],
    [['--json'], '--json belongs to --once'],
  ])('explains %j', (given, words) => {
    expect(() => readArguments(given, ['worker'])).toThrow(words);
    expect(() => readArguments(given, ['worker'])).toThrow('See npm start -- --help.');
  });
});
