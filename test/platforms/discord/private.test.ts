import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { parts } from '../../fakes/discord/people.ts';
import type { Person } from '../../fakes/discord/people.ts';
import type { StoredChannel, StoredMessage } from '../../fakes/discord/world.ts';
import { createFakeEngine } from '../../fakes/engine.ts';
import { startDiscordBot } from './bot-stage.ts';
import type { DiscordBot } from './bot-stage.ts';

let bot: DiscordBot;
let channel: StoredChannel;
let ada: Person;
let bob: Person;

const open = async (stepMs = 5) => {
  bot = await startDiscordBot({
    engine: createFakeEngine({ stepMs }),
    prepare({ world }) {
      channel = world.channel(world.guild('Painters'));
    },
  });
  ada = bot.discord.person('ada');
  bob = bot.discord.person('bob');
};
beforeEach(() => open());
afterEach(async () => {
  await bot.end();
  expect(bot.discord.world.violations).toEqual([]);
});

const imagine = (who: Person) =>
  who.command(channel, 'imagine', { prompt: 'a cat and a dog on grass', seed: 7, private: true });
const labels = (message: StoredMessage) => parts(message).map(({ label }) => label);

describe('a private picture on Discord', () => {
  it('is seen by the person who asked, and so is all that comes of it', async () => {
    await imagine(ada);
    const first = await bot.whispers(channel, /^#1 · seed 7/u);
    assert.lengthOf(first.attachments, 1);
    const shown = await ada.press(first, 'Edit…');
    await ada.submit(shown, { instruction: 'make the cat blue' });
    const second = await bot.whispers(channel, /^#2 · /u);
    assert.lengthOf(second.attachments, 2);
    await ada.press(second, 'Undo');
    await bot.whispers(channel, /Back at #1/u);
    assert.deepEqual(bot.discord.world.visible(channel.id), []);
  });

  it('is in nobody else’s conversation, nor in the shared one', async () => {
    await imagine(ada);
    await bot.whispers(channel, /^#1 · /u);
    await bob.command(channel, 'history');
    await bot.says(channel, /Nothing has been painted here yet/u);
    await ada.command(channel, 'imagine', { prompt: 'a house', seed: 8 });
    const shared = await bot.picture(channel, 1);
    assert.match(shared.content, /seed 8 /u);
    assert.notInclude(labels(shared), 'Undo');
  });

  it('is forgotten with everything else of the person', async () => {
    await imagine(ada);
    const first = await bot.whispers(channel, /^#1 · /u);
    await ada.command(channel, 'privacy', { action: 'delete' });
    await bot.whispers(channel, /Deleted: 1 picture/u);
    await ada.press(first, 'Variation');
    await bot.whispers(channel, /not mine, or not from this conversation/u);
  });

  it('is a plain picture in a direct conversation, where replies work', async () => {
    const direct = ada.direct();
    await ada.command(direct, 'imagine', { prompt: 'a cat', seed: 7, private: true });
    const first = await bot.picture(direct, 1);
    ada.say(direct, 'make the cat blue', { to: first });
    await bot.picture(direct, 2);
  });

  it('comes as a direct message when the bot was away too long to answer in the channel', async () => {
    await bot.end();
    await open(300);
    await imagine(ada);
    await bot.whispers(channel, /step/u);
    await bot.stop();
    bot.discord.world.skip(16 * 60_000);
    await bot.restart();
    const direct = ada.direct();
    const first = await bot.picture(direct, 1);
    // Its buttons go on with the private conversation.
    const shown = await ada.press(first, 'Edit…');
    await ada.submit(shown, { instruction: 'make the cat blue' });
    await bot.whispers(direct, /^#2 · /u);
    assert.deepEqual(bot.discord.world.visible(channel.id), []);
  });
});
