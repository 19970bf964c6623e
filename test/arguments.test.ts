import { describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readArguments as read } from '../src/arguments.js';

const readArguments = (given: readonly string[]) => read(given, 'npm start --');

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
    expect(readArguments(['worker', '--fast'])).toEqual({
      mode: 'command',
      name: 'worker',
      rest: ['--fast'],
    });
  });

  it.each([['--help'], ['-h'], ['--once', '--help'], ['doctor', '--help']])(
    'shows help for %s %s',
    (...given) => {
      expect(readArguments(given)).toEqual({ mode: 'help' });
    },
  );

  it('reads where to listen', () =>
    expect(readArguments(['--port', '8080', '--host', '0.0.0.0'])).toEqual({
      mode: 'serve',
      port: '8080',
      host: '0.0.0.0',
    }));

  it.each([
    [['--once'], '--once needs at least one message'],
    [['--onse', 'x'], "Unknown option '--onse'. Did you mean --once?"],
    [['--zebra'], "Unknown option '--zebra'. See npm start"],
    [['--once', 'x', '--seed', '1.5'], '--seed takes a whole number from 0 to 4294967295, got "1.5"'],
    [['--once', 'x', '--seed', '4294967296'], '--seed takes a whole number'],
    [['--once', 'x', '--seed', '-1'], '--seed'],
    [['--port', 'abc'], '--port takes a whole number from 0 to 65535, got "abc"'],
    [['--port', '65536'], '--port takes a whole number from 0 to 65535'],
    [['--once', 'x', '--port', '1'], '--port is of no use with --once'],
    [['paint'], '"paint" is no command (there is connect, doctor, invite, mcp, parse, worker)'],
    [['doctr'], '"doctr" is no command. Did you mean doctor?'],
    [['conenct', 'discord'], '"conenct" is no command. Did you mean connect?'],
    [['--json'], '--json belongs to --once'],
  ])('explains %j', (given, words) => {
    const { mode, problem } = readArguments(given) as { readonly mode: string; readonly problem: string };
    expect(mode).toBe('wrong');
    expect(problem).toContain(words);
    expect(problem).toContain('See npm start -- --help.');
  });
});

describe('npm start', () => {
  const start = join(import.meta.dirname, '..', 'tools', 'start.js');
  /** Says which modules were loaded in the end. */
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, [start, ...words], {
      encoding: 'utf8',
      env: { ...process.env, NODE_DEBUG: 'esm' },
    });

  it.each([
    [['--help'], 0, 'stdout', 'npm start -- doctor'],
    [['worker', '--help'], 0, 'stdout', 'npm start -- doctor'],
    [['doctr'], 2, 'stderr', 'Did you mean doctor?'],
    [['--sed', '7'], 2, 'stderr', 'Did you mean --seed?'],
  ] as const)('answers %j without loading the bot', (words, status, stream, answer) => {
    const ended = run(...words);
    expect([ended.status, ended[stream]]).toEqual([status, expect.stringContaining(answer)]);
    expect(ended.stderr).not.toMatch(/tsx|main\.ts/u);
  });

  it('says that there is no terminal to ask at', () => {
    const { status, stderr } = spawnSync(process.execPath, [start, 'connect', 'discord'], {
      encoding: 'utf8',
      input: '',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('there is no terminal here')]);
  });
});
