import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatEvent, Platform, PlatformContext } from '../../src/chat/platform.ts';
import { silent } from '../../src/log.ts';
import { createWeb } from '../../src/platforms/web/index.ts';
import { chromiumPath, launchChromium, skipReason } from '../fakes/chromium.ts';
import { memoryPictures, memoryStore } from '../fakes/memory-stores.ts';
import { boxPicture, PaintingBot } from '../fakes/painting-bot.ts';

/** What functions that run inside the page find there; the tests themselves know no DOM. */
interface InPage {
  getComputedStyle(node: unknown): { readonly maskImage: string };
  ClipboardEvent: new (type: string, options: object) => Event;
  axe: {
    run(): Promise<{
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
    }>;
  };
}

describe.skipIf(chromiumPath === undefined)(`the page of the web chat${skipReason}`, () => {
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
    await page.goto(platform.address ?? '');
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

  it('paints a first picture from an example: progress, preview, result', async () => {
    await page.getByRole('button', { name: '/imagine a cat and a dog on grass' }).click();
    const bar = page.getByRole('progressbar');
    await bar.waitFor();
    expect(await event(0, 'command')).toMatchObject({
      name: 'imagine',
      options: { prompt: 'a cat and a dog on grass' },
    });
    await bot.step(0.25);
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('25');
    const preview = page.getByRole('img', { name: 'Preview' });
    await preview.waitFor();
    const blur = () => preview.evaluate((image) => Number.parseFloat(image.style.filter.slice(5)));
    const blurAtFirst = await blur();
    await bot.step(0.75);
    await expect.poll(blur).toBeLessThan(blurAtFirst);
    await bot.finish();
    await page.getByRole('img', { name: 'a cat on grass', exact: true }).waitFor();
    await expect.poll(() => bar.count()).toBe(0);
    expect(await page.locator('#announcer').textContent()).toContain('Picture: a cat on grass');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('a cat and a dog on grass');
  });

  it('completes commands, options and choices from the keyboard', async () => {
    await words().press('/');
    const list = page.getByRole('listbox', { name: 'Suggestions' });
    await expect.poll(() => list.getByRole('option').allTextContents()).toHaveLength(3);
    await words().press('ArrowDown');
    expect(await words().getAttribute('aria-activedescendant')).toBe('suggestion-1');
    await words().press('ArrowUp');
    await words().press('Enter');
    expect(await words().inputValue()).toBe('/imagine ');
    await words().pressSequentially('a cat --st');
    await words().press('Tab');
    await words().pressSequentially('oi');
    await words().press('Tab');
    await words().pressSequentially('--seed 7');
    expect(await words().inputValue()).toBe('/imagine a cat style:"oil paint" --seed 7');
    await words().press('Enter');
    expect(await event(0, 'command')).toMatchObject({
      options: { prompt: 'a cat', style: 'oil paint', seed: 7 },
    });
    await expect.poll(() => words().inputValue()).toBe('');
  });

  it('replies to a picture with the keyboard alone', async () => {
    const first = await firstPicture();
    await words().press('Alt+ArrowUp');
    await page.locator(`#entry-${first.id}:focus`).waitFor();
    await page.keyboard.press('r');
    await page.locator('#words:focus').waitFor();
    expect(await page.locator('#reply').textContent()).toContain('Replying to #1, a cat on grass');
    await say('make the cat blue');
    expect(await event(1, 'message')).toMatchObject({ text: 'make the cat blue', to: first });
    await expect.poll(() => page.locator('#reply').isHidden()).toBe(true);
  });

  it('shows the plan, the masks over the picture, the picture before, and saves both', async () => {
    const first = await firstPicture();
    await page.getByRole('button', { name: 'Reply' }).click();
    await say('make the cat blue and make it night');
    expect((await event(1, 'message')).to).toEqual(first);
    await expect
      .poll(() => page.getByRole('list', { name: 'Plan' }).getByRole('listitem').allTextContents())
      .toEqual(['1make the cat blue', '2make it night']);
    await bot.finish();
    const toggle = page.getByRole('button', {
      name: 'Show on the picture: Mask: where I looked for "make the cat blue"',
    });
    await toggle.click();
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    const overlay = page.locator('.overlay');
    expect(
      await overlay.evaluate((node) => (globalThis as unknown as InPage).getComputedStyle(node).maskImage),
    ).toContain('/pictures/');
    await toggle.click();
    expect(await overlay.count()).toBe(0);
    await page.getByRole('button', { name: 'Before' }).click();
    await page.getByRole('img', { name: 'Before: a cat on grass' }).waitFor();
    for (const name of ['picture-2.png', 'mask-2-1.png']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: `Save ${name}` }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
    }
  });

  it('cancels, presses buttons and asks what a button asks for', async () => {
    await say('/imagine a cat');
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect((await event(1, 'button')).id).toBe('cancel');
    const posted = await bot.post({
      text: '#1 · ready',
      buttons: [
        { id: 'variation|1', label: 'Variation' },
        {
          id: 'plan|1',
          label: 'Edit the plan',
          ask: {
            title: 'The plan',
            fields: [{ name: 'plan', label: 'Steps', value: 'make it red', isLong: true }],
          },
        },
      ],
    });
    await page.getByRole('button', { name: 'Variation' }).click();
    expect(await event(2, 'button')).toMatchObject({ id: 'variation|1', on: posted });
    await page.getByRole('button', { name: 'Edit the plan' }).click();
    await page.getByRole('textbox', { name: 'Steps' }).fill('make it blue');
    await page.getByRole('button', { name: 'OK' }).click();
    expect(await event(3, 'button')).toMatchObject({ id: 'plan|1', values: { plan: 'make it blue' } });
  });

  it('picks by number key and by button', async () => {
    await firstPicture();
    const asked = await bot.post({
      text: 'Which one?',
      choices: [
        { id: 'pick|1', number: 1, label: 'cat on the left' },
        { id: 'pick|2', number: 2, label: 'cat on the right' },
      ],
    });
    await page.getByRole('button', { name: '1 cat on the left' }).waitFor();
    await page.locator('#main').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('2');
    expect(await event(1, 'button')).toMatchObject({ id: 'pick|2', on: asked });
    await page.getByRole('button', { name: '1 cat on the left' }).click();
    expect(await event(2, 'button')).toMatchObject({ id: 'pick|1', on: asked });
  });

  it('takes a photo by the file dialog, by paste and by drop', async () => {
    const photo = await boxPicture([10, 20, 30], [200, 0, 0]);
    const buffer = Buffer.from(photo);
    await page.locator('#file').setInputFiles({ name: 'chosen.png', mimeType: 'image/png', buffer });
    for (const [type, name] of [
      ['paste', 'pasted.png'],
      ['drop', 'dropped.png'],
    ] as const) {
      const carried = await page.evaluateHandle(
        `(([bytes, name]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
          return transfer;
        })(${JSON.stringify([[...photo], name])})`,
      );
      if (type === 'drop') await page.dispatchEvent('body', 'drop', { dataTransfer: carried });
      else {
        await words().evaluate((field, clipboardData) => {
          const { ClipboardEvent: Paste } = globalThis as unknown as InPage;
          field.dispatchEvent(new Paste('paste', { clipboardData, bubbles: true, cancelable: true }));
        }, carried);
      }
    }
    await expect
      .poll(() => page.getByRole('list', { name: 'Attached pictures' }).getByRole('listitem').count())
      .toBe(3);
    await page.getByRole('button', { name: 'Remove pasted.png' }).click();
    await say('make it night');
    const { files } = await event(0, 'message');
    expect(files.map(({ name }) => name)).toEqual(['chosen.png', 'dropped.png']);
    expect(new Uint8Array((await files[0]?.fetch()) ?? [])).toEqual(new Uint8Array(photo));
    await page.getByRole('img', { name: 'Your picture chosen.png' }).waitFor();
  });

  it('says why something was not sent and keeps the words', async () => {
    await page
      .locator('#file')
      .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    const problem = page.getByRole('alert');
    await expect.poll(() => problem.textContent()).toBe('notes.txt is not a picture. Use PNG, JPEG or WebP.');
    const tooLong = 'word '.repeat(4001);
    await say(tooLong);
    await expect.poll(() => problem.textContent()).toContain('The message is too long');
    expect((await words().inputValue()).length).toBe(tooLong.length);
    expect(bot.events).toEqual([]);
  });

  it('holds conversations side by side: new, rename, delete', async () => {
    await firstPicture();
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('heading', { name: 'What shall we paint?' }).waitFor();
    await say('/imagine a dog');
    await event(1, 'command');
    expect(bot.events[1]?.conversation).not.toBe(bot.events[0]?.conversation);
    const list = page.getByRole('navigation', { name: 'Conversations' });
    await expect
      .poll(() => list.locator('.conversation-title').allTextContents())
      .toEqual(['a dog', 'a cat on grass']);
    await list.getByRole('button', { name: 'Rename a dog' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Dogs');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect
      .poll(() => list.locator('.conversation-title').allTextContents())
      .toEqual(['Dogs', 'a cat on grass']);
    await list.getByRole('button', { name: 'Delete Dogs' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect
      .poll(() => list.locator('.conversation-title').allTextContents())
      .toEqual(['a cat on grass']);
    await list.getByRole('button', { name: /^a cat on grass/u }).click();
    await page.getByRole('img', { name: 'a cat on grass', exact: true }).waitFor();
  });

  it('marks a conversation that has news while another is open', async () => {
    await say('/imagine a cat on grass');
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: 'New conversation' }).click();
    const row = page.locator('.conversation').first();
    await expect.poll(() => row.textContent()).toContain('painting');
    await bot.finish();
    await expect.poll(() => row.textContent()).toContain('new');
  });

  it('goes on after a restart of the server, and shows what came while the browser was away', async () => {
    await firstPicture();
    const { port } = new URL(platform.address ?? '');
    await platform.stop();
    await expect
      .poll(() => page.locator('#connection').textContent(), { timeout: 20_000 })
      .toContain('Connection lost');
    await say('make the cat blue');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('The server does not answer');
    await startServer(Number(port));
    await expect
      .poll(() => page.locator('#connection').getAttribute('data-state'), { timeout: 20_000 })
      .toBe('open');
    await words().press('Enter');
    expect(await event(1, 'message')).toMatchObject({ text: 'make the cat blue' });
    await page.getByRole('progressbar').waitFor();

    // The browser goes away in mid-job; the result waits.
    const { address } = platform;
    const hash = new URL(page.url()).hash;
    await page.goto('about:blank');
    await bot.finish();
    await page.goto(`${address}/${hash}`);
    await page.getByRole('img', { name: 'a blue cat on grass', exact: true }).waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  it('keeps what was being written in each conversation, over a reload', async () => {
    await firstPicture();
    await words().fill('make the cat');
    await page.getByRole('button', { name: 'New conversation' }).click();
    expect(await words().inputValue()).toBe('');
    await words().fill('another idea');
    await page.getByRole('button', { name: /^a cat on grass/u }).click();
    await expect.poll(() => words().inputValue()).toBe('make the cat');
    await page.reload();
    await expect.poll(() => words().inputValue()).toBe('make the cat');
  });

  it('draws the newest messages of a long conversation first, earlier ones when asked', async () => {
    await say('/imagine a cat');
    await event(0, 'command');
    for (let i = 1; i <= 100; i += 1) await bot.post({ text: `line ${i}` });
    await page.reload();
    await page.getByText('line 100', { exact: true }).waitFor();
    expect(await page.locator('.entry').count()).toBe(60);
    await page.getByRole('button', { name: 'Show earlier messages' }).click();
    await expect.poll(() => page.locator('.entry').count()).toBe(102);
    expect(await page.locator('.entry').first().textContent()).toContain('/imagine a cat');
    expect(await page.getByRole('button', { name: 'Show earlier messages' }).isVisible()).toBe(false);
  });

  it('never reads words as HTML', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await say(evil);
    await event(0, 'message');
    await bot.post({
      text: evil,
      buttons: [{ id: 'b', label: evil }],
      choices: [{ id: 'c', number: 1, label: evil }],
      error: { code: 'X', message: evil },
      facts: { objects: [{ label: evil, box: [0, 0, 9, 9] }] },
      pictures: [
        {
          name: evil,
          role: 'picture',
          alt: evil,
          mediaType: 'image/png',
          data: await boxPicture([1, 2, 3], [4, 5, 6]),
        },
      ],
    });
    await page.locator('.failure').waitFor();
    expect(await page.locator('#entries script, #entries img[src="x"], #sidebar img[src="x"]').count()).toBe(
      0,
    );
    expect(await page.title()).toContain('Limner');
    expect(await page.locator('.failure').textContent()).toBe(evil);
  });

  it('names an object by a click, moves it by dragging and by keys, resizes it by its corner', async () => {
    const first = await firstPicture();
    const box = page.getByRole('button', { name: /^the cat\. Enter names it/u });
    /** Moves the mouse to a place of the picture, in 0…1 of it, wherever the page has scrolled to. */
    const go = async (x: number, y: number) => {
      const stage = await page.locator('.picture .stage').boundingBox();
      if (stage === null) throw new Error('the picture has no place');
      await page.mouse.move(stage.x + x * stage.width, stage.y + y * stage.height, { steps: 4 });
    };
    const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
      await page.locator('.picture .stage').scrollIntoViewIfNeeded();
      await go(...from);
      await page.mouse.down();
      await go(...to);
      await page.mouse.up();
    };
    await drag([0.3, 0.6], [0.5, 0.55]);
    expect(await event(1, 'message')).toMatchObject({ text: 'move the cat by (0.20, -0.05)', to: first });
    await page.getByRole('progressbar').waitFor();

    // The corner above: what grows keeps its feet on the ground and its middle where it is.
    await drag([0.5, 0.375], [0.5 + 0.375 * 0.25, 0.375 - 0.5 * 0.5]);
    expect(await event(2, 'message')).toMatchObject({ text: 'make the cat 50 % bigger', to: first });

    await box.focus();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    expect(await event(3, 'message')).toMatchObject({ text: 'move the cat by (-0.04, 0.02)', to: first });

    await box.focus();
    for (const key of ['ArrowRight', '+', 'Enter']) await page.keyboard.press(key);
    expect(await event(4, 'message')).toMatchObject({
      text: 'make the cat 10 % bigger and move it by (0.02, 0.00)',
      to: first,
    });

    await drag([0.3, 0.6], [0.3, 0.6]);
    await expect.poll(() => words().inputValue()).toBe('the cat ');
    expect(await page.locator('#reply').textContent()).toContain('#1');
  });

  it('removes, doubles, swaps and brings to the front what was picked, by buttons and by keys', async () => {
    const first = await firstPicture();
    await bot.post({
      text: 'I see a cat and a dog.',
      facts: {
        objects: [
          { label: 'cat', box: [4, 20, 20, 30] },
          { label: 'dog', box: [36, 20, 20, 30] },
        ],
      },
    });
    const cat = page.getByRole('button', { name: /^the cat\. Enter names it/u }).last();
    const deeds = page.getByRole('toolbar', { name: 'What to do with it' });
    const told = [
      'cut out the cat',
      'duplicate the cat',
      'bring the cat to the front',
      'swap the cat and the dog',
    ];
    for (const [at, label] of ['Remove', 'Duplicate', 'Bring to front', 'Swap with the dog'].entries()) {
      await cat.focus();
      await page.keyboard.press('Enter');
      await deeds.getByRole('button', { name: label }).click();
      expect(await event(1 + at, 'message')).toMatchObject({ text: told[at], to: first });
      expect(await deeds.count()).toBe(0);
      expect(await words().inputValue()).toBe('');
    }
    for (const [at, key] of ['Delete', 'd', 'f', 's'].entries()) {
      await cat.focus();
      await page.keyboard.press(key);
      expect(await event(5 + at, 'message')).toMatchObject({ text: told[at], to: first });
    }
  });

  it('shows the objects that an answer names in the picture it is about', async () => {
    const first = await firstPicture();
    await bot.post({ text: 'I see a dog.', facts: { objects: [{ label: 'dog', box: [16, 16, 32, 32] }] } });
    const dog = page.getByRole('button', { name: /^the dog\. Enter names it/u });
    await dog.focus();
    for (const key of ['ArrowUp', 'Enter']) await page.keyboard.press(key);
    expect(await event(1, 'message')).toMatchObject({ text: 'move the dog by (0.00, -0.02)', to: first });
  });

  it('opens pictures large, one after another', async () => {
    await firstPicture();
    await say('make the cat blue');
    await page.getByRole('progressbar').waitFor();
    await bot.finish();
    await page.getByRole('button', { name: 'Open large: a blue cat on grass' }).click();
    const viewer = page.getByRole('dialog', { name: 'Picture' });
    await viewer.getByRole('img', { name: 'a blue cat on grass' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await viewer.getByRole('img', { name: 'a cat on grass', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => viewer.count()).toBe(0);
    await page.locator('.open-picture:focus').waitFor();
  });

  it('keeps the focus on Cancel while progress goes on', async () => {
    await say('/imagine a cat');
    const cancel = page.getByRole('button', { name: 'Cancel' });
    await cancel.focus();
    for (const fraction of [0.2, 0.4, 0.6]) await bot.step(fraction);
    await expect.poll(() => page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('60');
    expect(await page.locator(':focus').textContent()).toBe('Cancel');
  });

  it('does not move for people who ask for less motion', async () => {
    await tab.close();
    await openTab({ reducedMotion: 'reduce' });
    await say('/imagine a cat');
    await page.getByRole('progressbar').waitFor();
    await bot.step(0.3);
    const moving = await page.evaluate(
      'document.getAnimations().filter(({ playState }) => playState === "running").length',
    );
    expect(moving).toBe(0);
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    it.each([
      ['wide', { width: 1200, height: 900 }],
      ['narrow', { width: 360, height: 740 }],
    ] as const)('has no accessibility violation that axe finds, %s', async (_name, viewport) => {
      await tab.close();
      await openTab({ colorScheme, viewport, reducedMotion: 'reduce' });
      await page.evaluate(axe.source);
      const check = async (state: string) => {
        const found = await page.evaluate(async () => {
          const { axe: checker } = globalThis as unknown as InPage;
          const { violations } = await checker.run();
          return violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
          );
        });
        expect(found, state).toEqual([]);
        const isWiderThanWindow = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect(isWiderThanWindow, `${state} is wider than the window`).toBe(false);
      };
      await check('empty');
      await words().fill('/');
      await check('suggestions');
      await say('/imagine a cat on grass');
      await page.getByRole('progressbar').waitFor();
      await bot.step(0.4);
      await check('painting');
      await bot.finish();
      await page.getByRole('button', { name: 'Reply' }).click();
      await words().fill('make the cat blue');
      await check('replying');
      await words().press('Enter');
      await page.getByRole('progressbar').waitFor();
      await bot.finish();
      await page.locator('.mask-toggle').click();
      await check('masks');
      await bot.post({
        text: 'Which one?',
        choices: [{ id: 'c', number: 1, label: 'cat' }],
        error: { code: 'X', message: 'There is no zebra.' },
      });
      await page.locator('.failure').waitFor();
      await check('choices and a failure');
      await page.locator('#main').click({ position: { x: 3, y: 3 } });
      await page.keyboard.press('?');
      await check('help');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Open large: a blue cat on grass' }).click();
      await check('viewer');
      await page.keyboard.press('Escape');
      if (viewport.width > 800) return;
      await page.getByRole('button', { name: 'Conversations' }).click();
      await check('drawer');
      await page.keyboard.press('Escape');
      await page.locator('#open-sidebar:focus').waitFor();
    });
  });
});
