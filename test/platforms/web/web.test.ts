import type { ConversationId, MessageRef } from '../../../src/chat/message.ts';
import { silent } from '../../../src/log.ts';
import { createWeb } from '../../../src/platforms/web/index.ts';
import { platformContract } from '../../contracts/platform.contract.ts';
import type { PlatformStage } from '../../contracts/platform.contract.ts';
import { memoryPictures, memoryStore } from '../../fakes/memory-stores.ts';
import { WebVisitor } from '../../fakes/web-visitor.ts';

platformContract('web', async (): Promise<PlatformStage> => {
  const platform = createWeb({
    env: { PORT: 0 },
    log: silent,
    store: memoryStore(),
    pictures: memoryPictures(),
  });
  if (platform === undefined) throw new Error('createWeb: the web chat is off');

  let opened: Promise<readonly [WebVisitor, ConversationId]> | undefined;
  const visit = () =>
    (opened ??= (async () => {
      const visitor = new WebVisitor(platform.address ?? '');
      await visitor.open();
      return [visitor, await visitor.newConversation()] as const;
    })());
  const act = async (action: unknown, files: Parameters<WebVisitor['act']>[2] = {}) => {
    const [visitor, conversation] = await visit();
    const response = await visitor.act(conversation, action, files);
    if (response.status !== 202) throw new Error(`got ${response.status}: ${await response.text()}`);
  };
  const seenEntry = async (on: MessageRef) => {
    const [visitor, conversation] = await visit();
    return (await visitor.entries(conversation)).find(({ id }) => id === on.id);
  };

  return {
    platform,
    conversation: async () => (await visit())[1],
    user: {
      command: (name, options, files = []) => {
        const named = Object.entries(options).map(([key, value]) => `${key}:"${value}"`);
        return act({ type: 'words', text: [`/${name}`, ...named].join(' ') }, { files });
      },
      say: (text, { to, files = [] } = {}) => act({ type: 'words', text, to: to?.id }, { files }),
      press: async (on, label) => {
        const button = (await seenEntry(on))?.buttons.find((each) => each.label === label);
        await act({ type: 'button', id: button?.id, on: on.id });
      },
      pick: async (on, number) => {
        const choice = (await seenEntry(on))?.choices.find((each) => each.number === number);
        await act({ type: 'button', id: choice?.id, on: on.id });
      },
      react: (on, emoji) => act({ type: 'reaction', emoji, on: on.id }),
    },
    sees: async (message) => (await visit())[0].sees(message),
    close: () => Promise.resolve(),
  };
});
