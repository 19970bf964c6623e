import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openCheckpoint } from '../models/index.ts';
import type { Detector } from '../detection/detector.ts';
import type { Checkpoint } from '../models/family.ts';
import { openDetector } from '../detection/open-detector.ts';
import { rememberDetections } from '../detection/remembered.ts';
import { openSegmenter } from '../detection/sam.ts';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { chooseDevice, formFor, type DeviceName } from '../runtime/devices.ts';
import type { PlanStep, StepOf } from '../planning/plan.ts';
import { generateSeen } from './attempts/attempts.ts';
import { createEmbeddingLoader } from './adapters/embeddings.ts';
import type { Engine, EngineRequest, EngineResult } from './engine.ts';
import { generate } from './steps/generate.ts';
import { inpaint } from './steps/inpaint.ts';
import { inspect, seenIn } from './steps/inspect.ts';
import { instructSeen } from './attempts/edit-attempts.ts';
import { layoutSeen } from './attempts/layout-attempts.ts';
import { createLoraLoader, takeRequestLoras } from './adapters/loras.ts';
import { createCheckpointLoader } from './run/checkpoint-loader.ts';
import { explainMemory } from './run/memory.ts';
import { createNetworkCache, type Int8Mode, type NetworkCache } from './run/networks.ts';
import { place } from './steps/place.ts';
import { keepProtected } from './masks/protected.ts';
import { redraw } from './steps/redraw.ts';
import { reword } from './steps/reword.ts';
import { sentence } from '../sentence.ts';
import type { RunRequest, Components } from './components.ts';

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

type StepHandler<K extends PlanStep['kind']> = (
  components: Components,
  steps: readonly StepOf<K>[],
  request: RunRequest,
) => Promise<Omit<EngineResult, 'seconds'>>;

/** Handles single steps; the bot sends them one at a time. */
function one<K extends PlanStep['kind']>(
  handler: (
    components: Components,
    steps: readonly [StepOf<K>],
    request: RunRequest,
  ) => Promise<Omit<EngineResult, 'seconds'>>,
): StepHandler<K> {
  return (components, steps, request) =>
    handler(components, steps.slice(0, 1) as unknown as readonly [StepOf<K>], request);
}

/** Who does which kind of step. */
const STEP_HANDLERS: { readonly [K in PlanStep['kind']]?: StepHandler<K> } = {
  generate: one(generateSeen),
  inspect: one(inspect),
  instruct: (components, steps, request) =>
    (components.editModel.edits === 'inpaint' ? inpaint : instructSeen)(components, steps, request),
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
  const components: Components = { cache, imageModel, editModel, detector, segmenter, fused: device.fused };
  options.log.info('models opened', {
    image: imageModel.name,
    edit: editModel.name,
    detector: detector?.name ?? 'none',
    segmenter: segmenter?.name ?? 'none',
    device: device.name,
    ms: Math.round(performance.now() - started),
  });
  const withLoras = createLoraLoader(options.loras ?? join(dirname(options.imageModel), 'loras'));
  const learned = options.embeddings ?? join(dirname(options.imageModel), 'embeddings');
  const withLearnedWords = createEmbeddingLoader(learned, options.log);
  const withModel = createCheckpointLoader(options.findModel);
  return {
    async run(asked, onProgress, signal) {
      const begun = performance.now();
      const { request: plain, loras } = takeRequestLoras(asked);
      const request: RunRequest = { ...plain, onProgress, signal };
      const isEdit = plain.steps[0]?.kind === 'instruct';
      const memory = rememberedIn(components, asked);
      const chosen = await withModel(components, plain.settings.model);
      const looking: Components = memory === undefined ? chosen : { ...chosen, detector: memory };
      const adapted = async (checkpoint: Checkpoint): Promise<Checkpoint> =>
        withLearnedWords(await withLoras(checkpoint, loras), plain);
      const ready: Components = isEdit
        ? { ...looking, editModel: await adapted(looking.editModel) }
        : { ...looking, imageModel: await adapted(looking.imageModel) };
      const result = await paint(ready, request)
        .then((painted) => keepProtected(ready, request, painted))
        .then((painted) => seenIn(components, painted, request))
        .catch((error: unknown) => {
          throw explainMemory(error, isEdit ? ready.editModel : ready.imageModel, request);
        });
      return { ...result, seen: memory?.looks(), seconds: (performance.now() - begun) / 1000 };
    },
    async warmUp() {
      const request = {
        steps: [],
        settings: { seed: 0, steps: 1 },
        onProgress() {},
        signal: new AbortController().signal,
      };
      await generate(components, [{ kind: 'generate', prompt: 'a picture' }], request);
    },
    dispose: () => cache.dispose(),
  };
}

/** The detector with what is known of the source; `undefined` without a source or a detector. */
const rememberedIn = ({ detector }: Components, { source, seen }: EngineRequest) =>
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

async function paint(components: Components, request: RunRequest): Promise<Omit<EngineResult, 'seconds'>> {
  const [first] = request.steps;
  const handler =
    first === undefined
      ? undefined
      : (STEP_HANDLERS[first.kind] as StepHandler<PlanStep['kind']> | undefined);
  if (first === undefined || handler === undefined)
    throw new UserError('CANNOT_PAINT', sentence('engine.unknownStep', { kind: first?.kind ?? '…' }));
  return handler(
    components,
    request.steps.filter((step) => step.kind === first.kind),
    request,
  );
}
