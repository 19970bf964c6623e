export interface Pace {
  /** A message is changed at most once in this time. */
  readonly perMessageMs: number;
  /** A workspace takes `burst` changes at once and then one in `everyMs`. */
  readonly burst: number;
  readonly everyMs: number;
}

interface Waiting {
  send: () => Promise<void>;
  isUrgent: boolean;
  readonly since: number;
  readonly listeners: { resolve: () => void; reject: (error: unknown) => void }[];
}

interface Line {
  readonly waiting: Map<string, Waiting>;
  readonly sentAt: Map<string, number>;
  tokens: number;
  filledAt: number;
  isRunning: boolean;
  /** Ends the present pause: something new may be due sooner. */
  wake: () => void;
}

/**
 * Spaces out changes of messages: of several changes to one message only the last is sent, final states go before
 * progress, and a workspace never gets more than it takes. The promise of a change that a newer one replaced
 * resolves with the newer one.
 */
export function createPacer({ perMessageMs, burst, everyMs }: Pace, signal: AbortSignal) {
  const lines = new Map<string, Line>();

  const lineOf = (workspace: string): Line => {
    const line: Line = lines.get(workspace) ?? {
      waiting: new Map(),
      sentAt: new Map(),
      tokens: burst,
      filledAt: Date.now(),
      isRunning: false,
      wake: () => undefined,
    };
    lines.set(workspace, line);
    return line;
  };

  async function run(line: Line): Promise<void> {
    line.isRunning = true;
    while (line.waiting.size > 0 && !signal.aborted) {
      const now = Date.now();
      const filled = Math.floor((now - line.filledAt) / everyMs);
      line.tokens = Math.min(burst, line.tokens + filled);
      line.filledAt += filled * everyMs;
      const order = [...line.waiting]
        .map(([message, change]) => ({
          message,
          change,
          dueMs: (line.sentAt.get(message) ?? 0) + perMessageMs - now,
        }))
        .toSorted(
          (a, b) =>
            Number(a.dueMs > 0) - Number(b.dueMs > 0) ||
            Number(b.change.isUrgent) - Number(a.change.isUrgent) ||
            a.change.since - b.change.since,
        );
      const [next] = order;
      if (next === undefined) break;
      const soonestMs = Math.min(...order.map(({ dueMs }) => dueMs));
      const tokenMs = line.tokens > 0 ? 0 : line.filledAt + everyMs - now;
      const waitMs = Math.max(tokenMs, soonestMs);
      if (waitMs > 0) {
        await pause(line, waitMs);
        continue;
      }
      line.tokens -= 1;
      line.waiting.delete(next.message);
      line.sentAt.set(next.message, now);
      for (const [message, at] of line.sentAt) if (now - at > perMessageMs) line.sentAt.delete(message);
      try {
        await next.change.send();
        for (const { resolve } of next.change.listeners) resolve();
      } catch (error) {
        for (const { reject } of next.change.listeners) reject(error);
      }
    }
    line.isRunning = false;
  }

  return {
    /** Sends a change of a message when its turn comes; resolves when it, or one that replaced it, was sent. */
    change(workspace: string, message: string, isUrgent: boolean, send: () => Promise<void>): Promise<void> {
      const line = lineOf(workspace);
      return new Promise((resolve, reject) => {
        const earlier = line.waiting.get(message);
        if (earlier === undefined) {
          line.waiting.set(message, { send, isUrgent, since: Date.now(), listeners: [{ resolve, reject }] });
        } else {
          earlier.send = send;
          earlier.isUrgent = isUrgent;
          earlier.listeners.push({ resolve, reject });
        }
        if (line.isRunning) line.wake();
        else void run(line);
      });
    },
    /** Ends the waiting of all changes that were not sent. */
    stop(error: unknown): void {
      for (const { waiting, wake } of lines.values()) {
        for (const { listeners } of waiting.values()) for (const { reject } of listeners) reject(error);
        waiting.clear();
        wake();
      }
    },
  };
}

/** Waits, at most until something new has come. */
const pause = (line: Line, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    line.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
