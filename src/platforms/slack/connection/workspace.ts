import { webApi } from '@slack/bolt';
import { PlatformError, UserError } from '../../../errors.ts';
import { silent } from '../../../log.ts';
import { MEANING } from './api.ts';
import { SCOPES } from './scopes.ts';
import { sdkLogger } from './sdk-logger.ts';

/** The workspace that a bot token is for. */
export interface SlackWorkspace {
  readonly team: string;
  readonly bot: string;
  /** Scopes that the app needs and this installation does not have. */
  readonly missingScopes: readonly string[];
}

const client = (token: string, apiUrl: string) =>
  new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 1 },
    timeout: 15_000,
    logger: sdkLogger(silent),
  });

/**
 * Tries a bot token.
 *
 * @throws {UserError} `SLACK_TOKEN` when Slack refuses it · {PlatformError} when Slack cannot be reached
 */
export async function tryBotToken(token: string, apiUrl: string): Promise<SlackWorkspace> {
  const { team, user, response_metadata } = await explain('SLACK_BOT_TOKEN', () =>
    client(token, apiUrl).auth.test(),
  );
  const granted = new Set(response_metadata?.scopes);
  return {
    team: team ?? '?',
    bot: user ?? '?',
    missingScopes: SCOPES.filter((scope) => !granted.has(scope)),
  };
}

/** Tries an app token by asking for a Socket Mode address. Throws like `tryBotToken`. */
export async function tryAppToken(token: string, apiUrl: string): Promise<void> {
  await explain('SLACK_APP_TOKEN', () => client(token, apiUrl).apps.connections.open());
}

async function explain<T>(name: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof webApi.WebAPIPlatformError)) {
      const message = error instanceof Error ? error.message : String(error);
      throw new PlatformError('slack', `cannot be reached: ${message}`, { cause: error });
    }
    const { error: code } = error.data;
    const meaning = MEANING[code] ?? 'see https://docs.slack.dev/reference/methods/auth.test';
    throw new UserError('SLACK_TOKEN', `${name}: Slack refuses it (${code}: ${meaning}).`);
  }
}
