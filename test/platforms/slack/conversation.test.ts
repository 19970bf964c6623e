import { describe, expect, it } from 'vitest';
import { createFakeEngine, flatPicture } from '../../fakes/engine.ts';
import { tell } from '../../../src/locales/tell.ts';
import { sentence } from '../../../src/sentence.ts';
import { encodeMask, encodePng } from '../../../src/image/encode.ts';
import { readBlocks } from '../../fakes/slack/blocks.ts';
import { ADA, BOB, GENERAL } from '../../fakes/slack/workspace.ts';
import { startSlackBot, wait } from './bot.ts';
import type { SlackBot } from './bot.ts';

/** A conversation with a fresh bot in a fresh workspace; all of them run at the same time. */
const conversation = (
  name: string,
  talk: (bot: SlackBot) => Promise<void>,
  options: Parameters<typeof startSlackBot>[0] = {},
) =>
  it.concurrent(name, async () => {
    const bot = await startSlackBot(options);
    try {
      await talk(bot);
      expect(bot.slack.problems).toEqual([]);
    } finally {
      await bot.close();
    }
  });

/** Somebody asks for a picture in the channel; gives the thread. */
async function imagine({ slack }: SlackBot, words = 'a cat and a dog on grass seed:7', person = ADA) {
  await slack.user(person).command(GENERAL, '/imagine', words);
  const [asked = ''] = words.split(' seed:');
  const root = await wait('the thread', () =>
    slack.messages(GENERAL).find(({ blocks }) => readBlocks(blocks).includes(`/imagine ${asked}`)),
  );
  return root.ts;
}

