import type { Logger } from '../../../log.ts';
import type { SlackApi } from '../connection/api.ts';
import { SlackCallError } from '../connection/api.ts';
import type { Place } from '../place.ts';

interface Session {
  readonly place: Place;
  readonly title: string;
  wanted: 'processing' | 'active';
  shown: 'processing' | 'active';
}

const TITLE_LENGTH = 200;

/**
 * Tells Slack when the bot works in a thread, so that Slack shows its own Stop button (and `agent_session_stopped`
 * comes when it is pressed). One call after another, only the newest state of a thread counts. Where the app is not
 * declared as an agent nothing is shown, and nothing fails.
 */
export function createStatus(api: SlackApi, log: Logger) {
  const sessions = new Map<string, Session>();
  const refused = new Set<string>();
  let sending: Promise<void> | undefined;

  async function send(): Promise<void> {
    for (;;) {
      const next = [...sessions].find(([, { wanted, shown }]) => wanted !== shown);
      if (next === undefined) return;
      const [key, session] = next;
      const { place, title, wanted } = session;
      if (!refused.has(place.team)) await tell(place, wanted, title);
      session.shown = wanted;
      if (session.wanted === 'active' && wanted === 'active') sessions.delete(key);
    }
  }

  async function tell(place: Place, status: Session['wanted'], title: string): Promise<void> {
    try {
      await api.call(place.team, 'agents.sessions.setStatus', {
        channel_id: place.channel,
        thread_ts: place.thread,
        status,
        ...(title === '' ? {} : { title: title.slice(0, TITLE_LENGTH) }),
      });
    } catch (error) {
      if (!(error instanceof SlackCallError)) return;
      refused.add(place.team);
      log.info('slack: no agent sessions in this workspace', { code: error.slackCode });
    }
  }

  /** Says that work has begun or ended in a thread; resolves when Slack knows. */
  return (place: Place, isWorking: boolean, title = ''): Promise<void> => {
    const key = `${place.team}:${place.channel}:${place.thread}`;
    if (place.thread === undefined || refused.has(place.team)) return Promise.resolve();
    const session = sessions.get(key);
    const wanted = isWorking ? 'processing' : 'active';
    if (session !== undefined) session.wanted = wanted;
    else if (isWorking) sessions.set(key, { place, title, wanted, shown: 'active' });
    sending ??= send().finally(() => {
      sending = undefined;
    });
    return sending;
  };
}
