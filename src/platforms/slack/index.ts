import type { Receiver } from '@slack/bolt';
import { setMaxListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformError } from '../../errors.ts';
import { createInbox } from '../../chat/inbox.ts';
import type { Platform, PlatformContext, PlatformFactory } from '../../chat/platform.ts';
import { createApi, isUncertain } from './connection/api.ts';
import type { Workspace } from './connection/api.ts';
import { openApp } from './connection/app.ts';
import { createAccepted } from './incoming/accepted.ts';
import { listen } from './incoming/incoming.ts';
import { createInstallations } from './connection/installations.ts';
import { createOutgoing } from './outgoing/outgoing.ts';
import { createPacer } from './outgoing/pacer.ts';
import { createPeople } from './connection/people.ts';
import { createRecords } from './connection/records.ts';
import { readSlackSettings } from './connection/settings.ts';
import type { SlackSettings } from './connection/settings.ts';
import { createStatus } from './outgoing/status.ts';

/** chat.update takes about 50 changes a minute in a workspace (tier 3), a message looks calm at one in 2.5 s. */
const PACE = { perMessageMs: 2500, burst: 10, everyMs: 1500 };

const LIMITS = {
  attachmentBytes: 25_000_000,
  textLength: 11_000,
  acknowledgeMs: 3000,
  buttons: 20,
  choices: 25,
  updateEveryMs: PACE.perMessageMs,
};

/** How long `stop` waits for what was acknowledged but is not stored yet. */
const HAND_OVER_MS = 5000;
const RECONNECT_MS = 5000;

/**
 * Slack by Socket Mode (SLACK_APP_TOKEN) or by HTTP (SLACK_SIGNING_SECRET), for one workspace (SLACK_BOT_TOKEN) or
 * for all that install the app (SLACK_CLIENT_ID, SLACK_CLIENT_SECRET). Off when neither is set.
 */
export const createSlack: PlatformFactory = (context) => {
  const settings = readSlackSettings(context.env);
  return settings === undefined ? undefined : createPlatform(settings, context);
};

function createPlatform(settings: SlackSettings, { log, store, inbox }: PlatformContext): Platform {
  const accepted = createAccepted(inbox ?? createInbox(store));
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every pause and every request in the air listens to it; that is no leak.
  setMaxListeners(0, signal);
  const installations = createInstallations(store);
  let single: Workspace | undefined;

  async function workspace(team: string): Promise<Workspace> {
    if (settings.botToken !== undefined) return single ?? { team, token: settings.botToken };
    const found = await installations.find({
      teamId: team,
      enterpriseId: undefined,
      isEnterpriseInstall: false,
    });
    if (found?.bot === undefined) throw new PlatformError('slack', `the app is not installed in ${team}`);
    return { team, token: found.bot.token, botUser: found.bot.userId, botId: found.bot.id };
  }

  const api = createApi({ baseUrl: settings.apiUrl, log, signal, workspace });
  const records = createRecords(store);
  const pacer = createPacer(PACE, signal);
  const outgoing = createOutgoing({
    api,
    records,
    store,
    pacer,
    status: createStatus(api, log),
    limits: LIMITS,
    log,
  });
  let receiver: Receiver | undefined;
  let address: string | undefined;
  let incoming: ReturnType<typeof listen> | undefined;
  let stopped: Promise<void> | undefined;

  /** Asks Slack who the bot is; the one call that shows at once whether the token is good. */
  async function introduce(): Promise<void> {
    if (settings.botToken === undefined) return;
    interface Identity {
      readonly team_id: string;
      readonly user_id: string;
      readonly bot_id?: string;
    }
    const { team_id, user_id, bot_id } = await api.call<Identity>('', 'auth.test', {});
    single = { team: team_id, token: settings.botToken, botUser: user_id, botId: bot_id };
  }

  type Start = Parameters<Platform['start']>;

  async function connect(commands: Start[0], onEvent: Start[1]): Promise<void> {
    await introduce();
    const { app, ...opened } = openApp(settings, single, installations, log);
    receiver = opened.receiver;
    accepted.watch(app);
    incoming = listen({
      app,
      api,
      records,
      store,
      outgoing,
      person: createPeople(api, store),
      commands,
      accepted,
      onEvent,
      log,
    });
    const server = await app.start();
    if (settings.appToken === undefined) {
      const { port } = (server as { address(): AddressInfo }).address();
      address = `http://localhost:${port}/slack/events`;
    }
    // Stopped while it was connecting: nobody else closes what has just been opened.
    if (signal.aborted) await receiver.stop();
    log.info('slack: listening', { by: settings.appToken === undefined ? 'http' : 'socket mode', address });
  }

  async function keepConnecting(commands: Start[0], onEvent: Start[1]): Promise<void> {
    while (!signal.aborted) {
      await sleep(RECONNECT_MS, undefined, { signal, ref: false }).catch(() => undefined);
      try {
        if (!signal.aborted) await connect(commands, onEvent);
        return;
      } catch (error) {
        if (signal.aborted || isUncertain(error)) continue;
        log.error('slack: cannot be connected', { error });
        return;
      }
    }
  }

  /** Takes nothing new, hands over what was acknowledged, then ends everything. */
  async function stop(): Promise<void> {
    await receiver?.stop().catch((error: unknown) => log.warn('slack: was not listening', { error }));
    const finished = incoming?.finish();
    if (finished !== undefined) await Promise.race([finished, sleep(HAND_OVER_MS, undefined, { signal })]);
    stopping.abort();
    pacer.stop(new PlatformError('slack', 'stopped before the message was changed'));
  }

  return {
    name: 'slack',
    limits: LIMITS,
    get address() {
      return address;
    },
    async start(commands, onEvent) {
      try {
        await connect(commands, onEvent);
      } catch (error) {
        if (!isUncertain(error)) throw error;
        // Slack or the network is away; the other platforms shall not wait for it.
        log.warn('slack: cannot be reached, trying again in the background', { error });
        void keepConnecting(commands, onEvent);
      }
    },
    post: (to, message) => outgoing.post(to, message),
    update: outgoing.update,
    react: outgoing.react,
    retake: accepted.retake,
    async forgetUser(userId) {
      const [team = '', user = ''] = userId.split(':');
      await accepted.forget(user);
      for (const file of await records.forget(team, user)) {
        await api.call(team, 'files.delete', { file }).catch(() => undefined);
      }
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
