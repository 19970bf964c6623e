import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { createLogger } from '../../../src/log.ts';
import type { Logger } from '../../../src/log.ts';
import { defineCommand, optionalText, text } from '../../../src/chat/command.ts';
import type { Command } from '../../../src/chat/command.ts';
import { createSuggest } from '../../../src/chat/suggest.ts';
import { openStore } from '../../../src/sessions/open-store.ts';
import type { MessageRef, OutgoingMessage } from '../../../src/chat/message.ts';
import type { ChatEvent, KeyValueStore, Platform } from '../../../src/chat/platform.ts';
import { startDiscord } from '../../fakes/discord/index.ts';
import type { DiscordDouble } from '../../fakes/discord/index.ts';
import type { StoredMessage } from '../../fakes/discord/world.ts';
import { contractCommands } from '../../contracts/platform.contract.ts';
import { memoryStore } from '../../fakes/memory-stores.ts';

export const picturePng = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQI12P4z8AAAAMBAQAY3Y2wAAAAAElFTkSuQmCC',
    'base64',
  ),
);

/** The contract's commands, a private one, and one for those who manage, with more values than Discord lists. */
export const discordCommands = [
  ...contractCommands,
  defineCommand({
    name: 'help',
    description: 'Say what I can do.',
    isPrivate: true,
    options: {},
    run: () => Promise.resolve(),
  }),
  defineCommand({
    name: 'settings',
    description: 'Change the settings.',
    adminOnly: true,
    options: {
      name: { ...text(), description: 'Which one' },
      model: {
        ...optionalText(Array.from({ length: 40 }, (_, i) => `model ${i}`)),
        description: 'Model',
      },
    },
    run: () => Promise.resolve(),
  }),
];
/** A picture as it is shown when it is done. */
export const result: OutgoingMessage = {
  text: '#1 · seed 7',
  pictures: [{ name: '1.png', role: 'picture', alt: 'a cat', mediaType: 'image/png', data: picturePng }],
};

/** A double with a platform on it whose events are kept and answered by `handle`. */
export interface Scene {
  readonly discord: DiscordDouble;
  readonly store: KeyValueStore;
  readonly logged: string[];
  readonly log: Logger;
  readonly platform: Platform;
  readonly events: ChatEvent[];
  handle: (event: ChatEvent) => Promise<void>;
  /** Starts another platform on the same store, as a new process would. */
  restart(commands?: readonly Command[]): Promise<void>;
  next(): Promise<ChatEvent>;
  message(ref: MessageRef): StoredMessage;
  end(): Promise<void>;
}

export async function openScene(
  prepare: (discord: DiscordDouble) => void = () => undefined,
  commands: readonly Command[] = contractCommands,
): Promise<Scene> {
  const discord = await startDiscord();
  prepare(discord);
  const store = memoryStore();
  const { sessions } = await openStore({});
  const logged: string[] = [];
  const log = createLogger((line) => logged.push(line));
  const events: ChatEvent[] = [];
  const unread: ChatEvent[] = [];
  const waiting: ((event: ChatEvent) => void)[] = [];
  const open = async (with_: readonly Command[]) => {
    const platform = createDiscord({
      env: discord.env,
      log,
      store,
      pictures: {
        put: () => Promise.reject(new Error('not used')),
        get: () => Promise.reject(new Error('not used')),
        delete: () => Promise.resolve(),
      },
    });
    if (platform === undefined) throw new Error('the platform stayed off');
    await platform.start(
      with_,
      (event) => {
        events.push(event);
        const waiter = waiting.shift();
        if (waiter === undefined) unread.push(event);
        else waiter(event);
        return scene.handle(event);
      },
      createSuggest(with_, { sessions }),
    );
    return platform;
  };
  let platform: Platform | undefined;
  const scene: Scene = {
    discord,
    store,
    logged,
    log,
    events,
    handle: () => Promise.resolve(),
    get platform() {
      if (platform === undefined) throw new Error('not started');
      return platform;
    },
    async restart(again = commands) {
      await platform?.stop();
      platform = await open(again);
    },
    async next() {
      const event = unread.shift();
      if (event !== undefined) return event;
      return new Promise<ChatEvent>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no event came within 5 s')), 5000);
        waiting.push((arrived) => {
          clearTimeout(timer);
          resolve(arrived);
        });
      });
    },
    message(ref) {
      const message = discord.world.messages.get(ref.id);
      if (message === undefined || message.isDeleted) throw new Error(`there is no message ${ref.id}`);
      return message;
    },
    async end() {
      await platform?.stop();
      await discord.close();
    },
  };
  platform = await open(commands);
  return scene;
}
