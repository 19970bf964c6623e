import { describe, expect, it } from 'vitest';
import type { Engine, EngineResult, FoundObject } from '../../src/engine/engine.ts';
import { createRunJob } from '../../src/jobs/run-job.ts';
import type { PlanStep } from '../../src/planning/plan.ts';

const candidates: readonly FoundObject[] = [
  { label: 'cat', score: 0.9, box: [0, 0, 1, 1] },
  { label: 'cat', score: 0.8, box: [1, 0, 1, 1] },
];
const picture = { width: 2, height: 2, data: new Uint8Array(12) };
const result: EngineResult = {
  picture,
  masks: [],
  changed: 0,
  notes: [],
  model: 'm',
  method: 'm',
  sampler: 's',
  steps: 1,
  seed: 0,
  guidanceScale: 1,
  seconds: 0,
};
/** Asks which cat in its second pass. */
function askingEngine(captions: (string | undefined)[]): Pick<Engine, 'run'> {
  return {
    run: async ({ sourceCaption }) => {
      captions.push(sourceCaption);
      return captions.length === 1
        ? result
        : { ...result, picture: undefined, question: { step: 1, objects: candidates } };
    },
  };
}

const instruct = (keyword: string): PlanStep => ({
  kind: 'instruct',
  instruction: `make the ${keyword} blue`,
  keyword,
  action: 'recolor',
  scope: 'local',
  strength: 1,
});

describe('createRunJob', () => {
  it('counts the step of a question among all steps of the job', async () => {
    const captions: (string | undefined)[] = [];
    const run = createRunJob(askingEngine(captions), {
      get: async () => new Uint8Array(),
      put: async () => 'hash',
    });
    const steps: PlanStep[] = [
      { kind: 'generate', prompt: 'two cats' },
      instruct('dog'),
      instruct('cat'),
      { kind: 'reword', edit: 'refine', prompt: 'never reached' },
    ];
    const { question } = await run(
      {
        id: 'j',
        conversation: 'web:1',
        userId: 'u',
        createdAt: '2026-01-01T00:00:00Z',
        request: { steps, sourceCaption: 'a dog', settings: { seed: 0 } },
      },
      () => {},
      new AbortController().signal,
    );
    expect(question).toEqual({ step: 2, objects: candidates });
    // What was painted in between belongs to what the picture shows.
    expect(captions).toEqual(['a dog', 'a dog two cats']);
  });
});
