import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationId } from '../../src/chat/message.ts';
import type { LogEntry } from '../../src/platforms/web/log-entry.ts';
import { WebVisitor } from '../fakes/web-visitor.ts';

/** What somebody asks for, and how many answers of which kind it has. */
export interface Asked {
  readonly words: string;
  /** What was said before, in peace. */
  readonly before: readonly string[];
  /** Pictures that are to stand in the conversation at the end. */
  readonly pictures: number;
}

/** The requests of the attack: one job, four jobs, a sentence with a step in between, and one that only talks. */
export const asked: readonly Asked[] = [
  { words: '/imagine a cat', before: [], pictures: 1 },
  { words: '/imagine a cat count:4', before: [], pictures: 4 },
  {
    words: 'undo and make the cat blue and again',
    before: ['/imagine a cat', 'make the cat red'],
    pictures: 5,
  },
  { words: '/explode', before: [], pictures: 0 },
];

/** What became of one request that a bot was killed in. */
export interface Fate {
  /** Pictures that never came, or an answer that did not. */
  readonly lost: number;
  readonly doubled: number;
  /** Lines that still say that something is going on, or was interrupted. */
  readonly stuck: number;
  /** False when the request was over before the bot would have been killed. */
  readonly wasKilled: boolean;
}

interface RunningBot {
  readonly process: ChildProcess;
  readonly visitor: WebVisitor;
}

async function startBot(folder: string, point?: number): Promise<RunningBot> {
  const child = fork(join(import.meta.dirname, 'killed-bot.ts'), [folder], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    env: { ...process.env, ...(point !== undefined && { KILL_AT: String(point) }) },
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [address] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [string];
  return { process: child, visitor: new WebVisitor(address) };
}

async function stopBot({ process: child }: RunningBot): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Kills a bot at one moment of a request, starts it again as its operator and its browser would, and looks. */
export async function killAt(point: number, { words, before, pictures }: Asked): Promise<Fate> {
  const folder = mkdtempSync(join(tmpdir(), 'limner-kill-'));
  try {
    const peaceful = await startBot(folder);
    const { visitor } = peaceful;
    await visitor.open();
    const conversation = await visitor.newConversation();
    for (const each of before) {
      await visitor.act(conversation, { type: 'words', text: each });
      await untilQuiet(visitor, conversation);
    }
    await stopBot(peaceful);

    const doomed = await startBot(folder, point);
    doomed.visitor.cookie = visitor.cookie;
    const armed = once(doomed.process, 'message');
    doomed.process.send('arm');
    await armed;
    const key = 'the-key-of-the-request';
    const send = (to: WebVisitor) => to.act(conversation, { type: 'words', text: words }, { key });
    const status = await send(doomed.visitor).then(
      (response) => response.status,
      () => undefined,
    );
    const dead = once(doomed.process, 'exit');
    const wasKilled = await Promise.race([
      dead.then(() => true),
      untilQuiet(doomed.visitor, conversation).then(
        () => false,
        () => dead.then(() => true),
      ),
    ]);
    await stopBot(doomed);

    const next = await startBot(folder);
    next.visitor.cookie = visitor.cookie;
    // A browser that got no answer sends again, with the same key.
    if (status === undefined) await send(next.visitor);
    await untilQuiet(next.visitor, conversation);
    const seen = await next.visitor.entries(conversation);
    await stopBot(next);
    return { ...judge(seen, words, pictures), wasKilled };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until the last thing that was said has an answer and nothing goes on any more. */
async function untilQuiet(visitor: WebVisitor, conversation: ConversationId): Promise<void> {
  let last = '';
  for (let quiet = 0, tries = 0; quiet < 4 && tries < 200; tries++) {
    await sleep(75);
    const seen = await visitor.entries(conversation);
    const now = JSON.stringify(seen);
    const isOpen = seen.some(({ progress }) => progress !== undefined) || seen.at(-1)?.author === 'user';
    quiet = now === last && !isOpen ? quiet + 1 : 0;
    last = now;
  }
}

function judge(
  seen: readonly LogEntry[],
  words: string,
  pictures: number,
): Pick<Fate, 'lost' | 'doubled' | 'stuck'> {
  const shown = seen.filter(({ author, pictures: all }) => author === 'bot' && all.length > 0);
  const own = seen.filter(({ author, text }) => author === 'user' && text === words);
  const after = seen.slice(own.length === 0 ? 0 : seen.indexOf(own[0] as LogEntry) + 1);
  const isAnswered = after.some(({ author }) => author === 'bot');
  const errors = after.filter(({ error }) => error !== undefined).length;
  return {
    lost: Math.max(0, pictures - shown.length) + (isAnswered ? 0 : 1),
    doubled: Math.max(0, shown.length - pictures) + Math.max(0, own.length - 1) + Math.max(0, errors - 1),
    stuck: seen.filter(({ progress, isInterrupted }) => progress !== undefined || isInterrupted === true)
      .length,
  };
}
