/** One server-sent event of one person. */
export interface StreamEvent {
  /** "<server start>-<number>": what a browser sends back as `Last-Event-ID`. */
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

const KEPT = 500;

/**
 * Hands changes to the open browsers of a person. The newest events are kept, so that a browser that lost
 * its connection gets what it missed; one that comes back too late, or after a restart, is told to read all again.
 */
export class EventStream {
  readonly #start = Date.now().toString(36);
  #kept: { readonly number: number; readonly userId: string; readonly event: StreamEvent }[] = [];
  readonly #listeners = new Map<string, Set<(event: StreamEvent) => void>>();
  #number = 0;

  publish(userId: string, event: string, data: unknown): void {
    this.#number += 1;
    const streamed = { id: `${this.#start}-${this.#number}`, event, data: JSON.stringify(data) };
    this.#kept.push({ number: this.#number, userId, event: streamed });
    if (this.#kept.length > KEPT) this.#kept.shift();
    for (const send of this.#listeners.get(userId) ?? []) send(streamed);
  }

  /**
   * Starts to send; first `ready`, or `reset` when events were missed that are not kept any more, then what was missed.
   *
   * @returns a function that ends it
   */
  open(userId: string, lastEventId: string | undefined, send: (event: StreamEvent) => void): () => void {
    const missed = this.#missed(userId, lastEventId);
    const id = `${this.#start}-${lastEventId === undefined || missed === undefined ? this.#number : this.#numberOf(lastEventId)}`;
    send({ id, event: missed === undefined ? 'reset' : 'ready', data: '{}' });
    for (const event of missed ?? []) send(event);
    const mine = this.#listeners.get(userId) ?? new Set();
    this.#listeners.set(userId, mine.add(send));
    return () => {
      mine.delete(send);
      if (mine.size === 0) this.#listeners.delete(userId);
    };
  }

  /** How many streams of a person are open. */
  countOf(userId: string): number {
    return this.#listeners.get(userId)?.size ?? 0;
  }

  /** Drops what is kept of a person; a browser that comes back reads all again. */
  forget(userId: string): void {
    this.#kept = this.#kept.filter((kept) => kept.userId !== userId);
  }

  #numberOf(eventId: string): number | undefined {
    const [start, number] = eventId.split('-');
    return start === this.#start ? Number(number) : undefined;
  }

  #missed(userId: string, lastEventId: string | undefined): StreamEvent[] | undefined {
    if (lastEventId === undefined) return [];
    const last = this.#numberOf(lastEventId);
    const oldest = this.#kept[0]?.number ?? this.#number + 1;
    if (last === undefined || !(last >= oldest - 1 && last <= this.#number)) return undefined;
    return this.#kept
      .filter((kept) => kept.userId === userId && kept.number > last)
      .map(({ event }) => event);
  }
}
