import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { encodeMask, encodePng } from '../../../src/image/encode.ts';
import { decodePicture } from '../../../src/image/decode.ts';
import type { Person } from '../../fakes/discord/people.ts';
import type { StoredChannel, StoredFile } from '../../fakes/discord/world.ts';
import { flatPicture } from '../../fakes/engine.ts';
import { startDiscordBot } from './bot-stage.ts';
import type { DiscordBot } from './bot-stage.ts';

let bot: DiscordBot;
let channel: StoredChannel;
let ada: Person;

beforeEach(async () => {
  bot = await startDiscordBot({
    models: ['pocket', 'ink', 'oil'],
    prepare({ world }) {
      channel = world.channel(world.guild('Painters'));
    },
  });
  ada = bot.discord.person('ada');
});
afterEach(async () => {
  await bot.end();
  expect(bot.discord.world.violations).toEqual([]);
});

const imagine = (options: Readonly<Record<string, string | number>> = {}) =>
  ada.command(channel, 'imagine', { prompt: 'a cat and a dog on grass', seed: 7, ...options });

/** White in the left quarter of the stand-in engine's pictures, which change in their left half. */
async function quarterMask(side = 32): Promise<StoredFile> {
  const data = Float32Array.from({ length: side * side }, (_, i) => (i % side < side / 4 ? 1 : 0));
  return {
    name: 'mask.png',
    mediaType: 'image/png',
    data: await encodeMask({ width: side, height: side, data }),
  };
}

describe('the form of an edit', () => {
  it('takes a mask: outside of it nothing changes', async () => {
    await imagine();
    const first = await bot.picture(channel, 1);
    const shown = await ada.press(first, 'Edit…');
    await ada.submit(shown, { instruction: 'make the cat blue' }, { mask: await quarterMask(64) });
    const second = await bot.picture(channel, 2);
    assert.match(second.content, /changed 2[345] % of the picture/u);
  });

  it('keeps to the mask when the edit is done again, weighed or planned anew', async () => {
    await imagine();
    const shown = await ada.press(await bot.picture(channel, 1), 'Edit…');
    await ada.submit(shown, { instruction: 'make the cat blue' }, { mask: await quarterMask() });
    const second = await bot.picture(channel, 2);
    await ada.press(second, 'Stronger');
    assert.match((await bot.picture(channel, 3)).content, /changed 2[345] %/u);
    const weights = await ada.press(second, 'Weights');
    await ada.submit(weights, { weights: 'make the cat blue: 2' });
    assert.match((await bot.picture(channel, 4)).content, /changed 2[345] %/u);
  });

  it('takes a mask for somebody’s photo too', async () => {
    const file = { name: 'photo.png', mediaType: 'image/png', data: await encodePng(flatPicture(3)) };
    const shown = await ada.useOn(ada.say(channel, 'look', { files: [file] }), 'Edit this picture');
    await ada.submit(shown, { words: 'make the dog red' }, { mask: await quarterMask() });
    assert.match((await bot.picture(channel, 2)).content, /changed 2[345] %/u);
  });

  it('refuses a mask that lets nothing change', async () => {
    await imagine();
    const shown = await ada.press(await bot.picture(channel, 1), 'Edit…');
    const data = await encodeMask({ width: 32, height: 32, data: new Float32Array(32 * 32) });
    const mask = { name: 'mask.png', mediaType: 'image/png', data };
    await ada.submit(shown, { instruction: 'make the cat blue' }, { mask });
    await bot.whispers(channel, /black all over/u);
  });
});

