import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { connect, writeVariables } from '../../../src/connect.ts';
import { checkDiscord } from '../../../src/platforms/discord/doctor.ts';
import { startDiscord } from '../../fakes/discord/index.ts';
import type { DiscordDouble } from '../../fakes/discord/index.ts';

let discord: DiscordDouble;
let folder: string;
beforeEach(async () => {
  discord = await startDiscord();
  folder = mkdtempSync(join(tmpdir(), 'limner-'));
});
afterEach(async () => {
  await discord.close();
  rmSync(folder, { recursive: true });
});

/** A person who types these answers. */
const typing = (...answers: string[]) => {
  const printed: string[] = [];
  return {
    printed,
    print: (line: string) => void printed.push(line),
    ask: (question: string) => {
      printed.push(question);
      return Promise.resolve(answers.shift() ?? '');
    },
  };
};
const env = () => ({ DISCORD_API_URL: discord.env['DISCORD_API_URL'] });

describe('connect discord', () => {
  it('asks for the token, prints the invite link and writes .env', async () => {
    const file = join(folder, '.env');
    writeFileSync(file, '# mine\nPORT=3000\nDISCORD_TOKEN=old\n');
    const token = String(discord.env['DISCORD_TOKEN']);
    const terminal = typing(`Bot ${token}`, 'y');
    await connect('discord', terminal, env(), file);
    assert.include(
      terminal.printed,
      `https://discord.com/oauth2/authorize?client_id=${discord.world.applicationId}&scope=bot+applications.commands&permissions=309237763136`,
    );
    assert.equal(readFileSync(file, 'utf8'), `# mine\nPORT=3000\nDISCORD_TOKEN=${token}\n`);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.isFalse(
      terminal.printed.some((line) => line.includes(token)),
      'the token is not shown',
    );
  });

  it('writes nothing without consent', async () => {
    const file = join(folder, '.env');
    await connect('discord', typing(String(discord.env['DISCORD_TOKEN']), 'n'), env(), file);
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  it('says what to do when the token is refused, and which platforms there are', async () => {
    await expect(connect('discord', typing('a.b.c'), env())).rejects.toMatchObject({ code: 'PLATFORM' });
    await expect(connect('discord', typing(''), env())).rejects.toMatchObject({ code: 'NO_TOKEN' });
    await expect(connect('irc', typing(), env())).rejects.toMatchObject({ code: 'BAD_ARGUMENTS' });
  });
});

describe('writeVariables', () => {
  it('appends what is new and quotes what needs it', () => {
    const file = join(folder, '.env');
    writeFileSync(file, 'A=1');
    writeVariables(file, { B: 'two words', A: '$&' });
    assert.equal(readFileSync(file, 'utf8'), 'A="$&"\nB="two words"\n');
  });
});

describe('checkDiscord', () => {
  it('says that Discord is off, without calling that wrong', async () => {
    expect(await checkDiscord({})).toEqual([
      { part: 'Discord', ok: true, detail: 'off (no DISCORD_TOKEN)', next: 'npm start -- connect discord' },
    ]);
  });

  it('has one line for each part, red with the next step', async () => {
    const lines = await checkDiscord(discord.env);
    expect(lines.map(({ part, ok }) => [part, ok])).toEqual([
      ['Discord token', true],
      ['Discord interactions', true],
      ['Discord commands', false],
      ['Discord servers', false],
    ]);
    assert.match(lines.at(-1)?.next ?? '', /oauth2\/authorize/u);
  });

  it('is red for a token that Discord refuses and for shards that cannot be', async () => {
    expect(await checkDiscord({ ...discord.env, DISCORD_TOKEN: 'a.b.c' })).toMatchObject([
      { ok: false, next: 'Check DISCORD_TOKEN: developer portal, your application, Bot, Reset Token.' },
    ]);
    expect(await checkDiscord({ ...discord.env, SHARDS: '9/2' })).toMatchObject([{ ok: false }]);
  });

  it('sees that interactions go elsewhere', async () => {
    discord.world.interactionsUrl = 'https://example.com/interactions';
    const lines = await checkDiscord(discord.env);
    expect(lines[1]).toMatchObject({ ok: false, part: 'Discord interactions' });
  });
});
