import { commands } from '../../commands/index.ts';
import { createBot } from '../../src/chat/bot.ts';
import { createCallCodec } from '../../src/chat/call.ts';
import type { Services } from '../../src/chat/command.ts';
import { createLanguageStore } from '../../src/chat/language-store.ts';
import { resumePaint } from '../../src/chat/painting/paint.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createEmbeddedQueue } from '../../src/jobs/embedded-queue.ts';
import { createRunJob } from '../../src/jobs/run-job.ts';
import { createLogger } from '../../src/log.ts';
import { createScriptPlatform } from '../../src/once/script-platform.ts';
import type { ScriptMessage, ScriptPlatform } from '../../src/once/script-platform.ts';
import type { Planner } from '../../src/planning/plan.ts';
import { openStore } from '../../src/sessions/open-store.ts';
import type { Store } from '../../src/sessions/open-store.ts';
import type { Vocabulary } from '../../src/vocabulary/vocabulary.ts';
import { createFakeEngine } from '../fakes/engine.ts';
import { fakePlanner } from '../fakes/planner.ts';

export interface BotStage {
  readonly script: ScriptPlatform;
  readonly services: Services;
  readonly store: Store;
  readonly log: readonly string[];
  /** Presses a button of a message by its label. */
  readonly press: (
    message: ScriptMessage,
    label: string,
    userId?: string,
  ) => Promise<readonly ScriptMessage[]>;
  /** Ends bot and queue as a shutdown does; the store stays open. */
  readonly stop: () => Promise<void>;
}

/** Starts the whole bot on the stand-in engine, over the script platform. */
export async function startBot({
  engine = createFakeEngine({ stepMs: 0 }),
  planner = fakePlanner,
  store,
  script = createScriptPlatform(),
  callsPerMinute = 1000,
  vocabulary,
}: {
  readonly engine?: Pick<Engine, 'run'>;
  readonly planner?: Planner;
  readonly store?: Store;
  readonly script?: ScriptPlatform;
  readonly callsPerMinute?: number;
  /** What the checkpoint can draw; default: everything. */
  readonly vocabulary?: Vocabulary | undefined;
} = {}): Promise<BotStage> {
  const opened = store ?? (await openStore({}));
  const { sessions, pictures } = opened;
  const lines: string[] = [];
  const log = createLogger((line) => lines.push(line));
  const jobs = createEmbeddedQueue({
    journal: opened.space('jobs'),
    runJob: createRunJob(engine, pictures),
    log,
  });
  const services = {
    sessions,
    pictures,
    planner,
    jobs,
    commands,
    log,
    languages: createLanguageStore(opened.space('languages')),
    vocabularyOf: async () => vocabulary,
  };
  const codec = createCallCodec('a secret of the tests');
  const bot = createBot({
    platforms: [script],
    commands,
    services,
    codec,
    resume: resumePaint,
    callsPerMinute,
  });
  await bot.start();
  return {
    script,
    services,
    store: opened,
    log: lines,
    press(message, label, userId) {
      const button = message.content.buttons?.find((each) => each.label === label);
      if (button === undefined)
        throw new Error(
          `no button "${label}", there are ${message.content.buttons?.map((each) => each.label).join(', ')}`,
        );
      return script.send({
        type: 'button',
        id: button.id,
        on: message.ref,
        ...(userId !== undefined && { userId, isAdmin: false }),
      });
    },
    async stop() {
      await jobs.close();
      await bot.stop();
    },
  };
}

/** The finished pictures among messages. */
export const picturesOf = (messages: readonly ScriptMessage[]) =>
  messages.filter(({ content }) => content.facts?.['number'] !== undefined && content.pictures !== undefined);
