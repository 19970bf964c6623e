import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../src/locales/tell.ts';
import type { Services } from '../../../src/chat/command.ts';
import { lookedAt } from '../../../src/chat/painting/looked-at.ts';
import { decodePicture } from '../../../src/image/decode.ts';
import { encodeMask, encodePng } from '../../../src/image/encode.ts';
import type { Job, JobResult } from '../../../src/jobs/job.ts';
import type { PlanStep } from '../../../src/planning/plan.ts';
import type { PictureNode, Session } from '../../../src/sessions/session.ts';
import { memoryPictures } from '../../fakes/memory-stores.ts';

const size = { width: 8, height: 8 };
const objects = [
  { label: 'apple', score: 0.9, box: [0, 0, 2, 2] },
  { label: 'cat', score: 0.8, box: [2, 2, 2, 2] },
  { label: 'cat', score: 0.7, box: [4, 4, 2, 2] },
] as const;

/** A conversation with one grey picture, and the job of looking at it. */
async function looking(step: PlanStep) {
  const pictures = memoryPictures();
  const picture = await pictures.put(await encodePng({ ...size, data: new Uint8Array(192).fill(99) }));
  const mask = await pictures.put(
    await encodeMask({ ...size, data: Float32Array.from({ length: 64 }, (_, i) => (i < 32 ? 1 : 0)) }),
  );
  let session = {
    conversation: 'web:1',
    pictures: [{ number: 1, picture } as PictureNode],
  } as unknown as Session;
  const sessions = {
    load: async () => session,
    change: async (_: string, change: (before: Session) => Session) => (session = change(session)),
  };
  const job = {
    id: 'j',
    conversation: 'web:1',
    request: { steps: [step], settings: { seed: 0 } },
    context: { parent: 1, said: '', caption: '' },
  } as unknown as Job;
  const result: Partial<JobResult> = { masks: [], notes: [], seconds: 1 };
  return {
    mask,
    kept: () => session.pictures[0]?.objects,
    answer: (more: Partial<JobResult>) =>
      lookedAt({ sessions, pictures } as unknown as Services, job, { ...result, ...more } as JobResult),
  };
}

describe('lookedAt', () => {
  it('counts what is seen and keeps it with the picture', async () => {
    const { answer, kept } = await looking({ kind: 'inspect', question: 'objects' });
    const { text } = await answer({ objects, ...size });
    expect(inEnglish(text).split('\n')[0]).toBe('I see an apple and 2 × cat.');
    expect(inEnglish(text).split('\n').slice(1)).toEqual([
      '• apple at the top left, 6 % of the picture',
      '• cat at the top left, 6 % of the picture',
      '• cat at the bottom right, 6 % of the picture',
    ]);
    expect(kept()).toEqual(objects);
  });

  it('keeps nothing when only some words were looked for', async () => {
    const { answer, kept } = await looking({ kind: 'inspect', question: 'objects', words: ['cat'] });
    await answer({ objects: objects.slice(1) });
    expect(kept()).toBeUndefined();
  });

  it('says when nothing is recognised, and what was not found', async () => {
    const { answer } = await looking({ kind: 'inspect', question: 'objects' });
    expect(inEnglish((await answer({ objects: [] })).text)).toBe('I recognise nothing in this picture.');
    expect(inEnglish((await answer({ objects: [], notes: ['I do not find a zebra in it.'] })).text)).toBe(
      'I do not find a zebra in it.',
    );
  });

  it('lays heat maps over the picture', async () => {
    const { answer, mask } = await looking({ kind: 'inspect', question: 'attention', words: ['cat'] });
    const masks = [{ instruction: 'cat', keyword: 'cat', picture: mask, coverage: 0.5 }];
    const { text, pictures } = await answer({ masks });
    expect(inEnglish(text)).toBe('Where I look for cat: the more orange, the more closely.');
    expect(pictures?.map(({ role, alt }) => [role, inEnglish(alt)])).toEqual([
      ['mask', 'Picture #1, the more orange the more I look there for "cat"'],
    ]);
    const { data } = await decodePicture(pictures?.[0]?.data ?? new Uint8Array());
    expect(Array.from(data.slice(0, 3))).not.toEqual([99, 99, 99]);
    expect(Array.from(data.slice(-3))).toEqual([99, 99, 99]);
  });
});
