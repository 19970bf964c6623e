import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readBlocks } from '../fakes/slack-blocks.ts';
import { APP_TOKEN, BOT_TOKEN, startSlack } from '../fakes/slack.ts';
import type { FakeSlack } from '../fakes/slack.ts';
import { ADA, GENERAL } from '../fakes/slack-workspace.ts';
import { wait } from './slack-bot.ts';
import { seeIn } from './slack-stage.ts';

const root = resolve(import.meta.dirname, '../..');
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Starts the bot as `npm start` does, on the embedded model, with Slack only. */
function startProgram(slack: FakeSlack, dataFolder: string) {
  const lines: string[] = [];
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, 'src/main.ts')],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        WEB: 'off',
        DATA_DIR: dataFolder,
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: BOT_TOKEN,
        SLACK_APP_TOKEN: APP_TOKEN,
      },
    },
  );
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => lines.push(String(data)));
  const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
  closing.push(() => {
    child.kill('SIGKILL');
  });
  return { child, lines, ended };
}

it(
  'the program paints and edits in Slack on its own model, and goes on after it was killed',
  { timeout: 180_000 },
  async () => {
    const slack = await startSlack();
    const dataFolder = mkdtempSync(join(tmpdir(), 'limner-slack-'));
    closing.push(
      () => rmSync(dataFolder, { recursive: true, force: true }),
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
        120_000,
      );

    const first = startProgram(slack, dataFolder);
    await wait('the connections', () => (slack.sockets.size === 2 ? true : undefined), 60_000);
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
      60_000,
    );
    first.child.kill('SIGKILL');
    await first.ended;
    const second = startProgram(slack, dataFolder);
    const two = await picture(2);
    expect(see(two.ts)?.pictures.length).toBeGreaterThan(1);
    expect(readBlocks(two.blocks)).toMatch(/changed \d+ % of the picture/u);

    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    const output = [...first.lines, ...second.lines].join('');
    for (const secret of [BOT_TOKEN, APP_TOKEN]) expect(output).not.toContain(secret);
    expect(slack.problems).toEqual([]);
  },
);
