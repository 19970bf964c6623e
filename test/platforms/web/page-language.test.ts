import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Platform } from '../../../src/chat/platform.ts';
import { silent } from '../../../src/log.ts';
import { createWeb } from '../../../src/platforms/web/index.ts';
import { chromiumPath, launchChromium, skipReason } from '../../fakes/chromium.ts';
import { memoryPictures, memoryStore } from '../../fakes/memory-stores.ts';
import { PaintingBot } from '../../fakes/painting-bot.ts';

describe.skipIf(chromiumPath === undefined)(`the language of the page${skipReason}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it("is the browser's, or the one that is chosen, also for the bot", async () => {
    const context = { env: { PORT: 0 }, log: silent, store: memoryStore(), pictures: memoryPictures() };
    const platform = createWeb(context) as Platform;
    const bot = new PaintingBot(platform);
    await bot.start();
    const tab = await browser.newContext({ locale: 'de-DE' });
    const page = await tab.newPage();
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(platform.address ?? '');
    await page.locator('#connection[data-state="open"]').waitFor({ state: 'attached' });
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.locator('#welcome h2').textContent()).toBe('Was malen wir?');
    const words = page.getByRole('combobox', { name: 'Nachricht' }).or(page.locator('#words')).first();
    expect(await words.getAttribute('placeholder')).toBe('Sag, was ich malen oder ändern soll');

    await words.fill('/imagine a cat');
    await words.press('Enter');
    await expect.poll(() => bot.events.at(-1)?.locale).toBe('de');

    await Promise.all([page.waitForEvent('load'), page.locator('#language').selectOption('ja')]);
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('ja');
    expect(await page.locator('#theme-name').textContent()).toBe('配色: システムと同じ');
    await page.locator('#connection[data-state="open"]').waitFor({ state: 'attached' });
    await words.fill('undo');
    await words.press('Enter');
    await expect.poll(() => bot.events.at(-1)?.locale).toBe('ja');
    expect(troubles).toEqual([]);
    await tab.close();
    await platform.stop();
  });
});
