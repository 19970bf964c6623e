import { createHash } from 'node:crypto';
import type { Job, JobResult } from '../../src/jobs/job.ts';

/** A job whose prompt is its id, unless said otherwise. */
export const makeJob = (id: string, userId = 'ann', prompt = id): Job => ({
  id,
  userId,
  conversation: 'web:1',
  createdAt: new Date().toISOString(),
  request: { steps: [{ kind: 'generate', prompt }], settings: { seed: 1 } },
  context: { receipt: 'm1' },
});

/** The result that a job with this id has in these tests. */
export const makeResult = (id: string): JobResult => ({
  picture: createHash('sha256').update(id).digest('hex'),
  width: 8,
  height: 8,
  masks: [],
  changed: 1,
  model: 'flat',
  method: 'none',
  sampler: 'none',
  steps: 1,
  seed: 1,
  guidanceScale: 1,
  seconds: 0.1,
  notes: [],
});
