import { fileURLToPath } from 'node:url';
import { openCheckpoint } from '../../src/models/index.ts';
import type { Engine, EngineRequest, EngineResult, FoundObject } from '../../src/engine/engine.ts';
import { createEngine } from '../../src/engine/index.ts';
import { decodeLatents, encodePicture } from '../../src/engine/run/latents.ts';
import { createNetworkCache } from '../../src/engine/run/networks.ts';
import { UserError } from '../../src/errors.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { silent } from '../../src/log.ts';
import type { Plan, PlanStep } from '../../src/planning/plan.ts';
import { createRulePlanner } from '../../src/planning/rules.ts';
import { SIDE } from './pocket/backgrounds.ts';
import { openJudge, type Judge } from './pocket/judge.ts';

/** What came of a request; a refusal or a question back leaves the source as it was. */
export interface Painted {
  readonly picture: RgbImage;
  /** Absent when it was refused. */
  readonly result?: EngineResult | undefined;
  /** Why nothing was painted. */
  readonly refusal?: string | undefined;
  /** Seconds of the whole request, as a person waits for them, and of the processor alone. */
  readonly seconds: number;
  readonly work: number;
}

/** What this process has computed so far, in seconds of one processor: what else the machine does is not counted. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The product's engine on the embedded model (`POCKET_MODEL`, `DETECTOR_MODEL` name others), and the judge. */
export interface EvalContext {
  readonly engine: Engine;
  readonly judge: Judge;
  readonly paint: (request: EngineRequest) => Promise<Painted>;
  /** What the product's rules make of a sentence about a picture, and of the prompt it was painted from. */
  readonly plan: (sentence: string, caption?: string) => Promise<Plan>;
  /** What the product's detector sees, asked for some words, or for all it knows. */
  readonly look: (picture: RgbImage, words?: readonly string[]) => Promise<readonly FoundObject[]>;
  /** A picture through the autoencoder and back: the least that any repainting changes. */
  readonly roundTrip: (picture: RgbImage) => Promise<RgbImage>;
  readonly dispose: () => Promise<void>;
}

/** A drawn scene's pixels as a picture. */
export const scenePicture = (data: Uint8Array): RgbImage => ({ width: SIDE, height: SIDE, data });

/** On a machine that others keep busy one thread gets further than two that wait for each other. */
const askedThreads = (): number | undefined =>
  process.env['THREADS'] === undefined ? undefined : Number(process.env['THREADS']);

/**
 * Opens engine, judge and planner.
 *
 * @param model    folder of another checkpoint than the embedded one
 * @param threads  default: `THREADS`, else as many as the machine is good for
 */
export async function openEvalContext(
  model = process.env['POCKET_MODEL'],
  threads = askedThreads(),
): Promise<EvalContext> {
  const models = fileURLToPath(new URL('../../models', import.meta.url));
  const folder = model ?? `${models}/pocket`;
  const detector = process.env['DETECTOR_MODEL'] ?? 'pocket-detector';
  const engine = await createEngine({
    imageModel: folder,
    editModel: folder,
    detector: detector.includes('/') ? detector : `${models}/${detector}`,
    threads,
    log: silent,
  });
  const judge = await openJudge();
  const planner = createRulePlanner();
  const checkpoint = await openCheckpoint(folder);
  const cache = createNetworkCache(2 ** 30, { threads, lowMemory: undefined });
  const ask = (request: EngineRequest): Promise<EngineResult> =>
    engine.run(request, () => {}, new AbortController().signal);
  return {
    engine,
    judge,
    paint: (request) => tryTo(ask, request),
    plan: async (sentence, caption) => (await planner.plan(sentence, { hasPicture: true, caption })).plan,
    async look(picture, words = []) {
      const question: PlanStep = { kind: 'inspect', question: 'objects', words: [...words] };
      const { objects } = await ask({ steps: [question], source: picture, settings: { seed: 0 } });
      return objects ?? [];
    },
    async roundTrip(picture) {
      const latents = await encodePicture(cache, checkpoint, picture);
      return decodeLatents(cache, checkpoint, checkpoint.vae.toLatents(latents));
    },
    async dispose() {
      await cache.dispose();
      await engine.dispose();
    },
  };
}

async function tryTo(
  ask: (request: EngineRequest) => Promise<EngineResult>,
  request: EngineRequest,
): Promise<Painted> {
  const begun = { seconds: performance.now() / 1000, work: processorSeconds() };
  const untouched = request.source ?? scenePicture(new Uint8Array(SIDE * SIDE * 3));
  const spent = () => ({
    seconds: performance.now() / 1000 - begun.seconds,
    work: processorSeconds() - begun.work,
  });
  try {
    const result = await ask(request);
    if (result.picture !== undefined) return { picture: result.picture, result, ...spent() };
    return { picture: untouched, refusal: 'asked which one', ...spent() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { picture: untouched, refusal: error.message, ...spent() };
  }
}
