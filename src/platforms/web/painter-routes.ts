import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { describeBytes } from '../../chat/limits.ts';
import type { LayoutDraft, LinkOrigin, PainterLinks } from '../../chat/painter-links.ts';
import type { ChatEvent } from '../../chat/platform.ts';
import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import type { PictureStore } from '../../sessions/session.ts';
import { readFiles } from './files.ts';
import { readForm } from './limits.ts';

/** A painted layout is a PNG of few flat colours; its words are short. */
const PAINTING_BYTES = 4_000_000;
const TWO_HOURS = 2 * 3600;

type LayoutEvent = ChatEvent & { readonly type: 'command' };

/** What the painter's routes need from the platform behind them. */
export interface PainterParts {
  readonly links: PainterLinks;
  readonly pictures: PictureStore;
  /** Host that browsers reach by https: cookies given there never go another way. */
  readonly secureHost?: string | undefined;
  /** Lets the bot know; what becomes of it is told in the conversation. */
  readonly deliver: (event: LayoutEvent, link: string) => Promise<void>;
}

const opening = z.object({ token: z.string().max(200) });
const painted = z.object({
  prompt: z.string().max(2000),
  regions: z.string().min(2).max(20_000),
  cross: z.number(),
  self: z.number(),
});

const limit = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new UserError(
        'UPLOAD_TOO_LARGE',
        sentence('web.layoutTooLarge', { size: describeBytes(maxSize) }),
      );
    },
  });

/** The routes behind a one-time link: open it, and paint once. Nothing else of the web chat is reached by them. */
export function createPainterRoutes({ links, pictures, secureHost, deliver }: PainterParts): Hono {
  const app = new Hono();
  app.post('/open', limit(1000), async (c) => {
    const read = opening.safeParse(await c.req.json().catch(() => undefined));
    if (!read.success) throw new UserError('BAD_LINK', sentence('painter.foreignLink'));
    const known = getCookie(c, cookieOf(read.data.token.split('.', 1)[0] ?? ''));
    const { id, browser, origin, draft } = await links.open(read.data.token, known);
    setCookie(c, cookieOf(id), browser, {
      httpOnly: true,
      sameSite: 'Strict',
      secure: secureHost !== undefined && c.req.header('host') === secureHost,
      path: '/api/painter',
      maxAge: TWO_HOURS,
    });
    return c.json({
      id,
      platform: origin.conversation.split(':', 1)[0],
      draft: draft && (await describeDraft(draft, pictures)),
    });
  });

  app.post('/:id/paint', limit(PAINTING_BYTES), async (c) => {
    const form = await readForm(c);
    const read = painted.safeParse(parseJson(form.get('options')));
    const files = await readFiles(form);
    if (!read.success || files.length !== 1) throw new UserError('BAD_LAYOUT', sentence('web.badLayout'));
    const origin = await links.spend(c.req.param('id'), getCookie(c, cookieOf(c.req.param('id'))));
    await deliver(layoutEvent(origin, read.data, files), c.req.param('id'));
    return c.body(null, 204);
  });
  return app;
}

const cookieOf = (id: string): string => `painter-${/^[\w-]{22}$/u.test(id) ? id : 'none'}`;

const layoutEvent = (
  origin: LinkOrigin,
  options: z.infer<typeof painted>,
  files: ChatEvent['files'],
): LayoutEvent => ({ ...origin, type: 'command', name: 'layout', options, files });

/** Painted masks travel as data, so that the page asks for no picture of the conversation. */
async function describeDraft({ prompt, segments, weights }: LayoutDraft, pictures: PictureStore) {
  const regions = segments.map(async ({ words, box, mask }) => ({
    words,
    box,
    mask: mask && `data:image/png;base64,${Buffer.from(await pictures.get(mask)).toString('base64')}`,
  }));
  return { prompt, regions: await Promise.all(regions), weights };
}

function parseJson(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
