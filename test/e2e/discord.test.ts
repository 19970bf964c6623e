import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, assert, beforeAll, describe, expect, it } from 'vitest';
import { startDiscord } from '../fakes/discord/index.ts';
import type { DiscordDouble } from '../fakes/discord/index.ts';
import type { Person } from '../fakes/discord/people.ts';
import type { StoredChannel, StoredMessage } from '../fakes/discord/world.ts';

/** docs/setup/discord.md, followed word for word: the real program with the embedded model, in a process of its own. */
const start = resolve(import.meta.dirname, '../../tools/start.js');

let discord: DiscordDouble;
let folder: string;
let channel: StoredChannel;
let ada: Person;
let bot: ChildProcess | undefined;
let output = '';

const run = (args: readonly string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, [start, ...args], {
    cwd: folder,
    env: { ...process.env, DISCORD_TOKEN: '', NODE_OPTIONS: '', ...env },
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return child;
};
const exitOf = async (child: ChildProcess) => (await once(child, 'exit'))[0] as number;
const picture = (number: number): Promise<StoredMessage> =>
  discord.world.until(
    `picture #${number}\n${output}`,
    () =>
      discord.world
        .visible(channel.id)
        .find(({ content, attachments }) => attachments.length > 0 && content.startsWith(`#${number} · `)),
    180_000,
  );
const startBot = async () => {
  const { DISCORD_API_URL = '' } = discord.env;
  const DISCORD_TOKEN = /^DISCORD_TOKEN=(.*)$/mu.exec(readFileSync(join(folder, '.env'), 'utf8'))?.[1] ?? '';
  bot = run([], { DISCORD_API_URL, DISCORD_TOKEN, WEB: 'off', DATA_DIR: join(folder, 'data') });
  await expect
    .poll(() => output, { timeout: 60_000 })
    .toMatch(/Limner is on discord: https:\/\/discord\.com\/oauth2/u);
};
const stopBot = async () => {
  const ended = bot === undefined ? 0 : exitOf(bot);
  bot?.kill('SIGTERM');
  bot = undefined;
  return ended;
};

beforeAll(async () => {
  discord = await startDiscord();
  folder = mkdtempSync(join(tmpdir(), 'limner-'));
  channel = discord.world.channel(discord.world.guild('Painters'));
  ada = discord.person('ada');
});
afterAll(async () => {
  await stopBot();
  await discord.close();
  rmSync(folder, { recursive: true });
});

describe('Limner on Discord', () => {
  it('is connected from the terminal', async () => {
    const { DISCORD_API_URL = '', DISCORD_TOKEN = '' } = discord.env;
    const child = run(['connect', 'discord'], { DISCORD_API_URL });
    child.stdin.end(`${DISCORD_TOKEN}\ny\n`);
    assert.equal(await exitOf(child), 0, output);
    assert.include(output, `oauth2/authorize?client_id=${discord.world.applicationId}`);
    assert.equal(readFileSync(join(folder, '.env'), 'utf8'), `DISCORD_TOKEN=${DISCORD_TOKEN}\n`);
  });

  it('paints, takes a reply, and goes on after a restart', async () => {
    await startBot();
    await ada.command(channel, 'imagine', { prompt: 'a cat and a dog on grass', seed: 7 });
    const first = await picture(1);
    assert.match(first.content, /seed 7/u);
    assert.equal(await stopBot(), 0, output);
    // Written while nobody is there.
    ada.say(channel, 'replace the cat with a horse', { to: first });
    output = '';
    await startBot();
    const second = await picture(2);
    assert.isAtLeast(second.attachments.length, 2, 'the picture and its mask');
    assert.equal(await stopBot(), 0, output);
    assert.equal(discord.gateway.identifies.length, 1);
  }, 400_000);

  it('did nothing that Discord refuses, and showed no secret', () => {
    expect(discord.world.violations).toEqual([]);
    assert.notInclude(output, String(discord.env['DISCORD_TOKEN']));
  });
});
