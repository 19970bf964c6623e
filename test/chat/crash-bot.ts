/**
 * The bot as a process that crash.test.ts kills: lmdb store, engine in its own process, and a platform whose messages
 * are lines of a file, as a chat service would have them. Prints a line for everything it says, and dies right after the
 * first that begins with KILL_AT.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../commands/index.ts';
import { createBot } from '../../src/chat/bot.ts';
import { createCallCodec } from '../../src/chat/call.ts';
import type { MessageRef, OutgoingMessage } from '../../src/chat/message.ts';
import { resumePaint } from '../../src/chat/painting/paint.ts';
import type { Platform } from '../../src/chat/platform.ts';
import { createEmbeddedQueue } from '../../src/jobs/embedded-queue.ts';
import { createEngineProcess } from '../../src/jobs/engine-process.ts';
import { createRunJob } from '../../src/jobs/run-job.ts';
import { silent } from '../../src/log.ts';
import { createScriptPlatform } from '../../src/once/script-platform.ts';
import { openStore } from '../../src/sessions/open-store.ts';
import { fakePlanner } from '../fakes/planner.ts';

const [, , folder = '', ...said] = process.argv;
const file = join(folder, 'messages.jsonl');
interface Line {
  readonly id: string;
  readonly key?: string | undefined;
  readonly text: string;
  readonly isResult: boolean;
}
const lines = (): Line[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line)
    : [];
const killAt = process.env['KILL_AT'];
/** It kills itself: who reads the lines on a busy machine would come too late. Writing to a pipe waits. */
const say = (what: string) => {
  process.stdout.write(`${what}\n`);
  if (killAt !== undefined && what.startsWith(killAt)) process.kill(process.pid, 'SIGKILL');
};

const script = createScriptPlatform();
const platform: Platform = {
  ...script,
  // Messages outlive the bot, and the same key is posted once: what Discord's nonce does.
  post(conversation, { key, text, pictures = [] }: OutgoingMessage): Promise<MessageRef> {
    const known = lines().find((line) => key !== undefined && line.key === key);
    const id = known?.id ?? String(lines().length + 1);
    const isResult = pictures.some(({ role }) => role === 'picture');
    if (known === undefined) appendFileSync(file, `${JSON.stringify({ id, key, text, isResult })}\n`);
    say(`post ${text}`);
    return Promise.resolve({ conversation, id });
  },
  update(_message, { text, progress }) {
    say(`update ${text} ${progress?.label}`);
    return Promise.resolve();
  },
};

const store = await openStore({ folder });
const { sessions, pictures } = store;
const engine = createEngineProcess({
  module: join(import.meta.dirname, '..', 'fakes', 'engine-entry.ts'),
  env: { ...process.env, STEP_MS: '30' },
  log: silent,
});
await engine.warmUp();
const jobs = createEmbeddedQueue({
  journal: store.space('jobs'),
  runJob: createRunJob(engine, pictures),
  log: silent,
});
const bot = createBot({
  platforms: [platform],
  commands,
  services: { sessions, pictures, planner: fakePlanner, jobs, commands, log: silent },
  codec: createCallCodec('secret'),
  resume: resumePaint,
});
say('ready');
await bot.start();
for (const words of said) await script.say(words);
await bot.stop();
await jobs.close();
await engine.dispose();
await store.close();
say('end');
