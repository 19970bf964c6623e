import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { chromiumPath, skipReason } from '../../fakes/chromium.ts';
import { boxPicture } from '../../fakes/painting-bot.ts';
import { usePage } from '../../fakes/page-stage.ts';

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
  const stage = usePage();
  const { words, say, event, firstPicture, openTab, startServer } = stage;

  it('paints a first picture from an example: progress, preview, result', async () => {
    await stage.page.getByRole('button', { name: '/imagine a cat and a dog on grass' }).click();
    const bar = stage.page.getByRole('progressbar');
    await bar.waitFor();
    expect(await event(0, 'command')).toMatchObject({
      name: 'imagine',
      options: { prompt: 'a cat and a dog on grass' },
    });
    await stage.bot.step(0.25);
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('25');
    const preview = stage.page.getByRole('img', { name: 'Preview' });
    await preview.waitFor();
    const blur = () => preview.evaluate((image) => Number.parseFloat(image.style.filter.slice(5)));
    const blurAtFirst = await blur();
    await stage.bot.step(0.75);
    await expect.poll(blur).toBeLessThan(blurAtFirst);
    await stage.bot.finish();
    await stage.page.getByRole('img', { name: 'a cat on grass', exact: true }).waitFor();
    await expect.poll(() => bar.count()).toBe(0);
    expect(await stage.page.locator('#announcer').textContent()).toContain('Picture: a cat on grass');
    expect(await stage.page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'a cat and a dog on grass',
    );
  });

  it('completes commands, options and choices from the keyboard', async () => {
    await words().press('/');
    const list = stage.page.getByRole('listbox', { name: 'Suggestions' });
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
    await stage.page.locator(`#entry-${first.id}:focus`).waitFor();
    await stage.page.keyboard.press('r');
    await stage.page.locator('#words:focus').waitFor();
    expect(await stage.page.locator('#reply').textContent()).toContain('Replying to #1, a cat on grass');
    await say('make the cat blue');
    expect(await event(1, 'message')).toMatchObject({ text: 'make the cat blue', to: first });
    await expect.poll(() => stage.page.locator('#reply').isHidden()).toBe(true);
  });

  it('shows the plan, the masks over the picture, the picture before, and saves both', async () => {
    const first = await firstPicture();
    await stage.page.getByRole('button', { name: 'Reply' }).click();
    await say('make the cat blue and make it night');
    expect((await event(1, 'message')).to).toEqual(first);
    await expect
      .poll(() => stage.page.getByRole('list', { name: 'Plan' }).getByRole('listitem').allTextContents())
      .toEqual(['1make the cat blue', '2make it night']);
    await stage.bot.finish();
    const toggle = stage.page.getByRole('button', {
      name: 'Show on the picture: Mask: where I looked for "make the cat blue"',
    });
    await toggle.click();
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    const overlay = stage.page.locator('.overlay');
    expect(
      await overlay.evaluate((node) => (globalThis as unknown as InPage).getComputedStyle(node).maskImage),
    ).toContain('/pictures/');
    await toggle.click();
    expect(await overlay.count()).toBe(0);
    await stage.page.getByRole('button', { name: 'Before' }).click();
    await stage.page.getByRole('img', { name: 'Before: a cat on grass' }).waitFor();
    for (const name of ['picture-2.png', 'mask-2-1.png']) {
      const [download] = await Promise.all([
        stage.page.waitForEvent('download'),
        stage.page.getByRole('link', { name: `Save ${name}` }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
    }
  });

  it('cancels, presses buttons and asks what a button asks for', async () => {
    await say('/imagine a cat');
    await stage.page.getByRole('button', { name: 'Cancel' }).click();
    expect((await event(1, 'button')).id).toBe('cancel');
    const posted = await stage.bot.post({
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
    await stage.page.getByRole('button', { name: 'Variation' }).click();
    expect(await event(2, 'button')).toMatchObject({ id: 'variation|1', on: posted });
    await stage.page.getByRole('button', { name: 'Edit the plan' }).click();
    await stage.page.getByRole('textbox', { name: 'Steps' }).fill('make it blue');
    await stage.page.getByRole('button', { name: 'OK' }).click();
    expect(await event(3, 'button')).toMatchObject({ id: 'plan|1', values: { plan: 'make it blue' } });
  });

  it('shows a heat map as a picture of its own, at once', async () => {
    await firstPicture();
    await stage.bot.post({
      text: 'Where I look for cat',
      pictures: [
        {
          name: 'attention-1-1.png',
          role: 'mask',
          alt: 'Heat map of cat',
          mediaType: 'image/png',
          data: await boxPicture([20, 20, 20], [250, 140, 20]),
        },
      ],
      facts: { objects: [], heat: [{ word: 'cat' }] },
    });
    await stage.page.getByRole('img', { name: 'Heat map of cat' }).waitFor();
    expect(await stage.page.locator('.mask').count()).toBe(0);
  });

  it('is not alarmed by words without an edit, and no longer than its window', async () => {
    await firstPicture();
    await stage.bot.post({ text: '', error: { code: 'NO_EDIT', message: 'At your service.' } });
    await stage.bot.post({ text: '', error: { code: 'QUEUE_FULL', message: 'Too many wait.' } });
    await expect.poll(() => stage.page.locator('.failure').count()).toBe(2);
    expect(await stage.page.locator('.failure.is-mild').allTextContents()).toEqual(['At your service.']);
    const [height, window] = await stage.page
      .locator('html')
      .evaluate((page) => [page.scrollHeight, page.clientHeight]);
    expect(height).toBe(window);
  });

  it('picks by number key and by button', async () => {
    await firstPicture();
    const asked = await stage.bot.post({
      text: 'Which one?',
      choices: [
        { id: 'pick|1', number: 1, label: 'cat on the left' },
        { id: 'pick|2', number: 2, label: 'cat on the right' },
      ],
    });
    await stage.page.getByRole('button', { name: '1 cat on the left' }).waitFor();
    await stage.page.locator('#main').click({ position: { x: 5, y: 5 } });
    await stage.page.keyboard.press('2');
    expect(await event(1, 'button')).toMatchObject({ id: 'pick|2', on: asked });
    await stage.page.getByRole('button', { name: '1 cat on the left' }).click();
    expect(await event(2, 'button')).toMatchObject({ id: 'pick|1', on: asked });
  });

  it('takes a photo by the file dialog, by paste and by drop', async () => {
    const photo = await boxPicture([10, 20, 30], [200, 0, 0]);
    const buffer = Buffer.from(photo);
    await stage.page.locator('#file').setInputFiles({ name: 'chosen.png', mimeType: 'image/png', buffer });
    for (const [type, name] of [
      ['paste', 'pasted.png'],
      ['drop', 'dropped.png'],
    ] as const) {
      const carried = await stage.page.evaluateHandle(
        `(([bytes, name]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
          return transfer;
        })(${JSON.stringify([[...photo], name])})`,
      );
      if (type === 'drop') await stage.page.dispatchEvent('body', 'drop', { dataTransfer: carried });
      else {
        await words().evaluate((field, clipboardData) => {
          const { ClipboardEvent: Paste } = globalThis as unknown as InPage;
          field.dispatchEvent(new Paste('paste', { clipboardData, bubbles: true, cancelable: true }));
        }, carried);
      }
    }
    await expect
      .poll(() => stage.page.getByRole('list', { name: 'Attached pictures' }).getByRole('listitem').count())
      .toBe(3);
    await stage.page.getByRole('button', { name: 'Remove pasted.png' }).click();
    await say('make it night');
    const { files } = await event(0, 'message');
    expect(files.map(({ name }) => name)).toEqual(['chosen.png', 'dropped.png']);
    expect(new Uint8Array((await files[0]?.fetch()) ?? [])).toEqual(new Uint8Array(photo));
    await stage.page.getByRole('img', { name: 'Your picture chosen.png' }).waitFor();
  });

  it('says why something was not sent and keeps the words', async () => {
    await stage.page
      .locator('#file')
      .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    const problem = stage.page.getByRole('alert');
    await expect.poll(() => problem.textContent()).toBe('notes.txt is not a picture. Use PNG, JPEG or WebP.');
    const tooLong = 'word '.repeat(4001);
    await say(tooLong);
    await expect.poll(() => problem.textContent()).toContain('The message is too long');
    expect((await words().inputValue()).length).toBe(tooLong.length);
    expect(stage.bot.events).toEqual([]);
  });

  it('holds conversations side by side: new, rename, delete', async () => {
    await firstPicture();
    await stage.page.getByRole('button', { name: 'New conversation' }).click();
    await stage.page.getByRole('heading', { name: 'What shall we paint?' }).waitFor();
    await say('/imagine a dog');
    await event(1, 'command');
    expect(stage.bot.events[1]?.conversation).not.toBe(stage.bot.events[0]?.conversation);
    const list = stage.page.getByRole('navigation', { name: 'Conversations' });
    await expect
      .poll(() => list.locator('.conversation-title').allTextContents())
      .toEqual(['a dog', 'a cat on grass']);
    await list.getByRole('button', { name: 'Rename a dog' }).click();
    await stage.page.getByRole('textbox', { name: 'Title' }).fill('Dogs');
    await stage.page.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect
      .poll(() => list.locator('.conversation-title').allTextContents())
      .toEqual(['Dogs', 'a cat on grass']);
    await list.getByRole('button', { name: 'Delete Dogs' }).click();
    await stage.page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect
      .poll(() => list.locator('.conversation-title').allTextContents())
      .toEqual(['a cat on grass']);
    await list.getByRole('button', { name: /^a cat on grass/u }).click();
    await stage.page.getByRole('img', { name: 'a cat on grass', exact: true }).waitFor();
  });

  it('marks a conversation that has news while another is open', async () => {
    await say('/imagine a cat on grass');
    await stage.page.getByRole('progressbar').waitFor();
    await stage.page.getByRole('button', { name: 'New conversation' }).click();
    const row = stage.page.locator('.conversation').first();
    await expect.poll(() => row.textContent()).toContain('painting');
    await stage.bot.finish();
    await expect.poll(() => row.textContent()).toContain('new');
  });

  it('goes on after a restart of the server, and shows what came while the browser was away', async () => {
    await firstPicture();
    const { port } = new URL(stage.platform.address ?? '');
    await stage.platform.stop();
    await expect
      .poll(() => stage.page.locator('#connection').textContent(), { timeout: 20_000 })
      .toContain('Connection lost');
    await say('make the cat blue');
    await expect
      .poll(() => stage.page.getByRole('alert').textContent())
      .toContain('The server does not answer');
    await startServer(Number(port));
    await expect
      .poll(() => stage.page.locator('#connection').getAttribute('data-state'), { timeout: 20_000 })
      .toBe('open');
    await words().press('Enter');
    expect(await event(1, 'message')).toMatchObject({ text: 'make the cat blue' });
    await stage.page.getByRole('progressbar').waitFor();

    // The browser goes away in mid-job; the result waits.
    const { address } = stage.platform;
    const hash = new URL(stage.page.url()).hash;
    await stage.page.goto('about:blank');
    await stage.bot.finish();
    await stage.page.goto(`${address}/${hash}`);
    await stage.page.getByRole('img', { name: 'a blue cat on grass', exact: true }).waitFor();
    expect(await stage.page.getByRole('progressbar').count()).toBe(0);
  });

  it('keeps what was being written in each conversation, over a reload', async () => {
    await firstPicture();
    await words().fill('make the cat');
    await stage.page.getByRole('button', { name: 'New conversation' }).click();
    expect(await words().inputValue()).toBe('');
    await words().fill('another idea');
    await stage.page.getByRole('button', { name: /^a cat on grass/u }).click();
    await expect.poll(() => words().inputValue()).toBe('make the cat');
    await stage.page.reload();
    await expect.poll(() => words().inputValue()).toBe('make the cat');
  });

  it('draws the newest messages of a long conversation first, earlier ones when asked', async () => {
    await say('/imagine a cat');
    await event(0, 'command');
    for (let i = 1; i <= 100; i += 1) await stage.bot.post({ text: `line ${i}` });
    await stage.page.reload();
    await stage.page.getByText('line 100', { exact: true }).waitFor();
    expect(await stage.page.locator('.entry').count()).toBe(60);
    await stage.page.getByRole('button', { name: 'Show earlier messages' }).click();
    await expect.poll(() => stage.page.locator('.entry').count()).toBe(102);
    expect(await stage.page.locator('.entry').first().textContent()).toContain('/imagine a cat');
    expect(await stage.page.getByRole('button', { name: 'Show earlier messages' }).isVisible()).toBe(false);
  });

  it('never reads words as HTML', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await say(evil);
    await event(0, 'message');
    await stage.bot.post({
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
    await stage.page.locator('.failure').waitFor();
    expect(
      await stage.page.locator('#entries script, #entries img[src="x"], #sidebar img[src="x"]').count(),
    ).toBe(0);
    expect(await stage.page.title()).toContain('Limner');
    expect(await stage.page.locator('.failure').textContent()).toBe(evil);
  });

  it('opens pictures large, one after another', async () => {
    await firstPicture();
    await say('make the cat blue');
    await stage.page.getByRole('progressbar').waitFor();
    await stage.bot.finish();
    await stage.page.getByRole('button', { name: 'Open large: a blue cat on grass' }).click();
    const viewer = stage.page.getByRole('dialog', { name: 'Picture' });
    await viewer.getByRole('img', { name: 'a blue cat on grass' }).waitFor();
    await stage.page.keyboard.press('ArrowLeft');
    await viewer.getByRole('img', { name: 'a cat on grass', exact: true }).waitFor();
    await stage.page.keyboard.press('Escape');
    await expect.poll(() => viewer.count()).toBe(0);
    await stage.page.locator('.open-picture:focus').waitFor();
  });

  it('keeps the focus on Cancel while progress goes on', async () => {
    await say('/imagine a cat');
    const cancel = stage.page.getByRole('button', { name: 'Cancel' });
    await cancel.focus();
    for (const fraction of [0.2, 0.4, 0.6]) await stage.bot.step(fraction);
    await expect.poll(() => stage.page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('60');
    expect(await stage.page.locator(':focus').textContent()).toBe('Cancel');
  });

  it('does not move for people who ask for less motion', async () => {
    await stage.tab.close();
    await openTab({ reducedMotion: 'reduce' });
    await say('/imagine a cat');
    await stage.page.getByRole('progressbar').waitFor();
    await stage.bot.step(0.3);
    const moving = await stage.page.evaluate(
      'document.getAnimations().filter(({ playState }) => playState === "running").length',
    );
    expect(moving).toBe(0);
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    it.each([
      ['wide', { width: 1200, height: 900 }],
      ['narrow', { width: 360, height: 740 }],
    ] as const)('has no accessibility violation that axe finds, %s', async (_name, viewport) => {
      await stage.tab.close();
      await openTab({ colorScheme, viewport, reducedMotion: 'reduce' });
      await stage.page.evaluate(axe.source);
      const check = async (state: string) => {
        const found = await stage.page.evaluate(async () => {
          const { axe: checker } = globalThis as unknown as InPage;
          const { violations } = await checker.run();
          return violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
          );
        });
        expect(found, state).toEqual([]);
        const isWiderThanWindow = await stage.page.evaluate(
          'document.documentElement.scrollWidth > innerWidth',
        );
        expect(isWiderThanWindow, `${state} is wider than the window`).toBe(false);
      };
      await check('empty');
      await words().fill('/');
      await check('suggestions');
      await say('/imagine a cat on grass');
      await stage.page.getByRole('progressbar').waitFor();
      await stage.bot.step(0.4);
      await check('painting');
      await stage.bot.finish();
      await stage.page.getByRole('button', { name: 'Reply' }).click();
      await words().fill('make the cat blue');
      await check('replying');
      await words().press('Enter');
      await stage.page.getByRole('progressbar').waitFor();
      await stage.bot.finish();
      await stage.page.locator('.mask-toggle').click();
      await check('masks');
      await stage.bot.post({
        text: 'Which one?',
        choices: [{ id: 'c', number: 1, label: 'cat' }],
        error: { code: 'X', message: 'There is no zebra.' },
      });
      await stage.page.locator('.failure').waitFor();
      await check('choices and a failure');
      await stage.page.locator('#main').click({ position: { x: 3, y: 3 } });
      await stage.page.keyboard.press('?');
      await check('help');
      await stage.page.keyboard.press('Escape');
      await stage.page.getByRole('button', { name: 'Open large: a blue cat on grass' }).click();
      await check('viewer');
      await stage.page.keyboard.press('Escape');
      if (viewport.width > 800) return;
      await stage.page.getByRole('button', { name: 'Conversations' }).click();
      await check('drawer');
      await stage.page.keyboard.press('Escape');
      await stage.page.locator('#open-sidebar:focus').waitFor();
    });
  });
});
