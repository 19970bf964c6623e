import { z } from 'zod';
import type { PromptParts } from './prompt-parts.ts';
import type { Said } from '../sentence.ts';

/** Which object a person means: the noun and whatever tells it from others of its kind. */
export const objectReference = z.object({
  /** The words as typed: "the red car next to the house". */
  words: z.string().max(200),
  /** The noun, singular, lower case: "car". */
  noun: z.string().max(60),
  attributes: z.array(z.string().max(40)).max(8).optional(),
  /** 1 = first, −1 = last, counted along `order`; along `size` 1 is the biggest. */
  ordinal: z.int().min(-20).max(20).optional(),
  order: z.enum(['left', 'right', 'top', 'bottom', 'size']).optional(),
  side: z.enum(['left', 'right', 'top', 'bottom', 'middle']).optional(),
  relation: z
    .object({
      kind: z.enum(['next to', 'left of', 'right of', 'above', 'below', 'behind', 'in front of', 'on']),
      noun: z.string().max(60),
    })
    .optional(),
  /** All objects that fit ("both cats", "every tree"), or this many. */
  count: z.union([z.literal('all'), z.int().min(1).max(20)]).optional(),
});
export type ObjectReference = z.infer<typeof objectReference>;

const generate = z.object({
  kind: z.literal('generate'),
  prompt: z.string().min(1).max(2000),
  negativePrompt: z.string().max(2000).optional(),
});

/** One sub-instruction of FoI: what to do, and the word whose place in the picture is looked for. */
const instruct = z.object({
  kind: z.literal('instruct'),
  /** In the user's words, complete: "replace the cat with a horse". */
  instruction: z.string().min(1).max(400),
  /** A word of the instruction as typed: the noun to be found in the picture ("cats"), or to be added; empty when global. */
  keyword: z.string().max(60),
  action: z.enum(['replace', 'recolor', 'remove', 'add', 'resize', 'background', 'style', 'change']),
  /** What it becomes or gains, when the sentence says so: "horse", "blue", "hat". */
  target: z.string().max(120).optional(),
  /** What is changed; for `add` what the new thing is put on. */
  object: objectReference.optional(),
  scope: z.enum(['local', 'global']),
  /** 1 = as said; below weaker, above stronger. */
  strength: z.number().min(0).max(4),
});

const place = z.object({
  kind: z.literal('place'),
  instruction: z.string().min(1).max(400),
  object: objectReference,
  operation: z.enum(['move', 'resize', 'remove', 'swap', 'duplicate', 'front']),
  /** Shift in picture widths and heights, right and down positive. */
  dx: z.number().min(-1).max(1).optional(),
  dy: z.number().min(-1).max(1).optional(),
  /** Where the centre shall be, 0…1 of width and height. */
  toX: z.number().min(0).max(1).optional(),
  toY: z.number().min(0).max(1).optional(),
  scale: z.number().min(0.1).max(10).optional(),
  /** The other object of a swap, or the landmark of "next to the house". */
  other: objectReference.optional(),
  relation: z
    .enum(['next to', 'left of', 'right of', 'above', 'below', 'behind', 'in front of', 'on'])
    .optional(),
});

const reword = z.object({
  kind: z.literal('reword'),
  edit: z.enum(['replace', 'refine', 'reweight']),
  /** The whole new prompt, weights left out. */
  prompt: z.string().min(1).max(2000),
  /** What the picture shows now, when it was not painted from words. */
  source: z.string().max(2000).optional(),
  /** Words whose attention is scaled, in the new prompt: −2…5, 1 = unchanged. */
  weights: z.record(z.string(), z.number().min(-5).max(10)).optional(),
  /** Only where these words are: LocalBlend. */
  blend: z.array(z.string().max(60)).max(8).optional(),
});

const layout = z.object({
  kind: z.literal('layout'),
  prompt: z.string().min(1).max(2000),
  segments: z
    .array(
      z.object({
        words: z.string().max(200),
        /** x, y, width, height in 0…1 of the picture. */
        box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
        /** A painted mask: content hash of a PNG in the picture store. */
        mask: z.string().max(80).optional(),
      }),
    )
    .min(1)
    .max(12),
  /** w^c and w^s of DenseDiffusion. */
  weights: z
    .object({ crossWeight: z.number().min(0).max(2), selfWeight: z.number().min(0).max(2) })
    .partial()
    .optional(),
});

