import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';

/** How many calls one user may make within a minute. */
export const CALLS_PER_MINUTE = 30;

/**
 * Makes a check that lets each user call `perMinute` times within any minute.
 *
 * @returns throws {UserError} `TOO_FAST` with the seconds to wait
 */
export function createRateLimit(perMinute = CALLS_PER_MINUTE, now: () => number = Date.now) {
  const calls = new Map<string, readonly number[]>();
  return (userId: string): void => {
    const time = now();
    const recent = (calls.get(userId) ?? []).filter((at) => at > time - 60_000);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= perMinute) {
      const seconds = Math.ceil((oldest + 60_000 - time) / 1000);
      throw new UserError('TOO_FAST', sentence('rules.tooFast', { seconds }));
    }
    calls.set(userId, [...recent, time]);
    // Users who left are forgotten now and then, not with every call.
    if (calls.size > 10_000)
      for (const [user, [first = 0]] of calls) if (first <= time - 60_000) calls.delete(user);
  };
}