describe('weights', () => {
  it('of the parts of an edit are changed in a form; what has none is left out', async () => {
    await imagine();
    ada.say(channel, 'make the cat blue and make the dog red', { to: await bot.picture(channel, 1) });
    const shown = await ada.press(await bot.picture(channel, 2), 'Weights');
    assert.equal(shown.modal?.fields[0]?.value, 'make the cat blue: 1\nmake the dog red: 1');
    await ada.submit(shown, { weights: 'make the cat blue: 1.5\nmake the dog red: 0' });
    const third = await bot.picture(channel, 3);
    assert.lengthOf(third.attachments, 2, 'the picture and one mask');
  });

  it('of the words of a prompt are changed in a form, and by the command', async () => {
    await imagine();
    const shown = await ada.press(await bot.picture(channel, 1), 'Weights');
    assert.equal(shown.modal?.fields[0]?.value, 'cat: 1\ndog: 1\ngrass: 1');
    await ada.submit(shown, { weights: 'cat: 1.4\ndog: 1\ngrass: 1' });
    await bot.picture(channel, 2);
    await ada.command(channel, 'weights', { weights: 'cat lots', picture: 1 });
    await bot.whispers(channel, /cannot read "cat lots".*cat: 1\.5/u);
  });
});

describe('a picture', () => {
  it('is enlarged on a press', async () => {
    await imagine();
    await ada.press(await bot.picture(channel, 1), 'Upscale');
    const second = await bot.picture(channel, 2);
    assert.match(second.content, /^#2 · #1 with 64 × 64 pixels\nEnlarged with a Lanczos filter/u);
    const { width, height } = await decodePicture(new Uint8Array(second.attachments[0]?.data ?? []));
    assert.deepEqual([width, height], [64, 64]);
  });

  it('is offered by its words while its number is typed', async () => {
    await imagine();
    await bot.picture(channel, 1);
    await imagine({ prompt: 'a house in the snow' });
    await bot.picture(channel, 2);
    assert.deepEqual(await ada.type(channel, 'edit', 'picture', ''), [
      { name: '#2 a house in the snow', value: 2 },
      { name: '#1 a cat and a dog on grass', value: 1 },
    ]);
    assert.deepEqual(await ada.type(channel, 'undo', 'picture', 'cat'), [
      { name: '#1 a cat and a dog on grass', value: 1 },
    ]);
  });
});

describe('models', () => {
  it('are offered, chosen, and limited by those who manage the server', async () => {
    const eve = bot.discord.person('eve', { isAdmin: true });
    const offered = async () => (await ada.type(channel, 'imagine', 'model', '')).map(({ value }) => value);
    assert.deepEqual(await offered(), ['pocket', 'ink', 'oil']);
    await imagine({ model: 'crayon' });
    await bot.whispers(channel, /There is no model crayon here; there are pocket, ink, oil\./u);
    await eve.command(channel, 'server', { models: 'pocket, ink' });
    await bot.whispers(channel, /Models: pocket, ink/u);
    assert.deepEqual(await offered(), ['pocket', 'ink']);
    await imagine({ model: 'oil' });
    await bot.whispers(channel, /On this server I do not paint with oil; there are pocket, ink\./u);
    await imagine({ model: 'ink' });
    await bot.picture(channel, 1);
    await eve.command(channel, 'server', { models: 'all' });
    await bot.whispers(channel, /Models: all that I have/u);
  });
});

describe('a result', () => {
  it('that could not be shown because Discord was away is shown once when it is back', async () => {
    const { faults } = bot.discord.rest;
    // More refusals than the library repeats by itself.
    faults.push({ method: 'post', path: /^\/channels\/\d+\/messages$/u, status: 503, times: 5 });
    await imagine();
    await bot.picture(channel, 1);
    assert.include(bot.logged.join('\n'), 'a result cannot be shown yet');
    await bot.says(channel, /^✓/u);
    assert.lengthOf(pictures(), 1);
  });

  it('that was stored although every answer got lost is not shown again', async () => {
    const { faults } = bot.discord.rest;
    faults.push({
      method: 'post',
      path: /^\/channels\/\d+\/messages$/u,
      status: 502,
      isStored: true,
      times: 4,
    });
    await imagine();
    await bot.says(channel, /^✓/u);
    assert.lengthOf(pictures(), 1);
  });
});

const pictures = () =>
  bot.discord.world.visible(channel.id).filter(({ content }) => /^#\d+ · /u.test(content));
