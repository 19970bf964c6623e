import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openCheckpoint } from '../models/index.ts';
import type { Detector } from '../detection/detector.ts';
import { openDetector } from '../detection/open-detector.ts';
import { rememberDetections } from '../detection/remembered.ts';
import { openSegmenter } from '../detection/sam.ts';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { chooseDevice, formFor, type DeviceName } from '../runtime/devices.ts';
import type { PlanStep, StepOf } from '../planning/plan.ts';
import { generateSeen } from './attempts/attempts.ts';
import { createEmbeddingShelf } from './adapters/embeddings.ts';
import type { Engine, EngineRequest, EngineResult } from './engine.ts';
import { generate } from './steps/generate.ts';
import { inpaint } from './steps/inpaint.ts';
import { inspect, seenIn } from './steps/inspect.ts';
import { instructSeen } from './attempts/edit-attempts.ts';
import { layoutSeen } from './attempts/layout-attempts.ts';
import { createLoraShelf, takeRequestLoras } from './adapters/loras.ts';
import { createModelShelf } from './run/model-shelf.ts';
import { explainMemory } from './run/memory.ts';
import { createNetworkCache, type Int8Mode, type NetworkCache } from './run/networks.ts';
import { place } from './steps/place.ts';
import { keepProtected } from './masks/protected.ts';
import { redraw } from './steps/redraw.ts';
import { reword } from './steps/reword.ts';
import { sentence } from '../sentence.ts';
import type { Order, Workshop } from './workshop.ts';

export interface EngineOptions {
  /** Folder of the checkpoint that paints from words. */
  readonly imageModel: string;
  /** Folder of the checkpoint that edits. */
  readonly editModel: string;
  /** Folder of the detector; default: `pocket-detector` beside the image model. Without one nothing is looked for. */
  readonly detector?: string | undefined;
  /** Folder of a SAM export that outlines what a box holds. Without one outlines come from colours. */
  readonly segmenter?: string | undefined;
  /** Folder of LoRAs, which prompts name as `(lora:name:0.8)`. Default: `loras` beside the image model. */
  readonly loras?: string | undefined;
  /** Folder of learned words (textual inversion), which prompts name. Default: `embeddings` beside the image model. */
  readonly embeddings?: string | undefined;
  /** What computes; `auto` takes the first that passes its test. Default: `cpu`. */
  readonly device?: DeviceName | 'auto' | undefined;
  /** Threads of one operation; default: the physical cores. */
  readonly threads?: number | undefined;
  /** Weights in memory at once. Default: 8 GiB. */
  readonly memoryBudgetMb?: number | undefined;
  /** Use the weights of small networks as they lie on disk too. */
  readonly lowMemory?: boolean | undefined;
  /** Eight-bit products on the CPU; `auto`: where they change the picture too little to be seen. Default: `off`. */
  readonly int8?: Int8Mode | undefined;
  /** Path of a checkpoint that a person has chosen by its name; without it there is no choice. */
  readonly findModel?: ((name: string) => Promise<string>) | undefined;
  readonly log: Logger;
}

type Painter<K extends PlanStep['kind']> = (
  workshop: Workshop,
  steps: readonly StepOf<K>[],
  order: Order,
) => Promise<Omit<EngineResult, 'seconds'>>;

/** A painter of single steps; the bot sends them one at a time. */
function one<K extends PlanStep['kind']>(
  painter: (
    workshop: Workshop,
    steps: readonly [StepOf<K>],
    order: Order,
  ) => Promise<Omit<EngineResult, 'seconds'>>,
): Painter<K> {
  return (workshop, steps, order) =>
    painter(workshop, steps.slice(0, 1) as unknown as readonly [StepOf<K>], order);
}

/** Who does which kind of step. */
const PAINTERS: { readonly [K in PlanStep['kind']]?: Painter<K> } = {
  generate: one(generateSeen),
  inspect: one(inspect),
  instruct: (workshop, steps, order) =>
    (workshop.editModel.edits === 'inpaint' ? inpaint : instructSeen)(workshop, steps, order),
  layout: one(layoutSeen),
  place: one(place),
  redraw: one(redraw),
  reword: one(reword),
};

