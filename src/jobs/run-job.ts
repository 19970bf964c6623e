import type { Engine, EngineRequest, EngineResult } from '../engine/engine.ts';
import { decodeMask, decodePicture } from '../image/decode.ts';
import { encodeMask, encodePng } from '../image/encode.ts';
import type { Mask, RgbImage } from '../image/image.ts';
import { changedShare } from '../image/masks.ts';
import type { PlanStep } from '../planning/plan.ts';
import type { Job, JobMask, JobProgress, JobResult } from './job.ts';
import { keepRegion, regionOf } from './region.ts';

/** Where a job's pictures come from and go to, by content hash. */
export interface JobPictures {
  get(hash: string): Promise<Uint8Array>;
  put(data: Uint8Array): Promise<string>;
}

/** Runs one job to its end: the shape that both queues work with. */
export type RunJob = (
  job: Job,
  onProgress: (progress: JobProgress) => void,
  signal: AbortSignal,
) => Promise<JobResult>;

/** Makes the function that runs a job on an engine: pass after pass, each on the picture of the one before. */
export function createRunJob(engine: Pick<Engine, 'run'>, pictures: JobPictures): RunJob {
  return async (job, onProgress, signal) => {
    const { request } = job;
    const source =
      request.source === undefined ? undefined : await decodePicture(await pictures.get(request.source));
    const region = await regionOf(request, source, pictures);
    const passes = passesOf(request.steps);
    const results: EngineResult[] = [];
    let current = source;
    let mayStillHavePrompt = true;
    for (const [index, steps] of passes.entries()) {
      signal.throwIfAborted();
      const previews = createPreviews(onProgress, index, passes.length);
      const engineRequest: EngineRequest = {
        steps,
        source: current,
        ...(mayStillHavePrompt && {
          sourcePrompt: request.sourcePrompt,
          sourceSettings: request.sourceSettings,
        }),
        sourceCaption: captionBefore(request, passes.slice(0, index)),
        // Both are about the picture that the first pass works on.
        ...(index === 0 && { spokenOf: request.spokenOf, seen: request.seen }),
        protect: request.protect,
        region,
        masks: await paintedMasks(steps, pictures),
        settings: request.settings,
      };
      const result = await engine.run(engineRequest, previews.show, signal);
      await previews.done();
      results.push(result);
      if (result.picture !== undefined) {
        current = result.picture;
        // What the second pass works on was not painted from the source's prompt any more.
        mayStillHavePrompt = false;
      }
      if (result.question !== undefined) break;
    }
    signal.throwIfAborted();
    return toJobResult(job, { source, region }, results, pictures);
  };
}

/** The masks that somebody painted for a layout, by content hash. */
async function paintedMasks(
  steps: readonly PlanStep[],
  pictures: JobPictures,
): Promise<EngineRequest['masks']> {
  const hashes = steps.flatMap((step) =>
    step.kind === 'layout' ? step.segments.flatMap(({ mask }) => mask ?? []) : [],
  );
  if (hashes.length === 0) return undefined;
  const masks = await Promise.all(
    hashes.map(async (hash) => [hash, await decodeMask(await pictures.get(hash))] as const),
  );
  return Object.fromEntries(masks);
}

/** The source's caption, with the words of the passes that have changed it since. */
function captionBefore(
  { sourceCaption }: Job['request'],
  done: readonly (readonly PlanStep[])[],
): string | undefined {
  const words = done
    .flat()
    .map((step) => ('instruction' in step ? step.instruction : 'prompt' in step ? step.prompt : ''));
  return sourceCaption === undefined ? undefined : [sourceCaption, ...words].join(' ');
}

/** Groups steps into passes of the engine: `instruct` steps that follow each other are one. */
export function passesOf(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
  const passes: PlanStep[][] = [];
  for (const step of steps) {
    const last = passes.at(-1);
    if (step.kind === 'instruct' && last?.[0]?.kind === 'instruct') last.push(step);
    else passes.push([step]);
  }
  return passes;
}

