import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/log.ts';
import { readShards } from '../../../src/platforms/discord/gateway.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import type { Person } from '../../fakes/discord/people.ts';
import { startDiscord } from '../../fakes/discord/index.ts';
import type { StoredChannel } from '../../fakes/discord/world.ts';
import { memoryStore } from '../../fakes/memory-stores.ts';
import { openScene, picturePng } from './stage.ts';
import type { Scene } from './stage.ts';

describe('the gateway', () => {
  let scene: Scene;
  let channel: StoredChannel;
  let ada: Person;
  beforeEach(async () => {
    scene = await openScene(({ world }) => {
      channel = world.channel(world.guild('Painters'));
    });
    ada = scene.discord.person('ada');
  });
  afterEach(async () => {
    await scene.end();
    expect(scene.discord.world.violations).toEqual([]);
  });
  const heard = async (words: string) => {
    ada.say(channel, words, { mention: true });
    expect(await scene.next()).toMatchObject({ type: 'message', text: words });
  };

  it.each([4000, 4009, 1006])('takes up its session after a drop with %s', async (code) => {
    await heard('before');
    if (code === 1006) for (const { socket } of scene.discord.gateway.sessions.values()) socket?.terminate();
    else scene.discord.gateway.drop(code);
    // Said while nobody was connected.
    await heard('meanwhile');
    await heard('after');
    assert.equal(scene.discord.gateway.identifies.length, 1);
  });

  it('reconnects when it is asked to, without a new session', async () => {
    scene.discord.gateway.askToReconnect();
    await expect.poll(() => scene.discord.gateway.resumes.length, { timeout: 5000 }).toBe(1);
    await heard('after');
    assert.equal(scene.discord.gateway.identifies.length, 1);
  });

  it('goes on with a session that can be resumed', async () => {
    scene.discord.gateway.invalidate(true);
    await heard('after');
    assert.equal(scene.discord.gateway.identifies.length, 1);
  });

  it('begins a new session when Discord has dropped the old one', async () => {
    scene.discord.gateway.invalidate(false);
    // A mention in the gap is lost with the session; what comes after it is not.
    await expect.poll(() => scene.discord.gateway.identifies.length, { timeout: 10_000 }).toBe(2);
    await heard('after');
  });

  it('leaves so that the next process resumes, and hears what was said in between', async () => {
    await heard('before');
    await scene.platform.stop();
    assert.isFalse(scene.discord.gateway.closedWith.some((code) => code === 1000 || code === 1001));
    ada.say(channel, 'is anybody there?', { mention: true });
    await scene.restart();
    expect(await scene.next()).toMatchObject({ text: 'is anybody there?' });
    assert.equal(scene.discord.gateway.identifies.length, 1);
    assert.equal(scene.events.length, 2);
  });

  it('begins a new session when the old one is gone at the restart', async () => {
    await scene.platform.stop();
    scene.discord.gateway.forgetsSessions = true;
    await scene.restart();
    await heard('after');
    assert.equal(scene.discord.gateway.identifies.length, 2);
  });

  it('logs no secret and no words of users, whatever fails', async () => {
    const token = String(scene.discord.env['DISCORD_TOKEN']);
    scene.discord.rest.faults.push(
      { method: 'patch', path: /webhooks/u, status: 400, code: 50_035, times: 1 },
      { method: 'post', path: /messages$/u, status: 403, code: 50_013, times: 1 },
      { method: 'delete', path: /webhooks/u, status: 404, code: 10_008, times: 1 },
    );
    scene.handle = async (event) => {
      await event.respond?.({ text: 'canary words of a user' });
    };
    const used = await ada.command(channel, 'paint', { prompt: 'canary words of a user' });
    await scene.next();
    ada.say(channel, 'canary words of a user', { mention: true });
    await scene.next();
    await scene.platform.stop();
    const logged = scene.logged.join('\n');
    assert.match(logged, /event was not handled/u);
    for (const secret of [token, ...token.split('.').slice(2), used.token, 'canary words']) {
      assert.notInclude(logged, secret);
    }
  });

  it('prints the invite link with the rights and intents it needs', () => {
    const { applicationId } = scene.discord.world;
    assert.equal(
      scene.platform.address,
      `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=309237763136`,
    );
    assert.isTrue(
      scene.logged.some((line) => line.includes(String(scene.platform.address)) && line.includes('13825')),
    );
  });
});