const redraw = z.object({
  kind: z.literal('redraw'),
  /** What the picture shall show: a caption, no instruction. */
  prompt: z.string().min(1).max(2000),
  /** Share of the steps that run, 0…1. */
  strength: z.number().min(0.05).max(1),
  /** Words of the caption whose attention is scaled, 1 = unchanged. */
  weights: z.record(z.string(), z.number().min(-5).max(10)).optional(),
  /** `cmu`: the figures of the poster that this way of redrawing is from. */
  preset: z.enum(['cmu']).optional(),
});

const inspect = z.object({
  kind: z.literal('inspect'),
  question: z.enum(['objects', 'attention']),
  words: z.array(z.string().max(60)).max(12).optional(),
  /** The instruction whose words are looked for; default: what the picture was painted from, or the words alone. */
  instruction: z.string().max(400).optional(),
});

const session = z.object({
  kind: z.literal('session'),
  action: z.enum([
    'undo',
    'redo',
    'goto',
    'variation',
    'again',
    'stronger',
    'weaker',
    'only',
    'upscale',
    'seed',
    'history',
    'info',
    'cancel',
    'help',
    'pick',
    'describe',
  ]),
  /** Picture number of "go back to #2", step number of "only the first", seed, pick number, how often to undo. */
  number: z.int().min(0).optional(),
  /** A pick in words: "the left one", "both"; its noun is empty. */
  object: objectReference.optional(),
});

/** One thing to do. The LLM's output format, the type and the validation are this one schema. */
export const planStep = z.discriminatedUnion('kind', [
  generate,
  instruct,
  place,
  reword,
  layout,
  redraw,
  inspect,
  session,
]);
export type PlanStep = z.infer<typeof planStep>;
export type StepOf<K extends PlanStep['kind']> = Extract<PlanStep, { kind: K }>;

/** What will be done, in order; `instruct` steps that follow each other run in one pass. */
export const plan = z.object({
  steps: z.array(planStep).max(12),
  /** Objects and regions that must stay as they are: "don't touch the sky". */
  protect: z.array(z.string().max(60)).max(8),
  /** A question to ask back instead of guessing; then `steps` is empty. */
  question: z.string().max(400).optional(),
});
export type Plan = z.infer<typeof plan>;

/** What a planner may know of the conversation. Never secrets, never other conversations. */
export interface PlanContext {
  /** Prompt or caption of the picture that is replied to. */
  readonly caption?: string | undefined;
  readonly objects?: readonly {
    readonly label: string;
    /** Pixels from the top left: x, y, width, height. */
    readonly box: readonly [number, number, number, number];
  }[];
  /** Pixels of the picture: makes "50 pixels" and "halfway to the edge" exact. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Latest turns, oldest first. */
  readonly turns?: readonly { readonly said: string; readonly steps: readonly PlanStep[] }[];
  /** True when there is a picture to edit. */
  readonly hasPicture: boolean;
}

export interface PlannedBy {
  readonly plan: Plan;
  /** 'rules', or the model's name. */
  readonly by: string;
  /** Why the rules planned although an LLM is configured. */
  readonly fallback?: Said | undefined;
  /** The LLM, when its server does not have it: `pullModel` fetches it. */
  readonly missingModel?: string | undefined;
  /** What was said to parts of the message that no step came of. */
  readonly unread?: readonly Said[] | undefined;
  /** The plan's question, where it can be put into the person's language. */
  readonly question?: Said | undefined;
}

export interface Planner {
  readonly name: string;
  /** @throws {UserError} `NO_EDIT` when the sentence holds nothing to do */
  plan(sentence: string, context: PlanContext, signal?: AbortSignal): Promise<PlannedBy>;
  /**
   * Downloads the LLM to its server; a second call while it runs follows the same download.
   *
   * @throws {UserError} `PULL_FAILED` with the reason
   */
  readonly pullModel?: ((onProgress: (progress: PullProgress) => void) => Promise<void>) | undefined;
  /** Reads the objects of a generation prompt with attributes and counts. */
  readonly readPrompt?: ((prompt: string, signal?: AbortSignal) => Promise<PromptRead>) | undefined;
  /** Writes what the picture shows after an instruction; undefined when the LLM cannot. */
  readonly writeCaption?:
    | ((instruction: string, context: PlanContext, signal?: AbortSignal) => Promise<string | undefined>)
    | undefined;
}

/** Share of a download, 0…1, and what is going on in the server's words. */
export interface PullProgress {
  readonly status: string;
  readonly fraction: number | undefined;
}

/** What a prompt asks for, and who read it. */
export interface PromptRead {
  readonly parts: PromptParts;
  readonly by: string;
  /** Why the rules read it although an LLM is configured. */
  readonly fallback?: Said | undefined;
}
