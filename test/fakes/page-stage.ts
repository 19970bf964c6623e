import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { ChatEvent, Platform, PlatformContext } from '../../src/chat/platform.ts';
import { silent } from '../../src/log.ts';
import { createWeb } from '../../src/platforms/web/index.ts';
import { launchChromium } from './chromium.ts';
import { memoryPictures, memoryStore } from './memory-stores.ts';
import { PaintingBot } from './painting-bot.ts';

/** A browser, a server with a painting bot and an open page before every test; no trouble in the page after it. */
export function usePage() {
  let browser: Browser;
  let tab: BrowserContext;
  let page: Page;
  let platform: Platform;
  let bot: PaintingBot;
  let context: PlatformContext;
  const troubles: string[] = [];

  const startServer = async (port: number) => {
    platform = createWeb({ ...context, env: { PORT: port } }) as Platform;
    const before = bot as PaintingBot | undefined;
    bot = new PaintingBot(platform);
    bot.events.push(...(before?.events ?? []));
    await bot.start();
  };
  const openTab = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    tab = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    page = await tab.newPage();
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      // What a test does on purpose: a server that is away, a message that is refused.
      if (
        message.type() === 'error' &&
        !/ERR_CONNECTION|ERR_INCOMPLETE|\(Payload Too Large\)/u.test(message.text())
      )
        troubles.push(message.text());
    });
    await page.goto(platform.address ?? '', { timeout: 100_000 });
    await page.locator('#connection[data-state="open"]').waitFor({ state: 'attached' });
  };
  const words = () => page.locator('#words');
  const say = async (sentence: string) => {
    await words().fill(sentence);
    await words().press('Enter');
  };
  const event = async <T extends ChatEvent['type']>(at: number, type: T) => {
    await expect.poll(() => bot.events.length).toBeGreaterThan(at);
    expect(bot.events[at]?.type).toBe(type);
    return bot.events[at] as Extract<ChatEvent, { type: T }>;
  };
  /** A conversation with one finished picture. */
  const firstPicture = async () => {
    await say('/imagine a cat on grass');
    await page.getByRole('progressbar').waitFor();
    const posted = await bot.finish();
    await page.getByRole('img', { name: 'a cat on grass', exact: true }).waitFor();
    return posted;
  };

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    troubles.length = 0;
    bot = undefined as unknown as PaintingBot;
    context = { env: {}, log: silent, store: memoryStore(), pictures: memoryPictures() };
    await startServer(0);
    await openTab();
  });
  afterEach(async () => {
    await tab.close();
    await platform.stop();
    expect(troubles).toEqual([]);
  });

  return {
    words,
    say,
    event,
    firstPicture,
    openTab,
    startServer,
    troubles,
    // What every test gets anew.
    get page() {
      return page;
    },
    get tab() {
      return tab;
    },
    get bot() {
      return bot;
    },
    get platform() {
      return platform;
    },
    get context() {
      return context;
    },
  };
}
