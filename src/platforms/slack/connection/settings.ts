import { ConfigError } from '../../../errors.ts';
import type { PlatformContext } from '../../../chat/platform.ts';

export interface SlackSettings {
  readonly apiUrl: string;
  readonly botToken?: string | undefined;
  readonly appToken?: string | undefined;
  readonly signingSecret?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly stateSecret?: string | undefined;
  /** For HTTP mode, and for the pages of the installation. */
  readonly port: number;
  /** Socket Mode connections. */
  readonly sockets: number;
}

const PORT = 3100;
const SOCKETS = 2;

/** Where the Web API is; SLACK_API_URL points to a stand-in. */
export function apiUrlOf(env: Readonly<Record<string, unknown>>): string {
  const url = env['SLACK_API_URL'];
  return typeof url === 'string' && url !== '' ? url.replace(/\/?$/u, '/') : 'https://slack.com/api/';
}

/**
 * Reads Slack's settings; undefined when Slack is not configured at all.
 *
 * @throws {ConfigError} when it is configured in part
 */
export function readSlackSettings(env: PlatformContext['env']): SlackSettings | undefined {
  const text = (name: string) => {
    const value = env[name];
    return value === undefined || value === '' ? undefined : String(value);
  };
  const settings: SlackSettings = {
    apiUrl: apiUrlOf(env),
    botToken: text('SLACK_BOT_TOKEN'),
    appToken: text('SLACK_APP_TOKEN'),
    signingSecret: text('SLACK_SIGNING_SECRET'),
    clientId: text('SLACK_CLIENT_ID'),
    clientSecret: text('SLACK_CLIENT_SECRET'),
    stateSecret: text('SLACK_STATE_SECRET'),
    port: Number(text('SLACK_PORT') ?? PORT),
    sockets: Number(text('SLACK_SOCKETS') ?? SOCKETS),
  };
  const problems = findProblems(settings);
  if (settings.botToken === undefined && settings.appToken === undefined && settings.clientId === undefined) {
    return undefined;
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return settings;
}

function findProblems(settings: SlackSettings): readonly string[] {
  const { botToken, appToken, signingSecret, clientId, clientSecret, port, sockets } = settings;
  return [
    botToken === undefined && clientId === undefined
      ? 'SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token (xoxb-…) of the app'
      : '',
    botToken !== undefined && !botToken.startsWith('xoxb-') && !botToken.startsWith('xoxe.xoxb-')
      ? 'SLACK_BOT_TOKEN does not begin with "xoxb-": copy the Bot User OAuth Token'
      : '',
    appToken !== undefined && !appToken.startsWith('xapp-')
      ? 'SLACK_APP_TOKEN does not begin with "xapp-": copy the App-Level Token with connections:write'
      : '',
    appToken === undefined && signingSecret === undefined
      ? 'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing'
      : '',
    clientId !== undefined && clientSecret === undefined ? 'SLACK_CLIENT_SECRET is missing' : '',
    Number.isInteger(port) && port >= 0 && port < 65536 ? '' : 'SLACK_PORT must be a port, 0…65535',
    Number.isInteger(sockets) && sockets >= 1 && sockets <= 10 ? '' : 'SLACK_SOCKETS must be 1…10',
  ].filter((problem) => problem !== '');
}