/** Opens the checkpoints (configs only; weights are loaded when they are needed first). */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const started = performance.now();
  const imageModel = await openCheckpoint(options.imageModel);
  const editModel =
    options.editModel === options.imageModel ? imageModel : await openCheckpoint(options.editModel);
  const device = await chooseDevice(options.device ?? 'cpu', options.log);
  const cache = createNetworkCache(
    (options.memoryBudgetMb ?? 8192) * 2 ** 20,
    {
      threads: options.threads,
      lowMemory: options.lowMemory,
      providers: device.providers,
      form: formFor(device),
      int8: device.int8 ? options.int8 : 'off',
    },
    options.log,
  );
  const detector = await findDetector(options, cache, device.fused);
  const segmenter =
    options.segmenter === undefined ? undefined : await openSegmenter(options.segmenter, options);
  const workshop: Workshop = { cache, imageModel, editModel, detector, segmenter, fused: device.fused };
  options.log.info('models opened', {
    image: imageModel.name,
    edit: editModel.name,
    detector: detector?.name ?? 'none',
    segmenter: segmenter?.name ?? 'none',
    device: device.name,
    ms: Math.round(performance.now() - started),
  });
  const withLoras = createLoraShelf(options.loras ?? join(dirname(options.imageModel), 'loras'));
  const learned = options.embeddings ?? join(dirname(options.imageModel), 'embeddings');
  const withLearnedWords = createEmbeddingShelf(learned, options.log);
  const withModel = createModelShelf(options.findModel);
  return {
    async run(request, onProgress, signal) {
      const begun = performance.now();
      const { request: plain, loras } = takeRequestLoras(request);
      const { steps } = plain;
      const order = { ...plain, onProgress, signal };
      const isEdit = steps[0]?.kind === 'instruct';
      const memory = rememberedIn(workshop, request);
      const chosen = await withModel(workshop, plain.settings.model);
      const bench: Workshop = memory === undefined ? chosen : { ...chosen, detector: memory };
      const ready: Workshop = isEdit
        ? { ...bench, editModel: await withLearnedWords(await withLoras(bench.editModel, loras), plain) }
        : { ...bench, imageModel: await withLearnedWords(await withLoras(bench.imageModel, loras), plain) };
      const result = await paint(ready, order)
        .then((painted) => keepProtected(ready, order, painted))
        .then((painted) => seenIn(workshop, painted, order))
        .catch((error: unknown) => {
          throw explainMemory(error, isEdit ? ready.editModel : ready.imageModel, order);
        });
      return { ...result, seen: memory?.looks(), seconds: (performance.now() - begun) / 1000 };
    },
    async warmUp() {
      const order = {
        steps: [],
        settings: { seed: 0, steps: 1 },
        onProgress() {},
        signal: new AbortController().signal,
      };
      await generate(workshop, [{ kind: 'generate', prompt: 'a picture' }], order);
    },
    dispose: () => cache.dispose(),
  };
}

/** The detector with what is known of the source; `undefined` without a source or a detector. */
const rememberedIn = ({ detector }: Workshop, { source, seen }: EngineRequest) =>
  source === undefined || detector === undefined ? undefined : rememberDetections(detector, source, seen);

/** Opens the detector when its folder is there; a folder that was asked for and is missing is a warning, no more. */
async function findDetector(
  { detector, imageModel, log }: EngineOptions,
  cache: NetworkCache,
  fused: boolean,
): Promise<Detector | undefined> {
  const folder = detector ?? join(dirname(imageModel), 'pocket-detector');
  const isThere = await access(join(folder, 'config.json')).then(
    () => true,
    () => false,
  );
  if (isThere) return openDetector(folder, (key, build) => cache.get(key, build), fused);
  if (detector !== undefined)
    log.warn('detector: its folder has no config.json, nothing is looked for', { folder });
  return undefined;
}

async function paint(workshop: Workshop, order: Order): Promise<Omit<EngineResult, 'seconds'>> {
  const [first] = order.steps;
  const painter =
    first === undefined ? undefined : (PAINTERS[first.kind] as Painter<PlanStep['kind']> | undefined);
  if (first === undefined || painter === undefined)
    throw new UserError('CANNOT_PAINT', sentence('engine.unknownStep', { kind: first?.kind ?? '…' }));
  return painter(
    workshop,
    order.steps.filter((step) => step.kind === first.kind),
    order,
  );
}
