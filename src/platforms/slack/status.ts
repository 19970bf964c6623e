import type { Logger } from '../../log.ts';
import type { SlackApi } from './api.ts';
import { SlackCallError } from './api.ts';
import type { Place } from './place.ts';

const TITLE_LENGTH = 200;

/**
 * Tells Slack when the bot works in a thread, so that Slack shows its own Stop button (and `agent_session_stopped`
 * comes when it is pressed). Where the app is not declared as an agent nothing is shown, and nothing fails.
 */
export function createStatus(api: SlackApi, log: Logger) {
  const working = new Set<string>();
  const refused = new Set<string>();

  const send = async (place: Place, status: 'processing' | 'active', title: string) => {
    try {
      await api.call(
        place.team,
        'agents.sessions.setStatus',
        {
          channel_id: place.channel,
          thread_ts: place.thread,
          status,
          ...(title === '' ? {} : { title: title.slice(0, TITLE_LENGTH) }),
        },
        { key: `${place.channel}:${place.thread}` },
      );
    } catch (error) {
      if (!(error instanceof SlackCallError)) return;
      refused.add(place.team);
      log.info('slack: no agent sessions in this workspace', { code: error.slackCode });
    }
  };

  return {
    /** Says once that work has begun or ended in a thread. */
    async set(place: Place, isWorking: boolean, title = ''): Promise<void> {
      const thread = `${place.team}:${place.channel}:${place.thread}`;
      if (place.thread === undefined || refused.has(place.team) || working.has(thread) === isWorking) return;
      if (isWorking) working.add(thread);
      else working.delete(thread);
      await send(place, isWorking ? 'processing' : 'active', title);
    },
  };
}
