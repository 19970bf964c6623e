import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationId } from '../../../src/chat/message.ts';
import { createLogger } from '../../../src/log.ts';
import { bluePng, redPng } from '../../contracts/platform.contract.ts';
import { pingsIn, readBlocks } from '../../fakes/slack/blocks.ts';
import { APP_TOKEN, BOT_TOKEN } from '../../fakes/slack/index.ts';
import { ADA, BOB, GENERAL } from '../../fakes/slack/workspace.ts';
import { slackScene } from './scene.ts';
import type { SlackScene } from './scene.ts';
import { seeIn, slackAt } from './stage.ts';

let scene: SlackScene;
let conversation: ConversationId;
const lines: string[] = [];

beforeEach(async () => {
  lines.length = 0;
  scene = await slackScene({ log: createLogger((line) => lines.push(line)) });
  await scene.slack.user(ADA).say(GENERAL, '<@U0LIMNER01> a cat');
  ({ conversation } = await scene.next('message'));
});
afterEach(async () => {
  await scene.close();
  expect(scene.slack.problems).toEqual([]);
  // The double's tokens are canaries: none may be in a log.
  for (const secret of [BOT_TOKEN, APP_TOKEN]) expect(lines.join('\n')).not.toContain(secret);
});

const picture = {
  name: 'picture-1.png',
  role: 'picture' as const,
  alt: 'a cat on grass',
  mediaType: 'image/png' as const,
  data: redPng,
};
const calls = (method: string) => scene.slack.requests.filter((request) => request.method === method);
const inChannel = () =>
  scene.slack.messages(GENERAL).filter(({ user }) => user === scene.slack.space.botUser);

describe('a picture', () => {
  it('stands in one message, with alt text in the block and in the file', async () => {
    const { slack, platform } = scene;
    const mask = {
      ...picture,
      name: 'mask-1.png',
      role: 'mask' as const,
      alt: 'where the cat is',
      data: bluePng,
    };
    const ref = await platform.post(conversation, { text: '#1', pictures: [picture, mask] });
    expect(seeIn(slack, ref)?.pictures.map(({ alt }) => alt)).toEqual(['a cat on grass', 'where the cat is']);
    expect([...slack.space.files.values()].map(({ alt }) => alt)).toEqual([
      'a cat on grass',
      'where the cat is',
    ]);
    expect(inChannel()).toHaveLength(1);
    // Slack was asked until it was done with each file.
    expect(calls('files.info').length).toBeGreaterThan(2);
  });

  it('is shared in the thread first where Slack takes no unshared file in a block', async () => {
    const { slack, platform } = scene;
    slack.space.blocksTakeOnlySharedFiles = true;
    const ref = await platform.post(conversation, { text: '#1', pictures: [picture] });
    expect(seeIn(slack, ref)?.pictures).toHaveLength(1);
    const [share] = inChannel();
    expect(share).toMatchObject({ thread: conversation.split(':').at(-1), files: [expect.any(String)] });
  });

  it('that is only a preview is not uploaded', async () => {
    const progress = { fraction: 0.5, label: 'step 5 of 10' };
    const ref = await scene.platform.post(conversation, {
      text: 'a cat',
      progress,
      pictures: [{ ...picture, role: 'preview' }],
    });
    expect(seeIn(scene.slack, ref)?.text).toBe('a cat\n▓▓▓▓▓░░░░░ step 5 of 10');
    expect(scene.slack.space.files.size).toBe(0);
  });
});

describe('a message', () => {
  it('pings nobody, whatever is in it', async () => {
    const { slack, platform } = scene;
    const text = '<!channel> <@U0ADA00001> @everyone <https://evil.example|click> & *bold*';
    const ref = await platform.post(conversation, {
      text,
      error: { code: 'X', message: '<!here>' },
      pictures: [{ ...picture, alt: '<!everyone> a cat' }],
      choices: [{ id: 'c1', number: 1, label: '<!channel>' }],
      buttons: [{ id: 'b1', label: '<@U0ADA00001>' }],
    });
    await platform.update(ref, { text });
    expect(seeIn(slack, ref)?.text).toBe(text);
    for (const { args } of [...calls('chat.postMessage'), ...calls('chat.update')]) {
      const mrkdwn = [args['text'], ...(args['blocks'] ?? '').split('"type":"mrkdwn",').slice(1)].join('\n');
      // Plain text and alt texts are never read as markup.
      expect(pingsIn(mrkdwn.replaceAll(/"plain_text","text":"[^"]*"|"alt_text":"[^"]*"/gu, ''))).toEqual([]);
    }
  });

  it('that Slack stored before its answer got lost is not posted again', async () => {
    scene.slack.fail('chat.postMessage', 'after');
    const ref = await scene.platform.post(conversation, { text: 'once' });
    expect(inChannel().map(({ ts }) => ts)).toEqual([ref.id]);
  });

  it('that got lost on its way is posted again', async () => {
    scene.slack.fail('chat.postMessage', 'before');
    const ref = await scene.platform.post(conversation, { text: 'once' });
    expect(inChannel().map(({ ts }) => ts)).toEqual([ref.id]);
  });

  it('with a key is posted once, also by a process that was started again', async () => {
    const message = { text: '#1', key: 'job-1' };
    const first = await scene.platform.post(conversation, message);
    await scene.restart();
    expect(await scene.platform.post(conversation, message)).toEqual(first);
    // The process ended between posting and remembering: the message itself carries the key.
    await scene.store.delete('posted:T0DOUBLE01:job-1');
    expect(await scene.platform.post(conversation, message)).toEqual(first);
    expect(inChannel()).toHaveLength(1);
  });

  it('waits as long as Slack says', async () => {
    scene.slack.rateLimit('chat.postMessage', 1);
    await scene.platform.post(conversation, { text: 'late' });
    const [refused, taken] = calls('chat.postMessage');
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(inChannel()).toHaveLength(1);
  });

  it('for one person is seen by that person only', async () => {
    const { slack } = scene;
    await slack.user(BOB).say(GENERAL, 'help', { thread: conversation.split(':').at(-1) ?? '' });
    const event = await scene.next('message');
    await event.respond?.({ text: 'only for you', isPrivate: true });
    expect(inChannel()).toEqual([]);
    expect(slack.privately(BOB).map(({ blocks }) => readBlocks(blocks))).toEqual(['only for you']);
    expect(slack.privately(ADA)).toEqual([]);
  });

  it('says which scope is missing', async () => {
    scene.slack.scopes.delete('reactions:write');
    const ref = await scene.platform.post(conversation, { text: 'x' });
    await expect(scene.platform.react(ref, '1️⃣')).rejects.toThrow(
      'slack: reactions.add: missing_scope: add the scope reactions:write and reinstall the app',
    );
  });
});

