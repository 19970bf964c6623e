import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, EngineRequest, EngineResult } from '../../src/engine/engine.ts';
import { createEngine } from '../../src/engine/index.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { silent } from '../../src/log.ts';
import type { PlanStep } from '../../src/planning/plan.ts';

const pocket = join(import.meta.dirname, '../../models/pocket');
const PROMPT = 'a penguin in the snow';
const settings = { seed: 3, steps: 8 };
const paint: EngineRequest = { steps: [{ kind: 'generate', prompt: PROMPT }], settings };

let engine: Engine;
let source: RgbImage;
/** Of the tries at the source, the one that was kept. */
let attempt: number | undefined;
const run = (request: EngineRequest, signal = new AbortController().signal): Promise<EngineResult> =>
  engine.run(request, () => {}, signal);
const change = (steps: readonly PlanStep[], more: Partial<EngineRequest> = {}): Promise<EngineResult> =>
  run({ steps, source, settings, ...more });

const instruct = (scope: 'local' | 'global', keyword: string, instruction: string): PlanStep => ({
  kind: 'instruct',
  action: 'change',
  strength: 1,
  instruction,
  keyword,
  scope,
});

beforeAll(async () => {
  engine = await createEngine({ imageModel: pocket, editModel: pocket, log: silent });
  const painted = await run(paint);
  source = painted.picture as RgbImage;
  attempt = painted.attempt;
});
afterAll(() => engine.dispose());

describe('createEngine', () => {
  it('paints the same picture from the same seed, and another from another', async () => {
    expect((await run(paint)).picture?.data).toEqual(source.data);
    expect((await run({ ...paint, settings: { ...settings, seed: 4 } })).picture?.data).not.toEqual(
      source.data,
    );
  });

  it('changes the whole picture for a global instruction', async () => {
    const edited = await change([instruct('global', '', 'make it night')]);
    expect(edited.changed).toBeGreaterThan(0.9);
    expect(edited.masks.map(({ mask }) => mask.data.every((value) => value === 1))).toEqual([true]);
  });

  it('paints the source again, to one level of 255, when the prompt is reworded to itself', async () => {
    const again = await change([{ kind: 'reword', edit: 'replace', prompt: PROMPT }], {
      sourcePrompt: PROMPT,
      sourceSettings: { ...settings, attempt },
    });
    const apart = source.data.map((value, at) => Math.abs(value - (again.picture as RgbImage).data[at]!));
    // Controlled attention is computed by other kernels than the fused one.
    expect(apart.reduce((most, value) => Math.max(most, value), 0)).toBeLessThanOrEqual(1);
  });

  it('paints a layout whose masks were painted', async () => {
    const half = Float32Array.from({ length: 64 * 64 }, (_, at) => (at % 64 < 32 ? 1 : 0));
    const segments = [{ words: 'a penguin', mask: 'm' }];
    const step: PlanStep = { kind: 'layout', prompt: PROMPT, segments };
    const painted = await change([step], { masks: { m: { width: 64, height: 64, data: half } } });
    expect(painted.method).toBe('dense-diffusion');
    expect(painted.picture?.data).not.toEqual(source.data);
  });

  it('stops between two steps when it is cancelled', async () => {
    const controller = new AbortController();
    const steps: number[] = [];
    const cancelled = engine.run(
      paint,
      ({ phase, step }) => {
        if (phase !== 'denoise') return;
        steps.push(step);
        if (step === 2) controller.abort();
      },
      controller.signal,
    );
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps.at(-1)).toBe(2);
  });

  it.each([
    ['no picture', { steps: [instruct('local', 'cat', 'make the cat red')], settings }, 'NO_PICTURE'],
    [
      'a prompt that does not fit',
      { steps: [{ kind: 'generate', prompt: 'cat '.repeat(700) }], settings },
      'PROMPT_TOO_LONG',
    ],
    ['a size that does not fit', { ...paint, settings: { ...settings, width: 250 } }, 'BAD_SIZE'],
    ['an unknown sampler', { ...paint, settings: { ...settings, sampler: 'magic' } }, 'SAMPLER_UNKNOWN'],
  ] as const)('says what is wrong with %s', async (_, request, code) => {
    await expect(run(request as EngineRequest)).rejects.toMatchObject({ code });
  });
});
