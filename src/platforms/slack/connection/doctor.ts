import type { Check } from '../../../chat/check.ts';
import { BotError, ConfigError } from '../../../errors.ts';
import type { PlatformContext } from '../../../chat/platform.ts';
import { readSlackSettings } from './settings.ts';
import type { SlackSettings } from './settings.ts';
import { tryAppToken, tryBotToken } from './workspace.ts';
import { startWith } from '../../../program.ts';

/** Looks at everything that Slack needs: tokens, scopes, and the way that events take. */
export async function checkSlack(env: PlatformContext['env']): Promise<readonly Check[]> {
  let settings: SlackSettings | undefined;
  try {
    settings = readSlackSettings(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => ({
      part: 'Slack settings',
      ok: false,
      detail: problem,
      next: startWith('connect slack'),
    }));
  }
  if (settings === undefined) {
    return [
      { part: 'Slack', ok: true, detail: 'off (no SLACK_BOT_TOKEN)', next: startWith('connect slack') },
    ];
  }
  return [...(await checkToken(settings)), await checkEvents(settings)];
}

async function checkToken({ botToken, apiUrl }: SlackSettings): Promise<readonly Check[]> {
  const part = 'Slack token';
  if (botToken === undefined) {
    return [{ part, ok: true, detail: 'one for each workspace that installs the app (SLACK_CLIENT_ID)' }];
  }
  try {
    const { team, bot, missingScopes } = await tryBotToken(botToken, apiUrl);
    const scopes =
      missingScopes.length === 0
        ? { ok: true, detail: 'all granted' }
        : {
            ok: false,
            detail: `missing: ${missingScopes.join(', ')}`,
            next: 'Add them on https://api.slack.com/apps under OAuth & Permissions, then reinstall the app.',
          };
    return [
      { part, ok: true, detail: `of ${bot} in ${team}` },
      { part: 'Slack scopes', ...scopes },
    ];
  } catch (error) {
    return [failed(part, error)];
  }
}

async function checkEvents({ appToken, apiUrl, port, sockets }: SlackSettings): Promise<Check> {
  const part = 'Slack events';
  if (appToken === undefined) {
    return { part, ok: true, detail: `by signed HTTP on port ${port}, path /slack/events` };
  }
  try {
    await tryAppToken(appToken, apiUrl);
    return { part, ok: true, detail: `by Socket Mode, ${sockets} connections` };
  } catch (error) {
    return failed(part, error);
  }
}

const failed = (part: string, error: unknown): Check => ({
  part,
  ok: false,
  detail: error instanceof Error ? error.message : String(error),
  next: error instanceof BotError && error.hint !== undefined ? error.hint : startWith('connect slack'),
});
