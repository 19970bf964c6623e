import { boolean, defineCommand, text } from '../../../src/chat/command.ts';
import type { Command } from '../../../src/chat/command.ts';
import type { ChatEvent, KeyValueStore, Platform } from '../../../src/chat/platform.ts';
import type { Logger } from '../../../src/log.ts';
import { contractCommands } from '../../contracts/platform.contract.ts';
import { memoryStore } from '../../fakes/memory-stores.ts';
import { startSlack } from '../../fakes/slack/index.ts';
import type { FakeSlack, SlackOptions } from '../../fakes/slack/index.ts';
import { slackAt } from './stage.ts';

export interface SlackScene {
  readonly slack: FakeSlack;
  readonly platform: Platform;
  readonly store: KeyValueStore;
  readonly events: ChatEvent[];
  /** Waits for the next event that was not taken yet. */
  next<T extends ChatEvent['type']>(type: T): Promise<Extract<ChatEvent, { type: T }>>;
  /** Stops the platform and starts another one on the same store, as a restart does. */
  restart(): Promise<Platform>;
  readonly close: () => Promise<void>;
}

/** Commands of the platform's tests: those of the contract, and what Slack itself calls. */
const sceneCommands: readonly Command[] = [
  ...contractCommands,
  defineCommand({
    name: 'draw',
    description: 'Draw a picture, for one person alone if they wish.',
    options: {
      prompt: { ...text(), description: 'What to draw' },
      private: { ...boolean(), description: 'Only you see it' },
    },
    run: () => Promise.resolve(),
  }),
  ...['cancel', 'settings', 'privacy', 'help'].map((name) => ({
    name,
    description: `${name}.`,
    options: {},
    run: () => Promise.resolve(),
  })),
];

/** A started platform on a fresh double, with the events that came. */
export async function slackScene(
  more: {
    readonly env?: Readonly<Record<string, string>>;
    readonly log?: Logger;
    readonly slack?: SlackOptions;
  } = {},
): Promise<SlackScene> {
  const slack = await startSlack(more.slack);
  const store = memoryStore();
  const events: ChatEvent[] = [];
  const arrived: ChatEvent[] = [];
  let waiting: ((event: ChatEvent) => void) | undefined;
  let platform = slackAt(slack, { store, ...more });
  const onEvent = (event: ChatEvent) => {
    events.push(event);
    if (waiting === undefined) arrived.push(event);
    else waiting(event);
    waiting = undefined;
    return Promise.resolve();
  };
  await platform.start(sceneCommands, onEvent);
  return {
    slack,
    get platform() {
      return platform;
    },
    store,
    events,
    async next(type) {
      const event =
        arrived.shift() ??
        (await new Promise<ChatEvent>((done) => {
          waiting = done;
        }));
      if (event.type !== type) throw new Error(`expected an event of type "${type}", got "${event.type}"`);
      return event as Extract<ChatEvent, { type: typeof type }>;
    },
    async restart() {
      await platform.stop();
      platform = slackAt(slack, { store, ...more });
      await platform.start(sceneCommands, onEvent);
      return platform;
    },
    async close() {
      await platform.stop();
      await slack.close();
    },
  };
}
