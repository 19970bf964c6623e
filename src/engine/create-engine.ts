import { openCheckpoint } from '../../models/index.ts';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { PlanStep, StepOf } from '../planning/plan.ts';
import type { Engine, EngineResult } from './engine.ts';
import { generate } from './generate.ts';
import { instruct } from './instruct.ts';
import { createNetworkCache } from './networks.ts';
import type { Order, Workshop } from './workshop.ts';

export interface EngineOptions {
  /** Folder of the checkpoint that paints from words. */
  readonly imageModel: string;
  /** Folder of the checkpoint that edits. */
  readonly editModel: string;
  /** Threads of one operation; default: the physical cores. */
  readonly threads?: number | undefined;
  /** Weights in memory at once. Default: 8 GiB. */
  readonly memoryBudgetMb?: number | undefined;
  /** Map weights instead of copying them. */
  readonly lowMemory?: boolean | undefined;
  readonly log: Logger;
}

type Painter<K extends PlanStep['kind']> = (
  workshop: Workshop,
  steps: readonly StepOf<K>[],
  order: Order,
) => Promise<Omit<EngineResult, 'seconds'>>;

/** Who does which kind of step. */
const PAINTERS: { readonly [K in PlanStep['kind']]?: Painter<K> } = {
  generate: (workshop, [step], order) => generate(workshop, step as StepOf<'generate'>, order),
  instruct,
};

/** Opens the checkpoints (configs only; weights are loaded when they are needed first). */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const started = performance.now();
  const imageModel = await openCheckpoint(options.imageModel);
  const editModel =
    options.editModel === options.imageModel ? imageModel : await openCheckpoint(options.editModel);
  const cache = createNetworkCache((options.memoryBudgetMb ?? 8192) * 2 ** 20, {
    threads: options.threads,
    lowMemory: options.lowMemory,
  });
  const workshop: Workshop = { cache, imageModel, editModel, fused: true };
  options.log.info('models opened', {
    image: imageModel.name,
    edit: editModel.name,
    ms: Math.round(performance.now() - started),
  });
  return {
    async run(request, onProgress, signal) {
      const begun = performance.now();
      const result = await paint(workshop, { ...request, onProgress, signal });
      return { ...result, seconds: (performance.now() - begun) / 1000 };
    },
    async warmUp() {
      const order = {
        steps: [],
        settings: { seed: 0, steps: 1 },
        onProgress() {},
        signal: new AbortController().signal,
      };
      await generate(workshop, { kind: 'generate', prompt: 'a picture' }, order);
    },
    dispose: () => cache.dispose(),
  };
}

async function paint(workshop: Workshop, order: Order): Promise<Omit<EngineResult, 'seconds'>> {
  const [first] = order.steps;
  const painter =
    first === undefined ? undefined : (PAINTERS[first.kind] as Painter<PlanStep['kind']> | undefined);
  if (first === undefined || painter === undefined)
    throw new UserError(
      'CANNOT_PAINT',
      `I do not know how to do that yet (${first?.kind ?? 'an empty plan'}).`,
    );
  return painter(
    workshop,
    order.steps.filter((step) => step.kind === first.kind),
    order,
  );
}
