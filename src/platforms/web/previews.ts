import { createHash } from 'node:crypto';
import type { OutgoingMessage } from '../../chat/message.ts';

/** Enough for several running jobs, each with a few previews that a browser may still be loading. */
const KEPT = 48;

/** Names a picture by its content: sha256, hex, as the picture store does. */
export function pictureHash(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The newest previews of running jobs, in memory only: nobody looks at them again. */
export class Previews {
  readonly #byHash = new Map<string, Uint8Array>();

  remember({ pictures = [] }: OutgoingMessage): void {
    for (const { role, data } of pictures) if (role === 'preview') this.#byHash.set(pictureHash(data), data);
    for (const hash of [...this.#byHash.keys()].slice(0, -KEPT)) this.#byHash.delete(hash);
  }

  get(hash: string): Uint8Array | undefined {
    return this.#byHash.get(hash);
  }
}
