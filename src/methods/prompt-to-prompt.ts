/**
 * Prompt-to-Prompt: a picture is painted again from a changed prompt while attention comes from the first painting.
 *
 * Source: Hertz et al. 2022, Prompt-to-Prompt Image Editing with Cross Attention Control, section 3,
 * https://arxiv.org/abs/2208.01626, and the authors' notebooks.
 */
import { z } from 'zod';
import { type Grid, maximumOf, resizeGrid } from '../tensor/grid.ts';
import { rows as rowsOf, type Tensor, tensor } from '../tensor/tensor.ts';
import { layersAt, maskLevel } from './attention-mask.ts';
import type { AttentionControl, Method, MethodContext, MethodRun, MethodStep } from './method.ts';

const tensorSchema = z.custom<Tensor>(
  (value) => typeof value === 'object' && value !== null && 'dims' in value,
);
const positions = z.array(z.int());

/** A share of the steps, from…to. */
const span = z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]);

const settings = z.object({
  /** Source token → target token, `[L, L]`; without it the words are the same (re-weighting alone). */
  map: tensorSchema.optional(),
  /** Per target token: 1 = comes from the source, 0 = is new, `[L]`. */
  known: z.array(z.number()).optional(),
  /** Factor on the attention of target tokens, `[L]`: −2…5. */
  weights: z.array(z.number()).optional(),
  /** When cross-attention comes from the source, and exceptions for some tokens. */
  cross: span.default([0, 0.8]),
  crossOf: z.array(z.object({ tokens: positions, span })).default([]),
  /** When self-attention comes from the source, and up to how many cells. */
  self: span.default([0, 0.4]),
  selfCells: z.int().default(256),
  /** Only where these words are: token positions in the source and in the target prompt. */
  blend: z.object({ source: positions, target: positions, threshold: z.number().default(0.3) }).optional(),
});
export type PromptToPromptSettings = z.infer<typeof settings>;

export interface PromptToPromptRun extends MethodRun {
  /** Where LocalBlend let the edit through in the latest step, 0 and 1 at the latents' size. */
  mask?(): Grid | undefined;
}

export const promptToPrompt: Method<PromptToPromptSettings, PromptToPromptRun> = {
  name: 'prompt-to-prompt',
  paper: {
    title: 'Prompt-to-Prompt Image Editing with Cross Attention Control',
    url: 'https://arxiv.org/abs/2208.01626',
  },
  settings,
  /** Rows: 'source' and 'edit' conditional; pictures: source first, edit second. */
  start(context, options): PromptToPromptRun {
    const blend = options.blend === undefined ? undefined : localBlend(context, options.blend);
    return {
      control: (step) => control(context, options, step),
      ...blend,
    };
  },
};

/** Where a step lies on the table of n + 1 rows that the authors use for cross-attention. */
function isWithin([from, to]: readonly [number, number], at: number, rows: number): boolean {
  return at >= Math.floor(from * rows) && at < Math.floor(to * rows);
}

/** α of every target token in a step, `[L]`: 1 = the source's attention. */
export function crossWindow(
  { cross, crossOf }: Pick<PromptToPromptSettings, 'cross' | 'crossOf'>,
  at: number,
  steps: number,
  length: number,
): Float32Array {
  const alpha = new Float32Array(length).fill(isWithin(cross, at, steps + 1) ? 1 : 0);
  for (const { tokens, span: own } of crossOf)
    for (const token of tokens) alpha[token] = isWithin(own, at, steps + 1) ? 1 : 0;
  return alpha;
}

function control(
  context: MethodContext,
  options: PromptToPromptSettings,
  step: MethodStep,
): AttentionControl | undefined {
  const { rows, tokens: length } = context;
  const [source, edit] = [rows.indexOf('source'), rows.indexOf('edit')];
  const at = step.index - step.start;
  const count = step.count - step.start;
  const alpha = crossWindow(options, at, count, length);
  const injects = isWithin(options.self, at, count);
  const remaps = alpha.some((share) => share !== 0);
  if (!injects && !remaps) return undefined;
  const { transfer, keep } = editedMap(options, alpha, length);
  const size = length * length;
  const transfers = new Float32Array(rows.length * size);
  transfers.set(transfer, edit * size);
  const keeps = new Float32Array(rows.length * length).fill(1);
  keeps.set(keep, edit * length);
  const own = rows.map((_, row) => row);
  const injected = own.map((row) => (row === edit ? source : row));
  const remap = {
    transfer: tensor([rows.length, length, length], transfers),
    keep: tensor([rows.length, length], keeps),
  };
  return {
    reference: injected,
    ...(remaps ? { remap } : {}),
    selfRows: ({ height, width }) =>
      injects && height * width <= options.selfCells ? { q: injected, k: injected, v: own } : undefined,
  };
}

