/**
 * The bot with its web chat and its real store, as a process that kill-points.ts kills: right after the write into the
 * store whose number is in KILL_AT, as often as it takes to be at every moment of a request once. Says where it is on its
 * first line.
 */
import { join } from 'node:path';
import { commands } from '../../commands/index.ts';
import { createBot } from '../../src/chat/bot.ts';
import { createCallCodec } from '../../src/chat/call.ts';
import { createInbox } from '../../src/chat/inbox.ts';
import { resumePaint } from '../../src/chat/painting/paint.ts';
import { createEmbeddedQueue } from '../../src/jobs/embedded-queue.ts';
import { createRunJob } from '../../src/jobs/run-job.ts';
import { createLogger } from '../../src/log.ts';
import { createWeb } from '../../src/platforms/web/index.ts';
import type { StoreAdapter } from '../../src/sessions/adapter.ts';
import { createLmdbAdapter } from '../../src/sessions/lmdb-adapter.ts';
import { createStore } from '../../src/sessions/open-store.ts';
import { createFilePictureStore } from '../../src/sessions/picture-store.ts';
import { createFakeEngine } from '../fakes/engine.ts';
import { fakePlanner } from '../fakes/planner.ts';

const [, , folder = ''] = process.argv;
const killAt = Number(process.env['KILL_AT'] ?? Infinity);
let writes = 0;
let isArmed = false;

/** Dies after a write that has reached the disk, before anybody hears of it. */
function mortal(adapter: StoreAdapter): StoreAdapter {
  const counted =
    <Given extends readonly unknown[], Result>(write: (...given: Given) => Result) =>
    async (...given: Given): Promise<Awaited<Result>> => {
      const result = await write(...given);
      if (isArmed) writes += 1;
      if (writes === killAt) process.kill(process.pid, 'SIGKILL');
      return result;
    };
  return {
    ...adapter,
    set: counted(adapter.set.bind(adapter)),
    delete: counted(adapter.delete.bind(adapter)),
    claim: counted(adapter.claim.bind(adapter)),
  };
}

const log = createLogger();
const adapter = createLmdbAdapter(join(folder, 'store'));
const store = createStore(mortal(adapter), createFilePictureStore(join(folder, 'pictures')));
const inbox = createInbox(store.space('inbox'));
const { sessions, pictures } = store;
const jobs = createEmbeddedQueue({
  journal: store.space('jobs'),
  runJob: createRunJob(createFakeEngine({ stepMs: 2 }), pictures),
  log,
});
const web = createWeb({
  env: { PORT: 0 },
  log,
  store: store.space('web'),
  pictures,
  inbox,
});
if (web === undefined) throw new Error('the web chat is off');
const bot = createBot({
  platforms: [web],
  commands,
  services: { sessions, pictures, planner: fakePlanner, jobs, commands, log },
  codec: createCallCodec('secret'),
  resume: resumePaint,
  inbox,
});
await bot.start();
process.stdout.write(`${web.address}\n`);
// What the page itself does before anybody asks for anything is no part of the attack.
process.on('message', (order) => {
  if (order === 'arm') isArmed = true;
  process.send?.(order === 'arm' ? 'armed' : writes);
});
process.on('SIGTERM', () => {
  void (async () => {
    await jobs.close();
    await bot.stop();
    await inbox.close();
    await store.close();
    process.exit(0);
  })();
});
