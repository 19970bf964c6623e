/** A waiting line that serves users in turn: whoever brought ten jobs does not keep others waiting for ten. */
export interface FairLine<T> {
  readonly length: number;
  add(user: string, item: T): void;
  /** Takes the next one out. */
  next(): T | undefined;
  remove(item: T): boolean;
  /** How many wait of this user. */
  countOf(user: string): number;
  /** All that wait, in the order in which they will be served if nobody joins. */
  inOrder(): readonly T[];
}

/** Makes an empty line; among users the one served longest ago comes first. */
export function createFairLine<T>(): FairLine<T> {
  const queues = new Map<string, T[]>();
  const drop = (user: string) => {
    if (queues.get(user)?.length === 0) queues.delete(user);
  };
  return {
    get length() {
      return [...queues.values()].reduce((sum, queue) => sum + queue.length, 0);
    },
    add(user, item) {
      queues.set(user, [...(queues.get(user) ?? []), item]);
    },
    next() {
      const first = queues.entries().next();
      if (first.done === true) return undefined;
      const [user, [item, ...others]] = first.value;
      // Deleting and setting again puts the user at the end of the map's order.
      queues.delete(user);
      if (others.length > 0) queues.set(user, others);
      return item;
    },
    remove(item) {
      for (const [user, queue] of queues) {
        const at = queue.indexOf(item);
        if (at < 0) continue;
        queue.splice(at, 1);
        drop(user);
        return true;
      }
      return false;
    },
    countOf: (user) => queues.get(user)?.length ?? 0,
    inOrder() {
      const rounds = Math.max(0, ...[...queues.values()].map((queue) => queue.length));
      return Array.from({ length: rounds }, (_, round) =>
        [...queues.values()].flatMap((queue) => queue.slice(round, round + 1)),
      ).flat();
    },
  };
}
