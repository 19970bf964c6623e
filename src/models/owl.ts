import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelName } from './hub/cache.ts';
import { z } from 'zod';
import { buildOwlImage, buildOwlText, owlWeights, parseOwlConfig } from '../compiler/blocks/owl.ts';
import type { Graph } from '../compiler/graph.ts';
import { openSafetensors, storedTensors } from '../compiler/safetensors.ts';
import { BotError, UnsupportedModelError } from '../errors.ts';
import { type ClipTokenizer, loadClipTokenizer } from './clip-tokenizer.ts';
import { chooseWeightFiles } from './weight-files.ts';

/** How a picture becomes the input of the network. */
export interface OwlPixels {
  /** Side of the square that the network sees. */
  readonly side: number;
  /** OWL-ViT stretches the picture with a bicubic filter; OWLv2 fills it up to a square, blurs and samples. */
  readonly fit: 'stretch' | 'pad';
  /** Value of the filled-up part, 0…1. */
  readonly padding: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** card.json beside a detector: what its maker measured. All of it may be missing. */
const cardSchema = z.object({
  name: z.string().optional(),
  title: z.string().optional(),
  licence: z.string().optional(),
  /** Words around a label; `a {}` becomes "an apple" where it must. */
  prompt: z.string().includes('{}').default('image of a {}'),
  thresholds: z
    .object({
      /** A plain noun counts as found from here on. */
      noun: z.number().min(0).max(1).default(0.3),
      /** A noun with an attribute. */
      attribute: z.number().min(0).max(1).default(0.5),
      /** A noun whose best place scores less is not in the picture. */
      absent: z.number().min(0).max(1).default(0.1),
    })
    .prefault({}),
  /** The nouns it was trained with, when there are few; other words it may miss. */
  vocabulary: z.array(z.string()).optional(),
  /** Other words for a noun of the vocabulary. */
  synonyms: z.record(z.string(), z.array(z.string())).default({}),
});
export type OwlCard = z.infer<typeof cardSchema>;

/** A detector whose configs and headers were read; no weight is in memory yet. */
export interface OwlModel {
  readonly name: string;
  readonly folder: string;
  readonly card: OwlCard;
  readonly pixels: OwlPixels;
  readonly tokenizer: ClipTokenizer;
  /** @param options.fused  attention in one kernel; default: true */
  imageGraph(options?: { readonly fused: boolean }): Graph;
  /** The graph that encodes one query. */
  textGraph(): Graph;
}

const preprocessorSchema = z.object({
  image_processor_type: z.string().optional(),
  size: z
    .union([
      z.int(),
      z.object({ height: z.int(), width: z.int() }),
      z.tuple([z.int(), z.int()]).transform(([height, width]) => ({ height, width })),
    ])
    .optional(),
  image_mean: z.array(z.number()).length(3).default([0.48145466, 0.4578275, 0.40821073]),
  image_std: z.array(z.number()).length(3).default([0.26862954, 0.26130258, 0.27577711]),
});

/**
 * Opens a detector folder as the Hub has it: config.json, preprocessor_config.json, vocab.json, merges.txt and
 * safetensors; reads configs and headers only.
 *
 * @throws {BotError} `NO_MODEL` when there is no config.json
 * @throws {UnsupportedModelError} when it is no OWL detector, or a config cannot be followed
 */
export async function openOwl(folder: string): Promise<OwlModel> {
  const optional = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, file), 'utf8').catch(() => '{}'));
  const json = await readFile(join(folder, 'config.json'), 'utf8').catch((cause: unknown) => {
    throw new BotError('NO_MODEL', `${folder}: it has no config.json, expected a detector of the Hub`, {
      cause,
    });
  });
  const config = parseOwlConfig(JSON.parse(json));
  const processor = preprocessorSchema.parse(await optional('preprocessor_config.json'));
  const weights = owlWeights(await storedWeights(folder));
  return {
    name: modelName(folder),
    folder,
    card: cardSchema.parse(await optional('card.json')),
    pixels: {
      side: squareSide(folder, processor.size, config.vision.image_size),
      fit: config.model_type === 'owlv2' ? 'pad' : 'stretch',
      // Black since transformers 4.58 (LVIS mAP 44.0; grey 43.4; the authors' own code 43.9).
      padding: 0,
      mean: processor.image_mean,
      std: processor.image_std,
    },
    tokenizer: await loadClipTokenizer(folder, config.text.max_position_embeddings),
    imageGraph: (options = { fused: true }) => buildOwlImage(config, weights, options),
    textGraph: () => buildOwlText(config, weights, 1),
  };
}

type Side = z.infer<typeof preprocessorSchema>['size'];

function squareSide(folder: string, size: Side, own: number): number {
  const { height, width } = typeof size === 'object' ? size : { height: size ?? own, width: size ?? own };
  if (height === own && width === own) return own;
  throw new UnsupportedModelError(
    `${folder}/preprocessor_config.json`,
    `size ${width} × ${height}`,
    `${own} × ${own}, the size of the vision tower`,
  );
}

async function storedWeights(folder: string) {
  const files = chooseWeightFiles(await readdir(folder));
  if (files.length === 0)
    throw new UnsupportedModelError(folder, 'no .safetensors file', 'weights as safetensors', {
      hint: 'Pickled weights (.bin) are never read.',
    });
  const opened = await Promise.all(files.map((file) => openSafetensors(join(folder, file))));
  return opened.flatMap(storedTensors);
}
