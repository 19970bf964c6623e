import { describe, expect, it } from 'vitest';
import { chromiumPath, skipReason } from '../../fakes/chromium.ts';
import { usePage } from '../../fakes/page-stage.ts';

describe.skipIf(chromiumPath === undefined)(`objects in pictures of the web chat${skipReason}`, () => {
  const stage = usePage();
  const { words, event, firstPicture } = stage;

  it('names an object by a click, moves it by dragging and by keys, resizes it by its corner', async () => {
    const first = await firstPicture();
    const box = stage.page.getByRole('button', { name: /^the cat\. Enter names it/u });
    /** Moves the mouse to a place of the picture, in 0…1 of it, wherever the page has scrolled to. */
    const go = async (x: number, y: number) => {
      const picture = await stage.page.locator('.picture .stage').boundingBox();
      if (picture === null) throw new Error('the picture has no place');
      await stage.page.mouse.move(picture.x + x * picture.width, picture.y + y * picture.height, {
        steps: 4,
      });
    };
    const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
      await stage.page.locator('.picture .stage').scrollIntoViewIfNeeded();
      await go(...from);
      await stage.page.mouse.down();
      await go(...to);
      await stage.page.mouse.up();
    };
    await drag([0.3, 0.6], [0.5, 0.55]);
    expect(await event(1, 'message')).toMatchObject({ text: 'move the cat by (0.20, -0.05)', to: first });
    await stage.page.getByRole('progressbar').waitFor();

    // The corner above: what grows keeps its feet on the ground and its middle where it is.
    await drag([0.5, 0.375], [0.5 + 0.375 * 0.25, 0.375 - 0.5 * 0.5]);
    expect(await event(2, 'message')).toMatchObject({ text: 'make the cat 50 % bigger', to: first });

    await box.focus();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown', 'Enter']) await stage.page.keyboard.press(key);
    expect(await event(3, 'message')).toMatchObject({ text: 'move the cat by (-0.04, 0.02)', to: first });

    await box.focus();
    for (const key of ['ArrowRight', '+', 'Enter']) await stage.page.keyboard.press(key);
    expect(await event(4, 'message')).toMatchObject({
      text: 'make the cat 10 % bigger and move it by (0.02, 0.00)',
      to: first,
    });

    await drag([0.3, 0.6], [0.3, 0.6]);
    await expect.poll(() => words().inputValue()).toBe('the cat ');
    expect(await stage.page.locator('#reply').textContent()).toContain('#1');
  });

  it('removes, doubles, swaps and brings to the front what was picked, by buttons and by keys', async () => {
    const first = await firstPicture();
    await stage.bot.post({
      text: 'I see a cat and a dog.',
      facts: {
        objects: [
          { label: 'cat', box: [4, 20, 20, 30] },
          { label: 'dog', box: [36, 20, 20, 30] },
        ],
      },
    });
    const cat = stage.page.getByRole('button', { name: /^the cat\. Enter names it/u }).last();
    const actions = stage.page.getByRole('toolbar', { name: 'What to do with it' });
    const told = [
      'cut out the cat',
      'duplicate the cat',
      'bring the cat to the front',
      'swap the cat and the dog',
    ];
    for (const [at, label] of ['Remove', 'Duplicate', 'Bring to front', 'Swap with the dog'].entries()) {
      await cat.focus();
      await stage.page.keyboard.press('Enter');
      await actions.getByRole('button', { name: label }).click();
      expect(await event(1 + at, 'message')).toMatchObject({ text: told[at], to: first });
      expect(await actions.count()).toBe(0);
      expect(await words().inputValue()).toBe('');
    }
    for (const [at, key] of ['Delete', 'd', 'f', 's'].entries()) {
      await cat.focus();
      await stage.page.keyboard.press(key);
      expect(await event(5 + at, 'message')).toMatchObject({ text: told[at], to: first });
    }
  });

  it('shows the objects that an answer names in the picture it is about', async () => {
    const first = await firstPicture();
    await stage.bot.post({
      text: 'I see a dog.',
      facts: { objects: [{ label: 'dog', box: [16, 16, 32, 32] }] },
    });
    const dog = stage.page.getByRole('button', { name: /^the dog\. Enter names it/u });
    await dog.focus();
    for (const key of ['ArrowUp', 'Enter']) await stage.page.keyboard.press(key);
    expect(await event(1, 'message')).toMatchObject({ text: 'move the dog by (0.00, -0.02)', to: first });
  });
});
