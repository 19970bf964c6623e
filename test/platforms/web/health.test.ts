import { describe, expect, it } from 'vitest';
import { lookAtHealth } from '../../../src/chat/health.ts';
import { newContext, startWeb } from './stage.ts';

describe('/health', () => {
  it('says to whoever asks, without a cookie and by any name, what runs and what does not', async () => {
    const [web, discord] = [{ name: 'web' }, { name: 'discord' }];
    let open = [web];
    const store = { get: () => Promise.resolve(undefined) };
    const { visitor } = await startWeb({
      ...newContext({ PORT: 0, HOST: '0.0.0.0', WEB_PASSWORD: 'a long password' }),
      health: () => lookAtHealth([web, discord], open, store),
    });
    const ask = async (path: string) => {
      const response = await fetch(`${visitor.address}${path}`);
      return [response.status, await response.json()];
    };
    expect(await ask('/health/live')).toEqual([200, { live: true }]);
    expect(await ask('/health')).toEqual([
      503,
      { live: true, ready: false, platforms: { web: true, discord: false } },
    ]);
    open = [web, discord];
    expect(await ask('/health')).toEqual([
      200,
      { live: true, ready: true, platforms: { web: true, discord: true } },
    ]);
  });

  it('is not ready while the store does not answer', async () => {
    const broken = { get: () => Promise.reject(new Error('away')) };
    expect(await lookAtHealth([], [], broken)).toEqual({ isReady: false, platforms: {} });
  });
});
