import { createHash, randomUUID } from 'node:crypto';
import type { Inbox, InboxRecord } from './inbox.ts';

/**
 * One thing that somebody asked for, until it is answered. After a crash the same command runs again from its beginning:
 * what it decides, paints, changes and says has the same names as the first time, so that each is done once.
 */
export interface Request {
  readonly id: string;
  /** How often a process ended in the middle of it. */
  readonly tries: number;
  /** True when it outlives a crash. */
  readonly isKept: boolean;
  /** Decides something once: what `make` gave the first time is given again; plain JSON, or undefined. */
  remember<T>(name: string, make: () => T | Promise<T>): Promise<T>;
  /** The id of its next job. */
  jobId(): string;
  /** The name of its next change of a session; undefined when nothing is kept. */
  changeKey(): string | undefined;
  /** The idempotency key of its next message; undefined when nothing is kept. */
  messageKey(): string | undefined;
}

/** A request that ends with the process: of a script, or of a platform that keeps none. */
export const createRequest = (): Request => ({
  id: randomUUID(),
  tries: 0,
  isKept: false,
  remember: async (_name, make) => make(),
  jobId: () => randomUUID(),
  changeKey: () => undefined,
  messageKey: () => undefined,
});

/** The request of a record in the inbox. */
export function openRequest(inbox: Inbox, record: InboxRecord): Request {
  let { kept } = record;
  const counts = new Map<string, number>();
  const next = (kind: string): string => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${kind}/${count}`;
  };
  return {
    id: record.id,
    tries: record.tries,
    isKept: true,
    async remember<T>(name: string, make: () => T | Promise<T>): Promise<T> {
      const key = next(name);
      const known = kept[key];
      if (known !== undefined) return known.value as T;
      const value = await make();
      kept = { ...kept, [key]: { value } };
      await inbox.keep({ ...record, kept });
      return value;
    },
    jobId: () => nameOf(record.id, next('job')),
    changeKey: () => nameOf(record.id, next('change')),
    messageKey: () => nameOf(record.id, next('message')),
  };
}

/** Short enough for a button, and without signs that a queue or a platform reads in its own way. */
const nameOf = (id: string, part: string): string =>
  createHash('sha256').update(`${id}/${part}`).digest('hex').slice(0, 32);
