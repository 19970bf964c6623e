import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { createBot } from '../../../src/chat/bot.ts';
import type { Bot } from '../../../src/chat/bot.ts';
import { createCallCodec } from '../../../src/chat/call.ts';
import type { ConversationId } from '../../../src/chat/message.ts';
import { resumePaint } from '../../../src/chat/painting/paint.ts';
import type { Platform } from '../../../src/chat/platform.ts';
import { createEmbeddedQueue } from '../../../src/jobs/embedded-queue.ts';
import type { JobQueue } from '../../../src/jobs/job.ts';
import { createRunJob } from '../../../src/jobs/run-job.ts';
import { createLogger } from '../../../src/log.ts';
import { createWeb } from '../../../src/platforms/web/index.ts';
import { openStore } from '../../../src/sessions/open-store.ts';
import type { Store } from '../../../src/sessions/open-store.ts';
import { createFakeEngine } from '../../fakes/engine.ts';
import { boxPicture } from '../../fakes/painting-bot.ts';
import { fakePlanner } from '../../fakes/planner.ts';
import { WebVisitor } from '../../fakes/web-visitor.ts';

describe('deleting a conversation of the web chat', () => {
  let store: Store;
  let platform: Platform;
  let jobs: JobQueue;
  let bot: Bot;
  let visitor: WebVisitor;

  beforeEach(async () => {
    store = await openStore({});
    const { sessions, pictures, space } = store;
    const log = createLogger(() => undefined);
    platform = createWeb({ env: { PORT: 0 }, log, store: space('web'), pictures }) as Platform;
    const runJob = createRunJob(createFakeEngine({ stepMs: 5, defaultSteps: 4 }), pictures);
    jobs = createEmbeddedQueue({ journal: space('jobs'), runJob, log });
    bot = createBot({
      platforms: [platform],
      commands,
      services: { sessions, pictures, jobs, commands, log, planner: fakePlanner },
      codec: createCallCodec('a secret of the tests'),
      resume: resumePaint,
      callsPerMinute: 1000,
    });
    await bot.start();
    visitor = new WebVisitor(platform.address ?? '');
    await visitor.open();
  });
  afterEach(async () => {
    await jobs.close();
    await bot.stop();
    await store.close();
  });

  const say = (conversation: ConversationId, text: string, files: Parameters<WebVisitor['act']>[2] = {}) =>
    visitor.act(conversation, { type: 'words', text }, files);
  /** Hashes of all pictures of a conversation, when its session has so many. */
  const pictures = (conversation: ConversationId, count: number) =>
    vi.waitFor(
      async () => {
        const session = await store.sessions.load(conversation);
        expect(session.pictures).toHaveLength(count);
        const shown = (await visitor.entries(conversation)).flatMap((entry) => entry.pictures);
        return new Set([...session.pictures.map(({ picture }) => picture), ...shown.map(({ hash }) => hash)]);
      },
      { timeout: 20_000 },
    );
  const remove = (conversation: ConversationId) =>
    visitor.fetch(`/api/conversations/${conversation.slice(4)}`, { method: 'DELETE' });
  const isThere = (hash: string) =>
    store.pictures.get(hash).then(
      () => true,
      () => false,
    );

  it('deletes its session, its pictures and its uploads, and leaves what others have', async () => {
    const [mine, other] = [await visitor.newConversation(), await visitor.newConversation()];
    await say(other, '/imagine a cat seed:7');
    const kept = await pictures(other, 1);
    await say(mine, '/imagine a cat seed:7');
    await pictures(mine, 1);
    const photo = { name: 'me.png', mediaType: 'image/png', data: await boxPicture([1, 2, 3], [200, 0, 0]) };
    await say(mine, 'make the cat blue', { files: [photo] });
    const gone = [...(await pictures(mine, 3))].filter((hash) => !kept.has(hash));
    expect(gone.length).toBeGreaterThan(2);

    expect((await remove(mine)).status).toBe(204);
    expect(await store.sessions.conversations('web:')).toEqual([other]);
    expect(await Promise.all(gone.map(isThere))).not.toContain(true);
    expect(await Promise.all([...kept].map(isThere))).not.toContain(false);
  });

  it('stops what is being painted there, and nothing of it comes back', async () => {
    const conversation = await visitor.newConversation();
    await say(conversation, '/imagine a cat steps:150');
    await vi.waitFor(async () =>
      expect(Object.keys((await store.sessions.load(conversation)).running)).toHaveLength(1),
    );
    expect((await remove(conversation)).status).toBe(204);
    await vi.waitFor(async () => expect(await jobs.unfinished()).toEqual([]));
    await bot.stop();
    expect(await store.sessions.conversations('web:')).toEqual([]);
  });
});
