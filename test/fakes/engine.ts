import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, EngineRequest, EngineResult } from '../../src/engine/engine.ts';
import { UserError } from '../../src/errors.ts';
import type { RgbImage } from '../../src/image/image.ts';
import type { ObjectReference, PlanStep } from '../../src/planning/plan.ts';

const SIZE = 32;

/** A flat picture whose colour is the seed. */
export const flatPicture = (seed: number, width = SIZE, height = SIZE): RgbImage => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (seed * 37 + (i % 3) * 53) % 256),
});

/** Changes the left half of a picture. */
function changeLeftHalf({ width, height, data }: RgbImage, seed: number): RgbImage {
  const changed = Uint8Array.from(data);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width / 2; x++) changed[(y * width + x) * 3] = 255 - ((seed + y) % 256);
  return { width, height, data: changed };
}

const wordsOf = (step: PlanStep | undefined): string => {
  if (step === undefined) return '';
  return 'prompt' in step
    ? (step.prompt ?? '')
    : 'instruction' in step
      ? (step.instruction ?? '')
      : step.kind;
};

/**
 * An engine that paints flat pictures in `stepMs` a step. Words make it misbehave: "zebra" is not in the picture,
 * "crash" ends its process, "hang" never ends and hears no cancel, "explode" throws, "which" asks which one.
 */
export function createFakeEngine({ stepMs = 5, defaultSteps = 4 } = {}): Engine {
  return {
    async run({ steps, source, settings }: EngineRequest, onProgress, signal): Promise<EngineResult> {
      const words = steps.map(wordsOf).join(' ');
      if (/\bexplode\b/u.test(words)) throw new TypeError('undefined is not a picture');
      if (/\bzebra\b/u.test(words))
        throw new UserError('NO_SUCH_OBJECT', 'There is no zebra in the picture; I see cat, dog.');
      const count = settings.steps ?? defaultSteps;
      for (let step = 1; step <= count; step++) {
        signal.throwIfAborted();
        await sleep(stepMs);
        if (/\bcrash\b/u.test(words) && step > 1) process.kill(process.pid, 'SIGKILL');
        if (/\bhang\b/u.test(words)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        onProgress({ phase: 'denoise', step, count, preview: flatPicture(settings.seed + step, 8, 8) });
      }
      signal.throwIfAborted();
      return resultOf(words, { steps, source, settings }, count);
    },
    warmUp: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
  };
}

/** The words leave nothing to ask. */
const isTold = (object: ObjectReference | undefined): boolean =>
  (object?.ordinal ?? object?.count ?? object?.attributes) !== undefined;

function resultOf(words: string, { steps, source, settings }: EngineRequest, count: number): EngineResult {
  const [first] = steps;
  const cats = [
    { label: 'cat', score: 0.9, box: [18, 4, 10, 10] as const },
    { label: 'cat', score: 0.8, box: [2, 4, 10, 10] as const },
  ];
  const isLook = first?.kind === 'inspect';
  const mustAsk = /\bwhich\b/u.test(words) && first?.kind === 'instruct' && !isTold(first.object);
  const edited = source === undefined ? undefined : changeLeftHalf(source, settings.seed);
  const size = source ?? { width: settings.width ?? SIZE, height: settings.height ?? SIZE };
  return {
    picture: isLook || mustAsk ? undefined : (edited ?? flatPicture(settings.seed, size.width, size.height)),
    masks:
      isLook || mustAsk || source === undefined
        ? []
        : steps.map((step) => ({
            instruction: wordsOf(step),
            keyword: step.kind === 'instruct' ? step.keyword : '',
            mask: {
              width: size.width,
              height: size.height,
              data: Float32Array.from({ length: size.width * size.height }, (_, i) =>
                i % size.width < size.width / 2 ? 1 : 0,
              ),
            },
          })),
    ...(isLook && { objects: cats }),
    ...(mustAsk && { question: { step: 0, objects: cats } }),
    changed: source === undefined ? 1 : 0.5,
    model: 'flat',
    method: source === undefined ? 'text-to-image' : 'half',
    sampler: 'none',
    steps: count,
    seed: settings.seed,
    guidanceScale: settings.guidanceScale ?? 1,
    seconds: 0.1,
    notes: /\bnote\b/u.test(words) ? ['A note of the engine.'] : [],
  };
}
