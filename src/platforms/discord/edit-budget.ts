/** Discord takes about 5 edits in 5 s from a bot in a channel; the rest is kept for final states. */
const PROGRESS_EDITS = 3;
const WINDOW_MS = 5000;

/** Decides which progress is worth an edit when several people paint in one channel. */
export class EditBudget {
  readonly #sent = new Map<string, number[]>();

  /** Counts an edit of a channel's message; false when it is progress and the channel has had enough of that. */
  take(channelId: string, isProgress: boolean, now = Date.now()): boolean {
    const recent = (this.#sent.get(channelId) ?? []).filter((at) => at > now - WINDOW_MS);
    const isWorth = !isProgress || recent.length < PROGRESS_EDITS;
    if (isWorth) recent.push(now);
    this.#sent.set(channelId, recent);
    if (this.#sent.size > 1000) this.#forget(now);
    return isWorth;
  }

  #forget(now: number): void {
    for (const [channelId, sent] of this.#sent) {
      if ((sent.at(-1) ?? 0) <= now - WINDOW_MS) this.#sent.delete(channelId);
    }
  }
}
