import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { silent } from '../../../src/log.ts';
import { parts, numberOf } from '../../fakes/discord/people.ts';
import type { StoredFile, StoredMessage } from '../../fakes/discord/world.ts';
import type { Json } from '../../fakes/discord/world.ts';
import { startDiscord } from '../../fakes/discord/index.ts';
import { platformContract } from '../../contracts/platform.contract.ts';
import type { PlatformStage } from '../../contracts/platform.contract.ts';
import { memoryStore } from '../../fakes/memory-stores.ts';

platformContract('Discord', async (): Promise<PlatformStage> => {
  const discord = await startDiscord();
  const ada = discord.person('ada');
  const channel = ada.direct();
  const platform = createDiscord({
    env: discord.env,
    log: silent,
    store: memoryStore(),
    pictures: {
      put: () => Promise.reject(new Error('not used')),
      get: () => Promise.reject(new Error('not used')),
      delete: () => Promise.resolve(),
    },
  });
  if (platform === undefined) throw new Error('the platform stayed off');
  const find = (id: string): StoredMessage => {
    const message = discord.world.messages.get(id);
    if (message === undefined) throw new Error(`no message ${id}`);
    return message;
  };
  const uploads = (files: readonly StoredFile[] | undefined) => ({ files: files ?? [] });
  return {
    platform,
    conversation: () => `discord:${channel.id}`,
    user: {
      async command(name, options, files) {
        await ada.command(channel, name, options, files);
      },
      say(text, { to, files } = {}) {
        ada.say(channel, text, { ...uploads(files), ...(to === undefined ? {} : { to: find(to.id) }) });
        return Promise.resolve();
      },
      async press(on, label) {
        await ada.press(find(on.id), label);
      },
      async pick(on, number) {
        await ada.pick(find(on.id), number);
      },
      react(on, emoji) {
        ada.react(find(on.id), emoji);
        return Promise.resolve();
      },
    },
    sees({ id }) {
      const message = discord.world.messages.get(id);
      if (message === undefined || message.isDeleted) return Promise.resolve(undefined);
      const controls = parts(message);
      const options = controls.flatMap((part) => (part['options'] ?? []) as Json[]);
      return Promise.resolve({
        text: message.content,
        pictures: message.attachments.map(({ description, data }) => ({ alt: description ?? '', data })),
        buttons: controls.filter(({ type }) => type === 2).map(({ label }) => String(label)),
        choices: options.map(({ label }) => numberOf(label)),
        reactions: [...message.reactions.keys()],
      });
    },
    async close() {
      const { violations } = discord.world;
      await discord.close();
      if (violations.length > 0) throw new Error(`Discord would have refused: ${violations.join(' | ')}`);
    },
  };
});
