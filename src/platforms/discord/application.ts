import { ApplicationIntegrationType, Routes } from 'discord.js';
import type { APIApplication, RESTGetAPIGatewayBotResult } from 'discord.js';
import { silent } from '../../log.ts';
import { apiBase, createApi } from './api.ts';

/** What Discord says about the application of a token. */
export interface DiscordApplication {
  readonly id: string;
  readonly name: string;
  /** Servers the bot is in, about. */
  readonly guildCount: number | undefined;
  /** Set when interactions go to a web address instead of the gateway: then we never see them. */
  readonly interactionsUrl: string | undefined;
  /** True when people can also add the app to their own account. */
  readonly isUserInstallable: boolean;
  readonly commandCount: number;
  /** New sessions that Discord allows today. */
  readonly sessionsLeft: number;
}

type Env = Readonly<Record<string, unknown>>;

/**
 * Asks Discord about the application of a token.
 *
 * @throws {PlatformError} when the token is refused or Discord cannot be reached
 */
export async function fetchApplication(token: string, env: Env): Promise<DiscordApplication> {
  const api = createApi(token, apiBase(env['DISCORD_API_URL']), silent);
  try {
    const application = await api.send<APIApplication>('GET', Routes.currentApplication());
    const gateway = await api.send<RESTGetAPIGatewayBotResult>('GET', Routes.gatewayBot());
    const commands = await api.send<readonly unknown[]>('GET', Routes.applicationCommands(application.id));
    return {
      id: application.id,
      name: application.name,
      guildCount: application.approximate_guild_count,
      interactionsUrl: application.interactions_endpoint_url ?? undefined,
      isUserInstallable:
        application.integration_types_config?.[ApplicationIntegrationType.UserInstall] !== undefined,
      commandCount: commands.length,
      sessionsLeft: gateway.session_start_limit.remaining,
    };
  } finally {
    api.close();
  }
}
