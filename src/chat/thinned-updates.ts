import type { MessageRef, OutgoingMessage } from './message.ts';

interface Line {
  /** The newest state that is not sent yet. */
  next?: OutgoingMessage | undefined;
  sentAt: number;
  /** The newest state has `progress`: more will come. */
  isOpen: boolean;
  wake: () => void;
  sending?: Promise<void> | undefined;
}

/**
 * Thins out the changes of messages: of states that come faster than one in `everyMs` only the newest is sent,
 * and the last one always is, without waiting when it has no `progress` any more. The promise of a change ends
 * when its state, or a newer one, has arrived.
 */
export function createThinnedUpdates(
  send: (message: MessageRef, change: OutgoingMessage) => Promise<void>,
  everyMs: number,
): (message: MessageRef, change: OutgoingMessage) => Promise<void> {
  const lines = new Map<string, Line>();

  const drain = async (message: MessageRef, line: Line): Promise<void> => {
    while (line.next !== undefined) {
      await pause(line, line.sentAt + everyMs - Date.now());
      const change = line.next;
      line.next = undefined;
      line.sentAt = Date.now();
      try {
        await send(message, change);
      } catch (error) {
        // A state that got lost is made up for by the next one; only the last one counts.
        if (line.next === undefined) throw error;
      }
    }
  };

  return (message, change) => {
    const key = `${message.conversation} ${message.id}`;
    const line = lines.get(key) ?? { sentAt: 0, isOpen: true, wake: () => undefined };
    lines.set(key, line);
    line.next = change;
    line.isOpen = change.progress !== undefined;
    if (change.progress === undefined) line.wake();
    line.sending ??= drain(message, line).finally(() => {
      line.sending = undefined;
      // While progress goes on the time of the last state is still needed.
      if (!line.isOpen) lines.delete(key);
    });
    return line.sending;
  };
}

/** Waits until a progress state is due; a final state is always due. */
async function pause(line: Line, ms: number): Promise<void> {
  if (ms <= 0 || line.next?.progress === undefined) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    line.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
