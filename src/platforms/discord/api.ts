import { DiscordAPIError, HTTPError, RateLimitError, RequestMethod, REST } from 'discord.js';
import type { RawFile, RESTOptions, RouteLike } from 'discord.js';
import { PlatformError } from '../../errors.ts';
import { redact } from '../../log.ts';
import type { Logger } from '../../log.ts';

export interface ApiRequest {
  readonly body?: unknown;
  readonly files?: readonly RawFile[];
  readonly query?: URLSearchParams;
}

/** Requests to Discord. Every refusal is a `PlatformError` without tokens and without the user's words. */
export interface DiscordApi {
  readonly rest: REST;
  /** Waits for rate limits and repeats after 5xx; for what may be done twice or carries a nonce. */
  send<T = unknown>(method: `${RequestMethod}`, route: RouteLike, request?: ApiRequest): Promise<T>;
  /** Is sent once, past the queue of the other requests: acknowledgements and follow-ups. */
  sendNow<T = unknown>(method: `${RequestMethod}`, route: RouteLike, request?: ApiRequest): Promise<T>;
  close(): void;
}

/** What the documentation of Discord calls "JSON error codes", as far as we answer to them. */
export const failure = {
  unknownChannel: 10_003,
  unknownMessage: 10_008,
  unknownWebhook: 10_015,
  unknownInteraction: 10_062,
  tooManyEdits: 30_046,
  tooLarge: 40_005,
  alreadyAcknowledged: 40_060,
  tooManyFollowUps: 40_094,
  missingAccess: 50_001,
  missingPermissions: 50_013,
  tokenExpired: 50_027,
  noHistory: 160_002,
} as const;

/** Discord's error code of a failed request; undefined for network errors and what is not ours. */
export function failureCode(error: unknown): number | undefined {
  const cause = error instanceof PlatformError ? error.cause : undefined;
  return (cause as { readonly code?: number } | undefined)?.code;
}

/** HTTP status of a failed request, when there was an answer. */
export function failureStatus(error: unknown): number | undefined {
  const cause = error instanceof PlatformError ? error.cause : undefined;
  return (cause as { readonly status?: number } | undefined)?.status;
}

/** True when Discord was not there at all: no network, or nothing but 5xx. Trying again later may help. */
export function isUnreachable(error: unknown): boolean {
  const cause = error instanceof PlatformError ? error.cause : undefined;
  const isNetwork = (cause as { readonly isNetwork?: boolean } | undefined)?.isNetwork === true;
  return isNetwork || (failureStatus(error) ?? 0) >= 500;
}

/** Default base, or `DISCORD_API_URL` without a version and a slash at its end. */
export function apiBase(url: unknown): string {
  if (typeof url !== 'string' || url === '') return 'https://discord.com/api';
  return url.replace(/\/+$/u, '').replace(/\/v\d+$/u, '');
}

/**
 * Sends by the `fetch` of Node. The library would use its own copy of undici with the dispatcher of the process, which
 * another library (Slack's) may have set from a later undici: then files cannot be sent.
 */
const makeRequest: RESTOptions['makeRequest'] = (url, { body, headers, method, signal }) =>
  fetch(url, {
    body: body ?? null,
    headers: headers ?? {},
    method: method ?? 'GET',
    signal: signal ?? null,
  });

/** The library's names of the methods. */
const METHODS = {
  DELETE: RequestMethod.Delete,
  GET: RequestMethod.Get,
  PATCH: RequestMethod.Patch,
  POST: RequestMethod.Post,
  PUT: RequestMethod.Put,
} as const satisfies Readonly<Record<`${RequestMethod}`, RequestMethod>>;

/** True for what Discord does not count for the bot: these routes carry a token of their own. */
const isExempt = (route: RouteLike): boolean => /^\/(?:webhooks|interactions)\//u.test(route);

/** Makes the connection for requests; nothing is sent yet. */
export function createApi(token: string, base: string, log: Logger): DiscordApi {
  const options = { version: '10', api: base, timeout: 15_000, makeRequest };
  const steady = new REST({ ...options, retries: 3 }).setToken(token);
  // Interaction endpoints do not count for the global limit, and a late acknowledgement is a lost one.
  const exempt = new REST({ ...options, retries: 3, globalRequestsPerSecond: 1000 });
  const urgent = new REST({ ...options, retries: 0, globalRequestsPerSecond: 1000 });
  const inFlight = new Set<AbortController>();
  let isClosed = false;
  steady.on('invalidRequestWarning', ({ count, remainingTime }) =>
    log.warn('discord: many refused requests, at 10,000 in ten minutes Discord bans this address', {
      count,
      remainingSeconds: Math.ceil(remainingTime / 1000),
    }),
  );
  const via =
    (restOf: (route: RouteLike) => REST) =>
    async <T>(method: `${RequestMethod}`, route: RouteLike, request: ApiRequest = {}): Promise<T> => {
      if (isClosed) throw new PlatformError('discord', 'the connection is closed');
      const ending = new AbortController();
      inFlight.add(ending);
      try {
        return (await restOf(route).request({
          method: METHODS[method],
          fullRoute: route,
          // The token of an interaction is in its route; the bot's token is not needed there.
          auth: !isExempt(route),
          // The library never takes its listener off; this signal goes away with the request.
          signal: ending.signal,
          ...(request.body === undefined ? {} : { body: request.body }),
          ...(request.files === undefined ? {} : { files: [...request.files] }),
          ...(request.query === undefined ? {} : { query: request.query }),
        })) as T;
      } catch (error) {
        throw toPlatformError(error, `${method} ${redact(route)}`);
      } finally {
        inFlight.delete(ending);
      }
    };
  return {
    rest: steady,
    send: via((route) => (isExempt(route) ? exempt : steady)),
    sendNow: via(() => urgent),
    close() {
      isClosed = true;
      for (const request of inFlight) request.abort();
      for (const rest of [steady, exempt, urgent]) {
        rest.clearHandlerSweeper();
        rest.clearHashSweeper();
      }
    },
  };
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'Check DISCORD_TOKEN: developer portal, your application, Bot, Reset Token.',
  [failure.missingAccess]: 'The bot cannot see this channel: give it "View Channel" there.',
  [failure.missingPermissions]:
    'Give the bot "Send Messages", "Attach Files" and "Read Message History" there.',
  [failure.noHistory]: 'Give the bot "Read Message History" there.',
  [failure.unknownChannel]: 'The channel was deleted.',
};

/**
 * Says what failed. The library's errors carry the request with the user's words, and the interaction's token in
 * the address: neither leaves this function.
 */
export function toPlatformError(error: unknown, what: string): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof DiscordAPIError) {
    const code = Number(error.code);
    const hint = HINTS[code] ?? HINTS[error.status];
    return new PlatformError(
      'discord',
      `${what}: HTTP ${error.status}, code ${error.code}: ${redact(error.message.split('\n')[0] ?? '')}`,
      { cause: { status: error.status, code }, ...(hint === undefined ? {} : { hint }) },
    );
  }
  if (error instanceof HTTPError) {
    return new PlatformError('discord', `${what}: HTTP ${error.status}`, { cause: { status: error.status } });
  }
  if (error instanceof RateLimitError) {
    return new PlatformError('discord', `${what}: rate limited`, { retryAfterMs: error.retryAfter });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new PlatformError('discord', `${what}: ${redact(reason)}`, {
    cause: { isNetwork: true },
    hint: 'Discord could not be reached; is the network up?',
  });
}
