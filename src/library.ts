/**
 * The painter as a library: `import { createEngine } from 'limner/engine'`.
 *
 * What is exported here keeps semantic versioning; everything behind it may change at any time.
 */
import { join } from 'node:path';
import { createEngine as openEngine, type EngineOptions } from './engine/create-engine.ts';
import type { Engine } from './engine/engine.ts';
import { silent } from './log.ts';
import { EMBEDDED } from './models/model-folder.ts';

export type {
  Engine,
  EngineMask,
  EngineProgress,
  EngineRequest,
  EngineResult,
  FoundObject,
  OpenQuestion,
  PaintSettings,
} from './engine/engine.ts';
export type { EngineOptions } from './engine/create-engine.ts';
export { BotError, UserError } from './errors.ts';
export { decodeMask, decodePicture } from './image/decode.ts';
export { overlay } from './image/drawing.ts';
export { encodeMask, encodePng } from './image/encode.ts';
export type { Mask, RgbImage } from './image/image.ts';
export type { Logger } from './log.ts';
export type { AttentionControl, Method, MethodContext, MethodRun, MethodStep } from './methods/method.ts';
export { createRulePlanner } from './planning/index.ts';
export type { Plan, PlanContext, PlannedBy, Planner, PlanStep } from './planning/plan.ts';
export { inEnglish } from './locales/tell.ts';
export type { Said } from './sentence.ts';
export { tensor, type Tensor } from './tensor/tensor.ts';

/** Folder of the checkpoint that comes with the package: drawings of 256 × 256 pixels. */
export const embeddedModel: string = join(EMBEDDED, 'pocket');

/**
 * Opens an engine; without options it paints and edits with the embedded checkpoint and logs nothing.
 *
 * @throws {BotError} `NO_MODEL`, `UNSUPPORTED_MODEL`, `BAD_SAFETENSORS` when a checkpoint cannot be opened
 */
export const createEngine = (options: Partial<EngineOptions> = {}): Promise<Engine> =>
  openEngine({
    imageModel: embeddedModel,
    editModel: options.imageModel ?? embeddedModel,
    log: silent,
    ...options,
  });
