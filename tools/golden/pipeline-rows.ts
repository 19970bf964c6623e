/** The rows of a pipeline's U-Net batch: prompts, sizes, and the guidance that brings their predictions together. */
import { chunksOf, MOST_CHUNKS } from '../../src/models/clip-chunks.ts';
import type { Checkpoint, Conditioning, ReadingOptions } from '../../src/models/family.ts';
import type { NetworkCache } from '../../src/engine/run/networks.ts';
import { plainPrompt, weighPrompt, weightedIds } from '../../src/engine/run/prompt-weights.ts';
import { encodeText } from '../../src/engine/run/text.ts';
import type { Sampler, Schedule } from '../../src/sampling/sampler.ts';
import { concat, rows, tensor, type Tensor, weightedSum } from '../../src/tensor/tensor.ts';
import type { GoldenCase } from './golden-case.ts';

type Size = readonly [number, number];

/** The arguments of a pipeline call that the sets use; heights before widths. */
export interface Arguments {
  readonly prompt: string | readonly string[];
  readonly prompt_2?: string;
  readonly negative_prompt?: string | readonly string[];
  readonly height?: number;
  readonly width?: number;
  readonly strength?: number;
  readonly num_inference_steps: number;
  readonly guidance_scale: number;
  readonly image_guidance_scale?: number;
  readonly guidance_rescale?: number;
  readonly eta?: number;
  readonly clip_skip?: number;
  readonly original_size?: Size;
  readonly target_size?: Size;
  readonly crops_coords_top_left?: Size;
  readonly negative_original_size?: Size;
  readonly negative_target_size?: Size;
  readonly negative_crops_coords_top_left?: Size;
}

/** What a row of the U-Net batch is told. */
export interface Row {
  readonly name: 'text' | 'image' | 'none';
  readonly picture: number;
  readonly conditioning: Conditioning;
  readonly timeIds: readonly number[];
}

/** Everything that is ready before the first step. */
export interface Bench {
  readonly golden: GoldenCase;
  readonly checkpoint: Checkpoint;
  readonly cache: NetworkCache;
  readonly values: Arguments;
  readonly kind: string;
  readonly sampler: Sampler;
  readonly schedule: Schedule;
  readonly pixels: Tensor | undefined;
}

/** The rows of the U-Net batch: for each picture, what guidance needs. */
export async function rowsOf(bench: Bench, start: Tensor): Promise<Row[]> {
  const { checkpoint, values, kind } = bench;
  const [, , height = 1, width = 1] = start.dims;
  const own: Size = [height * checkpoint.vae.factor, width * checkpoint.vae.factor];
  const positive = [
    ...(values.original_size ?? own),
    ...(values.crops_coords_top_left ?? [0, 0]),
    ...(values.target_size ?? own),
  ];
  const negative =
    values.negative_original_size && values.negative_target_size
      ? [
          ...values.negative_original_size,
          ...(values.negative_crops_coords_top_left ?? [0, 0]),
          ...values.negative_target_size,
        ]
      : positive;
  const prompts = listed(values.prompt);
  const negatives = listed(values.negative_prompt);
  const names = rowNames(kind, values);
  const table: Row[] = [];
  for (const [picture, prompt] of prompts.entries()) {
    const absent = negatives[picture] ?? negatives[0];
    const chunks = Math.max(
      ...[prompt, values.prompt_2, absent].map((words) => chunkCount(checkpoint, words)),
    );
    // What shall be absent is read by all layers, as in diffusers.
    const text = await encodePrompts(bench, prompt, { clipSkip: values.clip_skip, chunks }, values.prompt_2);
    const none = await encodePrompts(bench, absent, { chunks });
    for (const name of names) {
      const isText = name === 'text';
      const timeIds = name === 'none' && kind === '' ? negative : positive;
      table.push({ name, picture, conditioning: isText ? text : none, timeIds });
    }
  }
  return table;
}

const chunkCount = ({ text: { tokenizer } }: Checkpoint, words = ''): number =>
  chunksOf(tokenizer.tokenize(plainPrompt(words)), tokenizer).length;

/** A prompt as conditioning; the second text encoder may have words of its own. */
async function encodePrompts(
  { checkpoint, cache }: Bench,
  prompt: string | undefined,
  options: ReadingOptions,
  second?: string,
): Promise<Conditioning> {
  const encode = async (text: string | undefined): Promise<Conditioning> => {
    if (text === undefined) return encodeText(cache, checkpoint, undefined, options);
    const weighted = weightedIds(checkpoint, text, MOST_CHUNKS);
    return weighPrompt(checkpoint, await encodeText(cache, checkpoint, weighted.ids, options), weighted);
  };
  const first = await encode(prompt);
  if (second === undefined) return first;
  const other = await encode(second);
  const width = first.embeddings.dims[2] ?? 1;
  const own = checkpoint.text.encoders[0]?.width ?? 0;
  const data = first.embeddings.data.map((value, i) =>
    i % width < own ? value : (other.embeddings.data[i] as number),
  );
  return { embeddings: tensor(first.embeddings.dims, data), pooled: other.pooled };
}

/** Guidance of every picture's rows. */
export function guide(
  values: Arguments,
  table: readonly Row[],
  predictions: Tensor,
  pictures: number,
): Tensor {
  const guided = Array.from({ length: pictures }, (_, picture) => {
    const row = (name: Row['name']): Tensor | undefined => {
      const at = table.findIndex((candidate) => candidate.picture === picture && candidate.name === name);
      return at < 0 ? undefined : rows(predictions, at, at + 1);
    };
    const [text, image, none] = [row('text') as Tensor, row('image'), row('none')];
    const scale = values.guidance_scale;
    if (image !== undefined && none !== undefined) {
      const own = values.image_guidance_scale ?? 1.5;
      return weightedSum([1 - own, none], [own - scale, image], [scale, text]);
    }
    if (none === undefined) return text;
    return rescaled(weightedSum([1 - scale, none], [scale, text]), text, values.guidance_rescale ?? 0);
  });
  return concat(guided, 0);
}

/** Lin et al. 2023, section 3.4: brings the spread of the guided prediction back to the text's. */
function rescaled(guided: Tensor, text: Tensor, share: number): Tensor {
  if (share === 0) return guided;
  return weightedSum([share * (spread(text) / spread(guided)) + 1 - share, guided]);
}

function spread({ data }: Tensor): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (data.length - 1));
}

const listed = (value: string | readonly string[] | undefined): readonly (string | undefined)[] =>
  typeof value === 'string' || value === undefined ? [value] : value;

/** Guidance needs rows without the words, and without the picture; at scale 1 diffusers leaves them out. */
function rowNames(kind: string, values: Arguments): readonly Row['name'][] {
  if (values.guidance_scale <= 1) return ['text'];
  if (kind !== 'InstructPix2Pix') return ['none', 'text'];
  return (values.image_guidance_scale ?? 1.5) >= 1 ? ['text', 'image', 'none'] : ['text'];
}
