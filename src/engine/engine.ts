import type { Look } from '../detection/remembered.ts';
import type { Mask, RgbImage } from '../image/image.ts';
import type { HeatFigures } from '../methods/attention-maps.ts';
import type { PlanStep } from '../planning/plan.ts';
import type { Said } from '../sentence.ts';

/** How to paint; what is left out comes from the model card. */
export interface PaintSettings {
  /** 0…2³²−1: the same seed gives the same picture. */
  readonly seed: number;
  readonly steps?: number | undefined;
  readonly guidanceScale?: number | undefined;
  readonly imageGuidanceScale?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly sampler?: string | undefined;
  readonly negativePrompt?: string | undefined;
  /** Name of a checkpoint that was chosen, instead of the usual one. */
  readonly model?: string | undefined;
  /** Last layers of the text encoder that are left out, as diffusers counts them: 1 is "Clip skip 2" elsewhere. */
  readonly clipSkip?: number | undefined;
  /** Where FoI's masks come from: 'attention', 'difference', 'detector'. */
  readonly maskSource?: string | undefined;
  /** How often a picture from words is painted at most until what was asked for can be seen in it; 1…8. */
  readonly attempts?: number | undefined;
  /** Which try of this seed: exactly this one is painted. */
  readonly attempt?: number | undefined;
  /** How things are moved: 'palaev' by the gradient of energies, where the picture was painted from words. */
  readonly method?: string | undefined;
  /** Rewording: until which share of the steps words, and cells, attend as in the source, 0…1. */
  readonly crossSteps?: number | undefined;
  readonly selfSteps?: number | undefined;
  /** How a picture that was not painted from words is found again: 'negative-prompt', 'null-text'. */
  readonly inversion?: string | undefined;
}

/** The objects of the latest edits. */
export interface SpokenOf {
  /** In pixels of the source; the latest edit first. */
  readonly turns: readonly (readonly FoundObject[])[];
  /** The latest edit was taken back: perhaps it was about the wrong object. */
  readonly isUndone: boolean;
}

/** One pass: all `instruct` steps together, or one step of another kind. */
export interface EngineRequest {
  readonly steps: readonly PlanStep[];
  readonly source?: RgbImage | undefined;
  /** Prompt and settings the source was painted with, when it was. */
  readonly sourcePrompt?: string | undefined;
  /** What the source shows as far as we painted it, empty for a photo: what it names is never said to be missing. */
  readonly sourceCaption?: string | undefined;
  readonly sourceSettings?: PaintSettings | undefined;
  readonly protect?: readonly string[] | undefined;
  /** Given by the person, at the source's size: nothing may change where it is 0. */
  readonly region?: Mask | undefined;
  /** What was spoken of before: "the cat" is the one of the last edit, "the other one" is not. */
  readonly spokenOf?: SpokenOf | undefined;
  /** What was looked for in the source before, and what was found: it is not looked for again. */
  readonly seen?: readonly Look[] | undefined;
  /** Painted masks of a layout, by the hash that its segments name. */
  readonly masks?: Readonly<Record<string, Mask>> | undefined;
  /** For measuring: also give an edit as it was before the pixels outside its masks were restored. */
  readonly wantsUnrestored?: boolean | undefined;
  readonly settings: PaintSettings;
}

export interface EngineMask {
  /** The sub-instruction this mask belongs to, or the object it outlines. */
  readonly instruction: string;
  readonly keyword: string;
  readonly mask: Mask;
  /** The mask is a heat map of the keyword: its numbers. */
  readonly heat?: HeatFigures | undefined;
}

export interface FoundObject {
  readonly label: string;
  readonly score: number;
  /** Pixels from the top left: x, y, width, height. */
  readonly box: readonly [number, number, number, number];
}

/** An object that a step was about: its place in the source, and in the result when it was moved. */
export interface MeantObject extends FoundObject {
  readonly to?: FoundObject['box'] | undefined;
}

export interface EngineResult {
  /** Absent when the step only looked at the picture. */
  readonly picture?: RgbImage | undefined;
  /** The edit before the pixels outside its masks were restored, where `wantsUnrestored` asked for it. */
  readonly unrestored?: RgbImage | undefined;
  readonly masks: readonly EngineMask[];
  readonly objects?: readonly FoundObject[] | undefined;
  /** Share of the pixels that differ from the source, 0…1; 1 for a new picture. */
  readonly changed: number;
  readonly model: string;
  readonly method: string;
  readonly sampler: string;
  readonly steps: number;
  readonly seed: number;
  /** Which try of the seed it is, when there could be several. */
  readonly attempt?: number | undefined;
  readonly guidanceScale: number;
  readonly seconds: number;
  /** Sentences for the user: a mask that was empty, an object that was not found, what was done instead. */
  readonly notes: readonly Said[];
  /** The objects that the steps were about. */
  readonly meant?: readonly MeantObject[] | undefined;
  /** Everything that was looked for in the source, with what was known before. */
  readonly seen?: readonly Look[] | undefined;
  /** Set instead of a picture when several objects fit a step and the person has to pick one. */
  readonly question?: OpenQuestion | undefined;
}

/** Several objects fit the words, and the person has to say which. */
export interface OpenQuestion {
  /** Index of the step. */
  readonly step: number;
  /** Which of the step's objects is open; `other`: the partner of a swap, the landmark of "next to". */
  readonly role?: 'object' | 'other' | undefined;
  readonly objects: readonly FoundObject[];
}

export interface EngineProgress {
  readonly phase: 'load' | 'text' | 'encode' | 'denoise' | 'decode' | 'detect';
  /** Steps done and in all, in the phase 'denoise'. */
  readonly step: number;
  readonly count: number;
  /** A small picture of what is there so far. */
  readonly preview?: RgbImage | undefined;
}

/** Paints. Lives in a process of its own; see jobs/engine-process.ts. */
export interface Engine {
  run(
    request: EngineRequest,
    onProgress: (progress: EngineProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineResult>;
  /** Loads what the first picture needs, so that it comes sooner. */
  warmUp(): Promise<void>;
  dispose(): Promise<void>;
}
