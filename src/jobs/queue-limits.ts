import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';

export interface QueueLimits {
  /** Jobs of one user that wait or run at the same time. */
  readonly jobsPerUser: number;
  /** Jobs of all users that wait. */
  readonly waiting: number;
}
export const QUEUE_LIMITS: QueueLimits = { jobsPerUser: 5, waiting: 100 };

/**
 * Refuses a job when there is no room for it.
 *
 * @throws {UserError} `TOO_MANY_JOBS` for this user, `QUEUE_FULL` for everybody
 */
export function assertRoom(
  { own, waiting }: { readonly own: number; readonly waiting: number },
  limits: QueueLimits,
): void {
  if (own >= limits.jobsPerUser) {
    throw new UserError('TOO_MANY_JOBS', sentence('queue.personFull', { own, most: limits.jobsPerUser }));
  }
  if (waiting >= limits.waiting) {
    throw new UserError('QUEUE_FULL', sentence('queue.full', { waiting }));
  }
}
