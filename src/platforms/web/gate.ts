import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { Hono } from 'hono';
import { z } from 'zod';
import { createRateLimit } from '../../chat/rules/rate-limit.ts';
import { ConfigError, UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import type { KeyValueStore } from '../../sessions/key-value.ts';
import { addressOf } from './limits.ts';
import { pageFile } from './page-files.ts';
import { becomeVisitor } from './visitor.ts';

const COOKIE = 'limner-pass';
const THIRTY_DAYS = 30 * 24 * 3600;
const LEAST_LENGTH = 8;
const GENERATE = 'generate';
/** Wrong passwords that one address may try within a minute. */
const TRIES_PER_MINUTE = 10;
/** What is shown to everybody: the door itself, code and pictures of the page, and what one-time links lead to. */
const OPEN_PATHS = [
  /^\/(?:login|api\/login|layout|favicon\.ico)$/u,
  /^\/page\/(?:(?:layout|login)\/)?[\w.-]+$/u,
  /^\/api\/painter\/[\w/-]+$/u,
];

/** What opens the web chat where more people than those at this machine reach it. */
export interface Key {
  /** sha256 of the password, hex. */
  readonly hash: string;
  /** Signs who has come in. */
  readonly secret: string;
  /** The password, in the one start that has made it. */
  readonly made?: string | undefined;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Reads the password that an open port needs.
 *
 * @param password `WEB_PASSWORD`: the operator's own, or "generate" for one that is made and told once
 * @throws {ConfigError} without one: whoever reaches the port could paint and read
 */
export async function openKey(password: unknown, host: string, store: KeyValueStore): Promise<Key> {
  if (typeof password !== 'string' || password === '')
    throw new ConfigError([
      `HOST: ${host} lets others than this machine in; set WEB_PASSWORD to a password of your own, or to "${GENERATE}" for one that is told once at the start`,
    ]);
  if (password.length < LEAST_LENGTH)
    throw new ConfigError([`WEB_PASSWORD: it needs at least ${LEAST_LENGTH} characters`]);
  const secret = await once(store, 'web:key', () => randomBytes(32).toString('base64url'));
  if (password !== GENERATE) return { hash: hashOf(password), secret };
  const made = randomBytes(12).toString('base64url');
  const hash = await once(store, 'web:password', () => hashOf(made));
  return { hash, secret, made: hash === hashOf(made) ? made : undefined };
}

async function once(store: KeyValueStore, key: string, make: () => string): Promise<string> {
  await store.claim(key, undefined, make());
  return (await store.get<string>(key)) ?? make();
}

/** True for the password itself; in the same time for every other. */
const isPassword = (given: string, { hash }: Key): boolean =>
  timingSafeEqual(Buffer.from(hashOf(given), 'hex'), Buffer.from(hash, 'hex'));

/** Changing the password sends everybody out: it is part of what is signed. */
const sign = (text: string, { hash, secret }: Key): string =>
  createHmac('sha256', secret).update(`${hash}\n${text}`).digest('base64url');

const isSigned = (text: string, signature: string, key: Key): boolean => {
  const [expected, got] = [Buffer.from(sign(text, key)), Buffer.from(signature)];
  return expected.length === got.length && timingSafeEqual(expected, got);
};

/** The end of a link that lets one person in, who is the same on all their machines: `#invite=<name>.<signature>`. */
export const invitation = (name: string, key: Key): string =>
  `#invite=${encodeURIComponent(name)}.${sign(`invite:${name}`, key)}`;

const bearerOf = (c: Context): string | undefined =>
  /^Bearer (\S{1,200})$/u.exec(c.req.header('authorization') ?? '')?.[1];

/** True for a program, which brings the password as `Authorization: Bearer …`; no browser does so by itself. */
export const isProgram = (c: Context, key: Key | undefined): boolean =>
  key !== undefined && bearerOf(c) !== undefined;

/** Counts wrong passwords of an address; after too many the right one waits for a minute too. */
export function createTries(now: () => number = Date.now) {
  const count = createRateLimit(TRIES_PER_MINUTE, now);
  const shut = new Map<string, () => void>();
  return {
    check(address: string): void {
      shut.get(address)?.();
    },
    wrong(address: string): void {
      try {
        count(address);
      } catch (error) {
        const until = now() + 60_000;
        shut.set(address, () => {
          if (now() < until) throw error;
          shut.delete(address);
        });
        throw error;
      }
    },
  };
}
type Tries = ReturnType<typeof createTries>;

function hasPass(c: Context, key: Key): boolean {
  const [until = '', signature = ''] = (getCookie(c, COOKIE) ?? '').split('.');
  return Number(until) > Date.now() / 1000 && isSigned(`pass:${until}`, signature, key);
}

/** Lets in who has the password, an invitation that was taken, or is a program with the password. */
export function guardDoor(key: Key, tries: Tries): MiddlewareHandler {
  return async (c, next) => {
    if (OPEN_PATHS.some((open) => open.test(c.req.path))) return next();
    const token = bearerOf(c);
    if (token !== undefined) {
      const address = addressOf(c) ?? '';
      tries.check(address);
      if (!isPassword(token, key)) {
        tries.wrong(address);
        throw wrongPassword();
      }
      becomeVisitor(c, hashOf('program'), false);
      return next();
    }
    if (hasPass(c, key)) return next();
    if (c.req.method === 'GET' && !c.req.path.startsWith('/api/')) return c.redirect('/login', 303);
    throw new UserError('LOGIN', sentence('web.needsPassword'));
  };
}

const wrongPassword = () => new UserError('WRONG_PASSWORD', sentence('web.wrongPassword'));

const entering = z.object({
  password: z.string().max(200).optional(),
  invite: z.string().max(400).optional(),
});

/** The page that asks for the password, and the answer to it. */
export function createLoginRoutes(key: Key, tries: Tries, isSecure: (c: Context) => boolean): Hono {
  const app = new Hono();
  app.get('/login', (c) => pageFile(c, 'login/login.html'));
  app.post('/api/login', async (c) => {
    const address = addressOf(c) ?? '';
    tries.check(address);
    const { password, invite } = entering.catch({}).parse(await c.req.json().catch(() => ({})));
    const [, name, signature = ''] = /^(.{1,200})\.([\w-]{43})$/u.exec(invite ?? '') ?? [];
    const isInvited = name !== undefined && isSigned(`invite:${decode(name)}`, signature, key);
    if (!isInvited && !(password !== undefined && isPassword(password, key))) {
      tries.wrong(address);
      throw wrongPassword();
    }
    const until = Math.floor(Date.now() / 1000) + THIRTY_DAYS;
    setCookie(c, COOKIE, `${until}.${sign(`pass:${until}`, key)}`, {
      httpOnly: true,
      sameSite: 'Lax',
      secure: isSecure(c),
      path: '/',
      maxAge: THIRTY_DAYS,
    });
    if (isInvited) becomeVisitor(c, hashOf(`invite:${decode(name)}:${key.secret}`), isSecure(c));
    return c.body(null, 204);
  });
  return app;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
