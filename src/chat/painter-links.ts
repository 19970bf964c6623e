/** One-time links to the layout painter: from a conversation on any platform to a page in the browser and back. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { UserError } from '../errors.ts';
import type { StepOf } from '../planning/plan.ts';
import { sentence } from '../sentence.ts';
import type { KeyValueStore } from '../sessions/key-value.ts';
import type { ConversationId } from './message.ts';

/** How long a link can be opened, and how long the opened page can be used. */
const OPEN_MS = 15 * 60_000;
const PAINT_MS = 2 * 3_600_000;
/** Links are remembered longer than they are good, so that an old one is called old and not forged. */
const KEPT_MS = 24 * 3_600_000;

const ID_BYTES = 16;
const TOKEN = /^(?<id>[\w-]{22})\.(?<expires>[0-9a-z]{1,11})\.(?<signature>[\w-]{43})$/u;

/** Whom a link belongs to, and where what is painted goes; what the rules of the place ask of a call. */
export interface LinkOrigin {
  readonly conversation: ConversationId;
  readonly userId: string;
  readonly space?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly isAdmin?: boolean;
  readonly isAgeRestricted?: boolean | undefined;
  readonly locale?: string | undefined;
}

/** What the painter begins with. */
export type LayoutDraft = Omit<StepOf<'layout'>, 'kind'>;

interface LinkRecord {
  readonly origin: LinkOrigin;
  readonly draft?: LayoutDraft | undefined;
}

/** A link in the browser that opened it. */
export interface OpenedLink extends LinkRecord {
  readonly id: string;
  /** The secret by which the browser is known again. */
  readonly browser: string;
}

/** Hands out links and takes them back. */
export interface PainterLinks {
  /** Public address of the painter's page; absent where `PUBLIC_URL` is not set. */
  readonly page?: string | undefined;
  /** Makes the token of a new link. */
  create(origin: LinkOrigin, draft?: LayoutDraft): Promise<string>;
  /**
   * Opens a link: the first browser keeps it, and may open it again until it has painted.
   *
   * @throws {UserError} `BAD_LINK`, `LINK_EXPIRED`, `LINK_USED`
   */
  open(token: string, browser?: string): Promise<OpenedLink>;
  /**
   * Uses a link up: once, by the browser that opened it.
   *
   * @throws {UserError} `BAD_LINK`, `LINK_EXPIRED`, `LINK_USED`
   */
  spend(id: string, browser: string | undefined): Promise<LinkOrigin>;
  /** Deletes the links of a person. */
  forgetUser(userId: string): Promise<void>;
}

const badLink = () => new UserError('BAD_LINK', sentence('painter.foreignLink'));
const expired = () => new UserError('LINK_EXPIRED', sentence('painter.oldLink'));
const used = () => new UserError('LINK_USED', sentence('painter.usedLink'));

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Makes the links of this bot: `id.expires.signature`, the tail a HMAC-SHA256 over both, conversation and person. What
 * was given out lies in the store, so that a link is used once over all processes; a link names no conversation that
 * could be exchanged for another.
 *
 * @param parts.publicUrl where browsers reach the web chat: "https://limner.example.org"
 * @param parts.now       the clock, milliseconds
 */
export function createPainterLinks({
  store,
  secret,
  publicUrl,
  now = Date.now,
}: {
  readonly store: KeyValueStore;
  readonly secret: string;
  readonly publicUrl?: string | undefined;
  readonly now?: () => number;
}): PainterLinks {
  const sign = (id: string, expires: string, { conversation, userId }: LinkOrigin): string =>
    createHmac('sha256', secret)
      .update(['painter', id, expires, conversation, userId].join('\n'))
      .digest('base64url');

  const find = async (id: string): Promise<LinkRecord> => {
    const record = await store.get<LinkRecord>(`link/${id}`);
    if (record === undefined) throw expired();
    return record;
  };
  const isSpent = async (id: string): Promise<boolean> => (await store.get(`painted/${id}`)) !== undefined;

  return {
    ...(publicUrl !== undefined && { page: new URL('/layout', publicUrl).href }),
    async create(origin, draft) {
      const id = randomBytes(ID_BYTES).toString('base64url');
      const expires = (now() + OPEN_MS).toString(36);
      const record: LinkRecord = { origin, ...(draft !== undefined && { draft }) };
      await store.set(`link/${id}`, record, KEPT_MS);
      return `${id}.${expires}.${sign(id, expires, origin)}`;
    },
    async open(token, known) {
      const { id, expires, signature } = TOKEN.exec(token)?.groups ?? {};
      if (id === undefined || expires === undefined || signature === undefined) throw badLink();
      const record = await find(id);
      if (!isSame(signature, sign(id, expires, record.origin))) throw badLink();
      if (await isSpent(id)) throw used();
      const until = Number.parseInt(expires, 36);
      const owner = await store.get<string>(`browser/${id}`);
      if (owner !== undefined && known !== undefined && isSame(owner, hashOf(known))) {
        if (now() > until + PAINT_MS) throw expired();
        return { ...record, id, browser: known };
      }
      if (now() > until) throw expired();
      if (!(await store.claim(`opened/${id}`, KEPT_MS))) throw used();
      const browser = randomBytes(ID_BYTES).toString('base64url');
      await store.set(`browser/${id}`, hashOf(browser), OPEN_MS + PAINT_MS);
      return { ...record, id, browser };
    },
    async spend(id, browser) {
      const { origin } = await find(id);
      if (await isSpent(id)) throw used();
      const owner = await store.get<string>(`browser/${id}`);
      if (owner === undefined) throw expired();
      if (browser === undefined || !isSame(owner, hashOf(browser))) throw badLink();
      if (!(await store.claim(`painted/${id}`, KEPT_MS))) throw used();
      return origin;
    },
    async forgetUser(userId) {
      for (const key of await store.keys('link/')) {
        const record = await store.get<LinkRecord>(key);
        if (record?.origin.userId === userId) await store.delete(key);
      }
    },
  };
}
