import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createLease } from '../../src/jobs/lease.ts';
import { openStore } from '../../src/sessions/open-store.ts';

describe('createLease', () => {
  it('knows who is there', async () => {
    const store = (await openStore({})).space('jobs');
    const [mine, other] = [createLease(store), createLease(store)];
    expect(mine.owner).not.toBe(other.owner);
    expect(await mine.isAlive(mine.owner)).toBe(true);
    // The same process id in another life: a container that was started again.
    expect(await mine.isAlive(other.owner)).toBe(false);
  });

  it('believes a process of this machine only while it runs, one elsewhere while its lease lasts', async () => {
    const store = (await openStore({})).space('jobs');
    const { isAlive } = createLease(store);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const here = `${hostname()}/${child.pid}/x`;
    const there = 'another-machine/1/x';
    await store.set(`lease:${here}`, true);
    await store.set(`lease:${there}`, true);
    expect([await isAlive(here), await isAlive(there)]).toEqual([true, true]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await store.delete(`lease:${there}`);
    expect([await isAlive(here), await isAlive(there)]).toEqual([false, false]);
  });

  it('is over at its end', async () => {
    const store = (await openStore({})).space('jobs');
    const lease = createLease(store);
    await lease.end();
    expect(await store.keys('lease:')).toEqual([]);
  });
});
