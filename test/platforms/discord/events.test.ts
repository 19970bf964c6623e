import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import type { InboxRecord } from '../../../src/chat/inbox.ts';
import type { OutgoingMessage } from '../../../src/chat/message.ts';
import type { ChatEvent } from '../../../src/chat/platform.ts';
import { contractCommands } from '../../contracts/platform.contract.ts';
import type { Person } from '../../fakes/discord/people.ts';
import { permission } from '../../fakes/discord/world.ts';
import type { StoredChannel, StoredMessage } from '../../fakes/discord/world.ts';
import { discordCommands, openScene, picturePng, result } from './stage.ts';
import type { Scene } from './stage.ts';

const MINUTE = 60_000;

let scene: Scene;
let channel: StoredChannel;
let ada: Person;
let bob: Person;

beforeEach(async () => {
  scene = await openScene(({ world }) => {
    channel = world.channel(world.guild('Painters'));
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
describe('messages', () => {
  const post = async () => scene.message(await scene.platform.post(`discord:${channel.id}`, result));

  it('takes a reply with ping, and a mention, without any privileged intent', async () => {
    ada.say(channel, 'move the cat left', { to: await post() });
    expect(await scene.next()).toMatchObject({ type: 'message', text: 'move the cat left' });
    ada.say(channel, 'make it night', { mention: true });
    expect(await scene.next()).toMatchObject({ type: 'message', text: 'make it night' });
    assert.deepEqual(
      scene.discord.gateway.identifies.map(({ intents }) => intents),
      [13_825],
    );
  });

  it('tells once who replies without ping, since it cannot read them', async () => {
    const shown = await post();
    ada.say(channel, 'move the cat left', { to: shown, ping: false });
    ada.say(channel, 'hello?', { to: shown, ping: false });
    const hint = await world().until('a hint', () =>
      visible().find(({ content }) => content.includes('/edit')),
    );
    assert.isDefined(hint.replyTo);
    ada.say(channel, 'now', { to: shown });
    assert.equal((await scene.next()).type, 'message');
    assert.equal(visible().filter(({ content }) => content.includes('/edit')).length, 1);
  });

  it('forgets what it noted of a person', async () => {
    ada.say(channel, 'move the cat left', { to: await post(), ping: false });
    await world().until('a hint', () => visible().find(({ content }) => content.includes('/edit')));
    assert.lengthOf(await scene.store.keys('hinted/'), 1);
    await scene.platform.forgetUser?.(ada.id);
    assert.lengthOf(await scene.store.keys('hinted/'), 0);
  });

  it('leaves the talk of others alone', async () => {
    const talk = ada.say(channel, 'nice weather');
    bob.say(channel, 'indeed', { to: talk });
    ada.say(channel, 'to the bot', { mention: true });
    expect(await scene.next()).toMatchObject({ text: 'to the bot' });
    assert.equal(scene.events.length, 1);
  });

  it('takes the photo that a mention replies to', async () => {
    const photo = bob.say(channel, 'my cat', {
      mention: true,
      files: [{ name: 'cat.png', mediaType: 'image/png', data: picturePng }],
    });
    await scene.next();
    ada.say(channel, 'make it blue', { to: photo, mention: true });
    const event = await scene.next();
    assert.deepEqual(
      event.files.map(({ name }) => name),
      ['cat.png'],
    );
    assert.deepEqual(new Uint8Array((await event.files[0]?.fetch()) ?? []), picturePng);
  });

  it('names the missing right in a direct message when it may not write where it was asked', async () => {
    channel.permissions &= ~permission.sendMessages & ~permission.attachFiles;
    scene.handle = answer(result);
    ada.say(channel, 'make it night', { mention: true });
    const told = await world().until('a direct message', () => visible(ada.direct()).at(-1));
    assert.match(told.content, new RegExp(`<#${channel.id}>: .*"Send Messages", "Attach Files"`, 'u'));
    ada.say(channel, 'hello?', { mention: true });
    await scene.next();
    await scene.next();
    channel.permissions |= permission.sendMessages | permission.attachFiles;
    assert.lengthOf(visible(ada.direct()), 1);
  });

  it('takes an event once that Discord delivers twice', async () => {
    ada.say(channel, 'once', { mention: true });
    await scene.next();
    scene.discord.gateway.repeatLast('MESSAGE_CREATE');
    ada.say(channel, 'twice', { mention: true });
    expect(await scene.next()).toMatchObject({ text: 'twice' });
  });

  it('hands on reactions on its own messages, also old ones, and not on those of others', async () => {
    const shown = await post();
    bob.react(bob.say(channel, 'nice'), '1️⃣');
    world().skip(100 * MINUTE);
    ada.react(shown, '2️⃣');
    expect(await scene.next()).toMatchObject({ type: 'reaction', emoji: '2️⃣', userId: ada.id });
    assert.equal(scene.events.length, 1);
  });
});

describe('menus, forms and options', () => {
  const photo = (by: Person): StoredMessage =>
    by.say(channel, 'look', { files: [{ name: 'cat.png', mediaType: 'image/png', data: picturePng }] });

  it('edits the picture of any message through the menu', async () => {
    scene.handle = answer(result);
    const shown = await ada.useOn(photo(bob), 'Edit this picture');
    assert.equal(shown.modal?.title, 'Dieses Bild ändern');
    const sent = await ada.submit(shown, { words: 'make it blue' });
    assert.equal(sent.callback?.type, 5);
    const event = await scene.next();
    expect(event).toMatchObject({ type: 'message', text: 'make it blue', userId: ada.id });
    assert.deepEqual(new Uint8Array((await event.files[0]?.fetch()) ?? []), picturePng);
  });

  it('knows its own picture by its message', async () => {
    const ref = await scene.platform.post(`discord:${channel.id}`, result);
    await ada.submit(await ada.useOn(scene.message(ref), 'Edit this picture'), { words: 'make it blue' });
    const event = await scene.next();
    assert.deepEqual(event.type === 'message' ? event.to : undefined, ref);
    assert.lengthOf(event.files, 0);
  });

  it('describes the objects of a picture through the menu', async () => {
    await ada.useOn(photo(bob), 'Describe objects');
    expect(await scene.next()).toMatchObject({ type: 'message', text: 'what is in the picture?' });
  });

  it('says privately that a message has no picture', async () => {
    await ada.useOn(bob.say(channel, 'no picture'), 'Edit this picture');
    const [told] = world().ephemeral(channel.id);
    assert.match(told?.content ?? '', /kein Bild/u);
  });

  it('asks with a form and hands on what was typed, also after a restart', async () => {
    const ref = await scene.platform.post(`discord:${channel.id}`, {
      ...result,
      buttons: [
        {
          id: 'edit?picture=1.sig',
          label: 'Edit the plan',
          ask: {
            title: 'Edit the plan',
            fields: [
              {
                name: 'instruction',
                label: 'Plan',
                value: 'move the cat left',
                isLong: true,
                isRequired: true,
              },
              { name: 'strength', label: 'Strength', value: '1' },
            ],
          },
        },
      ],
    });
    const shown = await ada.press(scene.message(ref), 'Edit the plan');
    assert.deepEqual(
      shown.modal?.fields.map(({ value }) => value),
      ['move the cat left', '1'],
    );
    await scene.restart();
    await ada.submit(shown, { Plan: 'move the cat right' });
    expect(await scene.next()).toMatchObject({
      type: 'button',
      id: 'edit?picture=1.sig',
      on: ref,
      values: { instruction: 'move the cat right', strength: '1' },
    });
  });

  it('carries ids that are longer than Discord takes', async () => {
    const id = `weights?${'word=1.5&'.repeat(30)}`;
    const ref = await scene.platform.post(`discord:${channel.id}`, {
      ...result,
      buttons: [{ id, label: 'Weights' }],
    });
    await scene.restart();
    await ada.press(scene.message(ref), 'Weights');
    expect(await scene.next()).toMatchObject({ type: 'button', id });
  });

  it('suggests where an option has more choices than a menu holds', async () => {
    const found = await bob.type(channel, 'settings', 'model', 'model 3');
    assert.deepEqual(found.map(({ value }) => value).slice(0, 3), ['model 3', 'model 30', 'model 31']);
    assert.lengthOf(await bob.type(channel, 'settings', 'model', ''), 25);
  });

  it('registers the commands only when they have changed', async () => {
    const puts = () => scene.discord.rest.requests.filter(({ method }) => method === 'put').length;
    assert.equal(puts(), 1);
    await scene.restart();
    assert.equal(puts(), 1);
    await scene.restart(contractCommands);
    assert.equal(puts(), 2);
    assert.deepEqual(
      world().commands.map(({ name }) => name),
      ['paint', 'undo', 'Edit this picture', 'Describe objects'],
    );
  });
});

describe('what was accepted by a process that is gone', () => {
  const takenUp = async () => {
    const [key = ''] = await scene.store.keys('open:');
    const { id, raw } = (await scene.store.get<InboxRecord>(key)) as InboxRecord;
    await scene.restart();
    const done = scene.platform.retake?.(id, raw);
    return { id, done, event: await scene.next() };
  };

  it('is a command that is delivered again, and answered where it waits', async () => {
    scene.handle = () => new Promise(() => {});
    void ada.command(channel, 'paint', { prompt: 'a cat' });
    await scene.next();
    scene.handle = answer({ text: 'here it is', key: 'the answer' }, { text: 'and more' });
    const { id, event, done } = await takenUp();
    expect(event).toMatchObject({
      type: 'command',
      name: 'paint',
      options: { prompt: 'a cat' },
      request: id,
    });
    await done;
    const said = await world().until('both answers', () =>
      visible().length === 2 && visible().every(({ flags }) => (flags & 128) === 0) ? visible() : undefined,
    );
    expect(said.map(({ content }) => content)).toEqual(['here it is', 'and more']);
  });

  it('is a mention that is delivered again, also when Discord sends it twice', async () => {
    scene.handle = () => new Promise(() => {});
    ada.say(channel, 'make it night', { mention: true });
    await scene.next();
    const { event } = await takenUp();
    expect(event).toMatchObject({ type: 'message', text: 'make it night' });
    expect(scene.events).toHaveLength(2);
  });
});
