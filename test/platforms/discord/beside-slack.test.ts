import { afterEach, expect, it } from 'vitest';
import { platforms } from '../../../src/platforms/index.ts';
import { startDiscord } from '../../fakes/discord/index.ts';
import type { DiscordDouble } from '../../fakes/discord/index.ts';
import { memoryPictures, memoryStore } from '../../fakes/memory-stores.ts';
import { redPng } from '../../contracts/platform.contract.ts';

let discord: DiscordDouble;
afterEach(() => discord.close());

// Slack's library brings another undici, whose dispatcher becomes that of the whole process when it is loaded first.
it('sends pictures although the library of Slack was loaded first', async () => {
  await platforms['slack']?.();
  const createDiscord = await platforms['discord']?.();
  discord = await startDiscord();
  const channel = discord.world.channel(discord.world.guild('Painters'));
  const platform = createDiscord?.({
    env: discord.env,
    log: { info() {}, warn() {}, error() {} },
    store: memoryStore(),
    pictures: memoryPictures(),
  });
  await platform?.post(`discord:${channel.id}`, {
    text: '#1',
    pictures: [{ name: '1.png', role: 'picture', alt: 'a cat', mediaType: 'image/png', data: redPng }],
  });
  await platform?.stop();
  expect(discord.world.visible(channel.id).map(({ attachments }) => attachments.length)).toEqual([1]);
});
