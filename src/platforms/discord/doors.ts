import type { KeyValueStore } from '../../chat/platform.ts';

/** The token of an interaction: lets us write where it happened, for 15 minutes. */
export interface Door {
  readonly applicationId: string;
  readonly token: string;
  readonly until: number;
}

const LIFE_MS = 15 * 60_000;
/** What is under way when a token ends is sent the other way. */
const MARGIN_MS = 5000;

/**
 * Interaction tokens by the messages they may change, and by the channel for places where only a token gets in.
 * They are kept over a restart, so that a receipt that only one person sees goes on being updated.
 */
export class Doors {
  readonly #store: KeyValueStore;
  readonly #open = new Map<string, Door>();

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  /** The door of an interaction that just came in. */
  static make(applicationId: string, token: string): Door {
    return { applicationId, token, until: Date.now() + LIFE_MS - MARGIN_MS };
  }

  async remember(key: string, door: Door): Promise<void> {
    for (const [old, { until }] of this.#open) if (until < Date.now()) this.#open.delete(old);
    this.#open.set(key, door);
    await this.#store.set(`door/${key}`, door, Math.max(1, door.until - Date.now()));
  }

  /** The door of a message, or `channel:<id>`; undefined when there is none or it has closed. */
  async find(key: string): Promise<Door | undefined> {
    const door = this.#open.get(key) ?? (await this.#store.get<Door>(`door/${key}`));
    return door === undefined || door.until < Date.now() ? undefined : door;
  }

  async shut(key: string): Promise<void> {
    this.#open.delete(key);
    await this.#store.delete(`door/${key}`);
  }
}
