import type { Checkpoint } from '../models/family.ts';
import type { Detector } from '../detection/detector.ts';
import type { Segmenter } from '../detection/segmenter.ts';
import type { EngineProgress, EngineRequest, PaintSettings } from './engine.ts';
import type { NetworkCache } from './run/networks.ts';

/** What a handler (generate, instruct, …) works with. */
export interface Components {
  readonly cache: NetworkCache;
  /** The checkpoint that paints from words, and the one that edits. */
  readonly imageModel: Checkpoint;
  readonly editModel: Checkpoint;
  /** Finds objects, when a detector is installed. */
  readonly detector?: Detector | undefined;
  /** Outlines what a box holds, when one is installed. */
  readonly segmenter?: Segmenter | undefined;
  /** Fused attention may be used on this device. */
  readonly fused: boolean;
}

export interface RunRequest extends EngineRequest {
  readonly onProgress: (progress: EngineProgress) => void;
  readonly signal: AbortSignal;
}

/** Settings with the checkpoint's own values where nothing was said. */
export interface FullSettings {
  readonly seed: number;
  readonly sampler: string;
  readonly steps: number;
  readonly guidanceScale: number;
  readonly imageGuidanceScale: number;
  readonly width: number;
  readonly height: number;
  readonly clipSkip: number;
  /** Which try of the seed. */
  readonly attempt: number;
}

/** Far from each other, so that a try of one seed is not the first try of the next. */
const STRIDE = 0x9e3779b1;

/** Seed of the noise of a try; the first one's is the seed itself, as everywhere else. */
export const noiseSeed = ({ seed, attempt }: Pick<FullSettings, 'seed' | 'attempt'>): number =>
  (seed + attempt * STRIDE) % 2 ** 32;

/** @param isEdit  an edit may have another number of steps than a new picture */
export function fullSettings({ card }: Checkpoint, settings: PaintSettings, isEdit: boolean): FullSettings {
  const { defaults } = card;
  return {
    seed: settings.seed,
    sampler: settings.sampler ?? defaults.sampler,
    steps: settings.steps ?? (isEdit ? (defaults.editSteps ?? defaults.steps) : defaults.steps),
    guidanceScale: settings.guidanceScale ?? defaults.guidanceScale,
    imageGuidanceScale: settings.imageGuidanceScale ?? defaults.imageGuidanceScale,
    width: settings.width ?? defaults.width,
    height: settings.height ?? defaults.height,
    clipSkip: settings.clipSkip ?? defaults.clipSkip ?? 0,
    attempt: settings.attempt ?? 0,
  };
}

/** Pictures must be a multiple of this many pixels. */
export const sizeStep = ({ vae, denoiser }: Checkpoint): number => vae.factor * denoiser.multiple;
