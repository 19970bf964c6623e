import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import type { ChatEvent } from '../../../src/chat/platform.ts';
import type { Person } from '../../fakes/discord/people.ts';
import { permission } from '../../fakes/discord/world.ts';
import type { StoredChannel, StoredGuild } from '../../fakes/discord/world.ts';
import { discordCommands, openScene, result } from './stage.ts';
import type { Scene } from './stage.ts';

const MINUTE = 60_000;

let scene: Scene;
let guild: StoredGuild;
let channel: StoredChannel;
let ada: Person;
let bob: Person;

beforeEach(async () => {
  scene = await openScene(({ world }) => {
    guild = world.guild('Painters');
    channel = world.channel(guild);
  }, discordCommands);
  ada = scene.discord.person('ada', { locale: 'de' });
  bob = scene.discord.person('bob', { isAdmin: true, roles: ['1234'] });
});
afterEach(async () => {
  await scene.end();
  expect(scene.discord.world.violations).toEqual([]);
  expect(scene.discord.rest.rateLimited).toEqual([]);
});

const world = () => scene.discord.world;
const visible = (where = channel) => world().visible(where.id);
const answer =
  (...messages: OutgoingMessage[]) =>
  async (event: ChatEvent) => {
    for (const message of messages) await event.respond?.(message);
  };
const settled = (count: number, where = channel) =>
  world().until(`${count} messages`, () => {
    const all = visible(where);
    return all.length >= count && all.every(({ flags }) => (flags & 128) === 0) ? all : undefined;
  });

