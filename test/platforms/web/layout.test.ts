import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatEvent, Platform } from '../../../src/chat/platform.ts';
import { decodePicture } from '../../../src/image/decode.ts';
import { silent } from '../../../src/log.ts';
import { createWeb } from '../../../src/platforms/web/index.ts';
import { chromiumPath, launchChromium, skipReason } from '../../fakes/chromium.ts';
import { memoryPictures, memoryStore } from '../../fakes/memory-stores.ts';
import { PaintingBot } from '../../fakes/painting-bot.ts';

const RED = [0xe4, 0x57, 0x2e];
const BLUE = [0x4c, 0x9b, 0xe8];
const WHITE = [255, 255, 255];

interface InPage {
  axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
}

describe.skipIf(chromiumPath === undefined)(`the layout painter${skipReason}`, () => {
  let browser: Browser;
  let page: Page;
  let platform: Platform;
  let bot: PaintingBot;

  const openPainter = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    page = await (await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options })).newPage();
    // On a busy machine the first page takes its time.
    page.setDefaultTimeout(120_000);
    await page.goto(`${platform.address}/layout`);
    await page.getByRole('button', { name: 'Paint region 1' }).waitFor();
  };
  const tool = (name: string) => page.getByRole('button', { name, exact: true }).click();
  /** Drags over the canvas, in 0…1 of it. */
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    const area = await page.locator('#canvas').boundingBox();
    if (area === null) throw new Error('the canvas has no place');
    await page.mouse.move(area.x + from[0] * area.width, area.y + from[1] * area.height);
    await page.mouse.down();
    await page.mouse.move(area.x + to[0] * area.width, area.y + to[1] * area.height, { steps: 5 });
    await page.mouse.up();
  };
  /** Colour of the canvas at a place in 0…1. */
  const colourAt = (x: number, y: number) =>
    page.evaluate(
      `[...document.getElementById('canvas').getContext('2d').getImageData(${Math.floor(x * 255)}, ${Math.floor(y * 255)}, 1, 1).data].slice(0, 3)`,
    );
  const twoRegions = async () => {
    await page.getByRole('textbox', { name: 'Words of region 1' }).fill('a cat');
    await tool('Rectangle');
    await drag([0.1, 0.4], [0.45, 0.9]);
    await page.getByRole('button', { name: 'Paint region 2' }).click();
    await page.getByRole('textbox', { name: 'Words of region 2' }).fill('a red house');
    await drag([0.55, 0.2], [0.95, 0.9]);
  };

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    const parts = { log: silent, store: memoryStore(), pictures: memoryPictures() };
    platform = createWeb({ env: { PORT: 0 }, ...parts }) as Platform;
    bot = new PaintingBot(platform);
    await bot.start();
    await openPainter();
  });
  afterEach(async () => {
    await page.context().close();
    await platform.stop();
  });

  it('sends regions, words and weights as one command and goes to the chat', async () => {
    await twoRegions();
    expect(await page.locator('#prompt').inputValue()).toBe('a cat, a red house');
    await page.locator('#prompt').fill('a cat beside a red house at night');
    await page.getByRole('slider', { name: /Words to regions/u }).fill('1.4');
    await page.getByRole('button', { name: 'Paint it' }).click();
    await page.waitForURL(/\/#[\w-]+$/u);
    await expect.poll(() => bot.events.length).toBe(1);
    const event = bot.events[0] as Extract<ChatEvent, { type: 'command' }>;
    expect(event).toMatchObject({
      name: 'layout',
      options: { prompt: 'a cat beside a red house at night', cross: 1.4, self: 0.3 },
    });
    expect(JSON.parse(String(event.options['regions']))).toEqual([
      { colour: '#e4572e', words: 'a cat' },
      { colour: '#4c9be8', words: 'a red house' },
    ]);
    const { width, height, data } = await decodePicture((await event.files[0]?.fetch()) ?? new Uint8Array());
    expect([width, height]).toEqual([256, 256]);
    const pixel = (x: number, y: number) => [...data.subarray((y * 256 + x) * 3, (y * 256 + x) * 3 + 3)];
    expect([pixel(64, 160), pixel(192, 100), pixel(5, 5)]).toEqual([RED, BLUE, WHITE]);
    const colours = new Set(
      Array.from({ length: 256 * 256 }, (_, i) => data.subarray(i * 3, i * 3 + 3).join(',')),
    );
    expect(colours.size).toBe(3);
  });

  it('brushes, erases, takes back and does again', async () => {
    await drag([0.2, 0.5], [0.8, 0.5]);
    expect(await colourAt(0.5, 0.5)).toEqual(RED);
    await tool('Eraser');
    await drag([0.5, 0.3], [0.5, 0.7]);
    expect(await colourAt(0.5, 0.5)).toEqual(WHITE);
    await page.keyboard.press('Control+z');
    expect(await colourAt(0.5, 0.5)).toEqual(RED);
    await tool('Undo');
    expect(await colourAt(0.3, 0.5)).toEqual(WHITE);
    await tool('Redo');
    expect(await colourAt(0.3, 0.5)).toEqual(RED);
    await tool('Clear');
    expect(await colourAt(0.3, 0.5)).toEqual(WHITE);
  });

  it('paints from the keyboard: pen, rectangle, box in numbers', async () => {
    await page.locator('#canvas').focus();
    await page.keyboard.press('Space');
    expect(await colourAt(0.5, 0.5)).toEqual(RED);
    await tool('Rectangle');
    await page.locator('#canvas').focus();
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowLeft');
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    expect(await colourAt(0.4, 0.2)).toEqual(RED);
    await page.getByRole('button', { name: 'Place region 2 as a box' }).click();
    await page.getByRole('textbox', { name: 'Left' }).fill('70');
    await page.getByRole('textbox', { name: 'Top' }).fill('70');
    await page.getByRole('textbox', { name: 'Width' }).fill('20');
    await page.getByRole('textbox', { name: 'Height' }).fill('20');
    await page.getByRole('button', { name: 'Place', exact: true }).click();
    await expect.poll(() => colourAt(0.8, 0.8)).toEqual(BLUE);
    expect(await page.locator('#canvas').getAttribute('aria-label')).toMatch(
      /region 1 \d+ percent, region 2 4 percent/u,
    );
  });

  it('says what is missing before it sends', async () => {
    const problem = page.getByRole('alert');
    await page.getByRole('button', { name: 'Paint it' }).click();
    await expect.poll(() => problem.textContent()).toBe('Paint at least one region first.');
    await drag([0.2, 0.5], [0.8, 0.5]);
    await page.getByRole('button', { name: 'Paint it' }).click();
    await expect.poll(() => problem.textContent()).toBe('Say what region 1 is.');
    await page.getByRole('textbox', { name: 'Words of region 1' }).fill('a cat');
    await page.locator('#prompt').fill('a dog on grass');
    await page.getByRole('button', { name: 'Paint it' }).click();
    await expect
      .poll(() => problem.textContent())
      .toBe('“a cat” must stand in the whole text, word for word.');
    expect(bot.events).toEqual([]);
  });

  it('saves a layout as PNG and JSON and loads it again', async () => {
    await twoRegions();
    const saved: { name: string; mimeType: string; buffer: Buffer }[] = [];
    const bothSaved = new Promise<void>((resolve, reject) => {
      page.on('download', (file) => {
        const name = file.suggestedFilename();
        file
          .path()
          .then(async (path) => {
            saved.push({
              name,
              mimeType: name.endsWith('png') ? 'image/png' : 'application/json',
              buffer: await readFile(path),
            });
            if (saved.length === 2) resolve();
          })
          .catch(reject);
      });
    });
    await tool('Save');
    await bothSaved;
    await page.reload();
    await page.locator('#file').setInputFiles(saved);
    await expect.poll(() => colourAt(0.25, 0.6)).toEqual(RED);
    expect(await colourAt(0.75, 0.5)).toEqual(BLUE);
    expect(await page.getByRole('textbox', { name: 'Words of region 2' }).inputValue()).toBe('a red house');
    expect(await page.locator('#prompt').inputValue()).toBe('a cat, a red house');
    await page
      .locator('#file')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('it has no "regions"');
  });

  it('adds up to twelve regions and removes them with what they painted', async () => {
    await drag([0.2, 0.5], [0.8, 0.5]);
    for (let i = 0; i < 10; i += 1) await page.getByRole('button', { name: 'Add a region' }).click();
    expect(await page.locator('.region').count()).toBe(12);
    expect(await page.getByRole('button', { name: 'Add a region' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Remove region 1', exact: true }).click();
    expect(await colourAt(0.5, 0.5)).toEqual(WHITE);
  });

  it.each([
    ['light', { width: 1200, height: 900 }],
    ['dark', { width: 360, height: 740 }],
  ] as const)('has no accessibility violation that axe finds, %s', async (colorScheme, viewport) => {
    await page.context().close();
    await openPainter({ colorScheme, viewport });
    await twoRegions();
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as InPage).axe.run();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    });
    expect(found).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
  });
});
