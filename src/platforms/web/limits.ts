import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { describeBytes } from '../../chat/limits.ts';
import { createRateLimit } from '../../chat/rules/rate-limit.ts';
import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import { UPLOAD_BYTES } from './files.ts';

/** What no route needs more of: a title, a token, a password. */
const SMALL_BYTES = 16_000;
/** Files and words of one message. */
const MESSAGE_BYTES = UPLOAD_BYTES + 1_000_000;
/** The action, the key, the files with their fields; nobody has more. */
const PARTS = 16;
/** Requests of one address within a minute, whoever it says it is: a page that loads takes forty. */
const REQUESTS_PER_MINUTE = 1200;

const tooLarge = (bytes: number) =>
  new UserError(
    'UPLOAD_TOO_LARGE',
    sentence('web.tooMuch', {
      size: describeBytes(bytes),
    }),
  );

const limitOf = (maxSize: number, said: number): MiddlewareHandler =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw tooLarge(said);
    },
  });

/** Bounds the body of every request, before anybody reads it. */
export function limitBodies(): MiddlewareHandler {
  const small = limitOf(SMALL_BYTES, SMALL_BYTES);
  const message = limitOf(MESSAGE_BYTES, UPLOAD_BYTES);
  return (c, next) => {
    // The painter's routes have a limit of their own.
    if (c.req.path.startsWith('/api/painter/')) return next();
    return /^\/api\/conversations\/[^/]+\/actions$/u.test(c.req.path) ? message(c, next) : small(c, next);
  };
}

/** The address that a request comes from; undefined where no socket is. */
export const addressOf = (c: Context): string | undefined => {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    return undefined;
  }
};

/** Bounds what one address asks for, before anything else is looked at. */
export function limitAddresses(perMinute = REQUESTS_PER_MINUTE): MiddlewareHandler {
  const check = createRateLimit(perMinute);
  return (c, next) => {
    const address = addressOf(c);
    if (address !== undefined) check(address);
    return next();
  };
}

/**
 * Reads a form of a few parts. One of a million parts of one byte would keep everybody waiting for seconds: they are
 * counted first.
 *
 * @throws {UserError} `TOO_MANY_FIELDS`, `BAD_FORM`
 */
export async function readForm(c: Context): Promise<FormData> {
  const body = Buffer.from(await c.req.arrayBuffer());
  const type = c.req.header('content-type') ?? '';
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/iu.exec(type) ?? [];
  const boundary = quoted ?? plain;
  if (boundary !== undefined && countUpTo(body, `--${boundary}`, PARTS + 2) > PARTS + 1)
    throw new UserError('TOO_MANY_FIELDS', sentence('web.tooManyParts', { most: PARTS }));
  if (boundary === undefined && body.length > SMALL_BYTES) throw tooLarge(SMALL_BYTES);
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch (error) {
    throw new UserError('BAD_FORM', sentence('web.noForm'), {
      cause: error,
    });
  }
}

function countUpTo(body: Buffer, text: string, most: number): number {
  let count = 0;
  for (let at = body.indexOf(text); at >= 0 && count < most; at = body.indexOf(text, at + text.length))
    count++;
  return count;
}
