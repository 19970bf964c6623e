import { beforeEach, describe, expect, it } from 'vitest';
import { createPainterLinks } from '../../src/chat/painter-links.ts';
import type { LinkOrigin } from '../../src/chat/painter-links.ts';
import type { KeyValueStore } from '../../src/sessions/key-value.ts';
import { memoryStore } from '../fakes/memory-stores.ts';

const MINUTE = 60_000;
const ada: LinkOrigin = { conversation: 'discord:7', userId: 'ada', space: 'discord:guild:1', roles: ['9'] };
const bob: LinkOrigin = { conversation: 'slack:T1:C1:U2', userId: 'bob' };

describe('createPainterLinks', () => {
  let store: KeyValueStore;
  let clock: number;
  const links = (secret = 'a secret', publicUrl?: string) =>
    createPainterLinks({ store, secret, publicUrl, now: () => clock });

  beforeEach(() => {
    store = memoryStore();
    clock = Date.parse('2026-11-21T12:00:00Z');
  });

  it('knows its page when a public address is set', () => {
    expect(links('x', 'https://limner.example.org').page).toBe('https://limner.example.org/layout');
    expect(links().page).toBeUndefined();
  });

  it('gives back whom and where a link is for, and what to begin with', async () => {
    const draft = {
      prompt: 'a cat',
      segments: [{ words: 'a cat', box: [0, 0, 0.5, 1] as [number, number, number, number] }],
    };
    const opened = await links().open(await links().create(ada, draft));
    expect(opened).toMatchObject({ origin: ada, draft });
    expect(await links().spend(opened.id, opened.browser)).toEqual(ada);
  });

  it('opens again in the same browser, and in no other', async () => {
    const token = await links().create(ada);
    const { id, browser } = await links().open(token);
    clock += 90 * MINUTE;
    expect((await links().open(token, browser)).browser).toBe(browser);
    clock -= 85 * MINUTE;
    await expect(links().open(token)).rejects.toMatchObject({ code: 'LINK_USED' });
    await expect(links().open(token, 'somebody else')).rejects.toMatchObject({ code: 'LINK_USED' });
    await expect(links().spend(id, 'somebody else')).rejects.toMatchObject({ code: 'BAD_LINK' });
    await expect(links().spend(id, undefined)).rejects.toMatchObject({ code: 'BAD_LINK' });
  });

  it('lets one of many browsers in that come at once', async () => {
    const token = await links().create(ada);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => links().open(token)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is used up by painting once', async () => {
    const token = await links().create(ada);
    const { id, browser } = await links().open(token);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => links().spend(id, browser)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(links().spend(id, browser)).rejects.toMatchObject({ code: 'LINK_USED' });
    await expect(links().open(token, browser)).rejects.toMatchObject({ code: 'LINK_USED' });
  });

  it('expires when nobody opens it in time, and a while after it was opened', async () => {
    const late = await links().create(ada);
    clock += 16 * MINUTE;
    await expect(links().open(late)).rejects.toMatchObject({ code: 'LINK_EXPIRED' });
    const token = await links().create(ada);
    const { browser } = await links().open(token);
    clock += 3 * 60 * MINUTE;
    await expect(links().open(token, browser)).rejects.toMatchObject({ code: 'LINK_EXPIRED' });
  });

  it.each([
    ['words', () => 'let me in'],
    ['a changed time', (token: string) => token.replace(/\.[0-9a-z]+\./u, '.zzzzzzzz.')],
    ['a changed signature', (token: string) => `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`],
    ['a missing signature', (token: string) => token.split('.').slice(0, 2).join('.')],
    ['a longer signature', (token: string) => `${token}A`],
  ])('refuses %s', async (_what, change) => {
    const token = await links().create(ada);
    await expect(links().open(change(token))).rejects.toMatchObject({ code: 'BAD_LINK' });
    await expect(links('another secret').open(token)).rejects.toMatchObject({ code: 'BAD_LINK' });
    expect((await links().open(token)).origin).toEqual(ada);
  });

  it('never leads to another conversation or person', async () => {
    const [hers, his] = [await links().create(ada), await links().create(bob)];
    const [id, expires] = hers.split('.');
    const signature = his.split('.')[2] ?? '';
    await expect(links().open(`${id}.${expires}.${signature}`)).rejects.toMatchObject({ code: 'BAD_LINK' });
    // Even who could write into the store cannot point a link at somebody else: the signature covers both.
    await store.set(`link/${id}`, { origin: { ...ada, conversation: 'discord:8' } });
    await expect(links().open(hers)).rejects.toMatchObject({ code: 'BAD_LINK' });
    await store.set(`link/${id}`, { origin: { ...ada, userId: 'bob' } });
    await expect(links().open(hers)).rejects.toMatchObject({ code: 'BAD_LINK' });
  });

  it('forgets the links of a person', async () => {
    const [hers, his] = [await links().create(ada), await links().create(bob)];
    await links().forgetUser('ada');
    await expect(links().open(hers)).rejects.toMatchObject({ code: 'LINK_EXPIRED' });
    expect((await links().open(his)).origin).toEqual(bob);
    expect(JSON.stringify(await store.keys(''))).not.toContain('ada');
  });
});
