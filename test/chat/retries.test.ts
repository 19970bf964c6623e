import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRetries } from '../../src/chat/retries.ts';
import type { Job } from '../../src/jobs/job.ts';

const job = (id: string): Job => ({
  id,
  conversation: 'test:1',
  userId: 'ada',
  createdAt: new Date().toISOString(),
  request: { steps: [], settings: { seed: 1 } },
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('createRetries', () => {
  it('waits longer each time, and forgets nothing', () => {
    const tried: number[] = [];
    const began = Date.now();
    const retries = createRetries((again) => {
      tried.push((Date.now() - began) / 1000);
      if (tried.length < 10) retries.keep(again);
    });
    retries.keep(job('a'));
    vi.advanceTimersByTime(3600_000);
    expect(tried).toEqual([2, 6, 14, 30, 62, 126, 254, 510, 810, 1110]);
  });

  it('waits once for a job that is kept twice', () => {
    const shown: string[] = [];
    const retries = createRetries(({ id }) => shown.push(id));
    retries.keep(job('a'));
    retries.keep(job('a'));
    vi.advanceTimersByTime(60_000);
    expect(shown).toEqual(['a']);
  });

  it('gives up after a day, and at the end', () => {
    const shown: string[] = [];
    const retries = createRetries(({ id }) => shown.push(id));
    const old = job('old');
    vi.advanceTimersByTime(25 * 3600_000);
    retries.keep(old);
    retries.keep(job('new'));
    retries.stop();
    retries.keep(job('late'));
    vi.advanceTimersByTime(3600_000);
    expect(shown).toEqual([]);
  });
});