describe('changes of a message', () => {
  it('are thinned out: few are sent, the last state stands', async () => {
    const { slack, platform } = scene;
    const ref = await platform.post(conversation, { text: 'a cat' });
    const all = Array.from({ length: 20 }, (_, step) =>
      platform.update(ref, { text: 'a cat', progress: { fraction: step / 20, label: `step ${step}` } }),
    );
    await Promise.all([...all, platform.update(ref, { text: '✓ a cat' })]);
    expect(seeIn(slack, ref)?.text).toBe('✓ a cat');
    expect(calls('chat.update').length).toBeLessThanOrEqual(2);
  });

  it('of many messages stay below what a workspace takes, final states first', async () => {
    const { platform } = scene;
    const refs = await Promise.all(
      Array.from({ length: 12 }, (_, i) => platform.post(conversation, { text: `${i}` })),
    );
    const progress = { fraction: 0.5, label: 'half' };
    const slow = refs.slice(1).map((ref) => platform.update(ref, { text: 'x', progress }));
    const [first] = refs;
    if (first !== undefined) await platform.update(first, { text: 'done' });
    const order = calls('chat.update').map(({ args }) => args['ts']);
    expect(order.indexOf(first?.id)).toBeLessThan(3);
    await Promise.all(slow);
    await expect.poll(() => calls('chat.update'), { timeout: 20_000 }).toHaveLength(12);
  });
});

describe('a file of a person', () => {
  const send = async (name: string, data: Uint8Array) => {
    const file = { name, mediaType: 'image/png', data };
    await scene.slack.user(ADA).say('D0ADA00001', 'make it night', { files: [file] });
    const event = await scene.next('message');
    return event.files[0]?.fetch() ?? Promise.reject(new Error('no file came'));
  };

  it('is fetched with the token', async () => {
    expect(new Uint8Array(await send('photo.png', bluePng))).toEqual(bluePng);
  });

  it('that Slack hides behind its login page is explained', async () => {
    scene.slack.scopes.delete('files:read');
    await expect(send('photo.png', bluePng)).rejects.toMatchObject({
      code: 'SLACK_FILE_SCOPE',
      message: expect.stringContaining('files:read'),
    });
  });

  it('is refused when its bytes are no picture, whatever its name says', async () => {
    await expect(send('photo.png', Buffer.from('#!/bin/sh'))).rejects.toMatchObject({ code: 'NOT_AN_IMAGE' });
  });

  it('is refused when it is too large, before it is fetched', async () => {
    await expect(send('big.png', new Uint8Array(25_000_001))).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringContaining('25 MB'),
    });
  });

  it('is not fetched from another host, and the token never goes there', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end(redPng);
    });
    await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
    scene.slack.redirectFiles(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/photo.png`);
    await expect(send('photo.png', bluePng)).rejects.toThrow("is not one of Slack's file hosts");
    expect(seen).toEqual([]);
    elsewhere.close();
  });
});

describe('a token', () => {
  it('that has expired ends the start with the one next step', async () => {
    scene.slack.expireToken();
    const platform = slackAt(scene.slack);
    await expect(platform.start([], () => Promise.resolve())).rejects.toThrow(
      'slack: auth.test: token_expired: the token has expired. Reinstall the app and set SLACK_BOT_TOKEN',
    );
    await platform.stop();
    scene.slack.renewToken();
  });

  it('that expires while the bot runs fails each message with that reason, and works again when renewed', async () => {
    scene.slack.expireToken();
    await expect(scene.platform.post(conversation, { text: 'x' })).rejects.toThrow('token_expired');
    scene.slack.renewToken();
    await scene.platform.post(conversation, { text: 'back' });
    expect(inChannel()).toHaveLength(1);
  });
});
