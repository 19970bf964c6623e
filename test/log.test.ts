import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { ConfigError } from '../src/errors.ts';
import { createLogger, redact, shapeLogs } from '../src/log.ts';

afterEach(() => shapeLogs({ level: 'info', format: 'text' }));

const logged = (log: (to: ReturnType<typeof createLogger>) => void): readonly string[] => {
  const lines: string[] = [];
  log(createLogger((line) => lines.push(line)));
  return lines;
};

describe('createLogger', () => {
  it('writes one line an event, to read or for programs, and not what is below the level', () => {
    const say = (to: ReturnType<typeof createLogger>) => {
      to.info('hello', { job: 'a' });
      to.error('oh', { error: new TypeError('no') });
    };
    expect(logged(say).map((line) => line.replace(/^\S+ /u, '').slice(0, 30))).toEqual([
      'info hello {"job":"a"}',
      'error oh {"error":{"name":"Typ',
    ]);
    shapeLogs({ level: 'warn', format: 'json' });
    const [line = '', ...others] = logged(say);
    expect(others).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({ level: 'error', message: 'oh', error: { message: 'no' } });
  });
});

describe('redact', () => {
  /** Any signs that a password may have in its own variable, and those that it may have in an address. */
  const canary = () => `${randomBytes(18).toString('base64')}"\\`;

  it('lets no canary through, wherever it stands', () => {
    for (let round = 0; round < 200; round++) {
      const [password, signing, inUrl, bearer, slack, key] = Array.from({ length: 6 }, canary) as [
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      readConfig({
        WEB_PASSWORD: password,
        SLACK_SIGNING_SECRET: signing,
        REDIS_URL: `redis://bot:${encodeURIComponent(inUrl)}@127.0.0.1:6379`,
        API_KEYS: `${key}, another-key`,
      });
      const slackToken = `xoxb-${slack.replace(/[^\w]/gu, '-')}`;
      const raw = randomBytes(9).toString('base64url');
      const texts = [
        `the password ${password} is wrong`,
        `x-slack-signature of ${signing}`,
        `connect redis://bot:${encodeURIComponent(inUrl)}@127.0.0.1:6379 refused, password ${inUrl}`,
        `Authorization: Bearer ${bearer.slice(0, 24)}`,
        `token=${slackToken}&x=1`,
        `https://user:${raw}/${raw}@mirror.example/models and http://${raw}@mirror.example`,
        `keys ${key}`,
      ];
      const lines = logged((log) => {
        for (const text of texts) {
          log.error(text, { text, error: new Error(text) });
          log.info('x', { deep: [{ text }] });
        }
      }).join('\n');
      for (const secret of [
        password,
        signing,
        inUrl,
        encodeURIComponent(inUrl),
        bearer.slice(0, 24),
        slackToken,
        raw,
        key,
      ])
        expect(lines).not.toContain(secret);
    }
  });

  it('keeps what is no secret', () => {
    for (const text of [
      'https://discord.com/api/v10/gateway',
      'http://127.0.0.1:3000/layout?c=1',
      'a cat @ the door: "make it blue"',
      'redis://127.0.0.1:6379',
    ])
      expect(redact(text)).toBe(text);
  });

  it('is used by what says that a setting is wrong', () => {
    const read = () => readConfig({ HF_ENDPOINT: 'ftp://me:very-secret-word@mirror.example' });
    expect(read).toThrow(ConfigError);
    expect(read).not.toThrow('very-secret-word');
    expect(read).toThrow('HF_ENDPOINT');
  });
});
