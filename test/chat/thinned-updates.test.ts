import { describe, expect, it } from 'vitest';
import type { MessageRef, OutgoingMessage } from '../../src/chat/message.ts';
import { createThinnedUpdates } from '../../src/chat/thinned-updates.ts';

const message: MessageRef = { conversation: 'web:1', id: '1' };
const step = (fraction: number): OutgoingMessage => ({
  text: `step ${fraction}`,
  progress: { fraction, label: '' },
});

/** Updates through a platform whose sends wait until they are let through. */
function makeUpdates(everyMs: number) {
  const sent: string[] = [];
  const open: (() => void)[] = [];
  const isHeld = { value: false };
  const update = createThinnedUpdates(async ({ id }, { text }) => {
    sent.push(`${id}: ${text}`);
    if (isHeld.value) await new Promise<void>((resolve) => open.push(resolve));
  }, everyMs);
  return { update, sent, isHeld, open };
}

describe('createThinnedUpdates', () => {
  it('sends the first and the last of many', async () => {
    const { update, sent } = makeUpdates(30);
    await Promise.all([1, 2, 3, 4, 5].map((fraction) => update(message, step(fraction))));
    expect(sent.at(-1)).toBe('1: step 5');
    expect(sent.length).toBeLessThanOrEqual(2);
  });

  it('does not wait with the end', async () => {
    const { update, sent } = makeUpdates(1_000_000);
    await update(message, step(1));
    void update(message, step(2));
    await update(message, { text: 'done' });
    expect(sent).toEqual(['1: step 1', '1: done']);
  });

  it('never lets an old state overtake a newer one', async () => {
    const { update, sent, isHeld, open } = makeUpdates(0);
    isHeld.value = true;
    const first = update(message, step(1));
    await new Promise((resolve) => setImmediate(resolve));
    void update(message, step(2));
    const last = update(message, { text: 'done' });
    expect(sent).toEqual(['1: step 1']);
    isHeld.value = false;
    open[0]?.();
    await Promise.all([first, last]);
    expect(sent).toEqual(['1: step 1', '1: done']);
  });

  it('keeps messages apart', async () => {
    const { update, sent } = makeUpdates(1_000_000);
    await Promise.all([update(message, step(1)), update({ ...message, id: '2' }, step(1))]);
    expect(sent.toSorted()).toEqual(['1: step 1', '2: step 1']);
  });

  it('forgives a lost state that a newer one makes up for, and tells of a lost last one', async () => {
    let isDown = true;
    const sent: string[] = [];
    const update = createThinnedUpdates((_ref, { text }) => {
      if (isDown) return Promise.reject(new Error('away'));
      sent.push(text);
      return Promise.resolve();
    }, 0);
    await expect(update(message, step(1))).rejects.toThrow('away');
    const lost = update(message, step(2));
    const last = update(message, { text: 'done' });
    isDown = false;
    await Promise.all([lost, last]);
    expect(sent).toEqual(['done']);
  });
});
