import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/errors.ts';
import { runOnce } from '../../src/once/run-once.ts';
import { createScriptPlatform, SCRIPT_USER } from '../../src/once/script-platform.ts';
import type { ScriptMessage } from '../../src/once/script-platform.ts';
import { openStore } from '../../src/sessions/open-store.ts';
import { picturesOf, startBot } from './bot-stage.ts';

const textOf = (messages: readonly ScriptMessage[]) => messages.map(({ content }) => content.text);
const SETTINGS = { type: 'command', name: 'settings' } as const;
const UNDO = { type: 'message', text: 'undo' } as const;

describe("the person's language", () => {
  it('is the one the platform says', async () => {
    const { script } = await startBot();
    const [picture] = picturesOf(await script.say('/imagine a cat seed:1000', { locale: 'de-AT' }));
    expect(picture?.content.text).toBe('#1 · Seed 1000 · 0,1 s');
    expect(picture?.content.buttons?.map(({ label }) => label)).toContain('Variante');
    const [edited] = picturesOf(await script.say('make the cat blue', { locale: 'ja' }));
    expect(edited?.content.text).toMatch(/^#2 · シード \d+ · 画像の 50% を変更 · 0\.1 秒/u);
    expect(edited?.content.pictures?.[1]?.alt).toBe('マスク: 「make the cat blue」を探した場所、画像の 50%');
    expect(edited?.content.buttons?.find(({ ask }) => ask !== undefined)?.ask?.title).toBe('#2 を編集');
  });

  it('is heard in errors and in help too', async () => {
    const { script } = await startBot();
    const [refused] = await script.send({ ...UNDO, locale: 'fr' });
    expect(refused?.content.error).toMatchObject({
      message: expect.stringMatching(/^Il n’y a (?:encore rien à annuler|pas encore d’image)/u) as string,
    });
    const [help] = await script.say('/help', { locale: 'pt-BR' });
    expect(help?.content.text).toMatch(/^Pinto imagens e repinto/u);
    expect(help?.content.text).toMatch(/\/undo: \p{Lu}/u);
    expect(help?.content.text).not.toContain('Go back to the picture before');
  });

  it('is the one they chose, everywhere and at once, until they say "auto"', async () => {
    const { script } = await startBot();
    const [answer] = await script.send({ ...SETTINGS, options: { language: 'es' }, locale: 'de' });
    expect(answer?.content.text).toContain('Te respondo en español.');
    expect((await script.say('/imagine a cat', { locale: 'de' })).at(-1)?.content.text).toContain('semilla');
    const [other] = await script.send({ ...SETTINGS, options: {}, locale: 'de', userId: 'somebody else' });
    expect(other?.content.text).toContain('Alles ist, wie die Modellkarte es vorgibt.');
    await script.send({ ...SETTINGS, options: { language: 'auto' }, locale: 'de' });
    const [back] = await script.send({ ...SETTINGS, options: {}, locale: 'de' });
    expect(back?.content.text).toContain('Alles ist, wie die Modellkarte es vorgibt.');
  });

  it('is forgotten with everything else of them', async () => {
    const { script, services } = await startBot();
    await script.send({ ...SETTINGS, options: { language: 'es' } });
    expect(await services.languages?.of(SCRIPT_USER)).toBe('es');
    await script.send({ type: 'command', name: 'privacy', options: { action: 'delete' } });
    expect(await services.languages?.of(SCRIPT_USER)).toBeUndefined();
  });

  it('is kept with a job over a restart', async () => {
    const store = await openStore({});
    const script = createScriptPlatform();
    let isAway = true;
    const flaky = {
      ...script,
      post: (...given: Parameters<typeof script.post>) =>
        isAway && given[1].facts !== undefined
          ? Promise.reject(new PlatformError('script', 'is away'))
          : script.post(...given),
    };
    const first = await startBot({ store, script: flaky });
    await script.say('/imagine a cat seed:7', { locale: 'de' });
    await first.stop();
    isAway = false;
    const again = await startBot({ store, script: flaky });
    await expect
      .poll(() => textOf(picturesOf(script.messages)), { timeout: 30_000 })
      .toEqual(['#1 · Seed 7 · 0,1 s']);
    await again.stop();
  });

  it('is English for a script, or what it says', async () => {
    const { script } = await startBot();
    const told: string[] = [];
    const out = await mkdtemp(join(tmpdir(), 'limner-'));
    const options = { out, json: true, write: (line: string) => void told.push(line) };
    await runOnce(script, { ...options, messages: ['/goto 5'] });
    await runOnce(script, { ...options, messages: ['/goto 5'], language: 'de' });
    expect(told[0]).toContain('There is no picture #5');
    expect(told[1]).toContain('Ein Bild #5 gibt es nicht');
  });
});
