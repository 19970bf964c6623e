import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import type { ChatEvent, PlatformContext } from '../../../src/chat/platform.ts';
import { ConfigError } from '../../../src/errors.ts';
import { createWeb } from '../../../src/platforms/web/index.ts';
import { platforms } from '../../../src/platforms/index.ts';
import { openStore } from '../../../src/sessions/open-store.ts';
import { bluePng, contractCommands, redPng } from '../../contracts/platform.contract.ts';
import { WebVisitor } from '../../fakes/web-visitor.ts';
import { newContext, startWeb } from './stage.ts';

const errorOf = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as { error: { code: string; message: string } }).error,
});

const picture = (data: Uint8Array, role: 'picture' | 'preview' = 'picture'): OutgoingMessage => ({
  text: '#1',
  pictures: [{ name: '1.png', role, alt: 'a cat', mediaType: 'image/png', data }],
});

const asPng = (name: string, data: Uint8Array) => ({ name, mediaType: 'image/png', data });

/** The stream of one browser, open and ready. */
async function openStream(visitor: WebVisitor, lastEventId?: string) {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await visitor.fetch('/api/stream', { headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  /** Reads on until this text has come. */
  const until = async (wanted: string) => {
    while (!text.includes(wanted)) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) throw new Error(`the stream ended without "${wanted}": ${text}`);
      text += value;
    }
    return text;
  };
  await until('event: ');
  const lastId = () => [...text.matchAll(/^id: (\S+)$/gmu)].at(-1)?.[1];
  return { until, lastId, close: () => reader?.cancel() };
}

describe('createWeb', () => {
  it('is registered as a platform', async () => {
    expect(await platforms['web']?.()).toBe(createWeb);
  });

  it.each([[false], ['off'], ['false']])('stays off with WEB=%s', (value) => {
    expect(createWeb(newContext({ WEB: value }))).toBeUndefined();
  });

  it('takes the next port when its own is taken and none was chosen', async () => {
    const [first, second] = [await startWeb(newContext({})), await startWeb(newContext({}))];
    const port = (web: typeof first) => Number(new URL(web.platform.address ?? '').port);
    expect(port(first)).toBeGreaterThanOrEqual(3000);
    expect(port(second)).toBeGreaterThan(port(first));
  });

  it('says that a chosen port is taken', async () => {
    const { platform } = await startWeb();
    const { port } = new URL(platform.address ?? '');
    const second = createWeb(newContext({ PORT: Number(port) }));
    const failed = second?.start(contractCommands, () => Promise.resolve());
    await expect(failed).rejects.toThrow(ConfigError);
    await expect(failed).rejects.toThrow(`PORT: ${port} is taken`);
  });

  it('serves this machine only, unless a host is chosen', async () => {
    const { platform } = await startWeb();
    expect(new URL(platform.address ?? '').hostname).toBe('localhost');
    const open = await startWeb(newContext({ PORT: 0, HOST: '127.0.0.1' }));
    expect(new URL(open.platform.address ?? '').hostname).toBe('localhost');
  });
});

