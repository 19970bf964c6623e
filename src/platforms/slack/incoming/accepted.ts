import { AsyncLocalStorage } from 'node:async_hooks';
import type { App } from '@slack/bolt';
import type { Inbox } from '../../../chat/inbox.ts';

type ReceiverEvent = Parameters<App['processEvent']>[0];

/** The request that is being taken, for everything that happens because of it. */
export interface Taking {
  readonly request: string;
  /** An earlier process has accepted it, and is gone. */
  readonly isAgain: boolean;
  /** How many pieces of work have begun for it and not ended. */
  works: number;
  isHandedOn: boolean;
}

/** What waits in the inbox: all that Slack sent. */
interface Raw {
  readonly body: ReceiverEvent['body'];
}

/** The parts of Slack's payloads that name them. */
interface Named {
  readonly event_id?: string;
  readonly trigger_id?: string;
  readonly view?: { readonly id?: string };
  readonly type?: string;
}

/** Where Slack's payloads say who did it. */
interface Person {
  readonly user_id?: string;
  readonly user?: { readonly id?: string };
  readonly event?: { readonly user?: string };
}
const personOf = ({ user_id, user, event }: Person): string | undefined => user_id ?? user?.id ?? event?.user;

/** What names a payload, also when it is sent again; undefined for what asks for nothing. */
function nameOf({ event_id, trigger_id, view, type }: Named): string | undefined {
  // A form is named by itself: the trigger of its opening has another.
  if (type === 'view_submission') return view?.id;
  return event_id ?? trigger_id;
}

/**
 * Writes everything that Slack sends into the inbox before Bolt acknowledges it, and takes it out again when it comes to
 * nothing; what is handed on is taken out by the bot once it is answered.
 */
export function createAccepted(inbox: Inbox) {
  const taking = new AsyncLocalStorage<Taking>();
  const settle = async ({ request, works, isHandedOn }: Taking) => {
    if (works === 0 && !isHandedOn) await inbox.finish(request);
  };
  let process: ((event: ReceiverEvent) => Promise<void>) | undefined;

  const take = async (event: ReceiverEvent, request: string, isAgain: boolean): Promise<void> => {
    const now: Taking = { request, isAgain, works: 1, isHandedOn: false };
    try {
      await taking.run(now, async () => process?.(event));
    } finally {
      now.works -= 1;
      await settle(now);
    }
  };

  return {
    /** Forgets what a person has asked for and got no answer to. */
    forget: (user: string) => inbox.forget('slack', (raw) => personOf((raw as Raw).body) === user),
    current: () => taking.getStore(),
    /** Stands between the receiver and Bolt. */
    watch(app: App): void {
      process = app.processEvent.bind(app);
      app.processEvent = async (event) => {
        const name = nameOf(event.body);
        if (name === undefined) return process?.(event);
        const raw: Raw = { body: event.body };
        if (await inbox.accept(`slack:${name}`, raw)) return take(event, `slack:${name}`, false);
        await event.ack();
      };
    },
    retake: (request: string, raw: unknown): Promise<void> =>
      take({ body: (raw as Raw).body, ack: () => Promise.resolve() }, request, true),
    /** Follows work that goes on after the acknowledgement. */
    async follow(work: () => Promise<void>): Promise<void> {
      const now = taking.getStore();
      if (now !== undefined) now.works += 1;
      try {
        await work();
      } finally {
        if (now !== undefined) {
          now.works -= 1;
          await settle(now);
        }
      }
    },
  };
}

export type AcceptedRequests = ReturnType<typeof createAccepted>;
