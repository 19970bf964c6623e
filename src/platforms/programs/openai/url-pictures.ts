import { randomBytes } from 'node:crypto';

const HOUR_MS = 3600 * 1000;
/** Pictures in memory at once; the oldest goes first. */
const KEPT = 64;

/** Pictures that a program fetches by an address nobody can guess, for an hour at most. */
export class UrlPictures {
  readonly #pictures = new Map<string, { readonly bytes: Uint8Array; readonly until: number }>();

  /** @returns the name in the address */
  keep(bytes: Uint8Array): string {
    const name = randomBytes(24).toString('base64url');
    this.#pictures.set(name, { bytes, until: Date.now() + HOUR_MS });
    for (const oldest of [...this.#pictures.keys()].slice(0, -KEPT)) this.#pictures.delete(oldest);
    return name;
  }

  get(name: string): { readonly bytes: Uint8Array; readonly type: string } | undefined {
    const kept = this.#pictures.get(name);
    if (kept === undefined || kept.until < Date.now()) return undefined;
    return { bytes: kept.bytes, type: typeOf(kept.bytes) };
  }
}

const typeOf = ([first]: Uint8Array): string =>
  first === 0x89 ? 'image/png' : first === 0xff ? 'image/jpeg' : 'image/webp';
