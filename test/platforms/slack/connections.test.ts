import { afterEach, describe, expect, it } from 'vitest';
import { createSlack } from '../../../src/platforms/slack/index.ts';
import { sdkLogger } from '../../../src/platforms/slack/connection/sdk-logger.ts';
import { createSockets } from '../../../src/platforms/slack/connection/sockets.ts';
import type { ChatEvent } from '../../../src/chat/platform.ts';
import { silent } from '../../../src/log.ts';
import { contractCommands } from '../../contracts/platform.contract.ts';
import { memoryPictures, memoryStore } from '../../fakes/memory-stores.ts';
import { APP_TOKEN, BOT_TOKEN, SECOND_TOKEN, SIGNING_SECRET, startSlack } from '../../fakes/slack/index.ts';
import { ADA, BOB, GENERAL, newId, nextTs } from '../../fakes/slack/workspace.ts';
import { slackScene } from './scene.ts';
import { slackAt } from './stage.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function started(env: Readonly<Record<string, string>>) {
  const slack = await startSlack();
  const store = memoryStore();
  const platform = createSlack({
    env: { SLACK_API_URL: slack.apiUrl, SLACK_PORT: '0', ...env },
    log: silent,
    store,
    pictures: memoryPictures(),
  });
  if (platform === undefined) throw new Error('createSlack: got no platform, expected one');
  const events: ChatEvent[] = [];
  await platform.start(contractCommands, (event) => Promise.resolve(void events.push(event)));
  closing.push(
    () => slack.close(),
    () => platform.stop(),
  );
  slack.sendTo(platform.address ?? '');
  return { slack, platform, store, events };
}

describe('Socket Mode', () => {
  it('keeps two connections: while one is refreshed the other takes all events', async () => {
    const { slack, close } = await slackScene();
    closing.push(close);
    expect(slack.sockets.size).toBe(2);
    slack.disconnect();
    for (let i = 0; i < 20; i++) await slack.user(ADA).command(GENERAL, '/paint', `a cat ${i}`);
    await expect.poll(() => [slack.sockets.size, slack.openedSockets]).toEqual([2, 3]);
    expect(slack.problems).toEqual([]);
  });

  it('connects again at once when all connections break', async () => {
    const { slack, close } = await slackScene();
    closing.push(close);
    slack.cut();
    await slack.user(ADA).command(GENERAL, '/paint', 'a cat');
    expect(slack.problems).toEqual([]);
    await expect.poll(() => slack.sockets.size).toBe(2);
  });

  it('starts without Slack when Slack cannot be reached, and connects when it is back', async () => {
    const away = await startSlack();
    await away.close();
    const platform = slackAt(away);
    await platform.start(contractCommands, () => Promise.resolve());
    closing.push(() => platform.stop());
    const back = await startSlack({ port: Number(new URL(away.origin).port) });
    closing.push(() => back.close());
    await expect.poll(() => back.sockets.size, { timeout: 20_000 }).toBe(2);
  });

  it('opens another connection when one never says hello', async () => {
    const slack = await startSlack();
    closing.push(() => slack.close());
    slack.stayMute(1);
    const sockets = createSockets(
      {
        appToken: APP_TOKEN,
        installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
        logger: sdkLogger(silent),
      },
      {},
      1,
      silent,
      { openWithinMs: 500, lookEveryMs: 5000 },
    );
    closing.push(async () => void (await sockets.stop()));
    await sockets.start();
    expect(slack.openedSockets).toBe(2);
    await expect.poll(() => slack.sockets.size).toBe(1);
  });

  it('says at the start when the app token is not good', async () => {
    const slack = await startSlack();
    closing.push(() => slack.close());
    const platform = createSlack({
      env: { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: 'xapp-1-wrong-token' },
      log: silent,
      store: memoryStore(),
      pictures: memoryPictures(),
    });
    await expect(platform?.start([], () => Promise.resolve())).rejects.toThrow('invalid_auth');
    await platform?.stop();
  });
});

