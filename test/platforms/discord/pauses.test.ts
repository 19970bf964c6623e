import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPauses } from '../../../src/platforms/discord/pauses.ts';

const isOver = (pause: Promise<void>): Promise<boolean> =>
  Promise.race([pause.then(() => true), sleep(20).then(() => false)]);

describe('createPauses', () => {
  it('waits neither before the first connection nor before the first that was lost, but before the next', async () => {
    const pauses = createPauses();
    expect(await isOver(pauses.beforeConnecting(0))).toBe(true);
    pauses.lost(0);
    expect(await isOver(pauses.beforeConnecting(0))).toBe(true);
    pauses.lost(0);
    expect(await isOver(pauses.beforeConnecting(0))).toBe(false);
    expect(await isOver(pauses.beforeConnecting(1))).toBe(true);
    pauses.end();
  });

  it('begins anew after a connection that was good', async () => {
    const pauses = createPauses();
    for (let lost = 0; lost < 2; lost++) {
      pauses.lost(0);
      expect(await isOver(pauses.beforeConnecting(0))).toBe(true);
      pauses.connected(0);
    }
  });

  it('lets nobody connect any more after its end', async () => {
    const pauses = createPauses();
    pauses.lost(0);
    pauses.end();
    expect(await isOver(pauses.beforeConnecting(0))).toBe(false);
  });
});
