import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readBlocks } from '../fakes/slack/blocks.ts';
import { APP_TOKEN, BOT_TOKEN, startSlack } from '../fakes/slack/index.ts';
import { ADA, GENERAL } from '../fakes/slack/workspace.ts';
import { wait } from '../platforms/slack/bot.ts';
import { seeIn } from '../platforms/slack/stage.ts';

/** docs/setup/slack.md, followed word for word: the real program with the embedded model, in a process of its own. */
const start = resolve(import.meta.dirname, '../../tools/start.js');
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Runs `npm start`, with Slack only, as somebody in this folder would. */
function npmStart(
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
  typed = '',
) {
  const lines: string[] = [];
  const child: ChildProcess = spawn(process.execPath, [start, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', WEB: 'off', DATA_DIR: join(folder, 'data'), ...env },
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => lines.push(String(data)));
  const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
  child.stdin?.end(typed);
  closing.push(() => {
    child.kill('SIGKILL');
  });
  return { child, lines, ended };
}

/** The variables that `connect` wrote. */
const readEnv = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...readFileSync(join(folder, '.env'), 'utf8').matchAll(/^(\w+)=(.*)$/gmu)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  );

it(
  'Limner on Slack is connected, examined, paints and edits on its own model, and goes on after it was killed',
  { timeout: 900_000 },
  async () => {
    const slack = await startSlack();
    const folder = mkdtempSync(join(tmpdir(), 'limner-slack-'));
    closing.push(
      () => rmSync(folder, { recursive: true, force: true }),
      () => slack.close(),
    );
    const see = (ts: string) =>
      seeIn(slack, { conversation: `slack:${slack.space.team}:${GENERAL}:${ts}`, id: ts });
    const picture = (number: number) =>
      wait(
        `picture #${number}`,
        () => {
          const [found, doubled] = slack
            .messages(GENERAL)
            .filter(({ blocks }) => readBlocks(blocks).startsWith(`#${number} `));
          if (doubled !== undefined) throw new Error(`#${number} was posted twice`);
          return found;
        },
        300_000,
      );

    const SLACK_API_URL = slack.apiUrl;
    const connected = npmStart(
      ['connect', 'slack'],
      folder,
      { SLACK_API_URL },
      `${BOT_TOKEN}\n${APP_TOKEN}\ny\n`,
    );
    expect(await connected.ended, connected.lines.join('')).toBe(0);
    const env = { SLACK_API_URL, ...readEnv(folder) };
    const doctor = npmStart(['doctor'], folder, env);
    await doctor.ended;
    expect(doctor.lines.join('')).toMatch(
      /✓ Slack token .*limner in Double[^]*✓ Slack scopes[^]*✓ Slack events/u,
    );

    const first = npmStart([], folder, env);
    await wait('the connections', () => (slack.sockets.size === 2 ? true : undefined), 180_000);
    await slack.user(ADA).command(GENERAL, '/imagine', 'a cat and a dog on grass seed:7');
    const one = await picture(1);
    expect(see(one.ts)?.pictures[0]?.data.length).toBeGreaterThan(1000);

    // Killed in the middle of an edit; the next process finishes it, once.
    const thread = one.thread ?? '';
    await slack.user(ADA).say(GENERAL, 'replace the cat with a horse', { thread });
    await wait(
      'the work on the edit',
      () =>
        slack
          .messages(GENERAL, thread)
          .find(({ ts, blocks }) => ts > one.ts && /horse/u.test(readBlocks(blocks))),
      180_000,
    );
    first.child.kill('SIGKILL');
    await first.ended;
    const second = npmStart([], folder, env);
    const two = await picture(2);
    expect(see(two.ts)?.pictures.length).toBeGreaterThan(1);
    expect(readBlocks(two.blocks)).toMatch(/changed \d+ % of the picture/u);

    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    const output = [connected, doctor, first, second].flatMap(({ lines }) => lines).join('');
    for (const secret of [BOT_TOKEN, APP_TOKEN]) expect(output).not.toContain(secret);
    expect(slack.problems).toEqual([]);
  },
);
