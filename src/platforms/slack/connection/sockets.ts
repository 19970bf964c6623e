import { SocketModeReceiver } from '@slack/bolt';
import type { App, Receiver, SocketModeReceiverOptions } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../log.ts';

/** Errors that no waiting heals: somebody has to change the token. */
const HOPELESS = /invalid_auth|not_authed|account_inactive|token_revoked|not_allowed_token_type/u;
const LONGEST_PAUSE_MS = 30_000;
const LONGEST_GOODBYE_MS = 2000;

/** How long a connection is trusted that says nothing. */
interface Patience {
  /** One that has not said hello by then never will. */
  readonly openWithinMs: number;
  /** How often it is looked at whether one is still there; gone twice is gone. */
  readonly lookEveryMs: number;
}
const PATIENCE: Patience = { openWithinMs: 20_000, lookEveryMs: 5000 };

/**
 * Receives events over several Socket Mode connections at once. Slack gives each event to one of them, so that
 * while it refreshes one connection another takes the events. The library would wait 5 s before it opens a new
 * connection; here it is opened at once, and with growing pauses when that fails.
 *
 * @param oauth   what the pages of the installation need; empty for a single workspace
 * @param count   how many connections, 2…10 (Slack allows 10 for an app)
 */
export function createSockets(
  options: SocketModeReceiverOptions,
  oauth: Partial<SocketModeReceiverOptions>,
  count: number,
  log: Logger,
  { openWithinMs, lookEveryMs }: Patience = PATIENCE,
): Receiver & { readonly installer: SocketModeReceiver['installer'] } {
  const closing = new AbortController();
  const receivers = Array.from(
    { length: count },
    (_, index) =>
      // Only one of them serves the pages of the installation.
      new SocketModeReceiver({ ...options, ...(index === 0 ? oauth : {}), autoReconnectEnabled: false }),
  );

  /** Keeps one connection open until `stop`; resolves when it is open for the first time. */
  const keepOpen = (receiver: SocketModeReceiver) =>
    new Promise<void>((resolve, reject) => {
      const run = async () => {
        let pauseMs = 0;
        let isFirst = true;
        while (!closing.signal.aborted) {
          const lost = new Promise<void>((done) => receiver.client.once('disconnected', () => done()));
          try {
            // The first start also opens the pages of the installation, where there are some.
            const opened = isFirst ? receiver.start() : receiver.client.start();
            isFirst = false;
            await inTime(opened, openWithinMs);
            resolve();
            pauseMs = 0;
            await untilClosed(receiver, lost, lookEveryMs);
          } catch (error) {
            const message = error instanceof Error ? error.message : String(error);
            // What still tries to open must not come back beside the next one.
            receiver.client.websocket?.disconnect();
            if (HOPELESS.test(message)) {
              log.error(`slack: Socket Mode refuses the app token (${message}). Set SLACK_APP_TOKEN anew.`);
              reject(error instanceof Error ? error : new Error(message));
              return;
            }
            pauseMs = Math.min(Math.max(pauseMs * 2, 500), LONGEST_PAUSE_MS);
            log.warn('slack: Socket Mode is not connected', { message, againInMs: pauseMs });
            await sleep(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
          }
        }
        resolve();
      };
      void run();
    });

  return {
    installer: receivers[0]?.installer,
    init(app: App) {
      for (const receiver of receivers) receiver.init(app);
    },
    start: () => Promise.all(receivers.map(keepOpen)),
    async stop() {
      closing.abort();
      await Promise.all(
        receivers.map(async (receiver) => {
          const gone = new Promise<void>((done) => receiver.client.once('disconnected', () => done()));
          await receiver.stop();
          await Promise.race([gone, sleep(LONGEST_GOODBYE_MS, undefined, { ref: false })]);
        }),
      );
    },
  };
}

/** Waits for a connection. @throws {Error} when it is not open in time */
async function inTime(opened: Promise<unknown>, ms: number): Promise<void> {
  const giveUp = new AbortController();
  const late = sleep(ms, undefined, { signal: giveUp.signal, ref: false }).then(() => {
    throw new Error(`not open after ${ms / 1000} s`);
  });
  try {
    await Promise.race([opened, late]);
  } finally {
    late.catch(() => undefined);
    giveUp.abort();
  }
}

/** Waits until a connection is gone: when the library says so, and when it is closed although nobody has said so. */
const untilClosed = (
  { client }: SocketModeReceiver,
  lost: Promise<void>,
  lookEveryMs: number,
): Promise<void> =>
  new Promise((done) => {
    let closed = 0;
    const looking = setInterval(() => {
      closed = client.websocket?.isActive() === true ? 0 : closed + 1;
      if (closed > 1) end();
    }, lookEveryMs).unref();
    const end = () => {
      clearInterval(looking);
      done();
    };
    void lost.then(end);
  });
