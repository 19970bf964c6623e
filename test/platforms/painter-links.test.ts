import { request } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../commands/index.ts';
import { createBot } from '../../src/chat/bot.ts';
import type { Bot } from '../../src/chat/bot.ts';
import { createCallCodec } from '../../src/chat/call.ts';
import { resumePaint } from '../../src/chat/painting/paint.ts';
import { createPainterLinks } from '../../src/chat/painter-links.ts';
import type { Platform } from '../../src/chat/platform.ts';
import { createEmbeddedQueue } from '../../src/jobs/embedded-queue.ts';
import type { Job, JobQueue } from '../../src/jobs/job.ts';
import { createRunJob } from '../../src/jobs/run-job.ts';
import { createLogger } from '../../src/log.ts';
import { createPlanner } from '../../src/planning/index.ts';
import { createDiscord } from '../../src/platforms/discord/index.ts';
import { createWeb } from '../../src/platforms/web/index.ts';
import { openStore } from '../../src/sessions/open-store.ts';
import type { Store } from '../../src/sessions/open-store.ts';
import { chromiumPath, launchChromium, skipReason } from '../fakes/chromium.ts';
import { startDiscord } from '../fakes/discord/index.ts';
import type { DiscordDouble } from '../fakes/discord/index.ts';
import { parts } from '../fakes/discord/people.ts';
import { createFakeEngine } from '../fakes/engine.ts';
import { memoryStage } from '../fakes/memory-platform.ts';
import { boxPicture } from '../fakes/painting-bot.ts';
import { startSlack } from '../fakes/slack/index.ts';
import type { FakeSlack } from '../fakes/slack/index.ts';
import { ADA, GENERAL } from '../fakes/slack/workspace.ts';
import { slackAt } from './slack/stage.ts';

// Each case runs a whole bot, some a browser too.
vi.setConfig({ testTimeout: 240_000 });
/** On a busy machine a page takes its time. */
const SOON = { timeout: 60_000 };
const PUBLIC = 'limner.test';
const layout = {
  prompt: 'a cat beside a red house',
  regions: JSON.stringify([{ colour: '#ff0000', words: 'a cat' }]),
  cross: 1.2,
  self: 0.3,
};

let store: Store;
let web: Platform;
let bot: Bot;
let jobs: JobQueue;
let done: Job[];

/** The whole bot with its web server and another platform, on a stand-in engine; the web server has a public name. */
async function startWith(other: (store: Store) => Platform, url = `http://${PUBLIC}`) {
  const publicUrl = url === '' ? undefined : url;
  store = await openStore({});
  const { sessions, pictures, space } = store;
  const log = createLogger(() => undefined);
  const painterLinks = createPainterLinks({ store: space('painter-links'), secret: 'a secret', publicUrl });
  const env = { PORT: 0, PUBLIC_URL: publicUrl };
  web = createWeb({ env, log, store: space('web'), pictures, painterLinks }) as Platform;
  done = [];
  const run = createRunJob(createFakeEngine({ stepMs: 1 }), pictures);
  const runJob: typeof run = (job, ...more) => {
    done.push(job);
    return run(job, ...more);
  };
  jobs = createEmbeddedQueue({ journal: space('jobs'), runJob, log });
  bot = createBot({
    platforms: [web, other(store)],
    commands,
    services: { sessions, pictures, jobs, commands, log, planner: createPlanner({}, log), painterLinks },
    codec: createCallCodec('a secret of the tests'),
    resume: resumePaint,
    callsPerMinute: 1000,
  });
  await bot.start();
}

async function end() {
  await jobs.close();
  await bot.stop();
  await store.close();
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookie: string;
}