describe('createDiscord', () => {
  const context = (env: Record<string, string>) => ({
    env,
    log: createLogger(() => undefined),
    store: memoryStore(),
    pictures: {
      put: () => Promise.resolve(''),
      get: () => Promise.resolve(picturePng),
      delete: () => Promise.resolve(),
    },
  });

  it('stays off without a token', () => assert.isUndefined(createDiscord(context({}))));

  it('says what to do when the token is refused', async () => {
    const discord = await startDiscord();
    try {
      const platform = createDiscord(context({ ...discord.env, DISCORD_TOKEN: 'not.the.token' }));
      await expect(platform?.start([], () => Promise.resolve())).rejects.toMatchObject({
        code: 'PLATFORM',
        hint: 'Check DISCORD_TOKEN: developer portal, your application, Bot, Reset Token.',
      });
      await platform?.stop();
    } finally {
      await discord.close();
    }
  });

  it('keeps trying while Discord cannot be reached, without holding up the others', async () => {
    const discord = await startDiscord();
    const ada = discord.person('ada');
    const heard: string[] = [];
    // All tries of the first request.
    discord.rest.faults.push({ method: 'get', path: /gateway/u, status: 503, times: 4 });
    const platform = createDiscord(context(discord.env));
    try {
      await platform?.start([], (event) => {
        heard.push(event.type);
        return Promise.resolve();
      });
      assert.isUndefined(platform?.address);
      await expect.poll(() => platform?.address, { timeout: 10_000 }).toMatch(/^https:/u);
      ada.say(ada.direct(), 'are you back?');
      await expect.poll(() => heard).toEqual(['message']);
    } finally {
      await platform?.stop();
      await discord.close();
    }
  });

  it('serves two shards in one process, and each of two processes its own', async () => {
    const discord = await startDiscord();
    // A server's shard comes from bits 22 and up of its id.
    const guilds = [discord.world.guild('one')];
    while (new Set(guilds.map(({ id }) => (BigInt(id) >> 22n) % 2n)).size < 2) {
      discord.world.skip(1);
      guilds.push(discord.world.guild('other'));
    }
    const ada = discord.person('ada');
    const channels = guilds.map((guild) => discord.world.channel(guild));
    try {
      for (const choices of [['2'], ['0/2', '1/2']]) {
        const heard: string[] = [];
        const platforms = choices.map((SHARDS) => createDiscord(context({ ...discord.env, SHARDS })));
        await Promise.all(
          platforms.map(async (platform) =>
            platform?.start([], (event) => {
              heard.push(event.conversation);
              return Promise.resolve();
            }),
          ),
        );
        for (const channel of channels) {
          ada.say(channel, 'hello', { mention: true });
        }
        await expect
          .poll(() => heard.toSorted())
          .toEqual(channels.map(({ id }) => `discord:${id}`).toSorted());
        await Promise.all(platforms.map(async (platform) => platform?.stop()));
      }
      assert.deepEqual(discord.gateway.identifies.map(({ shard }) => shard.join('/')).toSorted(), [
        '0/2',
        '0/2',
        '1/2',
        '1/2',
      ]);
    } finally {
      await discord.close();
    }
  });
});

describe('readShards', () => {
  it.each([
    [undefined, null, null],
    ['auto', null, null],
    ['4', 4, null],
    [4, 4, null],
    ['0-1/4', 4, [0, 1]],
    ['0,2/4', 4, [0, 2]],
  ])('reads %s', (value, shardCount, shardIds) =>
    expect(readShards(value)).toEqual({ shardCount, shardIds }),
  );

  it.each(['four', '0', '4/4', '1-/4', '-1/2', '0-9/4'])('refuses %s', (value) =>
    expect(() => readShards(value)).toThrow(`SHARDS: got "${value}"`),
  );
});