/** Encodes previews one at a time; what comes while one is encoded is left out, the order stays. */
function createPreviews(onProgress: (progress: JobProgress) => void, pass: number, passes: number) {
  let encoding: Promise<void> | undefined;
  const label = (count: number, step: number) => ({
    step: pass * count + step,
    count: passes * count,
  });
  const show: Parameters<Engine['run']>[1] = ({ preview, phase, step, count }) => {
    const progress = { state: 'running', phase, ...label(count, step) } as const;
    if (preview === undefined || encoding !== undefined) return onProgress(progress);
    encoding = encodePng(preview)
      .then((previewPng) => onProgress({ ...progress, previewPng }))
      .catch(() => onProgress(progress))
      .finally(() => {
        encoding = undefined;
      });
  };
  return { show, done: async () => encoding };
}

async function toJobResult(
  job: Job,
  { source, region }: { readonly source: RgbImage | undefined; readonly region: Mask | undefined },
  results: readonly EngineResult[],
  pictures: JobPictures,
): Promise<JobResult> {
  const last = results.at(-1);
  if (last === undefined) throw new TypeError(`job ${job.id}: expected at least one step, got none`);
  const latest = results.findLast(({ picture }) => picture !== undefined)?.picture;
  const painted = keepRegion(source, latest, region);
  const masks: JobMask[] = [];
  for (const { mask, instruction, keyword, heat } of results.flatMap((result) => result.masks)) {
    masks.push({
      instruction,
      keyword,
      picture: await pictures.put(await encodeMask(mask)),
      coverage: coverageOf(mask),
      ...(heat !== undefined && { heat }),
      middle: middleOf(mask),
    });
  }
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const facts = describeForFile(job, last);
  const { seed, steps, guidanceScale, model, sampler } = last;
  return {
    picture: painted === undefined ? undefined : await pictures.put(await encodePng(painted, facts)),
    width: painted?.width ?? source?.width ?? 0,
    height: painted?.height ?? source?.height ?? 0,
    masks,
    objects: results.findLast(({ objects }) => objects !== undefined)?.objects,
    changed: results.length === 1 && region === undefined ? last.changed : changedOf(source, painted),
    seed,
    ...(last.attempt !== undefined && { attempt: last.attempt }),
    steps,
    guidanceScale,
    model,
    sampler,
    seconds,
    method: [...new Set(results.map(({ method }) => method))].join(' + '),
    notes: results.flatMap(({ notes }) => notes),
    question: questionOf(job, results),
    meant: results[0]?.meant,
    seen: results[0]?.seen,
  };
}

/** The open question, its step counted among all steps of the job. */
function questionOf({ request }: Job, results: readonly EngineResult[]): JobResult['question'] {
  const question = results.at(-1)?.question;
  if (question === undefined) return undefined;
  const before = passesOf(request.steps).slice(0, results.length - 1);
  return { ...question, step: before.flat().length + question.step };
}

/** Parameters kept inside the PNG, so that a saved picture can be made again. */
function describeForFile({ request: { steps } }: Job, result: EngineResult): Record<string, string> {
  const { seed, attempt, model, sampler, steps: count, guidanceScale, method } = result;
  return {
    limner: JSON.stringify({
      plan: steps,
      seed,
      attempt,
      model,
      sampler,
      steps: count,
      guidanceScale,
      method,
    }),
  };
}

function coverageOf({ data }: Mask): number {
  let inside = 0;
  for (let at = 0; at < data.length; at++) if (data[at]! > 0.5) inside++;
  return inside / Math.max(1, data.length);
}

/** Middle of what is inside a mask, 0…1 of width and height; undefined for an empty one. */
function middleOf({ width, height, data }: Mask): JobMask['middle'] {
  let [x, y, count] = [0, 0, 0];
  for (let at = 0; at < data.length; at++) {
    if (data[at]! <= 0.5) continue;
    x += (at % width) + 0.5;
    y += Math.floor(at / width) + 0.5;
    count++;
  }
  return count === 0 ? undefined : [x / count / width, y / count / height];
}

function changedOf(before: RgbImage | undefined, after: RgbImage | undefined): number {
  if (after === undefined) return 0;
  const isSameSize = before?.width === after.width && before.height === after.height;
  return before !== undefined && isSameSize ? changedShare(before, after) : 1;
}