/** A request as a browser sends it that came by this name. */
function send(
  path: string,
  {
    host = PUBLIC,
    method = 'GET',
    cookie = '',
    type,
    body,
    headers = {},
  }: Readonly<{
    host?: string;
    method?: string;
    cookie?: string;
    type?: string;
    body?: string | Buffer;
    headers?: Readonly<Record<string, string>>;
  }> = {},
): Promise<Answer> {
  const { port } = new URL(web.address ?? '');
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: {
          host,
          origin: `http://${host}`,
          ...(cookie !== '' && { cookie }),
          ...(type !== undefined && { 'content-type': type }),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: text,
            cookie: (response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; '),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const open = (token: string, cookie = '', host = PUBLIC) =>
  send('/api/painter/open', {
    host,
    method: 'POST',
    cookie,
    type: 'application/json',
    body: JSON.stringify({ token }),
  });

async function paint(id: string, cookie: string, options: object = layout, host = PUBLIC): Promise<Answer> {
  const form = new FormData();
  form.set('options', JSON.stringify(options));
  form.append(
    'file',
    new Blob([new Uint8Array(await boxPicture([255, 255, 255], [255, 0, 0]))], { type: 'image/png' }),
    'layout.png',
  );
  const asBody = new Response(form);
  return send(`/api/painter/${id}/paint`, {
    host,
    method: 'POST',
    cookie,
    type: asBody.headers.get('content-type') ?? '',
    body: Buffer.from(await asBody.arrayBuffer()),
  });
}

const codeOf = ({ body }: Answer) => (JSON.parse(body) as { error: { code: string } }).error.code;
const idOf = ({ body }: Answer) => (JSON.parse(body) as { id: string }).id;
const tokenOf = (url: string) => new URLSearchParams(new URL(url).hash.slice(1)).get('link') ?? '';

describe('the layout painter behind a link in Discord', () => {
  let discord: DiscordDouble;
  let channel: ReturnType<DiscordDouble['world']['channel']>;
  let ada: ReturnType<DiscordDouble['person']>;

  const start = (publicUrl?: string) =>
    startWith(({ space, pictures }) => {
      const log = createLogger(() => undefined);
      return createDiscord({ env: discord.env, log, store: space('discord'), pictures }) as Platform;
    }, publicUrl);
  /** Asks for a link; gives its address. */
  const askLink = async (options: Readonly<Record<string, string | number>> = {}) => {
    const before = discord.world.ephemeral(channel.id).length;
    await ada.command(channel, 'painter', options);
    const message = await discord.world.until('the link', () => {
      const told = discord.world.ephemeral(channel.id).slice(before);
      return told.find((each) => parts(each).length > 0);
    });
    return String(parts(message)[0]?.['url']);
  };

  beforeEach(async () => {
    discord = await startDiscord();
    channel = discord.world.channel(discord.world.guild('Painters'));
    ada = discord.person('ada');
  });
  afterEach(async () => {
    await end();
    await discord.close();
    expect(discord.world.violations).toEqual([]);
  });

  it('takes what was painted into the conversation as a job of who asked', async () => {
    await start();
    const url = await askLink({ prompt: 'a cat on the left and a house on the right' });
    expect(url).toMatch(/^http:\/\/limner\.test\/layout#link=[\w.-]+$/u);
    const opened = await open(tokenOf(url));
    expect(opened.status).toBe(200);
    expect(JSON.parse(opened.body)).toMatchObject({
      platform: 'discord',
      draft: { regions: [{ words: 'a cat', box: [0, 0, 0.5, 1] }, { words: 'a house' }] },
    });
    expect((await paint(idOf(opened), opened.cookie)).status).toBe(204);
    const picture = await discord.world.until('the picture', () =>
      discord.world.visible(channel.id).find(({ content }) => content.includes('#1 · seed')),
    );
    expect(picture.attachments).toHaveLength(1);
    expect(done[0]).toMatchObject({
      conversation: `discord:${channel.id}`,
      userId: ada.id,
      request: {
        steps: [{ kind: 'layout', prompt: layout.prompt, weights: { crossWeight: 1.2, selfWeight: 0.3 } }],
      },
    });
    // The next link begins with the regions of this picture, masks and all.
    const again = JSON.parse((await open(tokenOf(await askLink()))).body) as {
      draft: { regions: { words: string; mask: string }[] };
    };
    expect(again.draft.regions[0]).toMatchObject({ words: 'a cat' });
    expect(again.draft.regions[0]?.mask).toMatch(/^data:image\/png;base64,iVBOR/u);
  });

  it('is used once, by one browser, and by no forged, old or foreign token', async () => {
    await start();
    const token = tokenOf(await askLink());
    const opened = await open(token);
    const id = idOf(opened);
    expect(codeOf(await open(token))).toBe('LINK_USED');
    expect((await open(token, opened.cookie)).status).toBe(200);
    expect(codeOf(await open(`${token.slice(0, -3)}AAA`))).toBe('BAD_LINK');
    expect(codeOf(await open('nothing'))).toBe('BAD_LINK');
    // The cookie of one link opens no other, and none at all paints nothing.
    const other = await open(tokenOf(await askLink()));
    expect(codeOf(await paint(id, other.cookie))).toBe('BAD_LINK');
    expect(codeOf(await paint(id, ''))).toBe('BAD_LINK');
    expect(codeOf(await paint(id, `painter-${id}=${other.cookie.split('=')[1]}`))).toBe('BAD_LINK');
    expect(codeOf(await paint(id, opened.cookie, { prompt: 'no regions' }))).toBe('BAD_LAYOUT');
    expect(done).toEqual([]);

    const painted = await Promise.all([paint(id, opened.cookie), paint(id, opened.cookie)]);
    expect(new Set(painted.map(({ status }) => status))).toEqual(new Set([204, 410]));
    expect(codeOf(await paint(id, opened.cookie))).toBe('LINK_USED');
    expect(codeOf(await open(token, opened.cookie))).toBe('LINK_USED');
    await discord.world.until('the picture', () =>
      discord.world.visible(channel.id).find(({ content }) => content.includes('#1 · seed')),
    );
    expect(done).toHaveLength(1);
  });

  it('shows the painter under its public name and nothing else of the web chat', async () => {
    await start();
    for (const path of ['/layout', '/page/layout/layout.js', '/page/base.css'])
      expect((await send(path)).status, path).toBe(200);
    for (const path of [
      '/',
      '/api/conversations',
      '/api/commands',
      '/api/stream',
      `/pictures/${'0'.repeat(64)}`,
    ])
      expect(codeOf(await send(path)), path).toBe('PAINTER_ONLY');
    expect(codeOf(await send('/api/conversations', { method: 'POST' }))).toBe('PAINTER_ONLY');
    expect(codeOf(await send('/layout', { host: 'evil.test' }))).toBe('FOREIGN_HOST');
    const { host } = new URL(web.address ?? '');
    expect((await send('/', { host })).status).toBe(200);
    // A proxy that hides the name the browser used would open the whole chat.
    expect(codeOf(await send('/', { host, headers: { 'x-forwarded-for': '203.0.113.9' } }))).toBe(
      'FOREIGN_HOST',
    );
  });

  it('takes no painting that another website makes a browser send', async () => {
    await start();
    const opened = await open(tokenOf(await askLink()));
    const answer = await send(`/api/painter/${idOf(opened)}/paint`, {
      method: 'POST',
      cookie: opened.cookie,
      headers: { origin: 'https://evil.test' },
    });
    expect(codeOf(answer)).toBe('FOREIGN_ORIGIN');
  });

  it.skipIf(chromiumPath === undefined)(
    `paints in a browser, from the link to the picture${skipReason}`,
    async () => {
      await start();
      const url = await askLink({ prompt: 'a cat on the left and a house on the right' });
      const { port } = new URL(web.address ?? '');
      const browser: Browser = await launchChromium([
        `--host-resolver-rules=MAP ${PUBLIC} 127.0.0.1:${port}`,
      ]);
      try {
        const page: Page = await (
          await browser.newContext({ viewport: { width: 1200, height: 900 } })
        ).newPage();
        page.setDefaultTimeout(SOON.timeout);
        await page.goto(url);
        await expect.poll(() => page.locator('#prompt').inputValue(), SOON).toContain('a house');
        expect(await page.getByText('For your conversation on Discord').isVisible()).toBe(true);
        expect(await page.locator('#back').isVisible()).toBe(false);
        await page.getByRole('button', { name: 'Paint it' }).click();
        await page.getByText('Sent. The picture comes to your conversation on Discord.').waitFor();
        await discord.world.until('the picture', () =>
          discord.world.visible(channel.id).find(({ content }) => content.includes('#1 · seed')),
        );
        await page.reload();
        await page.getByText('That link was used before.').waitFor();
        expect(await page.getByRole('button', { name: 'Paint it' }).isVisible()).toBe(false);
      } finally {
        await browser.close();
      }
    },
  );

  it('says what to set where nobody has given a public address', async () => {
    await start('');
    await ada.command(channel, 'painter');
    const told = await discord.world.until('the answer', () =>
      discord.world.ephemeral(channel.id).find(({ content }) => content.includes('PUBLIC_URL')),
    );
    expect(told.content).toContain('/layout a cat on the left');
  });
});

describe.skipIf(chromiumPath === undefined)(
  `the layout painter behind a button of the web chat${skipReason}`,
  () => {
    it('begins with the words, and what is painted goes on in the same conversation', async () => {
      await startWith(() => memoryStage().platform, '');
      const browser = await launchChromium();
      try {
        const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
        page.setDefaultTimeout(SOON.timeout);
        await page.goto(web.address ?? '');
        await page.locator('#words').fill('/painter a cat on the left and a house on the right');
        await page.locator('#words').press('Enter');
        await page.getByRole('link', { name: 'Open the painter' }).click();
        await expect.poll(() => page.locator('#prompt').inputValue(), SOON).toContain('a house');
        expect(await page.getByRole('link', { name: 'Chat' }).isVisible()).toBe(true);
        await page.getByRole('button', { name: 'Paint it' }).click();
        await page
          .getByText(/#1 · seed/u)
          .first()
          .waitFor();
        expect(done[0]?.conversation).toBe(`web:${new URL(page.url()).hash.slice(1)}`);
        expect(await page.getByRole('link', { name: 'Open the painter' }).count()).toBe(1);
      } finally {
        await browser.close();
        await end();
      }
    });
  },
);

describe('the layout painter behind a link in Slack', () => {
  let slack: FakeSlack;
  beforeEach(async () => {
    slack = await startSlack();
    await startWith(({ space }) => slackAt(slack, { store: space('slack') }));
  });
  afterEach(async () => {
    await end();
    await slack.close();
    expect(slack.problems).toEqual([]);
  });

  it('takes what was painted into the channel of who asked', async () => {
    await slack.user(ADA).command(GENERAL, '/limner', 'painter');
    const url = await vi.waitFor(() => {
      const [, found] =
        /"url":"([^"]+)"/u.exec(JSON.stringify(slack.privately(ADA).map(({ blocks }) => blocks))) ?? [];
      if (found === undefined) throw new Error('no link yet');
      return found;
    }, SOON);
    const opened = await open(tokenOf(url));
    expect((await paint(idOf(opened), opened.cookie)).status).toBe(204);
    await vi.waitFor(() => {
      if (!slack.messages(GENERAL).some(({ text }) => /#1 · seed/u.test(text)))
        throw new Error('no picture yet');
    }, SOON);
    expect(done[0]).toMatchObject({ conversation: `slack:${slack.space.team}:${GENERAL}:${ADA}` });
  });
});
