import { createHash } from 'node:crypto';
import type { OutgoingMessage } from '../../chat/message.ts';

/** Names a picture by its content: sha256, hex, as the picture store does. */
export function pictureHash(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A browser may still ask for the preview before the newest one. */
const KEPT_PER_MESSAGE = 3;

/** Previews of running jobs, in memory: as long as their message shows progress. */
export class Previews {
  readonly #byMessage = new Map<string, Map<string, Uint8Array>>();

  /** Keeps the previews of a message; a message without one has ended and frees its own. */
  remember(message: string, { pictures = [] }: OutgoingMessage): void {
    const previews = pictures.filter(({ role }) => role === 'preview');
    if (previews.length === 0) {
      this.#byMessage.delete(message);
      return;
    }
    const kept = this.#byMessage.get(message) ?? new Map<string, Uint8Array>();
    for (const { data } of previews) kept.set(pictureHash(data), data);
    for (const hash of [...kept.keys()].slice(0, -KEPT_PER_MESSAGE)) kept.delete(hash);
    this.#byMessage.set(message, kept);
  }

  get(hash: string): Uint8Array | undefined {
    for (const kept of this.#byMessage.values()) {
      const data = kept.get(hash);
      if (data !== undefined) return data;
    }
    return undefined;
  }
}
