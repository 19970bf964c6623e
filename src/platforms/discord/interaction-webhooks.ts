import type { KeyValueStore } from '../../chat/platform.ts';

/** The token of an interaction: lets us write where it happened, for 15 minutes. */
export interface InteractionWebhook {
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
export class InteractionWebhooks {
  readonly #store: KeyValueStore;
  readonly #open = new Map<string, InteractionWebhook>();

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  /** The webhook of an interaction that just came in. */
  static make(applicationId: string, token: string): InteractionWebhook {
    return { applicationId, token, until: Date.now() + LIFE_MS - MARGIN_MS };
  }

  async remember(key: string, webhook: InteractionWebhook): Promise<void> {
    for (const [old, { until }] of this.#open) if (until < Date.now()) this.#open.delete(old);
    this.#open.set(key, webhook);
    await this.#store.set(`webhook/${key}`, webhook, Math.max(1, webhook.until - Date.now()));
  }

  /** The webhook of a message, or `channel:<id>`; undefined when there is none or it has closed. */
  async find(key: string): Promise<InteractionWebhook | undefined> {
    const webhook = this.#open.get(key) ?? (await this.#store.get<InteractionWebhook>(`webhook/${key}`));
    return webhook === undefined || webhook.until < Date.now() ? undefined : webhook;
  }

  async shut(key: string): Promise<void> {
    this.#open.delete(key);
    await this.#store.delete(`webhook/${key}`);
  }
}
