import type { Check } from '../../chat/check.ts';
import { PlatformError } from '../../errors.ts';
import { fetchApplication } from './application.ts';
import type { DiscordApplication } from './application.ts';
import { readShards } from './gateway.ts';
import { inviteLink } from './invite.ts';
import { START, startWith } from '../../program.ts';

/** Looks at everything that Discord needs: token, intents, commands, servers. */
export async function checkDiscord(env: Readonly<Record<string, unknown>>): Promise<readonly Check[]> {
  const token = env['DISCORD_TOKEN'];
  if (typeof token !== 'string' || token === '') {
    return [
      { part: 'Discord', ok: true, detail: 'off (no DISCORD_TOKEN)', next: startWith('connect discord') },
    ];
  }
  try {
    readShards(env['SHARDS'] as string | undefined);
    const application = await fetchApplication(token, env);
    return [
      tokenCheck(application),
      interactionsCheck(application),
      commandsCheck(application),
      serversCheck(application),
    ];
  } catch (error) {
    const next = error instanceof PlatformError ? error.hint : undefined;
    return [
      {
        part: 'Discord',
        ok: false,
        detail: error instanceof Error ? error.message : String(error),
        next: next ?? startWith('connect discord'),
      },
    ];
  }
}

function tokenCheck({ name, sessionsLeft }: DiscordApplication): Check {
  const part = 'Discord token';
  if (sessionsLeft > 0) return { part, ok: true, detail: `of ${name}; no privileged intent needed` };
  return {
    part,
    ok: false,
    detail: `${name} has used up its 1,000 sessions of today`,
    next: 'Wait until tomorrow, and find out what restarts the bot so often.',
  };
}

function interactionsCheck({ id, interactionsUrl }: DiscordApplication): Check {
  const part = 'Discord interactions';
  if (interactionsUrl === undefined) return { part, ok: true, detail: 'come over the gateway' };
  return {
    part,
    ok: false,
    detail: 'go to a web address, so that the bot never sees a command',
    next: `Empty "Interactions Endpoint URL" on https://discord.com/developers/applications/${id}/information`,
  };
}

function commandsCheck({ commandCount }: DiscordApplication): Check {
  const part = 'Discord commands';
  if (commandCount > 0) return { part, ok: true, detail: `${commandCount} registered` };
  return { part, ok: false, detail: 'none registered yet', next: `${START} (registers them)` };
}

function serversCheck({ id, guildCount, isUserInstallable }: DiscordApplication): Check {
  const part = 'Discord servers';
  const personal = isUserInstallable ? ', people may add it to their account' : '';
  if (guildCount === 0) {
    return { part, ok: false, detail: `in no server yet${personal}`, next: `Open ${inviteLink(id)}` };
  }
  return {
    part,
    ok: true,
    detail: `in ${guildCount ?? 'some'} server${guildCount === 1 ? '' : 's'}${personal}`,
  };
}
