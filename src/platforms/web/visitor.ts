import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';

const COOKIE = 'limner';
const FOUR_HUNDRED_DAYS = 400 * 24 * 3600;

/** The person behind a request: the random id in the cookie, or undefined without one. */
export function visitorId(c: Context): string | undefined {
  const id = getCookie(c, COOKIE);
  return id !== undefined && /^[\w-]{22}$/u.test(id) ? id : undefined;
}

/** Gives a new browser its id and an old one more time with it. */
export function rememberVisitor(c: Context): void {
  setCookie(c, COOKIE, visitorId(c) ?? randomBytes(16).toString('base64url'), {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: FOUR_HUNDRED_DAYS,
  });
}

/** Allows the page its own files and nothing else: no inline script, no other host, no frame around it. */
export const pageHeaders = (): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'blob:', 'data:'],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    // Plain http on this machine: a browser must not be told to insist on https here.
    strictTransportSecurity: false,
  });

/**
 * Refuses requests that another website makes a browser send.
 *
 * Changes need an `Origin` of this very server. On a loopback address the `Host` must be a loopback name
 * too, else a foreign name that resolves to 127.0.0.1 would be of the same origin (DNS rebinding).
 */
export function sameOriginOnly(isLoopback: boolean): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (isLoopback && !/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u.test(host)) {
      return c.json(
        { error: { code: 'FOREIGN_HOST', message: 'This server answers on localhost only.' } },
        403,
      );
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const origin = c.req.header('origin');
      if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== host) {
        return c.json(
          { error: { code: 'FOREIGN_ORIGIN', message: 'Only the page of this server may do that.' } },
          403,
        );
      }
    }
    await next();
    return undefined;
  };
}
