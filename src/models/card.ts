import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type CheckpointTraits, knownDefaults } from './known-defaults.ts';

const vocabularySchema = z.object({
  objects: z.array(z.string()),
  colors: z.array(z.string()),
  backgrounds: z.array(z.string()),
  /** Other words for an object, background or color: `{ dog: ['puppy'] }`. */
  synonyms: z.record(z.string(), z.array(z.string())).optional(),
  /** What to offer for a kind of thing of which nothing is near, most special kind first: `{ person: ['robot'] }`. */
  standIns: z.record(z.string(), z.array(z.string())).optional(),
});

/** card.json beside a checkpoint: what its maker knows and no config says. */
export const cardSchema = z.object({
  name: z.string(),
  title: z.string(),
  licence: z.string(),
  defaults: z.object({
    sampler: z.string(),
    steps: z.int().positive(),
    guidanceScale: z.number(),
    imageGuidanceScale: z.number(),
    width: z.int().positive(),
    height: z.int().positive(),
    /** Where FoI's masks come from. */
    maskSource: z.enum(['attention', 'difference', 'detector']),
    /** Cut of the mask after min–max, 0…1. */
    maskThreshold: z.number().min(0).max(1).optional(),
    /** Share of the steps that an edit runs: 0.8 in the paper of FoI. */
    editStrength: z.number().min(0.05).max(1).optional(),
    editSteps: z.int().positive().optional(),
    /** Last layers of the text encoder left out. */
    clipSkip: z.int().min(0).optional(),
    /** How often a picture from words is tried until a detector sees what was asked for. */
    attempts: z.int().min(1).max(8).optional(),
    /** What this checkpoint's attention needs to follow painted segments: factors on w^c and w^s, and the schedule. */
    layout: z
      .object({
        crossFactor: z.number().min(0).max(20),
        selfFactor: z.number().min(0).max(20),
        /** Share of the steps that are modulated: 0.3 in the paper. */
        until: z.number().min(0).max(1),
        /** Power of (t / 1000): 5 in the authors' code. */
        fade: z.number().min(0),
        /** No logit goes further than this share of its way to the row's maximum or minimum. */
        limit: z.number().positive(),
        /** Which cells of the attention a segment holds: 'nearest' as the authors, 'half' of a cell or more. */
        cells: z.enum(['nearest', 'half']),
        /** Share of the steps in which what no segment covers is painted from the words of no segment alone. */
        ground: z.number().min(0).max(1),
      })
      .partial()
      .optional(),
    /** Put between sub-instructions: what the checkpoint saw in training. */
    separator: z.string().optional(),
  }),
  /** Only pictures of its own size come out right: it never saw larger ones. */
  oneSize: z.boolean().optional(),
  /** Zeros as image condition mean text-to-image. */
  imageConditionZeroIsTextToImage: z.boolean().optional(),
  /** All that the checkpoint can draw; without it every word is worth a try. */
  vocabulary: vocabularySchema.optional(),
});
export type Card = z.infer<typeof cardSchema>;

/** All that the checkpoint of a folder can draw, as its card says; undefined when there is no card that says so. */
export async function readVocabulary(folder: string): Promise<z.infer<typeof vocabularySchema> | undefined> {
  try {
    const card: unknown = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8'));
    return z.object({ vocabulary: vocabularySchema }).parse(card).vocabulary;
  } catch {
    // Whether the folder is there and its card right is told when the checkpoint is opened.
    return undefined;
  }
}

/** The card of a checkpoint that has none: the values its authors and diffusers use. */
export function defaultCard(traits: CheckpointTraits): Card {
  const { name, pictureSize } = traits;
  return {
    name,
    title: name,
    licence: 'see the checkpoint',
    defaults: {
      ...knownDefaults(traits),
      imageGuidanceScale: 1.5,
      width: pictureSize,
      height: pictureSize,
      maskSource: 'attention',
    },
  };
}