describe('the server of the web chat', () => {
  it('gives the page with a strict content policy and a cookie that scripts cannot read', async () => {
    const { visitor } = await startWeb();
    const response = await visitor.open();
    expect(await response.text()).toContain('<title>Limner</title>');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/u);
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('set-cookie')).toMatch(/^limner=[\w-]{22};.*HttpOnly; SameSite=Lax$/u);
  });

  it('serves the files of the page and nothing beside them', async () => {
    const { visitor } = await startWeb();
    const script = await visitor.fetch('/page/chat.js');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    const etag = script.headers.get('etag') ?? '';
    expect((await visitor.fetch('/page/chat.js', { headers: { 'if-none-match': etag } })).status).toBe(304);
    for (const path of ['/page/..%2findex.ts', '/page/%2e%2e/index.ts', '/page/nothing.js', '/index.ts']) {
      expect((await visitor.fetch(path)).status, path).toBe(404);
    }
  });

  it('loads nothing from elsewhere', async () => {
    const { visitor } = await startWeb();
    for (const path of ['/', '/page/base.css', '/page/chat.css', '/page/entries.css']) {
      expect(await (await visitor.fetch(path)).text(), path).not.toMatch(
        /(?:src|href|url\()\s*=?\s*["'(]?(?:https?:)?\/\/(?!www\.w3\.org)/u,
      );
    }
  });

  it('asks for its cookie', async () => {
    const { platform } = await startWeb();
    const stranger = new WebVisitor(platform.address ?? '');
    expect(await errorOf(await stranger.fetch('/api/conversations'))).toMatchObject({
      status: 400,
      code: 'NO_VISITOR',
    });
  });

  it.each([
    ['another website', { origin: 'https://example.com' }],
    ['a page without origin', { origin: '' }],
    ['an opaque origin', { origin: 'null' }],
    ['another port', { origin: 'http://localhost:1' }],
  ])('refuses changes from %s', async (_who, headers) => {
    const { visitor } = await startWeb();
    const response = await visitor.fetch('/api/conversations', { method: 'POST', headers });
    expect(await errorOf(response)).toMatchObject({ status: 403, code: 'FOREIGN_ORIGIN' });
  });

  it('refuses a foreign host name that leads to this machine', async () => {
    const { platform } = await startWeb();
    const { port } = new URL(platform.address ?? '');
    const status = await new Promise((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port,
        path: '/',
        headers: { host: `evil.example:${port}` },
      });
      asked
        .on('response', (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('keeps the conversations of people apart', async () => {
    const { platform, visitor } = await startWeb();
    const mine = await visitor.newConversation();
    await visitor.act(mine, { type: 'words', text: 'a secret cat' });
    const other = new WebVisitor(platform.address ?? '');
    await other.open();
    expect(await (await other.fetch('/api/conversations')).json()).toEqual([]);
    const path = `/api/conversations/${mine.slice(4)}`;
    for (const asked of [
      other.fetch(`${path}/entries`),
      other.fetch(path, { method: 'DELETE' }),
      other.fetch(path, { method: 'PATCH', body: '{"title":"mine"}' }),
      other.act(mine, { type: 'words', text: 'hello' }),
    ]) {
      expect(await errorOf(await asked)).toMatchObject({ status: 404, code: 'NO_SUCH_CONVERSATION' });
    }
  });

  it('names a conversation by its first words until somebody renames it', async () => {
    const { visitor } = await startWeb();
    const conversation = await visitor.newConversation();
    const titles = async () =>
      ((await (await visitor.fetch('/api/conversations')).json()) as { title: string }[]).map(
        ({ title }) => title,
      );
    await visitor.act(conversation, { type: 'words', text: '/paint a cat on  grass seed:7 --size small' });
    expect(await titles()).toEqual(['a cat on grass']);
    const path = `/api/conversations/${conversation.slice(4)}`;
    await visitor.fetch(path, { method: 'PATCH', body: JSON.stringify({ title: ' Cats ' }) });
    await visitor.act(conversation, { type: 'words', text: 'make it blue' });
    expect(await titles()).toEqual(['Cats']);
    expect(await errorOf(await visitor.fetch(path, { method: 'PATCH', body: '{"title":""}' }))).toMatchObject(
      { code: 'BAD_TITLE' },
    );
    await visitor.fetch(path, { method: 'DELETE' });
    expect(await titles()).toEqual([]);
  });
});

describe('what people send to the web chat', () => {
  it.each([
    ['nothing', { type: 'words', text: '  ' }, 400, 'EMPTY_MESSAGE'],
    ['endless words', { type: 'words', text: 'a'.repeat(20_001) }, 413, 'TEXT_TOO_LONG'],
    ['a reply to nothing', { type: 'words', text: 'left', to: '99' }, 409, 'NO_SUCH_MESSAGE'],
    ['a button that is not there', { type: 'button', id: 'undo', on: '1' }, 409, 'NO_SUCH_BUTTON'],
    ['something unknown', { type: 'dance' }, 400, 'BAD_ACTION'],
  ])('refuses %s with a sentence and delivers nothing', async (_what, action, status, code) => {
    const events: ChatEvent[] = [];
    const { platform, visitor } = await startWeb(newContext(), async (event) => void events.push(event));
    const conversation = await visitor.newConversation();
    await platform.post(conversation, { text: 'hello' });
    const error = await errorOf(await visitor.act(conversation, action));
    expect(error).toMatchObject({ status, code });
    expect(error.message).toMatch(/^[A-Z].{15,}/u);
    expect(await visitor.entries(conversation)).toHaveLength(1);
    expect(events).toEqual([]);
  });

  it('refuses a file above 20 MB and more than four files', async () => {
    const { visitor } = await startWeb();
    const conversation = await visitor.newConversation();
    const words = { type: 'words', text: 'make it night' };
    const large = await visitor.act(conversation, words, {
      files: [asPng('large.png', new Uint8Array(20_000_001))],
    });
    expect(await errorOf(large)).toMatchObject({ status: 413, code: 'UPLOAD_TOO_LARGE' });
    const larger = await visitor.act(conversation, words, {
      files: [asPng('larger.png', new Uint8Array(25_000_000))],
    });
    expect(await errorOf(larger)).toMatchObject({ status: 413, code: 'UPLOAD_TOO_LARGE' });
    const many = await visitor.act(conversation, words, {
      files: Array.from({ length: 5 }, (_, i) => asPng(`${i}.png`, redPng)),
    });
    expect(await errorOf(many)).toMatchObject({ status: 400, code: 'TOO_MANY_FILES' });
    expect(await visitor.entries(conversation)).toEqual([]);
  });

  it('shows pictures by their bytes; anything else is a name, never served', async () => {
    const { visitor, context } = await startWeb();
    const conversation = await visitor.newConversation();
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    await visitor.act(
      conversation,
      { type: 'words', text: '' },
      {
        files: [
          { name: 'cat.png', mediaType: 'image/png', data: redPng },
          { name: 'trick.png', mediaType: 'image/png', data: svg },
        ],
      },
    );
    const [entry] = await visitor.entries(conversation);
    expect(entry?.pictures.map(({ name }) => name)).toEqual(['cat.png']);
    expect(entry?.files).toEqual([{ name: 'trick.png', bytes: svg.length }]);
    const shown = await visitor.fetch(`/pictures/${entry?.pictures[0]?.hash}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    const stored = await visitor.fetch(`/pictures/${await context.pictures.put(svg)}`);
    expect(stored.headers.get('content-type')).toBe('application/octet-stream');
    expect((await visitor.fetch(`/pictures/${'0'.repeat(64)}`)).status).toBe(404);
  });

  it('does once what is sent twice under one key', async () => {
    const events: ChatEvent[] = [];
    const { visitor } = await startWeb(newContext(), async (event) => void events.push(event));
    const conversation = await visitor.newConversation();
    const send = () => visitor.act(conversation, { type: 'words', text: 'a cat' }, { key: 'sending-1' });
    expect([(await send()).status, (await send()).status]).toEqual([202, 202]);
    expect(await visitor.entries(conversation)).toHaveLength(1);
    expect(events).toHaveLength(1);
  });

  it('keeps nothing of what the full disk refused, so that sending again works', async () => {
    const context = newContext();
    let isFull = true;
    const store: PlatformContext['store'] = {
      ...context.store,
      set: (key, value) =>
        isFull && key.startsWith('web:entry')
          ? Promise.reject(new Error('ENOSPC'))
          : context.store.set(key, value),
    };
    const { visitor } = await startWeb({ ...context, store });
    const conversation = await visitor.newConversation();
    const send = () => visitor.act(conversation, { type: 'words', text: 'a cat' }, { key: 'sending-1' });
    const refused = await errorOf(await send());
    expect(refused).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(refused.message).toContain('nothing you wrote is lost');
    isFull = false;
    expect((await send()).status).toBe(202);
    expect((await visitor.entries(conversation)).map(({ text }) => text)).toEqual(['a cat']);
  });

  it('hands on a command it does not know as words, for the bot to answer', async () => {
    const events: ChatEvent[] = [];
    const { visitor } = await startWeb(newContext(), async (event) => void events.push(event));
    const conversation = await visitor.newConversation();
    expect((await visitor.act(conversation, { type: 'words', text: '/pain a cat' })).status).toBe(202);
    const [said] = await visitor.entries(conversation);
    expect(said).toMatchObject({ kind: 'command', text: '/pain a cat' });
    await vi.waitFor(() => expect(events).toMatchObject([{ type: 'message', text: '/pain a cat' }]));
  });

  it('hands over what was typed into the form of a button', async () => {
    const events: ChatEvent[] = [];
    const { platform, visitor } = await startWeb(newContext(), async (event) => void events.push(event));
    const conversation = await visitor.newConversation();
    await platform.post(conversation, {
      text: '#1',
      buttons: [
        {
          id: 'plan|1',
          label: 'Edit the plan',
          ask: { title: 'Plan', fields: [{ name: 'plan', label: 'Plan' }] },
        },
      ],
    });
    await visitor.act(
      conversation,
      { type: 'button', id: 'plan|1', on: '1', values: { plan: 'make it red' } },
      { uploads: { mask: asPng('mask.png', bluePng) } },
    );
    await expect.poll(() => events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'button',
      id: 'plan|1',
      values: { plan: 'make it red' },
      files: [{ name: 'mask.png', field: 'mask' }],
    });
  });
});

describe('what the bot posts to the web chat', () => {
  it('posts one message for one key', async () => {
    const { platform, visitor } = await startWeb();
    const conversation = await visitor.newConversation();
    const first = await platform.post(conversation, { text: '#1', key: 'job-1' });
    await platform.update(first, { text: '#1 done' });
    expect(await platform.post(conversation, { text: '#1', key: 'job-1' })).toEqual(first);
    expect(await visitor.entries(conversation)).toHaveLength(1);
  });

  it('keeps previews out of the picture store', async () => {
    const { platform, visitor, context } = await startWeb();
    const conversation = await visitor.newConversation();
    const posted = await platform.post(conversation, {
      text: '',
      progress: { fraction: 0, label: 'waiting' },
    });
    await platform.update(posted, {
      ...picture(bluePng, 'preview'),
      progress: { fraction: 0.5, label: 'step 5' },
    });
    const [entry] = await visitor.entries(conversation);
    const hash = entry?.pictures[0]?.hash ?? '';
    expect((await visitor.fetch(`/pictures/${hash}`)).status).toBe(200);
    await expect(context.pictures.get(hash)).rejects.toThrow();
  });

  it('refuses a conversation that was deleted', async () => {
    const { platform, visitor } = await startWeb();
    const conversation = await visitor.newConversation();
    await visitor.fetch(`/api/conversations/${conversation.slice(4)}`, { method: 'DELETE' });
    await expect(platform.post(conversation, { text: '#1' })).rejects.toMatchObject({ code: 'PLATFORM' });
  });

  it('forgets a person: every message, what they brought, what a browser might still be told', async () => {
    const { platform, visitor, context } = await startWeb();
    const older = await visitor.newConversation();
    await visitor.act(older, { type: 'words', text: 'a secret' }, { files: [asPng('cat.png', redPng)] });
    const [entry] = await visitor.entries(older);
    const newest = await visitor.newConversation();
    const stream = await openStream(visitor);
    const before = stream.lastId();
    await visitor.act(newest, { type: 'words', text: 'another secret' });
    const other = new WebVisitor(platform.address ?? '');
    await other.open();
    const theirs = await other.newConversation();
    await other.act(theirs, { type: 'words', text: 'hello' });

    await platform.forgetUser?.(new URLSearchParams(visitor.cookie).get('limner') ?? '');
    const answer = await platform.post(newest, { text: 'Deleted.' });
    expect((await visitor.entries(newest)).map(({ text }) => text)).toEqual(['Deleted.']);
    expect(await visitor.sees(answer)).toMatchObject({ text: 'Deleted.' });
    expect((await (await visitor.fetch('/api/conversations')).json()) as object[]).toMatchObject([
      { id: newest.slice(4), title: 'New conversation' },
    ]);
    await expect(context.pictures.get(entry?.pictures[0]?.hash ?? '')).rejects.toThrow();
    const kept = await Promise.all((await context.store.keys('')).map((key) => context.store.get(key)));
    expect(JSON.stringify(kept)).not.toContain('secret');
    const late = await openStream(visitor, before);
    expect(await late.until('\n\n')).not.toContain('secret');
    expect(await other.entries(theirs)).toHaveLength(1);
  });

  it('keeps everything on disk over a restart, and tells what was interrupted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limner-web-'));
    let store = await openStore({ folder });
    const onDisk = (): PlatformContext => ({
      ...newContext(),
      store: store.space('web'),
      pictures: store.pictures,
    });
    const { platform, visitor } = await startWeb(onDisk());
    const conversation = await visitor.newConversation();
    await visitor.act(conversation, { type: 'words', text: 'a cat' });
    await platform.post(conversation, picture(redPng), { conversation, id: '1' });
    const running = await platform.post(conversation, {
      text: 'a dog',
      progress: { fraction: 0, label: 'waiting' },
      buttons: [{ id: 'cancel', label: 'Cancel' }],
    });
    await platform.stop();
    await store.close();

    store = await openStore({ folder });
    const again = await startWeb(onDisk());
    again.visitor.cookie = visitor.cookie;
    const [said, shown, stopped] = await again.visitor.entries(conversation);
    expect(said).toMatchObject({ id: '1', author: 'user', text: 'a cat' });
    expect(shown).toMatchObject({ id: '2', author: 'bot', replyTo: '1' });
    expect(await again.visitor.sees({ conversation, id: '2' })).toMatchObject({
      pictures: [{ alt: 'a cat', data: redPng }],
    });
    expect(stopped).toMatchObject({ text: 'a dog', isInterrupted: true, buttons: [] });
    expect(stopped).not.toHaveProperty('progress');
    // The bot goes on with the job, in the same message.
    await again.platform.update(running, { text: '✓ a dog' });
    expect((await again.visitor.entries(conversation))[2]).not.toHaveProperty('isInterrupted');
    expect(await again.platform.post(conversation, { text: 'next' })).toEqual({ conversation, id: '4' });
    await again.platform.stop();
    await store.close();
    await rm(folder, { recursive: true });
  });
});

describe('the stream of the web chat', () => {
  it('tells the open browser what happens, and after a gap what was missed', async () => {
    const { platform, visitor } = await startWeb();
    const conversation = await visitor.newConversation();
    const first = await openStream(visitor);
    await platform.post(conversation, { text: 'seen' });
    await first.until('"text":"seen"');
    await first.close();
    await platform.post(conversation, { text: 'missed' });
    const second = await openStream(visitor, first.lastId());
    const text = await second.until('"text":"missed"');
    expect(text).toContain('event: ready');
    expect(text).not.toContain('"text":"seen"');
  });

  it('asks a browser that comes from before a restart to read all again', async () => {
    const { visitor } = await startWeb();
    const stream = await openStream(visitor, 'earlier-7');
    expect(await stream.until('\n\n')).toContain('event: reset');
  });

  it('tells nobody about the conversations of others', async () => {
    const { platform, visitor } = await startWeb();
    const conversation = await visitor.newConversation();
    const other = new WebVisitor(platform.address ?? '');
    await other.open();
    const theirs = await other.newConversation();
    const stream = await openStream(other);
    await platform.post(conversation, { text: 'mine' });
    await platform.post(theirs, { text: 'theirs' });
    expect(await stream.until('"text":"theirs"')).not.toContain('"text":"mine"');
  });
});