/**
 * T `[L·L]` and b `[L]` of the edited row: A' = A₀·T + A·diag(b).
 *
 * new = A₀·map where a token is known, A where it is new; times the weight; α · new + (1 − α) · A.
 */
export function editedMap(
  { map, known, weights }: Pick<PromptToPromptSettings, 'map' | 'known' | 'weights'>,
  alpha: Float32Array,
  length: number,
): { transfer: Float32Array; keep: Float32Array } {
  const transfer = new Float32Array(length * length);
  const keep = new Float32Array(length);
  for (let column = 0; column < length; column++) {
    const weight = weights?.[column] ?? 1;
    const taken = known?.[column] ?? 1;
    const factor = alpha[column]! * taken * weight;
    if (map === undefined) transfer[column * length + column] = factor;
    else
      for (let row = 0; row < length; row++)
        transfer[row * length + column] = factor * map.data[row * length + column]!;
    keep[column] = alpha[column]! * (1 - taken) * weight + 1 - alpha[column]!;
  }
  return { transfer, keep };
}

/** LocalBlend: outside the words' regions the edit's latents are the source's. Maps of all steps so far add up. */
function localBlend(
  context: MethodContext,
  blend: NonNullable<PromptToPromptSettings['blend']>,
): Required<Pick<PromptToPromptRun, 'reads' | 'observe' | 'after' | 'mask'>> {
  const level = maskLevel(context);
  const layers = new Set(layersAt(context, level));
  const cells = level.height * level.width;
  const sums = { source: new Float32Array(cells), edit: new Float32Array(cells) };
  let mask: Grid | undefined;
  return {
    mask: () => mask,
    reads: () => true,
    observe(maps) {
      for (const [name, map] of maps) {
        if (!layers.has(name)) continue;
        addWords(sums.source, map, context.rows.indexOf('source'), blend.source);
        addWords(sums.edit, map, context.rows.indexOf('edit'), blend.target);
      }
    },
    after(latents) {
      const [, channels = 1, height = 1, width = 1] = latents.dims;
      const region = (sum: Float32Array): Grid =>
        blendMask({ ...level, data: sum }, blend.threshold, height, width);
      const union = maximumOf([region(sums.source), region(sums.edit)]);
      mask = union;
      const [source, edit] = [rowsOf(latents, 0, 1), rowsOf(latents, 1, 2)];
      const blended = edit.data.map((value, i) =>
        union.data[i % (height * width)]! > 0 ? value : source.data[i]!,
      );
      const data = new Float32Array(latents.data.length);
      data.set(source.data);
      data.set(blended, source.data.length);
      return tensor([2, channels, height, width], data);
    },
  };
}

function addWords(sum: Float32Array, map: Tensor, row: number, tokens: readonly number[]): void {
  const [, cells = 0, length = 0] = map.dims;
  for (let cell = 0; cell < cells; cell++)
    for (const token of tokens) sum[cell]! += map.data[(row * cells + cell) * length + token]!;
}

/** 3×3 max pooling, nearest to the given size, divided by the maximum, > threshold (strict). */
export function blendMask(map: Grid, threshold: number, height: number, width: number): Grid {
  const pooled = resizeGrid(maxPool(map), height, width);
  const most = pooled.data.reduce((high, value) => Math.max(high, value), 0);
  return { ...pooled, data: pooled.data.map((value) => (value / most > threshold ? 1 : 0)) };
}

function maxPool({ height, width, data }: Grid): Grid {
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let most = -Infinity;
      for (let dy = Math.max(0, y - 1); dy <= Math.min(height - 1, y + 1); dy++)
        for (let dx = Math.max(0, x - 1); dx <= Math.min(width - 1, x + 1); dx++)
          most = Math.max(most, data[dy * width + dx]!);
      out[y * width + x] = most;
    }
  return { height, width, data: out };
}
