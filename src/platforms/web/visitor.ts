import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';

const COOKIE = 'limner';
const FOUR_HUNDRED_DAYS = 400 * 24 * 3600;

/** The person behind a request: the random id in the cookie, or undefined without one. */
export function visitorId(c: Context): string | undefined {
  const id = (c.get('visitor') as string | undefined) ?? getCookie(c, COOKIE);
  return id !== undefined && /^[\w-]{22}$/u.test(id) ? id : undefined;
}

/** Gives a new browser its id and an old one more time with it. */
export function rememberVisitor(c: Context, isSecure: boolean): void {
  keepVisitor(c, visitorId(c) ?? randomBytes(16).toString('base64url'), isSecure);
}

/** From now on this request, and the browser it comes from, is that of one person or program. */
export function becomeVisitor(c: Context, hash: string, isSecure: boolean): void {
  const id = hash.slice(0, 22);
  c.set('visitor', id);
  keepVisitor(c, id, isSecure);
}

const keepVisitor = (c: Context, id: string, secure: boolean): void =>
  setCookie(c, COOKIE, id, {
    httpOnly: true,
    sameSite: 'Lax',
    ...(secure && { secure }),
    path: '/',
    maxAge: FOUR_HUNDRED_DAYS,
  });

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

/** Who is let in by which name. */
export interface Door {
  /** The server listens on this machine only. */
  readonly isLoopback: boolean;
  /** Host of `PUBLIC_URL`: the name under which browsers elsewhere reach the server. */
  readonly publicHost?: string | undefined;
  /** `PUBLIC_URL` is https: cookies given to that name never go another way. */
  readonly isPublicSecure?: boolean | undefined;
}

/** True when the browser came by https: to the public name, or through a proxy that says so. */
export const cameSecurely = (c: Context, { publicHost, isPublicSecure = false }: Door): boolean =>
  (isPublicSecure && c.req.header('host') === publicHost) || c.req.header('x-forwarded-proto') === 'https';

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u;
/** All that is answered under the public name of a server that listens on this machine only. */
const PAINTER_PATHS = /^\/(?:layout|favicon\.ico|page\/(?:layout\/)?[\w.-]+|api\/painter\/[\w/-]+)$/u;
/** A proxy says with these whom it speaks for. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Refuses requests that another website makes a browser send.
 *
 * Changes need an `Origin` of this very server. On a loopback address the `Host` must be a loopback name
 * too, else a foreign name that resolves to 127.0.0.1 would be of the same origin (DNS rebinding); the public name
 * leads to the layout painter and nowhere else, because who sits at this machine may do everything in the chat.
 */
export function sameOriginOnly(
  { isLoopback, publicHost }: Door,
  isProgram: (c: Context) => boolean,
): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    const refuse = (code: string, message: string) => c.json({ error: { code, message } }, 403);
    if (isLoopback && LOOPBACK_HOST.test(host)) {
      if (host !== publicHost && PROXY_HEADERS.some((name) => c.req.header(name) !== undefined))
        return refuse('FOREIGN_HOST', 'A proxy must hand on the Host header that the browser sent.');
    } else if (isLoopback) {
      if (host !== publicHost) return refuse('FOREIGN_HOST', 'This server answers on localhost only.');
      if (!PAINTER_PATHS.test(c.req.path))
        return refuse(
          'PAINTER_ONLY',
          'Only the layout painter is open here; ask the bot for a link: /painter.',
        );
    }
    // A browser never sends the password of a program by itself, so nobody can make it do so.
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isProgram(c)) {
      const origin = c.req.header('origin');
      if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== host)
        return refuse('FOREIGN_ORIGIN', 'Only the page of this server may do that.');
    }
    await next();
    return undefined;
  };
}
