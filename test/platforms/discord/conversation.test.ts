import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/image/encode.ts';
import { createFakeEngine, flatPicture } from '../../fakes/engine.ts';
import { parts } from '../../fakes/discord/people.ts';
import type { Person } from '../../fakes/discord/people.ts';
import type { StoredChannel, StoredGuild, StoredMessage } from '../../fakes/discord/world.ts';
import { startDiscordBot } from './bot-stage.ts';
import type { DiscordBot } from './bot-stage.ts';

let bot: DiscordBot;
let guild: StoredGuild;
let channel: StoredChannel;
let ada: Person;
let bob: Person;

const open = async (stepMs = 5) => {
  bot = await startDiscordBot({
    engine: createFakeEngine({ stepMs }),
    prepare({ world }) {
      guild = world.guild('Painters');
      channel = world.channel(guild);
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

const labels = (message: StoredMessage) => parts(message).map(({ label }) => label);
const alts = ({ attachments }: StoredMessage) => attachments.map(({ description }) => description);
const imagine = (who: Person, where = channel, seed = 7) =>
  who.command(where, 'imagine', { prompt: 'a cat and a dog on grass', seed });
const countPictures = (where: StoredChannel) =>
  bot.discord.world.visible(where.id).filter(({ content }) => /#\d+ · /u.test(content)).length;

describe('a conversation on Discord', () => {
  it('paints, takes a reply, shows masks with alt texts, and the receipt leads to the result', async () => {
    await imagine(ada);
    const first = await bot.picture(channel, 1);
    assert.deepEqual(alts(first), ['a cat and a dog on grass']);
    assert.isUndefined(first.interactionId, 'a regular message, so that replies keep their words');
    const receipt = await bot.says(channel, /^✓/u);
    assert.include(receipt.content, `/channels/${guild.id}/${channel.id}/${first.id}`);

    const asked = ada.say(channel, 'replace the cat with a horse and make the dog blue', { to: first });
    const second = await bot.picture(channel, 2);
    assert.equal(second.replyTo, asked.id);
    assert.lengthOf(second.attachments, 3);
    assert.match(second.content, /#2 · seed \d+ · changed 50 % of the picture/u);
    assert.match(alts(second)[1] ?? '', /replace the cat with a horse/u);
    await bot.says(channel, /^✓ .*horse.*\/channels\//su);
  });

  it('goes back and forth by buttons', async () => {
    await imagine(ada);
    ada.say(channel, 'make the cat blue', { to: await bot.picture(channel, 1) });
    await ada.press(await bot.picture(channel, 2), 'Undo');
    const back = await bot.says(channel, /Back at #1/u);
    assert.include(labels(back), 'Redo');
    await ada.press(back, 'Redo');
    await bot.says(channel, /Again #2/u);
  });

  it('takes the words of an edit from a form, and a changed plan', async () => {
    await imagine(ada);
    const shown = await ada.press(await bot.picture(channel, 1), 'Edit…');
    await ada.submit(shown, { instruction: 'make the cat blue and make the dog red' });
    const plan = await ada.press(await bot.picture(channel, 2), 'Edit the plan');
    assert.equal(plan.modal?.fields[0]?.value, 'make the cat blue\nmake the dog red');
    await ada.submit(plan, { instruction: 'make the cat green' });
    const third = await bot.picture(channel, 3);
    assert.match(alts(third)[0] ?? '', /^a green cat and a dog on grass/u);
  });

  it('branches from the older picture that is replied to', async () => {
    await imagine(ada);
    const first = await bot.picture(channel, 1);
    ada.say(channel, 'make the cat blue', { to: first });
    await bot.picture(channel, 2);
    ada.say(channel, 'make the dog red', { to: first });
    const third = await bot.picture(channel, 3);
    assert.match(alts(third)[0] ?? '', /^a cat and a red dog on grass/u);
  });

  it('asks which one; a stranger cannot answer, the owner can, by reaction', async () => {
    await imagine(ada);
    ada.say(channel, 'which the cat tiger', { to: await bot.picture(channel, 1) });
    const question = await bot.says(channel, /Which one/u);
    assert.match(alts(question)[0] ?? '', /1 cat[^,]*, 2 cat/u);
    await bot.discord.world.until('numbers', () => (question.reactions.size === 2 ? true : undefined));
    bob.react(question, '1️⃣');
    await bot.says(channel, /for the person whose edit it is/u);
    assert.equal(countPictures(channel), 1);
    ada.react(question, '2️⃣');
    const second = await bot.picture(channel, 2);
    assert.equal(second.replyTo, question.id);
  });

  it('takes the pick from the menu, and tells a stranger privately', async () => {
    await imagine(ada);
    ada.say(channel, 'which the cat tiger', { to: await bot.picture(channel, 1) });
    const question = await bot.says(channel, /Which one/u);
    await bob.pick(question, 1);
    await bot.whispers(channel, /for the person whose edit it is/u);
    await ada.pick(question, 1);
    await bot.picture(channel, 2);
    // The same number again is told to who pressed only; another one changes the answer.
    await ada.pick(question, 1);
    await bot.whispers(channel, /That is the one I took/u);
    await ada.pick(question, 2);
    await bot.picture(channel, 3);
  });

  it('refuses a press whose id was made up', async () => {
    await imagine(ada);
    const first = await bot.picture(channel, 1);
    const [row] = first.components;
    const [button] = (row?.['components'] ?? []) as { custom_id: string }[];
    if (button === undefined) throw new Error('no button');
    button.custom_id = 'undo?picture=1.AAAAAAAAAAAAAA';
    await bob.press(first, button.custom_id);
    await bot.whispers(channel, /not mine/u);
  });

  it('keeps two people apart who paint at once', async () => {
    const other = bot.discord.world.channel(guild);
    await Promise.all([imagine(ada, channel, 1), imagine(bob, other, 2)]);
    const [adas, bobs] = await Promise.all([bot.picture(channel, 1), bot.picture(other, 1)]);
    assert.match(adas.content, /seed 1 /u);
    assert.match(bobs.content, /seed 2 /u);
    assert.notDeepEqual(adas.attachments[0]?.data, bobs.attachments[0]?.data);
  });

  it('works in a direct conversation without mention, and in a thread', async () => {
    const direct = ada.direct();
    await imagine(ada, direct);
    await bot.picture(direct, 1);
    ada.say(direct, 'make the cat blue');
    assert.lengthOf((await bot.picture(direct, 2)).attachments, 2);
    const thread = bot.discord.world.channel(guild, { type: 11, parentId: channel.id });
    await imagine(bob, thread);
    ada.say(thread, 'make the cat blue', { to: await bot.picture(thread, 1) });
    await bot.picture(thread, 2);
  });

  it('edits an uploaded photo, from a mention and from the menu', async () => {
    const file = { name: 'photo.png', mediaType: 'image/png', data: await encodePng(flatPicture(3)) };
    ada.say(channel, 'make the cat blue', { mention: true, files: [file] });
    const edited = await bot.picture(channel, 2);
    assert.lengthOf(edited.attachments, 2);
    const shown = await bob.useOn(ada.say(channel, 'look', { files: [file] }), 'Edit this picture');
    await bob.submit(shown, { words: 'make the dog red' });
    await bot.picture(channel, 4);
  });

  it('says clearly what was wrong', async () => {
    await imagine(ada);
    const first = await bot.picture(channel, 1);
    ada.say(channel, 'replace the zebra with a horse', { to: first });
    await bot.says(channel, /There is no zebra in the picture; I see cat, dog\./u);
    ada.say(channel, 'make it', {
      to: first,
      files: [{ name: 'a.txt', mediaType: 'text/plain', data: Buffer.from('no') }],
    });
    await bot.says(channel, /a\.txt|not a picture|image/u);
  });

  it('keeps to the rules of the server that its managers set', async () => {
    const eve = bot.discord.person('eve', { isAdmin: true });
    const other = bot.discord.world.channel(guild);
    await eve.command(channel, 'server', { channel: 'only here', role: '<@&123456789>', maxsteps: 20 });
    await bot.whispers(channel, /only in <#\d+>\nFor: <@&123456789>\nSteps: at most 20/u);
    await imagine(bob);
    await bot.whispers(channel, /another role/u);
    const ann = bot.discord.person('ann', { roles: ['123456789'] });
    await imagine(ann, other);
    await bot.whispers(other, /do not want me here/u);
    await ann.command(channel, 'imagine', { prompt: 'a cat', steps: 30 });
    await bot.whispers(channel, /at most 20 steps; you asked for 30/u);
    await imagine(ann);
    await bot.picture(channel, 1);
    // Direct conversations are nobody's server.
    await imagine(bob, bob.direct());
    await bot.picture(bob.direct(), 1);
    await bob.command(channel, 'server', { reset: true });
    await bot.whispers(channel, /another role/u);
    assert.lengthOf(bot.discord.world.visible(other.id), 0);
  });

  it('answers help privately', async () => {
    await ada.command(channel, 'help');
    await bot.whispers(channel, /I paint pictures/u);
    assert.deepEqual(bot.discord.world.visible(channel.id), []);
  });
});

describe('on Discord, with slow steps', () => {
  beforeEach(async () => {
    await bot.end();
    await open(300);
  });

  it('cancels what runs and what waits', async () => {
    await imagine(ada);
    const running = await bot.says(channel, /step/u);
    await imagine(bob, channel, 8);
    const waiting = await bot.says(channel, /waiting/u);
    await bob.press(waiting, 'Cancel');
    await ada.press(running, 'Cancel');
    await bot.discord.world.until('two ends', () =>
      bot.discord.world.visible(channel.id).filter(({ content }) => content.startsWith('Cancelled'))
        .length === 2
        ? true
        : undefined,
    );
    assert.equal(countPictures(channel), 0);
  });

  it('takes the plan in other words from a form, before it is painted', async () => {
    await imagine(ada);
    ada.say(channel, 'make the cat blue and make the dog red', { to: await bot.picture(channel, 1) });
    const receipt = await bot.discord.world.until('the receipt', () =>
      bot.discord.world.visible(channel.id).find((message) => labels(message).includes('In other words…')),
    );
    const form = await ada.press(receipt, 'In other words…');
    assert.equal(form.modal?.fields[0]?.value, 'make the cat blue\nmake the dog red');
    await ada.submit(form, { instruction: 'make the cat green' });
    await bot.says(channel, /^Planned anew/u);
    assert.match(alts(await bot.picture(channel, 2))[0] ?? '', /^a green cat and a dog on grass/u);
  });

  it('does not let a stranger cancel', async () => {
    await imagine(ada);
    await bob.press(await bot.says(channel, /waiting|step/u), 'Cancel');
    await bot.whispers(channel, /only they can stop it/u);
    await bot.picture(channel, 1);
  });

  it('edits the receipt no faster than every 2.5 s, and never posts progress', async () => {
    await ada.command(channel, 'imagine', { prompt: 'a cat', seed: 1, steps: 12 });
    const receipt = await bot.says(channel, /waiting|step/u);
    await bot.picture(channel, 1);
    await bot.says(channel, /^✓/u);
    // The first entry is the answer itself.
    const edits = receipt.edits.slice(1);
    const gaps = edits.slice(1).map((at, index) => at - (edits[index] ?? 0));
    // The last edit ends the progress and does not wait.
    assert.isTrue(
      gaps.slice(0, -1).every((gap) => gap >= 2400),
      gaps.join(', '),
    );
    assert.lengthOf(bot.discord.world.visible(channel.id), 2);
    assert.deepEqual(bot.discord.rest.rateLimited, []);
  });

  it('finishes after 15 minutes, when the token has expired', async () => {
    await imagine(ada);
    const receipt = await bot.says(channel, /step/u);
    bot.discord.world.skip(16 * 60_000);
    await bot.picture(channel, 1);
    await bot.discord.world.until('the end', () => (receipt.content.startsWith('✓') ? true : undefined));
  });

  it('goes on after a restart at every step, and shows each result once', async () => {
    await imagine(ada);
    await bot.says(channel, /step/u);
    await bot.restart();
    const first = await bot.picture(channel, 1);
    await bot.restart();
    ada.say(channel, 'which the cat tiger', { to: first });
    await bot.says(channel, /waiting|step/u);
    await bot.restart();
    const question = await bot.says(channel, /Which one/u);
    await bot.restart();
    await ada.pick(question, 2);
    const second = await bot.picture(channel, 2);
    await bot.restart();
    await ada.press(second, 'Undo');
    await bot.says(channel, /Back at #1/u);
    assert.equal(countPictures(channel), 3, 'picture 1, picture 2, and picture 1 again after the undo');
    assert.equal(bot.discord.gateway.identifies.length, 1, 'every restart resumed');
  });

  it('answers what was written while it was away', async () => {
    await imagine(ada);
    const first = await bot.picture(channel, 1);
    await bot.says(channel, /^✓/u);
    await bot.stop();
    ada.say(channel, 'make the cat blue', { to: first });
    await bot.restart();
    await bot.picture(channel, 2);
  });
});
