import { createHash } from 'node:crypto';

/** Which programs are let in. */
export interface ProgramDoor {
  /** `API_KEYS`: with any, every program needs one of them. */
  readonly keys: readonly string[];
  /** The server listens on this machine only. */
  readonly isLoopback: boolean;
}

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * The program behind a request, by its Bearer token; without keys every program of this machine is let in, but no page
 * that another website shows in a browser here.
 *
 * @returns the person's id for limits and sessions, or why it is not let in
 */
export function identify(
  headers: Headers,
  { keys, isLoopback }: ProgramDoor,
): { readonly userId: string } | { readonly refused: string } {
  const [, token] = /^Bearer\s+(\S+)$/iu.exec(headers.get('authorization') ?? '') ?? [];
  // Hashes are compared, so that how long it takes says nothing of the key.
  const known = keys.find((key) => token !== undefined && hash(key) === hash(token));
  if (known !== undefined) return { userId: `program-${hash(known)}` };
  if (keys.length > 0)
    return { refused: 'Incorrect API key. Send one of API_KEYS as Authorization: Bearer …' };
  if (!isLoopback)
    return {
      refused: 'This server can be reached by others: set API_KEYS, and send one as Authorization: Bearer …',
    };
  const host = headers.get('host') ?? '';
  const origin = headers.get('origin');
  const isOwn = origin === null || (URL.canParse(origin) && new URL(origin).host === host);
  if (!LOOPBACK_HOST.test(host) || !isOwn)
    return { refused: 'Only programs of this machine may ask without a key; set API_KEYS to let others in.' };
  return { userId: 'program-local' };
}
