import type { Session, SessionStore } from './session.ts';

/** How many changes of a conversation are remembered: more than one request makes. */
const KEPT = 50;

/**
 * Changes a session once under a name, also when a crash makes it happen again: the name is written with the change.
 *
 * @param key undefined for a change that nothing repeats
 */
export function changeOnce(
  sessions: Pick<SessionStore, 'change'>,
  conversation: string,
  key: string | undefined,
  change: (session: Session) => Session,
): Promise<Session> {
  return sessions.change(conversation, (before) => {
    if (key === undefined) return change(before);
    const { applied = [] } = before;
    return applied.includes(key) ? before : { ...change(before), applied: [...applied, key].slice(-KEPT) };
  });
}
