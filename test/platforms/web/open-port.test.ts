import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors.ts';
import { invitation, openKey } from '../../../src/platforms/web/gate.ts';
import { createWeb } from '../../../src/platforms/web/index.ts';
import { contractCommands } from '../../contracts/platform.contract.ts';
import type { WebVisitor } from '../../fakes/web-visitor.ts';
import { newContext, startWeb } from './stage.ts';

describe('an open port', () => {
  const password = 'correct horse battery';
  const open = (env = {}) =>
    startWeb(newContext({ PORT: 0, HOST: '0.0.0.0', WEB_PASSWORD: password, ...env }));
  const login = (visitor: WebVisitor, body: object) =>
    visitor.fetch('/api/login', { method: 'POST', body: JSON.stringify(body) });

  it('does not open without a password, nor with one that is guessed', async () => {
    for (const [env, said] of [
      [{ PORT: 0, HOST: '0.0.0.0' }, 'HOST: 0.0.0.0 lets others'],
      [{ PORT: 0, HOST: '0.0.0.0', WEB_PASSWORD: '1234567' }, 'at least 8'],
    ] as const) {
      const start = createWeb(newContext(env))?.start(contractCommands, () => Promise.resolve());
      await expect(start).rejects.toThrow(ConfigError);
      await expect(start).rejects.toThrow(said);
    }
  });

  it('shows its door to everybody, and what is behind it to nobody', async () => {
    const { visitor } = await open();
    expect((await visitor.fetch('/', { redirect: 'manual' })).headers.get('location')).toBe('/login');
    expect(await (await visitor.fetch('/login')).text()).toContain('type="password"');
    for (const path of ['/api/conversations', '/api/stream', '/api/commands'])
      expect((await visitor.fetch(path)).status, path).toBe(401);
    expect((await visitor.fetch(`/pictures/${'0'.repeat(64)}`, { redirect: 'manual' })).status).toBe(303);
  });

  it('lets in who knows the password, by a cookie that a script cannot read', async () => {
    const { visitor } = await open();
    expect((await login(visitor, { password: 'wrong horse' })).status).toBe(401);
    const response = await visitor.fetch('/api/login', {
      method: 'POST',
      body: JSON.stringify({ password }),
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(response.status).toBe(204);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^limner-pass=\d+\.[\w-]{43};.*HttpOnly; Secure; SameSite=Lax$/u);
    visitor.cookie = cookie.split(';')[0] ?? '';
    expect(await (await visitor.fetch('/')).text()).toContain('<title>Limner</title>');
    visitor.cookie = `limner-pass=9999999999.${'A'.repeat(43)}`;
    expect((await visitor.fetch('/api/commands')).status).toBe(401);
  });

  it('lets programs in by the password itself, without an origin and without a cookie', async () => {
    const { visitor } = await open();
    const ask = (token: string) =>
      fetch(`${visitor.address}/api/conversations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await ask(encodeURIComponent(password))).status).toBe(401);
    const { visitor: other } = await open({ WEB_PASSWORD: 'a-token-for-programs' });
    const made = await fetch(`${other.address}/api/conversations`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-token-for-programs' },
    });
    expect(made.status).toBe(201);
  });

  it('stays shut to who tries one password after another', async () => {
    const { visitor } = await open();
    const statuses = new Set<number>();
    for (let i = 0; i < 12; i++)
      statuses.add((await login(visitor, { password: `wrong horse ${i}` })).status);
    expect([...statuses]).toEqual([401, 429]);
    // The right one is no news to who has tried too many wrong ones.
    expect((await login(visitor, { password })).status).toBe(429);
  });

  it('tells a password that it has made once, and knows it after a restart', async () => {
    const context = newContext({ PORT: 0, HOST: '0.0.0.0', WEB_PASSWORD: 'generate' });
    const { platform } = await startWeb(context);
    const [, made = ''] = /told this once: (\S+)$/u.exec(platform.notice ?? '') ?? [];
    await platform.stop();
    const { platform: again, visitor } = await startWeb(context);
    expect(again.notice).toBeUndefined();
    expect((await login(visitor, { password: made })).status).toBe(204);
  });

  it('lets in by an invitation of its own, as the same person everywhere', async () => {
    const context = newContext({ PORT: 0, HOST: '0.0.0.0', WEB_PASSWORD: password });
    const { visitor } = await startWeb(context);
    const key = await openKey(password, '0.0.0.0', context.store);
    const invite = new URLSearchParams(invitation('Ann', key).slice(1)).get('invite') ?? '';
    const cookies = async () => (await login(visitor, { invite })).headers.getSetCookie();
    const visitors = [await cookies(), await cookies()].map((all) =>
      all.find((one) => one.startsWith('limner=')),
    );
    expect(visitors[0]).toMatch(/^limner=[\w-]{22};/u);
    expect(visitors[0]).toBe(visitors[1]);
    expect((await login(visitor, { invite: invite.replace('Ann', 'Bob') })).status).toBe(401);
  });
});