describe('a conversation in Slack', () => {
  conversation('paints, takes a reply in the thread as an edit, and goes back', async (bot) => {
    const { slack } = bot;
    const ada = slack.user(ADA);
    const thread = await imagine(bot);
    const first = await bot.picture(1, GENERAL, thread);
    expect(first.pictures.map(({ alt }) => alt)).toEqual(['a cat and a dog on grass']);
    expect(first.buttons).toContain('Variation');
    expect((await bot.says('✓', GENERAL, thread)).ts).toBe(thread);

    await ada.say(GENERAL, 'replace the cat with a horse', { thread });
    const second = await bot.picture(2, GENERAL, thread);
    expect(second.text).toContain('changed 50 % of the picture');
    expect(second.pictures.map(({ alt }) => alt)).toEqual([
      'a horse and a dog on grass. Changed: cat → horse',
      'Mask: where I looked for "replace the cat with a horse", 50 % of the picture',
    ]);
    await ada.press(GENERAL, second.ts, 'Undo');
    await bot.says('Back at #1', GENERAL, thread);
    await ada.say(GENERAL, 'redo', { thread });
    await bot.says('#2', GENERAL, thread);
    // In the channel itself stand the request and the first picture; all the rest is in the thread.
    const inChannel = slack
      .messages(GENERAL)
      .filter((message) => message.thread === undefined || message.isBroadcast);
    expect(inChannel.map(({ ts }) => ts)).toEqual([thread, first.ts]);
  });

  conversation(
    'asks which one is meant; the owner’s number reaction decides, not a stranger’s',
    async (bot) => {
      const { slack } = bot;
      const thread = await imagine(bot);
      await bot.picture(1, GENERAL, thread);
      await slack.user(ADA).say(GENERAL, 'which the cat red', { thread });
      const question = await bot.question(GENERAL, thread);
      await wait('the offered reactions', () =>
        slack.messages(GENERAL, thread).find(({ reactions }) => [...reactions.keys()].join() === 'one,two'),
      );
      expect(question.choices).toEqual([1, 2]);
      expect(question.pictures).toHaveLength(1);
      await slack.user(BOB).react(GENERAL, question.ts, 'one');
      // Bob reads German.
      const refusal = sentence('pick.notYours');
      await bot.says(tell('de', refusal), GENERAL, thread);
      expect(bot.inThread(GENERAL, thread).some(({ text }) => text.startsWith('#2 '))).toBe(false);
      await slack.user(ADA).react(GENERAL, question.ts, 'two');
      await bot.picture(2, GENERAL, thread);
    },
  );

  conversation('edits an older picture when that one is meant', async (bot) => {
    const { slack } = bot;
    const thread = await imagine(bot);
    const first = await bot.picture(1, GENERAL, thread);
    await slack.user(ADA).say(GENERAL, 'replace the cat with a horse', { thread });
    await bot.picture(2, GENERAL, thread);
    await slack.user(ADA).shortcut(GENERAL, first.ts, 'edit_picture');
    await slack.user(ADA).submit({ words: 'make the dog blue' });
    const third = await bot.picture(3, GENERAL, thread);
    // The base was #1: its cat is still there.
    expect(third.pictures[0]?.alt).toMatch(/^a cat and a blue dog on grass. Changed: dog → blue/u);
  });

  conversation(
    'stops a picture that is being painted by Slack’s own Stop, and one that waits by its button',
    async (bot) => {
      const { slack } = bot;
      const running = await imagine(bot);
      await bot.says('step', GENERAL, running);
      const waiting = await imagine(bot, 'a house', BOB);
      const { ts } = await wait('the receipt', () =>
        bot.inThread(GENERAL, waiting).find(({ buttons }) => buttons.includes('Abbrechen')),
      );
      // Bob reads German.
      await slack.user(BOB).press(GENERAL, ts, 'Abbrechen');
      await wait('the end', () =>
        bot.inThread(GENERAL, waiting).find(({ buttons, text }) => buttons.length === 0 && text !== ''),
      );
      // A stranger's Stop stops only what the stranger asked for.
      await slack.user(BOB).stop(GENERAL, running);
      await bot.tells(BOB, tell('de', sentence('cancel.nothing')));
      await slack.user(ADA).stop(GENERAL, running);
      await bot.says('Cancelled', GENERAL, running);
      await bot.tells(ADA, 'Stopped.');
      await wait('the end of the work', () =>
        slack.space.sessions.get(`${GENERAL}:${running}`)?.at(-1) === 'active' ? true : undefined,
      );
    },
    { engine: createFakeEngine({ stepMs: 100, defaultSteps: 1000 }) },
  );

  conversation('edits a photo that somebody sends in a direct message', async (bot) => {
    const { slack } = bot;
    const data = new Uint8Array(await encodePng(flatPicture(3)));
    const direct = 'D0ADA00001';
    const thread = await slack
      .user(ADA)
      .say(direct, 'make the cat blue', { files: [{ name: 'cat.png', mediaType: 'image/png', data }] });
    const edited = await bot.picture(2, direct, thread);
    expect(edited.text).toContain('changed 50 %');
    await slack.user(ADA).say(direct, 'undo', { thread });
    await bot.says('Back at #1', direct, thread);
  });

  conversation(
    'goes on after a restart between any two steps, and with a job that was under way',
    async (bot) => {
      const { slack } = bot;
      const thread = await imagine(bot, 'a cat and a dog on grass seed:7 steps:60');
      // At once: the command is acknowledged, its job may not even be stored.
      await bot.restart();
      await bot.says(' of 60', GENERAL, thread);
      await bot.restart();
      const first = await bot.picture(1, GENERAL, thread);
      await bot.restart();
      await slack.user(ADA).press(GENERAL, first.ts, 'Variation');
      await bot.picture(2, GENERAL, thread);
      await bot.restart();
      await slack.user(ADA).say(GENERAL, 'which the cat red', { thread });
      await bot.question(GENERAL, thread);
      await bot.restart();
      const question = await bot.question(GENERAL, thread);
      await slack.user(ADA).choose(GENERAL, question.ts, 1);
      await bot.picture(3, GENERAL, thread);
      await bot.restart();
      await slack.user(ADA).say(GENERAL, 'undo', { thread });
      await bot.says('Back at #2', GENERAL, thread);
      const numbers = bot.inThread(GENERAL, thread).filter(({ text }) => /^#\d+ · seed/u.test(text));
      expect(numbers.map(({ text }) => text.slice(0, 2))).toEqual(['#1', '#2', '#3']);
    },
    { engine: createFakeEngine({ stepMs: 100 }) },
  );

  conversation('keeps two people in two threads apart', async (bot) => {
    const { slack } = bot;
    const [adas, bobs] = [await imagine(bot, 'a cat seed:1'), await imagine(bot, 'a dog seed:2', BOB)];
    await Promise.all([bot.picture(1, GENERAL, adas), bot.picture(1, GENERAL, bobs)]);
    await Promise.all([
      slack.user(ADA).say(GENERAL, 'make the cat blue', { thread: adas }),
      slack.user(BOB).say(GENERAL, 'make the dog red', { thread: bobs }),
    ]);
    expect((await bot.picture(2, GENERAL, adas)).pictures[0]?.alt).toMatch(
      /^a blue cat. Changed: cat → blue/u,
    );
    expect((await bot.picture(2, GENERAL, bobs)).pictures[0]?.alt).toMatch(
      /^a red dog. Geändert: dog → red/u,
    );
  });

  conversation('paints once what Slack sends three times, and while connections break', async (bot) => {
    const { slack } = bot;
    const thread = await imagine(bot);
    await bot.picture(1, GENERAL, thread);
    const again = { thread, eventId: 'Ev0AGAIN0001', ts: '9999999999.000100' };
    await slack.user(ADA).say(GENERAL, 'make the cat blue', again);
    slack.disconnect();
    await slack.user(ADA).say(GENERAL, 'make the cat blue', { ...again, retry: 1 });
    slack.cut();
    await slack.user(ADA).say(GENERAL, 'make the cat blue', { ...again, retry: 2 });
    await bot.picture(2, GENERAL, thread);
    await slack.user(ADA).say(GENERAL, 'make the dog red', { thread });
    await bot.picture(3, GENERAL, thread);
  });

  conversation(
    'keeps a picture that was finished while the token was not good, and shows it after the next start',
    async (bot) => {
      const { slack } = bot;
      const thread = await imagine(bot);
      await bot.says('step', GENERAL, thread);
      slack.expireToken();
      await wait('the failure in the log', () =>
        bot.log.find((line) => line.includes('a result cannot be shown yet')),
      );
      await bot.stop();
      slack.renewToken();
      await bot.start();
      await bot.picture(1, GENERAL, thread);
    },
    { engine: createFakeEngine({ stepMs: 100, defaultSteps: 60 }) },
  );

  conversation(
    'shows a picture as soon as Slack takes it again, without a restart',
    async (bot) => {
      const { slack } = bot;
      const thread = await imagine(bot);
      await bot.says('step', GENERAL, thread);
      slack.expireToken();
      await wait('the failure in the log', () =>
        bot.log.find((line) => line.includes('a result cannot be shown yet')),
      );
      slack.renewToken();
      await bot.picture(1, GENERAL, thread);
      await bot.says('✓', GENERAL, thread);
    },
    { engine: createFakeEngine({ stepMs: 100, defaultSteps: 60 }) },
  );

  conversation(
    'paints a private picture in the direct conversation of who asked: progress, replies, buttons',
    async (bot) => {
      const { slack } = bot;
      const ada = slack.user(ADA);
      const direct = 'D0ADA00001';
      await ada.command(GENERAL, '/imagine', 'a cat and a dog on grass seed:7 private:yes');
      await bot.says('step', direct);
      await bot.tells(ADA, `Only you see this picture: https://double.slack.com/archives/${direct}/p`);
      await bot.restart();
      const first = await bot.picture(1, direct);
      const [root] = slack.messages(direct);
      await ada.press(direct, first.ts, 'Edit…');
      await ada.submit({ instruction: 'make the cat blue' });
      await bot.picture(2, direct, root?.ts);
      await ada.say(direct, 'undo', { thread: root?.ts ?? '' });
      await bot.says('Back at #1', direct, root?.ts);
      expect(slack.messages(GENERAL)).toEqual([]);
      // Another person's picture in the channel is the first one of its own thread.
      const thread = await imagine(bot, 'a house seed:3', BOB);
      await bot.picture(1, GENERAL, thread);
    },
    { engine: createFakeEngine({ stepMs: 50, defaultSteps: 60 }) },
  );

  conversation('changes nothing outside a mask that is put into the form', async (bot) => {
    const { slack } = bot;
    const thread = await imagine(bot);
    const first = await bot.picture(1, GENERAL, thread);
    await slack.user(ADA).shortcut(GENERAL, first.ts, 'edit_picture');
    const data = Float32Array.from({ length: 32 * 32 }, (_, i) => (i % 32 < 8 ? 1 : 0));
    const mask = new Uint8Array(await encodeMask({ width: 32, height: 32, data }));
    await slack
      .user(ADA)
      .submit(
        { words: 'make the cat blue' },
        { mask: { name: 'mask.png', mediaType: 'image/png', data: mask } },
      );
    expect((await bot.picture(2, GENERAL, thread)).text).toMatch(/changed 2[345] % of the picture/u);
  });

  conversation('weighs the parts of an edit in a form, and enlarges a picture', async (bot) => {
    const { slack } = bot;
    const thread = await imagine(bot);
    await bot.picture(1, GENERAL, thread);
    await slack.user(ADA).say(GENERAL, 'make the cat blue and make the dog red', { thread });
    const second = await bot.picture(2, GENERAL, thread);
    await slack.user(ADA).press(GENERAL, second.ts, 'Weights');
    await slack.user(ADA).submit({ weights: 'make the cat blue: 1.5\nmake the dog red: 0' });
    const third = await bot.picture(3, GENERAL, thread);
    expect(third.pictures).toHaveLength(2);
    await slack.user(ADA).press(GENERAL, third.ts, 'Upscale');
    expect((await bot.picture(4, GENERAL, thread)).text).toContain('#3 with 64 × 64 pixels');
  });

  conversation(
    'takes the plan in other words from a form, before it is painted',
    async (bot) => {
      const { slack } = bot;
      const thread = await imagine(bot, 'a cat and a dog on grass seed:7 steps:2');
      await bot.picture(1, GENERAL, thread);
      await slack.user(ADA).say(GENERAL, 'make the cat blue and make the dog red', { thread });
      const receipt = await wait('the receipt', () =>
        bot.inThread(GENERAL, thread).find(({ buttons }) => buttons.includes('In other words…')),
      );
      await slack.user(ADA).press(GENERAL, receipt.ts, 'In other words…');
      await slack.user(ADA).submit({ instruction: 'make the cat green' });
      expect((await bot.picture(2, GENERAL, thread)).pictures[0]?.alt).toMatch(
        /^a green cat and a dog on grass/u,
      );
    },
    { engine: createFakeEngine({ stepMs: 100, defaultSteps: 40 }) },
  );

  conversation('says what is wrong in one sentence', async (bot) => {
    const { slack } = bot;
    const thread = await imagine(bot);
    await bot.picture(1, GENERAL, thread);
    await slack.user(ADA).say(GENERAL, 'replace the zebra with a horse', { thread });
    await bot.says('There is no zebra in the picture; I see cat, dog.', GENERAL, thread);
    await slack.user(ADA).say(GENERAL, 'good morning everybody', { thread });
    await bot.says('I found nothing to change in that', GENERAL, thread);
  });
});
