import { commands } from '../../../commands/index.ts';
import { createBot } from '../../../src/chat/bot.ts';
import { createCallCodec } from '../../../src/chat/call.ts';
import { resumePaint } from '../../../src/chat/painting/paint.ts';
import type { Platform, PlatformContext } from '../../../src/chat/platform.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createEmbeddedQueue } from '../../../src/jobs/embedded-queue.ts';
import { createRunJob } from '../../../src/jobs/run-job.ts';
import { silent } from '../../../src/log.ts';
import { createRulePlanner } from '../../../src/planning/index.ts';
import { createPrograms } from '../../../src/platforms/programs/index.ts';
import { createWeb } from '../../../src/platforms/web/index.ts';
import { openStore } from '../../../src/sessions/open-store.ts';
import type { Store } from '../../../src/sessions/open-store.ts';
import { createFakeEngine } from '../../fakes/engine.ts';

export interface ProgramStage {
  /** "http://localhost:PORT" */
  readonly address: string;
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** The whole bot on the stand-in engine, with the web chat's server on any free port. */
export async function openProgramStage({
  engine = createFakeEngine({ stepMs: 0 }),
  env = {},
  jobsPerUser = 5,
}: {
  readonly engine?: Pick<Engine, 'run'>;
  readonly env?: PlatformContext['env'];
  readonly jobsPerUser?: number;
} = {}): Promise<ProgramStage> {
  const store = await openStore({});
  const { sessions, pictures } = store;
  const log = silent;
  let programs: Platform | undefined;
  const context = (name: string): PlatformContext => ({
    env: { PORT: 0, ...env },
    log,
    store: store.space(name),
    pictures,
    sessions,
    models: ['pocket', 'tiny/other'],
    ownSize: (model) =>
      Promise.resolve(model === undefined ? { width: 32, height: 32, isOnlySize: false } : undefined),
    answerProgram: (request) => programs?.answer?.(request) ?? new Response(null, { status: 503 }),
  });
  programs = createPrograms(context('programs'));
  const platforms = [programs, createWeb(context('web'))].filter((platform) => platform !== undefined);
  const jobs = createEmbeddedQueue({
    journal: store.space('jobs'),
    runJob: createRunJob(engine, pictures),
    limits: { jobsPerUser, waiting: 100 },
    log,
  });
  const services = {
    sessions,
    pictures,
    planner: createRulePlanner(),
    jobs,
    commands,
    log,
    models: ['pocket', 'tiny/other'],
  };
  const bot = createBot({
    platforms,
    commands,
    services,
    codec: createCallCodec('a secret of the tests'),
    resume: resumePaint,
    callsPerMinute: 10_000,
  });
  await bot.start();
  const address = platforms.find(({ address: there }) => there !== undefined)?.address ?? '';
  return {
    address,
    store,
    async close() {
      await jobs.close();
      await bot.stop();
      await store.close();
    },
  };
}
