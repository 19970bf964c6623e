import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, variables } from '../src/config.ts';
import { ConfigError } from '../src/errors.ts';

const example = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8');

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      DATA_DIR: 'data',
      IMAGE_MODEL: 'pocket',
      WEB: true,
      DEVICE: 'auto',
    });
  });

  it('reads numbers, switches and addresses', () => {
    const config = readConfig({
      PORT: '8080',
      WEB: 'off',
      REDIS_URL: 'redis://127.0.0.1:6379',
      THREADS: ' 2 ',
    });
    expect(config).toMatchObject({ PORT: 8080, WEB: false, REDIS_URL: 'redis://127.0.0.1:6379', THREADS: 2 });
  });

  it('takes an empty variable as not set', () => {
    expect(readConfig({ PORT: '', DISCORD_TOKEN: '  ' })).toEqual(readConfig({}));
  });

  it('lists every problem at once, without secrets', () => {
    const read = () =>
      readConfig({ PORT: '70000', DEVICE: 'toaster', REDIS_URL: 'http://x', SLACK_SOCKETS: '0' });
    expect(read).toThrow(ConfigError);
    try {
      read();
    } catch (error) {
      const { problems } = error as ConfigError;
      expect(problems.map((problem) => problem.split(':', 1)[0])).toEqual([
        'PORT',
        'DEVICE',
        'SLACK_SOCKETS',
        'REDIS_URL',
      ]);
      expect(problems[1]).toContain('got "toaster"');
    }
  });
});

describe('.env.example', () => {
  const lines = example.split('\n');

  it('has every variable of the schema, commented out, and no other', () => {
    const listed = lines.flatMap((line) => /^# ([A-Z][A-Z0-9_]*)=/u.exec(line)?.[1] ?? []);
    expect(listed.toSorted()).toEqual(Object.keys(variables).toSorted());
    expect(lines.filter((line) => /^[A-Z]/u.test(line))).toEqual([]);
  });

  it('says before each variable, or group of them, what it is for', () => {
    const bare = lines.filter((line, index) => {
      const before = lines[index - 1] ?? '';
      return /^# [A-Z0-9_]+=/u.test(line) && !/^# .*[.:;]$/u.test(before) && !/^# [A-Z0-9_]+=/u.test(before);
    });
    expect(bare).toEqual([]);
  });

  it('shows defaults that are the defaults', () => {
    const shown = Object.fromEntries(
      lines.flatMap((line) => {
        const [, name, value] = /^# ([A-Z0-9_]+)=(.+)$/u.exec(line) ?? [];
        return name === undefined ? [] : [[name, value]];
      }),
    );
    const config: Readonly<Record<string, unknown>> = readConfig(shown);
    for (const [name, value] of Object.entries(readConfig({})))
      expect({ [name]: config[name] }).toEqual({ [name]: value });
  });
});