describe('answers of a slash command', () => {
  it('puts the receipt into the deferred answer and the picture into a message of the channel', async () => {
    scene.handle = answer({ text: 'queued', progress: { fraction: 0, label: '2nd' } }, result);
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    const [receipt, picture] = await settled(2);
    assert.match(receipt?.content ?? '', /queued/u);
    assert.isDefined(receipt?.interactionId);
    assert.isUndefined(picture?.interactionId, 'replies to interaction answers lose their words');
    assert.equal(picture?.attachments[0]?.description, 'a cat');
  });

  it('leaves a jump link in the receipt when the first answer is the picture', async () => {
    scene.handle = answer(result);
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    const done = await world().until('a link', () =>
      visible().find(({ content }) => content.includes('/channels/')),
    );
    const picture = visible().find(({ attachments }) => attachments.length > 0);
    assert.equal(
      done.content,
      `Fertig: https://discord.com/channels/${guild.id}/${channel.id}/${picture?.id}`,
    );
  });

  it('shows private answers to one person only, also when the acknowledgement was public', async () => {
    scene.handle = answer({ text: 'only for you', isPrivate: true });
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    const [told] = await world().until('an answer', () => {
      const found = world().ephemeral(channel.id);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(told?.content, 'only for you');
    assert.deepEqual(visible(), []);
  });

  it('acknowledges private commands privately', async () => {
    scene.handle = answer({ text: 'help' });
    const used = await ada.command(channel, 'help');
    assert.isTrue(used.callback?.isEphemeral);
    await world().until('help', () =>
      world()
        .ephemeral(channel.id)
        .find(({ content }) => content === 'help'),
    );
    assert.deepEqual(visible(), []);
  });

  it('takes the acknowledgement away when nothing was answered', async () => {
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    await world().until('an empty channel', () => (visible().length === 0 ? true : undefined));
  });

  it('says who asked, where and in which language', async () => {
    await bob.command(channel, 'paint', { prompt: 'a cat' });
    const event = await scene.next();
    expect(event).toMatchObject({
      userId: bob.id,
      isAdmin: true,
      roles: ['1234'],
      locale: 'en-US',
      conversation: `discord:${channel.id}`,
      space: `discord:guild:${guild.id}`,
    });
    await ada.command(channel, 'undo');
    expect(await scene.next()).toMatchObject({ isAdmin: false, locale: 'de', type: 'command', name: 'undo' });
  });

  it('works in a direct conversation', async () => {
    scene.handle = answer(result);
    await ada.command(ada.direct(), 'paint', { prompt: 'a cat' });
    const picture = await world().until('a picture', () =>
      visible(ada.direct()).find(({ attachments }) => attachments.length > 0),
    );
    assert.isUndefined(picture.interactionId);
    assert.equal((await scene.next()).space, undefined);
  });

  it('works in a thread and in a forum post', async () => {
    const forum = world().channel(guild, { type: 15 });
    const post = world().channel(guild, {
      type: 11,
      parentId: forum.id,
      // In threads the right to write is another one.
      permissions: (1n << 10n) | (1n << 38n) | (1n << 15n) | (1n << 16n),
    });
    scene.handle = answer(result);
    await ada.command(post, 'paint', { prompt: 'a cat' });
    const picture = await world().until('a picture', () =>
      visible(post).find(({ attachments }) => attachments.length > 0),
    );
    assert.isUndefined(picture.interactionId);
    assert.equal((await scene.next()).conversation, `discord:${post.id}`);
  });

  it('answers in place and names the missing right when it may not post', async () => {
    channel.permissions &= ~permission.attachFiles;
    scene.handle = answer(result);
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    const picture = await world().until('a picture', () =>
      visible().find(({ attachments }) => attachments.length > 0),
    );
    assert.isDefined(picture.interactionId);
    assert.match(picture.content, /"Attach Files"/u);
    assert.match(picture.content, /#1 · seed 7/u);
  });

  it('answers through the interaction where only the person has installed the app', async () => {
    guild.hasBot = false;
    scene.handle = answer({ text: 'queued' }, result, { ...result, text: '#2' });
    const used = scene.discord.world;
    used.emit('dispatch', 'GUILD_DELETE', { id: guild.id }, guild.id);
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    const all = await settled(3);
    assert.deepEqual(
      all.map(({ content, interactionId }) => [content, interactionId !== undefined]),
      [
        ['queued', true],
        ['#1 · seed 7', true],
        ['#2', true],
      ],
    );
  });

  it('puts the last state into the answer when Discord takes no more follow-ups', async () => {
    guild.hasBot = false;
    scene.handle = answer({ text: 'queued' }, ...[1, 2, 3, 4, 5, 6].map((n) => ({ text: `answer ${n}` })));
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    await world().until('the sixth answer', () => visible().find(({ content }) => content === 'answer 6'));
    assert.equal(visible().length, 6);
  });

  it('reaches a conversation by its last interaction where the bot is no member', async () => {
    guild.hasBot = false;
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    await scene.next();
    await scene.platform.post(`discord:${channel.id}`, { text: 'after a restart' });
    assert.isTrue(visible().some(({ content }) => content === 'after a restart'));
  });

  it('goes on as a message of the channel when the token has expired', async () => {
    let receipt;
    scene.handle = async (event) => {
      receipt = await event.respond?.({ text: 'queued', progress: { fraction: 0, label: '' } });
      world().skip(16 * MINUTE);
      if (receipt !== undefined) await scene.platform.update(receipt, { text: 'step 20/20' });
      await event.respond?.(result);
    };
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    const all = await settled(2);
    assert.deepEqual(
      all.map(({ content }) => content),
      ['step 20/20', '#1 · seed 7'],
    );
  });

  it('posts anew when Discord takes no more edits of an old message', async () => {
    const ref = await scene.platform.post(`discord:${channel.id}`, { text: 'old' });
    world().skip(61 * MINUTE);
    for (const n of [1, 2, 3]) await scene.platform.update(ref, { text: `edit ${n}` });
    scene.discord.rest.faults.push({
      method: 'patch',
      path: /messages/u,
      status: 400,
      code: 30_046,
      times: 2,
    });
    await scene.platform.update(ref, { text: 'working', progress: { fraction: 0.5, label: '' } });
    await scene.platform.update(ref, { text: 'at last' });
    const last = visible().at(-1);
    assert.equal(last?.content, 'at last');
    assert.equal(last?.replyTo, ref.id);
    assert.equal(visible().length, 2);
  });

  it('is content when the message to change was deleted', async () => {
    const ref = await scene.platform.post(`discord:${channel.id}`, { text: 'short-lived' });
    scene.message(ref).isDeleted = true;
    await scene.platform.update(ref, { text: 'gone' });
    assert.deepEqual(visible(), []);
  });

  it('does nothing when another process has acknowledged the interaction', async () => {
    scene.discord.rest.faults.push({
      method: 'post',
      path: /callback/u,
      status: 400,
      code: 40_060,
      times: 1,
    });
    const used = ada.sendCommand(channel, 'paint', { prompt: 'a cat' });
    await bob.command(channel, 'undo');
    assert.equal((await scene.next()).userId, bob.id);
    assert.isUndefined(used.callback);
    assert.equal(scene.events.length, 1);
  });

  it('answers in the channel when the acknowledgement came too late', async () => {
    scene.discord.rest.faults.push({
      method: 'post',
      path: /callback/u,
      status: 404,
      code: 10_062,
      times: 1,
    });
    scene.handle = answer(result);
    ada.sendCommand(channel, 'paint', { prompt: 'a cat' });
    const [picture] = await settled(1);
    assert.equal(picture?.content, '#1 · seed 7');
  });

  it('acknowledges once when the answer to the acknowledgement was lost', async () => {
    scene.discord.rest.faults.push({
      method: 'post',
      path: /callback/u,
      status: 502,
      isStored: true,
      times: 1,
    });
    scene.handle = answer({ text: 'heard' });
    await ada.command(channel, 'paint', { prompt: 'a cat' });
    await world().until('an answer', () => visible().find(({ content }) => content === 'heard'));
    assert.equal(scene.events.length, 1);
  });
});

describe('posting', () => {
  it('posts once although Discord failed after storing', async () => {
    scene.discord.rest.faults.push({
      method: 'post',
      path: /messages$/u,
      status: 502,
      isStored: true,
      times: 2,
    });
    await scene.platform.post(`discord:${channel.id}`, result);
    assert.equal(visible().length, 1);
  });

  it('posts once for the same key', async () => {
    const first = await scene.platform.post(`discord:${channel.id}`, { ...result, key: 'job-1' });
    const second = await scene.platform.post(`discord:${channel.id}`, { ...result, key: 'job-1' });
    assert.deepEqual(second, first);
    assert.equal(visible().length, 1);
  });

  it('never pings', async () => {
    await scene.platform.post(`discord:${channel.id}`, { text: 'a cat for @everyone <@&1> <@2>' });
    const sent = scene.discord.rest.requests.findLast(({ method }) => method === 'post');
    expect(sent?.body?.['allowed_mentions']).toEqual({ parse: [], replied_user: false });
  });

  it('replies where it is told to, and without when the history is closed to it', async () => {
    const asked = ada.say(channel, 'make it red', { mention: true });
    const on = { conversation: `discord:${channel.id}` as const, id: asked.id };
    await scene.platform.post(on.conversation, { text: 'one' }, on);
    channel.permissions &= ~permission.readMessageHistory;
    await scene.platform.post(on.conversation, { text: 'two' }, on);
    const [, one, two] = visible();
    assert.equal(one?.replyTo, asked.id);
    assert.deepEqual([two?.content, two?.replyTo], ['two', undefined]);
  });

  it('names the right that is missing when it may not write', async () => {
    channel.permissions = 0n;
    await expect(scene.platform.post(`discord:${channel.id}`, result)).rejects.toMatchObject({
      code: 'PLATFORM',
      hint: 'The bot cannot see this channel: give it "View Channel" there.',
    });
  });

  it('leaves out masks that are too large and says so', async () => {
    const mask = new Uint8Array(10 * 1024 * 1024 + 1);
    await scene.platform.post(`discord:${channel.id}`, {
      ...result,
      pictures: [
        ...(result.pictures ?? []),
        { name: 'mask.png', role: 'mask', alt: 'mask', mediaType: 'image/png', data: mask },
      ],
    });
    const [posted] = visible();
    assert.equal(posted?.attachments.length, 1);
    assert.match(posted?.content ?? '', /mask\.png/u);
  });

  it('sends larger pictures where the server has boosts', async () => {
    guild.premiumTier = 2;
    await ada.command(channel, 'undo');
    await scene.next();
    const data = new Uint8Array(11 * 1024 * 1024);
    const [picture] = result.pictures ?? [];
    if (picture === undefined) throw new Error('no picture');
    await scene.platform.post(`discord:${channel.id}`, { text: 'large', pictures: [{ ...picture, data }] });
    assert.isTrue(visible().some(({ content }) => content === 'large'));
  });

  it('offers up to five choices as number reactions, at the pace Discord takes', async () => {
    const choices = [1, 2, 3, 4, 5].map((number) => ({
      id: `pick|${number}`,
      number,
      label: `cat ${number}`,
    }));
    const ref = await scene.platform.post(`discord:${channel.id}`, { ...result, choices });
    const message = await world().until('five reactions', () =>
      scene.message(ref).reactions.size === 5 ? scene.message(ref) : undefined,
    );
    assert.deepEqual([...message.reactions.keys()], ['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣']);
  });

  it('offers more choices in the menu only', async () => {
    const choices = Array.from({ length: 30 }, (_, i) => ({
      id: `pick|${i}`,
      number: i + 1,
      label: `cat ${i + 1}`,
    }));
    const ref = await scene.platform.post(`discord:${channel.id}`, { ...result, choices });
    await ada.pick(scene.message(ref), 25);
    expect(await scene.next()).toMatchObject({ type: 'button', id: 'pick|24' });
    assert.equal(scene.message(ref).reactions.size, 0);
  });
});