describe('HTTP mode', () => {
  it('takes signed events, commands and presses', async () => {
    const { slack, platform, events } = await started({
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
    });
    const ada = slack.user(ADA);
    const ts = nextTs();
    await ada.say('D0ADA00001', 'a cat', { ts, eventId: 'Ev0RETRY0001' });
    await ada.say('D0ADA00001', 'a cat', { ts, eventId: 'Ev0RETRY0001', retry: 1 });
    await ada.command(GENERAL, '/paint', 'a dog');
    await expect.poll(() => events.map(({ type }) => type)).toEqual(['message', 'command']);
    const { conversation } = events[1] as ChatEvent;
    const ref = await platform.post(conversation, { text: '#1', buttons: [{ id: 'b1', label: 'Undo' }] });
    await ada.press(GENERAL, ref.id, 'Undo');
    await expect.poll(() => events[2]).toMatchObject({ type: 'button', id: 'b1', on: ref });
    expect(slack.problems).toEqual([]);
  });

  it.each([
    ['without a signature', {}],
    ['with a wrong signature', { 'x-slack-signature': `v0=${'0'.repeat(64)}` }],
  ])('refuses events %s', async (_how, headers) => {
    const { platform, events } = await started({
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
    });
    const response = await fetch(platform.address ?? '', {
      method: 'POST',
      body: JSON.stringify({ type: 'event_callback', event: { type: 'message' } }),
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
        ...headers,
      },
    });
    expect(response.status).toBe(401);
    expect(events).toEqual([]);
  });
});

describe('many workspaces', () => {
  it('install the app over the web, are answered with their own token, and are forgotten when they leave', async () => {
    const { slack, platform, store, events } = await started({
      SLACK_CLIENT_ID: '123.456',
      SLACK_CLIENT_SECRET: 'canary-client-secret',
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
    });
    const { origin } = new URL(platform.address ?? '');
    const page = await fetch(`${origin}/slack/install`);
    const state = /state=([^&"]+)/u.exec(await page.text())?.[1] ?? '';
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    const back = await fetch(`${origin}/slack/oauth_redirect?code=good-code&state=${state}`, {
      headers: { cookie },
    });
    expect(back.status).toBe(200);
    expect(await store.keys('installation:')).toEqual(['installation:T0SECOND01']);

    const second = slack.tokens.get(SECOND_TOKEN);
    if (second === undefined) throw new Error('the double has no second workspace');
    const envelope = (event: object) => ({
      type: 'event_callback',
      event_id: newId('Ev'),
      team_id: second.team,
      authorizations: [{ enterprise_id: null, team_id: second.team, user_id: second.botUser, is_bot: true }],
      event,
    });
    const message = { type: 'message', channel: 'D0BOB00001', channel_type: 'im', user: BOB, text: 'a cat' };
    const ts = nextTs();
    await slack.deliver('events_api', envelope({ ...message, ts }));
    await expect.poll(() => events).toHaveLength(1);
    const [event] = events;
    expect(event?.conversation).toBe(`slack:T0SECOND01:D0BOB00001:${ts}`);
    second.messages.push({
      channel: 'D0BOB00001',
      ts,
      user: BOB,
      text: 'a cat',
      blocks: [],
      files: [],
      isBroadcast: false,
      reactions: new Map(),
      edits: 0,
    });
    await event?.respond?.({ text: 'here it is' });
    expect(second.messages.map(({ text }) => text)).toEqual(['a cat', 'here it is']);
    expect(slack.space.messages).toEqual([]);

    await slack.deliver('events_api', envelope({ type: 'app_uninstalled' }));
    await expect.poll(() => store.keys('installation:')).toEqual([]);
    await expect(platform.post(event?.conversation ?? 'slack:', { text: 'x' })).rejects.toThrow(
      'slack: the app is not installed in T0SECOND01',
    );
    expect(slack.problems).toEqual([]);
  });
});

describe('createSlack', () => {
  const make = (env: Readonly<Record<string, string>>) =>
    createSlack({ env, log: silent, store: memoryStore(), pictures: memoryPictures() });

  it('stays off when nothing is set', () => {
    expect(make({ SLACK_API_URL: 'http://127.0.0.1:1/' })).toBeUndefined();
  });

  it('lists all that is wrong with its settings at once', () => {
    expect(() => make({ SLACK_BOT_TOKEN: 'xapp-1', SLACK_PORT: '99999', SLACK_SOCKETS: '11' })).toThrow(
      'configuration: SLACK_BOT_TOKEN does not begin with "xoxb-": copy the Bot User OAuth Token; ' +
        'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing; ' +
        'SLACK_PORT must be a port, 0…65535; SLACK_SOCKETS must be 1…10',
    );
  });
});
