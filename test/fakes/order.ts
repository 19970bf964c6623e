import type { Order } from '../../src/engine/workshop.ts';

/** An order that nobody watches and nobody cancels. */
export const quietOrder = (order: Partial<Order> & Pick<Order, 'settings'>): Order => ({
  steps: [],
  onProgress() {},
  signal: new AbortController().signal,
  ...order,
});
