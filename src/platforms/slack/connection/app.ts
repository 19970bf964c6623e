import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { Authorize, Receiver } from '@slack/bolt';
import type { Logger } from '../../../log.ts';
import type { Workspace } from './api.ts';
import type { createInstallations } from './installations.ts';
import { SCOPES } from './scopes.ts';
import { sdkLogger } from './sdk-logger.ts';
import type { SlackSettings } from './settings.ts';
import { createSockets } from './sockets.ts';

type Installations = ReturnType<typeof createInstallations>;

/**
 * Makes Bolt's app with the way that events take to it: Socket Mode or signed HTTP, one workspace or many.
 *
 * @param workspace the one workspace, when there is a bot token
 */
export function openApp(
  settings: SlackSettings,
  workspace: Workspace | undefined,
  installations: Installations,
  log: Logger,
): { readonly app: App; readonly receiver: Receiver } {
  const receiver = createReceiver(settings, installations, log);
  const authorize: Authorize<boolean> = () =>
    Promise.resolve({
      botToken: settings.botToken ?? '',
      ...(workspace?.botId === undefined ? {} : { botId: workspace.botId }),
      ...(workspace?.botUser === undefined ? {} : { botUserId: workspace.botUser }),
      ...(workspace === undefined ? {} : { teamId: workspace.team }),
    });
  const app = new App({
    receiver,
    ...(settings.botToken === undefined ? {} : { authorize }),
    convoStore: false,
    logger: sdkLogger(log),
    clientOptions: { slackApiUrl: settings.apiUrl },
  });
  app.error(({ message }) => {
    log.error('slack: an event could not be handled', { message });
    return Promise.resolve();
  });
  listenForUninstall(app, installations);
  return { app, receiver };
}

function createReceiver(settings: SlackSettings, installations: Installations, log: Logger): Receiver {
  const oauth =
    settings.clientId === undefined || settings.botToken !== undefined
      ? {}
      : {
          clientId: settings.clientId,
          clientSecret: settings.clientSecret ?? '',
          stateSecret: settings.stateSecret ?? settings.clientSecret ?? '',
          scopes: [...SCOPES],
          installationStore: installations,
        };
  const shared = { logger: sdkLogger(log), logLevel: LogLevel.INFO };
  const clientOptions = { slackApiUrl: settings.apiUrl, logger: sdkLogger(log) };
  if (settings.appToken !== undefined) {
    return createSockets(
      {
        ...shared,
        appToken: settings.appToken,
        installerOptions: { port: settings.port, clientOptions },
      },
      oauth,
      settings.sockets,
      log,
    );
  }
  return new HTTPReceiver({
    ...shared,
    ...oauth,
    signingSecret: settings.signingSecret ?? '',
    port: settings.port,
    installerOptions: { clientOptions },
  });
}

/** Forgets a workspace that removed the app, and learns which organisation a workspace belongs to. */
function listenForUninstall(app: App, installations: Installations): void {
  interface Body {
    readonly team_id?: string;
    readonly enterprise_id?: string | null;
    readonly is_enterprise_install?: boolean;
  }
  const linked = new Set<string>();
  app.use(async ({ body, next }) => {
    const { team_id: team, enterprise_id: enterprise } = body as Body;
    if (team && enterprise && !linked.has(team)) {
      linked.add(team);
      // Not waited for: the listeners behind this have to acknowledge first.
      installations.linkWorkspace(team, enterprise).catch(() => linked.delete(team));
    }
    await next();
  });
  for (const type of ['app_uninstalled', 'tokens_revoked'] as const) {
    app.event(type, async ({ body }) => {
      const { team_id: team, enterprise_id: enterprise, is_enterprise_install } = body as Body;
      await installations.deleteInstallation?.({
        teamId: team,
        enterpriseId: enterprise ?? undefined,
        isEnterpriseInstall: is_enterprise_install === true,
      });
    });
  }
}
