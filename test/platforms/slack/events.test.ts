import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboxRecord } from '../../../src/chat/inbox.ts';
import { placeOf } from '../../../src/platforms/slack/place.ts';
import { bluePng, redPng } from '../../contracts/platform.contract.ts';
import { readBlocks } from '../../fakes/slack/blocks.ts';
import { ADA, BOB, ELSEWHERE, GENERAL, nextTs } from '../../fakes/slack/workspace.ts';
import { slackScene } from './scene.ts';
import type { SlackScene } from './scene.ts';

let scene: SlackScene;
beforeEach(async () => {
  scene = await slackScene();
});
afterEach(async () => {
  await scene.close();
  expect(scene.slack.problems).toEqual([]);
});

const BOT = '<@U0LIMNER01>';
const picture = (name: string, data: Uint8Array) => ({
  name,
  role: 'picture' as const,
  alt: `picture ${name}`,
  mediaType: 'image/png' as const,
  data,
});

describe('a slash command', () => {
  it('begins a thread whose first message becomes the receipt, and shows the picture in the channel once', async () => {
    const { slack } = scene;
    await slack.user(ADA).command(GENERAL, '/paint', 'a cat & a <dog> seed:7');
    const event = await scene.next('command');
    expect({ ...event.options }).toEqual({ prompt: 'a cat & a <dog>', seed: 7 });
    const { thread = '' } = placeOf(event.conversation);
    const receipt = await event.respond?.({ text: 'Queued', progress: { fraction: 0, label: 'waiting' } });
    expect(receipt).toEqual({ conversation: event.conversation, id: thread });
    await expect
      .poll(() => readBlocks(slack.messages(GENERAL)[0]?.blocks ?? []))
      .toContain('/paint a cat & a <dog> seed:7\nQueued');
    for (const name of ['1.png', '2.png']) {
      await event.respond?.({ text: name, pictures: [picture(name, redPng)] });
    }
    expect(slack.messages(GENERAL, thread).map(({ isBroadcast }) => isBroadcast)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('is refused for the person only, in their language, when it cannot be read', async () => {
    const { slack } = scene;
    await slack.user(ADA).command(GENERAL, '/paint', 'a cat seed:many');
    await expect
      .poll(() => slack.privately(ADA).map(({ text }) => text))
      .toEqual([expect.stringContaining('whole number')]);
    await slack.user(BOB).command(GENERAL, '/paint', 'a cat seed:many');
    await expect
      .poll(() => slack.privately(BOB).map(({ text }) => text))
      .toEqual([expect.stringContaining('ganze Zahl')]);
    expect(slack.messages(GENERAL)).toEqual([]);
  });

  it('with private: begins a thread in the direct conversation, by the rules of its channel', async () => {
    const { slack } = scene;
    await slack.user(BOB).command(GENERAL, '/draw', 'a cat private:yes');
    const event = await scene.next('command');
    const { channel, thread = '' } = placeOf(event.conversation);
    expect(channel).toBe('D0BOB00001');
    expect(event).toMatchObject({
      place: `slack:T0DOUBLE01:${GENERAL}`,
      space: 'slack:team:T0DOUBLE01',
      userId: `T0DOUBLE01:${BOB}`,
    });
    await event.respond?.({ text: 'Queued', progress: { fraction: 0.5, label: 'step 1 of 2' } });
    await expect
      .poll(() => readBlocks(slack.messages(channel, thread)[0]?.blocks ?? []))
      .toContain('step 1 of 2');
    await expect
      .poll(() => slack.privately(BOB).map(({ text }) => text))
      .toEqual([expect.stringMatching(/^Nur du siehst dieses Bild: https:/u)]);
    expect(slack.messages(GENERAL)).toEqual([]);
  });

  it('says how to invite the bot where it is not a member', async () => {
    const { slack } = scene;
    await slack.user(BOB).command(ELSEWHERE, '/paint', 'a cat');
    await expect
      .poll(() => slack.privately(BOB).map(({ text }) => text))
      .toEqual([expect.stringContaining('Lade mich mit /invite @Limner ein')]);
  });

  it('is about the thread that the person began last, unless it paints something new', async () => {
    const { slack } = scene;
    const ada = slack.user(ADA);
    await ada.command(GENERAL, '/paint', 'a cat');
    const { conversation } = await scene.next('command');
    await ada.command(GENERAL, '/limner', 'undo');
    expect(await scene.next('command')).toMatchObject({ name: 'undo', conversation });
    await ada.command(GENERAL, '/limner', 'make it red');
    expect(await scene.next('message')).toMatchObject({ text: 'make it red', conversation });
    await ada.command(GENERAL, '/limner', 'paint a dog');
    const other = await scene.next('command');
    expect(other.name).toBe('paint');
    expect(other.conversation).not.toBe(conversation);
    await slack.user(BOB).command(GENERAL, '/limner', '');
    expect(await scene.next('command')).toMatchObject({
      name: 'help',
      conversation: `slack:T0DOUBLE01:${GENERAL}:${BOB}`,
    });
  });

  it('answers privately through its own address', async () => {
    await scene.slack.user(BOB).command(GENERAL, '/limner', 'help');
    const event = await scene.next('command');
    const answer = await event.respond?.({ text: 'This is how', isPrivate: true });
    expect(scene.slack.messages(GENERAL)).toEqual([]);
    expect(scene.slack.privately(BOB).map(({ blocks }) => readBlocks(blocks))).toEqual(['This is how']);
    // Its buttons belong to the same conversation, though the message hangs in no thread.
    await event.respond?.({ text: 'More?', isPrivate: true, buttons: [{ id: 'b1', label: 'More' }] });
    await scene.slack.user(BOB).press(GENERAL, scene.slack.privately(BOB)[1]?.ts ?? '', 'More');
    expect(await scene.next('button')).toMatchObject({ id: 'b1', conversation: event.conversation });
    // Slack lets nobody change it: its end is said anew, what comes before the end is left out.
    if (answer === undefined) throw new Error('got no answer');
    await scene.platform.update(answer, { text: 'Soon', progress: { fraction: 0.5, label: 'half' } });
    await scene.platform.update(answer, { text: 'Done' });
    const told = () => scene.slack.privately(BOB).map(({ blocks }) => readBlocks(blocks));
    expect(told()).toEqual(['This is how', 'More?', 'Done']);
    // Harmless also when nobody knows any more whose it was.
    const platform = await scene.restart();
    await platform.update(answer, { text: 'Done' });
    expect(told()).toHaveLength(3);
  });
});

describe('words', () => {
  it('are heard once when the bot is mentioned, and then in the whole thread', async () => {
    const { slack } = scene;
    const ada = slack.user(ADA);
    const root = await ada.say(GENERAL, `${BOT} a cat on grass`);
    const first = await scene.next('message');
    expect(first).toMatchObject({ text: 'a cat on grass', userId: `T0DOUBLE01:${ADA}`, isAdmin: true });
    expect(first.space).toBe('slack:team:T0DOUBLE01');
    await slack.user(BOB).say(GENERAL, 'make it blue', { thread: root });
    const second = await scene.next('message');
    expect(second).toMatchObject({ text: 'make it blue', conversation: first.conversation, locale: 'de-DE' });
    await ada.say(GENERAL, `${BOT} and red`, { thread: root });
    expect((await scene.next('message')).text).toBe('and red');
    expect(scene.events).toHaveLength(3);
  });

  it('are left alone when they are not for the bot', async () => {
    const { slack } = scene;
    const ada = slack.user(ADA);
    await ada.say(GENERAL, 'good morning');
    const foreign = await ada.say(GENERAL, 'look at this');
    await ada.say(GENERAL, 'nice', { thread: foreign });
    const ours = await ada.say(GENERAL, `${BOT} a cat`);
    expect((await scene.next('message')).text).toBe('a cat');
    await ada.say(GENERAL, `<@${BOB}> what do you think?`, { thread: ours });
    const changed = {
      type: 'message',
      subtype: 'message_changed',
      channel: GENERAL,
      ts: nextTs(),
      thread_ts: ours,
    };
    await slack.emit(changed);
    await slack.emit({ ...changed, subtype: 'channel_join', user: BOB, text: 'joined' });
    await slack.emit({
      ...changed,
      subtype: undefined,
      user: 'U0OTHERBOT',
      bot_id: 'B0OTHERBOT',
      text: 'beep',
    });
    await ada.say(GENERAL, 'make it blue', { thread: ours });
    expect((await scene.next('message')).text).toBe('make it blue');
  });

  it('under somebody else’s photo bring the photo along, and only mentions are heard there', async () => {
    const { slack } = scene;
    const photo = { name: 'photo.png', mediaType: 'image/png', data: bluePng };
    const root = await slack.user(BOB).say(GENERAL, 'my dog', { files: [photo] });
    await slack.user(ADA).say(GENERAL, `${BOT} make it night`, { thread: root });
    const event = await scene.next('message');
    expect(event.text).toBe('make it night');
    expect(new Uint8Array((await event.files[0]?.fetch()) ?? [])).toEqual(bluePng);
    await slack.user(BOB).say(GENERAL, 'wow', { thread: root });
    await slack.user(ADA).say(GENERAL, `${BOT} undo`, { thread: root });
    expect((await scene.next('message')).text).toBe('undo');
  });

  it('in a direct message need no mention', async () => {
    await scene.slack.user(BOB).say('D0BOB00001', 'a cat on grass');
    const event = await scene.next('message');
    expect(event).toMatchObject({ text: 'a cat on grass', isAdmin: false });
    expect(event.space).toBeUndefined();
  });

  it('that come late are about the picture that they follow', async () => {
    const { slack, platform } = scene;
    const root = await slack.user(ADA).say(GENERAL, `${BOT} a cat`);
    const { conversation } = await scene.next('message');
    const first = await platform.post(conversation, { text: '#1', pictures: [picture('1.png', redPng)] });
    const written = nextTs();
    await platform.post(conversation, { text: '#2', pictures: [picture('2.png', bluePng)] });
    await slack.user(ADA).say(GENERAL, 'make it red', { thread: root, ts: written });
    expect((await scene.next('message')).to).toEqual(first);
    await slack.user(ADA).say(GENERAL, 'and blue', { thread: root });
    expect((await scene.next('message')).to).toBeUndefined();
  });
});

describe('an event that Slack sends again', () => {
  it('is acknowledged and runs once, also at the same moment and after a restart', async () => {
    const { slack } = scene;
    const ada = slack.user(ADA);
    const ts = nextTs();
    const again = { eventId: 'Ev0TWICE0001', ts };
    await Promise.all([
      ada.say('D0ADA00001', 'a cat', again),
      ada.say('D0ADA00001', 'a cat', { ...again, retry: 1 }),
    ]);
    await scene.next('message');
    await scene.restart();
    await ada.say('D0ADA00001', 'a cat', { ...again, retry: 2 });
    // The same words of the same person, under another event id, are still the same message.
    await ada.say('D0ADA00001', 'a cat', { ts, eventId: 'Ev0OTHER0001' });
    await ada.say('D0ADA00001', 'a dog');
    expect((await scene.next('message')).text).toBe('a dog');
  });
});

describe('what is pressed', () => {
  const start = async () => {
    const root = await scene.slack.user(ADA).say(GENERAL, `${BOT} a cat`);
    const { conversation } = await scene.next('message');
    return { root, conversation };
  };

  it('number reactions reach the thread of their message, by whomever; on other messages they mean nothing', async () => {
    const { slack } = scene;
    const { root, conversation } = await start();
    const question = await scene.platform.post(conversation, {
      text: 'Which cat?',
      choices: [
        { id: 'c1', number: 1, label: 'left' },
        { id: 'c2', number: 2, label: 'right' },
      ],
    });
    // The bot offers the numbers itself; its own reactions are no answers.
    await expect
      .poll(() => [...(slack.messages(GENERAL, root).at(-1)?.reactions.keys() ?? [])])
      .toEqual(['one', 'two']);
    await slack.user(BOB).react(GENERAL, root, 'one');
    await slack.user(BOB).react(GENERAL, question.id, 'two');
    expect(await scene.next('reaction')).toMatchObject({
      emoji: '2️⃣',
      on: question,
      userId: `T0DOUBLE01:${BOB}`,
    });
  });

  it('a form asks before the button acts, also after a restart', async () => {
    const { slack } = scene;
    const { conversation } = await start();
    const fields = [
      { name: 'plan', label: 'The plan', value: 'move the cat left', isLong: true },
      { name: 'strength', label: 'How strong', isRequired: true },
    ];
    const posted = await scene.platform.post(conversation, {
      text: 'Plan',
      buttons: [
        { id: 'edit?job=1', label: 'Edit the plan', ask: { title: 'Edit the whole plan here', fields } },
      ],
    });
    await scene.restart();
    await slack.user(ADA).press(GENERAL, posted.id, 'Edit the plan');
    await slack.user(ADA).submit({ strength: '2' });
    expect(await scene.next('button')).toMatchObject({
      id: 'edit?job=1',
      on: posted,
      conversation,
      values: { plan: 'move the cat left', strength: '2' },
    });
  });

  it('"Edit this picture" works on somebody’s photo', async () => {
    const { slack } = scene;
    const photo = { name: 'dog.png', mediaType: 'image/png', data: redPng };
    const ts = await slack.user(BOB).say(GENERAL, 'my dog', { files: [photo] });
    await slack.user(ADA).shortcut(GENERAL, ts, 'edit_picture');
    await slack.user(ADA).submit({ words: ' make it blue ' });
    const event = await scene.next('message');
    expect(event).toMatchObject({ text: 'make it blue', conversation: `slack:T0DOUBLE01:${GENERAL}:${ts}` });
    expect(event.to).toBeUndefined();
    expect(new Uint8Array((await event.files[0]?.fetch()) ?? [])).toEqual(redPng);
  });

  it('Slack’s own Stop button cancels', async () => {
    const { slack } = scene;
    const { root, conversation } = await start();
    const session = `${GENERAL}:${root}`;
    const receipt = await scene.platform.post(conversation, {
      text: 'a cat',
      progress: { fraction: 0.1, label: 'step 1 of 10' },
    });
    await expect.poll(() => slack.space.sessions.get(session)).toEqual(['processing']);
    await slack.user(ADA).stop(GENERAL, root);
    expect(await scene.next('command')).toMatchObject({ name: 'cancel', conversation });
    await scene.platform.update(receipt, { text: 'Cancelled: a cat' });
    await expect.poll(() => slack.space.sessions.get(session)).toEqual(['processing', 'active']);
  });
});

describe('the home tab', () => {
  it('shows my pictures and settings, and deletes my data', async () => {
    const { slack } = scene;
    await slack.user(ADA).command(GENERAL, '/paint', 'a cat');
    const event = await scene.next('command');
    await event.respond?.({ text: '#1', pictures: [picture('cat.png', redPng)] });
    await slack.user(ADA).openHome();
    const home = () => slack.space.homes.get(ADA) ?? [];
    await expect.poll(() => home().filter(({ type }) => type === 'image')).toHaveLength(1);
    expect(readBlocks(home())).toContain('My pictures');
    await slack.user(BOB).openHome();
    await expect.poll(() => readBlocks(slack.space.homes.get(BOB) ?? [])).toContain('Meine Bilder');

    await slack.user(ADA).pressHome('Settings');
    expect(await scene.next('command')).toMatchObject({
      name: 'settings',
      conversation: `slack:T0DOUBLE01:D0ADA00001:${ADA}`,
    });
    await slack.user(ADA).pressHome('Delete my data');
    const deletion = await scene.next('command');
    expect(deletion).toMatchObject({ name: 'privacy', options: { action: 'delete' } });
    await scene.platform.forgetUser?.(deletion.userId);
    expect([...slack.space.files.values()].every(({ isDeleted }) => isDeleted)).toBe(true);
    expect(await scene.store.keys('picture:')).toEqual([]);
  });
});

describe('what was accepted by a process that is gone', () => {
  it('is a slash command that is delivered again, in the thread that it had begun', async () => {
    const { slack, store } = scene;
    await slack.user(ADA).command(GENERAL, '/paint', 'a cat');
    const before = await scene.next('command');
    const [key = ''] = await store.keys('open:');
    const { id, raw } = (await store.get<InboxRecord>(key)) as InboxRecord;
    expect(before.request).toBe(id);
    const platform = await scene.restart();
    await platform.retake?.(id, raw);
    const again = await scene.next('command');
    expect(again).toMatchObject({ conversation: before.conversation, options: before.options, request: id });
    expect(slack.messages(GENERAL)).toHaveLength(1);
  });

  it('is nothing when it asked for nothing', async () => {
    await scene.slack.user(ADA).say(GENERAL, 'good morning');
    await expect.poll(() => scene.store.keys('done:')).toHaveLength(1);
    expect(await scene.store.keys('open:')).toEqual([]);
  });
});
