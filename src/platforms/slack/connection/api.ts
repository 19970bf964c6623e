import { webApi } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import { sdkLogger } from './sdk-logger.ts';

/** Who the bot is in one workspace. */
export interface Workspace {
  readonly team: string;
  readonly token: string;
  readonly botUser?: string | undefined;
  readonly botId?: string | undefined;
}

export interface ApiOptions {
  readonly baseUrl: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Finds the token of a workspace. @throws {PlatformError} when the app is not installed there */
  readonly workspace: (team: string) => Promise<Workspace>;
}

export type Arguments = Readonly<Record<string, unknown>>;
export interface CallOptions {
  /** Calls with the same key run one after another. */
  readonly key?: string;
  /** False: a call that may have been carried out is not sent again. */
  readonly repeat?: boolean;
  /** False: a rate limit is thrown (with `retryAfterMs`) instead of waited for. */
  readonly wait?: boolean;
}
export type SlackApi = ReturnType<typeof createApi>;

/** What Slack's error codes mean to the person who runs the bot, and what to do. */
export const MEANING: Readonly<Record<string, string>> = {
  not_in_channel: 'the bot is not a member of the channel. Invite it: /invite @Limner',
  channel_not_found: 'the bot cannot see the channel. Invite it: /invite @Limner',
  is_archived: 'the channel is archived',
  restricted_action: 'an admin does not let apps post in this channel',
  msg_too_long: 'the message is too long',
  invalid_auth: 'the token is not valid. Copy the Bot User OAuth Token again into SLACK_BOT_TOKEN',
  not_authed: 'no token was sent. Set SLACK_BOT_TOKEN',
  token_revoked: 'the token was revoked. Reinstall the app and set SLACK_BOT_TOKEN',
  token_expired: 'the token has expired. Reinstall the app and set SLACK_BOT_TOKEN',
  account_inactive: 'the app was removed from the workspace. Install it again',
};
const ATTEMPTS = 5;
const LIMIT_REMEMBERED_MS = 60_000;

/** A call that failed in a way that Slack explained; `code` is Slack's word for it. */
export class SlackCallError extends PlatformError {
  readonly slackCode: string;

  constructor(method: string, slackCode: string, details: string, cause: unknown) {
    super('slack', `${method}: ${slackCode}${details}`, { cause });
    this.slackCode = slackCode;
  }
}

/** True when nobody knows whether Slack carried the call out: the line broke, or a 5xx came back. */
export const isUncertain = (error: unknown): boolean =>
  error instanceof PlatformError &&
  (error.cause instanceof webApi.WebAPIRequestError || error.cause instanceof webApi.WebAPIHTTPError);

/**
 * Calls Slack's Web API: one client for each token, rate limits waited out (each method by itself, so that one
 * limit does not hold up the rest), broken lines and 5xx tried again where that is harmless.
 */
export function createApi({ baseUrl, log, signal, workspace }: ApiOptions) {
  const clients = new Map<string, webApi.WebClient>();
  const blockedUntil = new Map<string, number>();
  const limitedAt = new Map<string, number>();
  const lines = new Map<string, Promise<unknown>>();

  const clientOf = (token: string) => {
    const client =
      clients.get(token) ??
      new webApi.WebClient(token, {
        slackApiUrl: baseUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: 30_000,
        logger: sdkLogger(log),
      });
    clients.set(token, client);
    return client;
  };

  const pause = async (ms: number) => {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    assertRunning();
  };
  const assertRunning = () => {
    if (signal.aborted) throw new PlatformError('slack', 'got a call after stop');
  };

  async function attempt<T>(team: string, method: string, args: Arguments, options: CallOptions): Promise<T> {
    const gate = `${team}:${method}:${options.key ?? ''}`;
    for (let tried = 1; ; tried++) {
      assertRunning();
      const blockedMs = (blockedUntil.get(gate) ?? 0) - Date.now();
      if (blockedMs > 0) {
        if (options.wait === false) throw limited(method, blockedMs);
        await pause(blockedMs);
        continue;
      }
      const { token } = await workspace(team);
      try {
        return (await clientOf(token).apiCall(method, args)) as T;
      } catch (error) {
        if (error instanceof webApi.WebAPIRateLimitedError) {
          const retryAfterMs = Math.max(error.retryAfter, 0.1) * 1000;
          blockedUntil.set(gate, Date.now() + retryAfterMs);
          limitedAt.set(`${team}:${method}`, Date.now());
          log.info('slack: rate limited', { method, retryAfterMs });
          if (options.wait === false) throw limited(method, retryAfterMs);
          continue;
        }
        const failure = explain(method, error);
        if (!isUncertain(failure) || options.repeat === false || tried >= ATTEMPTS) throw failure;
        await pause(200 * 2 ** tried);
      }
    }
  }

  return {
    /**
     * Calls a method for a workspace.
     *
     * @throws {SlackCallError} when Slack refuses · {PlatformError} when it cannot be reached, after stop, or
     * with `retryAfterMs` when a rate limit was hit and `wait` is false
     */
    async call<T>(team: string, method: string, args: Arguments, options: CallOptions = {}): Promise<T> {
      // After a rate limit calls go one by one for a while: all at once they would run into it all at once.
      const wasLimited = Date.now() - (limitedAt.get(`${team}:${method}`) ?? 0) < LIMIT_REMEMBERED_MS;
      if (options.key === undefined && (!wasLimited || options.wait === false)) {
        return attempt<T>(team, method, args, options);
      }
      const line = `${team}:${method}:${options.key ?? ''}`;
      const before = lines.get(line) ?? Promise.resolve();
      const mine = before.catch(() => undefined).then(() => attempt<T>(team, method, args, options));
      lines.set(line, mine);
      try {
        return await mine;
      } finally {
        if (lines.get(line) === mine) lines.delete(line);
      }
    },
    workspace,
    pause,
    baseUrl,
    signal,
  };
}

const limited = (method: string, retryAfterMs: number) =>
  new PlatformError('slack', `${method}: rate limited`, { retryAfterMs });

function explain(method: string, error: unknown): PlatformError {
  if (error instanceof webApi.WebAPIPlatformError) {
    const { error: code, response_metadata: metadata } = error.data;
    const needed = 'needed' in error.data ? String(error.data.needed) : 'that the method needs';
    const scope = code === 'missing_scope' ? `: add the scope ${needed} and reinstall the app` : '';
    const messages = metadata?.messages?.join(' ') ?? '';
    const meaning = MEANING[code] === undefined ? '' : `: ${MEANING[code]}`;
    return new SlackCallError(
      method,
      code,
      `${scope}${meaning}${messages === '' ? '' : ` ${messages}`}`,
      error,
    );
  }
  return new PlatformError('slack', `${method}: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}
