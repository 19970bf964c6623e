import { Hono } from 'hono';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { Command } from '../../chat/command.ts';
import type { IncomingFile } from '../../chat/message.ts';
import type { PlatformContext } from '../../chat/platform.ts';
import { createRateLimit } from '../../chat/rules/rate-limit.ts';
import { commandWords } from '../../locales/catalog.ts';
import { tell } from '../../locales/tell.ts';
import { UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { ConversationLog } from './conversation-log.ts';
import type { EventStream } from './event-stream.ts';
import { readFiles } from './files.ts';
import { createLoginRoutes, createTries, guardDoor, isProgram } from './gate.ts';
import type { Key } from './gate.ts';
import { userAction } from './incoming.ts';
import type { UserAction } from './incoming.ts';
import type { ConversationRecord } from './log-entry.ts';
import { limitAddresses, limitBodies, readForm } from './limits.ts';
import { pageFile } from './page-files.ts';
import { languageOfRequest } from './page-language.ts';
import { createPainterRoutes } from './painter-routes.ts';
import type { PainterParts } from './painter-routes.ts';
import { pictureType } from './picture-type.ts';
import { sentence } from '../../sentence.ts';
import { cameSecurely, pageHeaders, rememberVisitor, sameOriginOnly, visitorId } from './visitor.ts';
import type { Door } from './visitor.ts';

/** What the routes need from the platform behind them. */
export interface AppParts {
  readonly commands: readonly Command[];
  readonly log: Logger;
  readonly conversations: ConversationLog;
  readonly stream: EventStream;
  readonly door: Door;
  /** What opens the door; without it everybody who is let to it may come in. */
  readonly key?: Key | undefined;
  /** What one person may do within a minute; what is more is refused before it is read. */
  readonly actionsPerMinute: number;
  /** What one-time links to the layout painter need; without it there are none. */
  readonly painter?: PainterParts | undefined;
  /** Reads a picture that was shown, previews included; throws {UserError} when it is gone. */
  readonly picture: (hash: string) => Promise<Uint8Array>;
  /** Logs what a person did and lets the bot know; gives the id of the line in the log. */
  readonly take: (
    record: ConversationRecord,
    action: UserAction,
    files: readonly IncomingFile[],
    more: { readonly locale?: string | undefined; readonly key?: string | undefined },
  ) => Promise<string | undefined>;
  readonly health?: PlatformContext['health'];
  /** Answers programs, which are no browsers and have a door of their own. */
  readonly answerProgram?: ((request: Request) => Response | Promise<Response>) | undefined;
  /** Deletes a conversation with everything that is kept of it. */
  readonly remove: (record: ConversationRecord) => Promise<void>;
}

const STATUS: Readonly<Record<string, 400 | 401 | 403 | 404 | 409 | 410 | 413 | 429>> = {
  NO_SUCH_CONVERSATION: 404,
  PICTURE_GONE: 404,
  NO_SUCH_MESSAGE: 409,
  NO_SUCH_BUTTON: 409,
  UPLOAD_TOO_LARGE: 413,
  TEXT_TOO_LONG: 413,
  BAD_LINK: 403,
  LINK_EXPIRED: 410,
  LINK_USED: 410,
  TOO_MANY_FIELDS: 413,
  LOGIN: 401,
  WRONG_PASSWORD: 401,
  TOO_FAST: 429,
  TOO_MANY_TABS: 429,
};

const title = z.object({ title: z.string().trim().min(1).max(80) });
const HEARTBEAT_MS = 25_000;
/** Windows in which one person may have the chat open. */
const STREAMS = 16;

/** What the page may know of a conversation. */
export async function describeConversation(
  conversations: ConversationLog,
  record: ConversationRecord,
): Promise<object> {
  const { userId: _userId, ...shown } = record;
  return { ...shown, isWorking: await conversations.isWorking(record.id) };
}

/** The routes of the web chat: the page, its pictures, its conversations, and the stream of what happens. */
export function createApp(parts: AppParts): Hono {
  const { conversations, stream, door, key } = parts;
  const app = new Hono();
  const { answerProgram } = parts;
  const checkRate = createRateLimit(parts.actionsPerMinute);
  app.use(limitAddresses());
  // Says nothing of anybody, and is asked by programs that know no cookie and no name of this host.
  app.get('/health/live', (c) => c.json({ live: true }));
  app.get('/health', async (c) => {
    const { isReady = true, platforms = {} } = (await parts.health?.()) ?? {};
    return c.json({ live: true, ready: isReady, platforms }, isReady ? 200 : 503);
  });
  if (answerProgram !== undefined)
    for (const path of ['/v1/*', '/mcp']) app.all(path, (c) => answerProgram(c.req.raw));
  app.use(
    pageHeaders(),
    sameOriginOnly(door, (c) => isProgram(c, key)),
    limitBodies(),
  );
  const isSecure = (c: Context) => cameSecurely(c, door);
  if (key !== undefined) {
    const tries = createTries();
    app.use(guardDoor(key, tries));
    app.route('/', createLoginRoutes(key, tries, isSecure));
  }

  app.onError((error, c) => {
    if (error instanceof UserError) {
      const message = tell(languageOfRequest(c), error.said);
      return c.json({ error: { code: error.code, message } }, STATUS[error.code] ?? 400);
    }
    parts.log.error('web: request failed', { path: c.req.path, error });
    const message = tell(languageOfRequest(c), sentence('web.failed'));
    return c.json({ error: { code: 'INTERNAL', message } }, 500);
  });
  app.notFound((c) => {
    const message = tell(languageOfRequest(c), sentence('web.notFound'));
    return c.json({ error: { code: 'NOT_FOUND', message } }, 404);
  });

  app.get('/', (c) => {
    rememberVisitor(c, isSecure(c));
    return pageFile(c, 'index.html');
  });
  app.get('/layout', (c) => {
    rememberVisitor(c, isSecure(c));
    return pageFile(c, 'layout/layout.html');
  });
  app.get('/page/:name{.+}', (c) => pageFile(c, c.req.param('name')));
  app.get('/favicon.ico', (c) => pageFile(c, 'mark.svg'));

  if (parts.painter !== undefined) app.route('/api/painter', createPainterRoutes(parts.painter));

  app.get('/pictures/:hash', async (c) => {
    requireVisitor(c);
    const hash = c.req.param('hash');
    if (!/^[0-9a-f]{64}$/u.test(hash)) return c.notFound();
    const data = await parts.picture(hash);
    c.header('Content-Type', pictureType(data) ?? 'application/octet-stream');
    c.header('Cache-Control', 'private, max-age=31536000, immutable');
    return c.body(new Uint8Array(data));
  });

  app.get('/api/commands', (c) =>
    c.json(parts.commands.map((command) => commandIn(languageOfRequest(c), command))),
  );

  app.get('/api/conversations', async (c) => {
    const records = conversations.list(requireVisitor(c));
    return c.json(await Promise.all(records.map((record) => describeConversation(conversations, record))));
  });
  app.post('/api/conversations', async (c) => {
    const record = await conversations.create(requireVisitor(c));
    return c.json(await describeConversation(conversations, record), 201);
  });
  app.patch('/api/conversations/:id', async (c) => {
    const { id } = requireConversation(c, conversations);
    const read = title.safeParse(await c.req.json().catch(() => undefined));
    if (!read.success) throw new UserError('BAD_TITLE', sentence('web.badTitle'));
    return c.json(await describeConversation(conversations, await conversations.rename(id, read.data.title)));
  });
  app.delete('/api/conversations/:id', async (c) => {
    await parts.remove(requireConversation(c, conversations));
    return c.body(null, 204);
  });
  app.get('/api/conversations/:id/entries', async (c) =>
    c.json(await conversations.entries(requireConversation(c, conversations).id)),
  );

  app.post('/api/conversations/:id/actions', async (c) => {
    const record = requireConversation(c, conversations);
    // Before the body is read and a file is kept.
    checkRate(record.userId);
    const form = await readForm(c);
    const action = userAction.safeParse(parseJson(form.get('action')));
    if (!action.success)
      throw new UserError(
        'BAD_ACTION',
        sentence('web.unknownAction', { problem: z.prettifyError(action.error) }),
      );
    const key = form.get('key');
    const entry = await parts.take(record, action.data, await readFiles(form), {
      locale: languageOfRequest(c),
      key: typeof key === 'string' && /^[\w-]{8,64}$/u.test(key) ? key : undefined,
    });
    return c.json({ entry }, 202);
  });

  app.get('/api/stream', (c) => {
    const userId = requireVisitor(c);
    if (stream.countOf(userId) >= STREAMS)
      throw new UserError(
        'TOO_MANY_TABS',
        sentence('web.tooManyTabs', {
          count: STREAMS,
        }),
      );
    return streamSSE(c, async (sse) => {
      await sse.write('retry: 1000\n\n');
      await new Promise<void>((resolve) => {
        const close = stream.open(userId, c.req.header('last-event-id'), (event) => void sse.writeSSE(event));
        const heartbeat = setInterval(() => void sse.write(': still here\n\n'), HEARTBEAT_MS);
        heartbeat.unref();
        sse.onAbort(() => {
          clearInterval(heartbeat);
          close();
          resolve();
        });
      });
    });
  });
  return app;
}

/** A command as the page shows it while somebody types. */
function commandIn(language: string, { name, description, options }: Command): object {
  const words = commandWords(language, name);
  return {
    name,
    description: words?.description ?? description,
    options: Object.fromEntries(
      Object.entries(options).map(([key, option]) => [
        key,
        { ...option, description: words?.options?.[key] ?? option.description },
      ]),
    ),
  };
}

function requireVisitor(c: Context): string {
  const id = visitorId(c);
  if (id === undefined) throw new UserError('NO_VISITOR', sentence('web.noCookies'));
  return id;
}

function requireConversation(c: Context, conversations: ConversationLog): ConversationRecord {
  const record = conversations.find(c.req.param('id') ?? '', requireVisitor(c));
  if (record === undefined) throw new UserError('NO_SUCH_CONVERSATION', sentence('web.noConversation'));
  return record;
}

function parseJson(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
