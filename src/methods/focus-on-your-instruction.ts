/**
 * Focus on Your Instruction: several sub-instructions in one pass of InstructPix2Pix, each kept to its own region.
 *
 * Source: Guo and Lin 2023, Focus on Your Instruction: Fine-grained and Multi-instruction Image Editing by Attention
 * Modulation, https://arxiv.org/abs/2312.10113. The authors released no code; where the paper is silent, docs/methods.md
 * lists the choice and its reason.
 */
import { z } from 'zod';
import { coverage, filledGrid, type Grid, maximumOf, resizeGrid } from '../tensor/grid.ts';
import { rows, type Tensor, tensor } from '../tensor/tensor.ts';
import { attentionMask, layersAt, mapSize, maskLevel, meanMap, tokenMap } from './attention-mask.ts';
import type { AttentionControl, Level, Method, MethodContext, MethodRun, MethodStep } from './method.ts';

const grid = z.custom<Grid>((value) => typeof value === 'object' && value !== null && 'data' in value);

const subInstruction = z.object({
  /** Token positions `from`…`to` (exclusive) in the framed prompt; the start token is 0. */
  span: z.tuple([z.int(), z.int()]),
  /** Positions of the keyword's tokens. */
  keyword: z.array(z.int()),
  /** Extension: positions outside of the span that belong to it too, and how many tokens each of them stands for. */
  padding: z.array(z.tuple([z.int(), z.number().positive()])).default([]),
  /** Local: its mask decides; global: it acts everywhere. */
  scope: z.enum(['local', 'global']).default('local'),
  /** α of equation 4 for its tokens. */
  alpha: z.number().default(1),
  /** Extension: factor on the text guidance inside its mask; 1 = the paper. */
  strength: z.number().min(0).default(1),
  /** τ of equation 2, 0…1. The paper draws it from 0.4…0.7. */
  threshold: z.number().min(0).max(1).optional(),
  /** A mask from elsewhere (detector, difference) in place of the attention's. */
  mask: grid.optional(),
  /** Extension: inside its mask its own tokens are attended to, and none of the others'; outside of such masks, all. */
  exclusive: z.boolean().default(false),
  /** Extension: its mask is cut to this, where a detector sees the object that is meant. */
  region: grid.optional(),
});

const settings = z.object({
  subInstructions: z.array(subInstruction).min(1),
  /** s_T */
  guidanceScale: z.number().default(7.5),
  /** s_I */
  imageGuidanceScale: z.number().default(1.5),
  /** γ: rounds of squaring and min–max. */
  gamma: z.int().min(1).default(3),
  threshold: z.number().min(0).max(1).default(0.5),
  /** Attend-and-Excite's 3×3 kernel, or a true Gaussian; σ = 0.5 in both. */
  kernel: z.enum(['attend-and-excite', 'gaussian']).default('attend-and-excite'),
  /** Share of the run in which the guidance is masked (equation 9). */
  disentangled: z.number().min(0).max(1).default(0.75),
  /** Where start, end, padding and separators attend as they do: in the union of the masks, nowhere, everywhere. */
  specialTokens: z.enum(['union', 'nowhere', 'everywhere']).default('union'),
  /** Layers whose maps make the masks; default: all of the level nearest to 16 cells. */
  layers: z.array(z.string()).optional(),
});
export type FoiSettings = z.infer<typeof settings>;

export interface FoiRun extends MethodRun {
  /** One mask per sub-instruction at the level it was found at, values 0 and 1; empty before the first step. */
  masks(): readonly Grid[];
  readonly combine: NonNullable<MethodRun['combine']>;
}

export const focusOnYourInstruction: Method<FoiSettings, FoiRun> = {
  name: 'focus-on-your-instruction',
  paper: {
    title:
      'Focus on Your Instruction: Fine-grained and Multi-instruction Image Editing by Attention Modulation',
    url: 'https://arxiv.org/abs/2312.10113',
  },
  settings,
  start: startFoi,
};

function startFoi(context: MethodContext, options: FoiSettings): FoiRun {
  const level = maskLevel(context);
  const layers = options.layers ?? layersAt(context, level);
  const given = options.subInstructions.map((sub) =>
    sub.scope === 'global'
      ? filledGrid(level.height, level.width, 1)
      : sub.mask && cutTo(sub.mask, sub.region),
  );
  let modulation: ((step: MethodStep) => AttentionControl) | undefined;
  let masks: readonly Grid[] = given.every((mask) => mask !== undefined) ? given : [];
  const lastDisentangled = (step: MethodStep): number =>
    step.start + Math.floor(options.disentangled * (step.count - step.start));
  return {
    masks: () => masks,
    reads: (step) => step.index === step.start && masks.length === 0,
    observe(maps) {
      if (masks.length > 0) return;
      const mean = meanMap(layers.map((name) => maps.get(name)).filter((map) => map !== undefined));
      masks = options.subInstructions.map(
        (sub, index) =>
          given[index] ??
          cutTo(
            attentionMask(
              tokenMap(mean, context.rows.indexOf('text'), sub.keyword, mapSize(context, layers)),
              {
                gamma: options.gamma,
                threshold: sub.threshold ?? options.threshold,
                kernel: options.kernel,
              },
            ),
            sub.region,
          ),
      );
    },
    control: (step) =>
      masks.length === 0 ||
      isPlain(options) ||
      (step.index === step.start && given.some((mask) => mask === undefined))
        ? undefined
        : (modulation ??= prepareModulation(context, options, masks))(step),
    combine: (predictions, step) =>
      disentangle(predictions, context.rows, options, step.index < lastDisentangled(step) ? masks : []),
  };
}

/** Share of a region that a mask must fill to say more than the region itself. */
const LEAST_FILLED = 0.1;

/** What a mask and a region have in common; the region itself where the mask lies elsewhere. */
export function cutTo(mask: Grid, region: Grid | undefined): Grid {
  if (region === undefined) return mask;
  const { data: inside } = resizeGrid(region, mask.height, mask.width);
  const data = mask.data.map((value, cell) => value * inside[cell]!);
  const filled = coverage({ ...mask, data });
  return filled > 0 && filled >= LEAST_FILLED * coverage({ ...mask, data: inside })
    ? { ...mask, data }
    : region;
}

/** Everything global and nothing raised: that is InstructPix2Pix itself. */
const isPlain = ({ subInstructions }: FoiSettings): boolean =>
  subInstructions.every(({ scope, alpha }) => scope === 'global' && alpha === 0);

/** ξ(t) = 0.05 t⁴ with t = timestep / 1000. */
export const modulationStrength = (timestep: number): number => 0.05 * (timestep / 1000) ** 4;

/** Cross-condition attention modulation (equations 3–7); what does not change from step to step is made once. */
function prepareModulation(
  { rows: names, tokens: length }: MethodContext,
  options: FoiSettings,
  masks: readonly Grid[],
): (step: MethodStep) => AttentionControl {
  const batch = names.length;
  const text = names.indexOf('text');
  const image = names.indexOf('image');
  const shared = outsideExclusive(options, masks);
  // The start token draws attention away from the words: where a place is a sub-instruction's own, it has none.
  const special = shared.length > 0 ? [] : specialRegion(options, masks);
  const regions = [...masks, ...special, ...shared];
  const inText = (values: (at: number) => number, size: number): Float32Array => {
    const data = new Float32Array(batch * size);
    for (let at = 0; at < size; at++) data[text * size + at] = values(at);
    return data;
  };
  const owner = Array.from({ length }, (_, token) =>
    options.subInstructions.findIndex(
      ({ span: [from, to], padding }) =>
        (token >= from && token < to) || padding.some(([position]) => position === token),
    ),
  );
  const segmentOf = (token: number): number => (owner[token] === -1 ? masks.length : owner[token]!);
  const perLevel = new Map<string, Tensor>();
  const segments = ({ height, width }: Level): Tensor => {
    const key = `${height}x${width}`;
    const known = perLevel.get(key);
    if (known !== undefined) return known;
    const cells = height * width;
    const sized = regions.map((region) => resizeGrid(region, height, width).data);
    const inside = (at: number): number => (sized[Math.floor(at / cells)]![at % cells]! > 0 ? 1 : 0);
    const made = tensor([batch, regions.length, cells], inText(inside, regions.length * cells));
    perLevel.set(key, made);
    return made;
  };
  const belongs = (at: number): number => {
    const region = Math.floor(at / length);
    return region === masks.length + special.length || segmentOf(at % length) === region ? 1 : 0;
  };
  const tokens = tensor([batch, regions.length, length], inText(belongs, regions.length * length));
  const alpha = (token: number): number => options.subInstructions[owner[token]!]?.alpha ?? 1;
  const strength = tensor([batch, length], inText(alpha, length));
  // A token that stands for several takes as much of the softmax as all of them would.
  const counts = new Map(options.subInstructions.flatMap(({ padding }) => padding));
  const raise = tensor(
    [batch, length],
    inText((token) => Math.log(counts.get(token) ?? 1), length),
  );
  const reference = names.map((_, row) => (row === text ? image : row));
  const swap = names.map((_, row) => row === text);
  return ({ timestep }) => ({
    reference,
    modulate: {
      segments,
      tokens,
      strength,
      swap,
      amount: ({ height, width }) =>
        tensor(
          [batch, height * width],
          inText(() => modulationStrength(timestep), height * width),
        ),
      ...(shared.length > 0 && { exclusive: raise }),
    },
  });
}

/** Where no sub-instruction is by itself, when some are: there all of them are read. */
function outsideExclusive({ subInstructions }: FoiSettings, masks: readonly Grid[]): Grid[] {
  const [first, ...others] = masks.filter((_, index) => subInstructions[index]?.exclusive === true);
  if (first === undefined) return [];
  const union = maximumOf([first, ...others.map((mask) => resizeGrid(mask, first.height, first.width))]);
  return [{ ...union, data: union.data.map((value) => 1 - value) }];
}

function specialRegion(options: FoiSettings, masks: readonly Grid[]): Grid[] {
  if (options.specialTokens === 'nowhere') return [];
  const [first, ...others] = masks as [Grid, ...Grid[]];
  // An outline from elsewhere is finer than a map of the attention.
  const union = maximumOf([first, ...others.map((mask) => resizeGrid(mask, first.height, first.width))]);
  return [options.specialTokens === 'union' ? union : filledGrid(union.height, union.width, 1)];
}

/**
 * Mask-guided disentangle sampling (equation 9): e_∅ + s_I (e_I − e_∅) + s_T · U · (e_T − e_I), U = union of the masks.
 * Without masks U = 1, which is plain InstructPix2Pix. Extension: U is the largest strength of the masks at a cell.
 *
 * @param predictions  rows `[B, C, h, w]` named by `names`
 */
export function disentangle(
  predictions: Tensor,
  names: readonly string[],
  options: FoiSettings,
  masks: readonly Grid[],
): Tensor {
  const [, channels = 1, height = 1, width = 1] = predictions.dims;
  const row = (name: string): Float32Array => {
    const at = names.indexOf(name);
    return rows(predictions, at, at + 1).data;
  };
  const [text, image, none] = [row('text'), row('image'), row('none')];
  const cells = height * width;
  const strengths = masks.map((mask, index) => {
    const { strength } = options.subInstructions[index]!;
    const sized = resizeGrid(mask, height, width);
    return { ...sized, data: sized.data.map((value) => value * strength) };
  });
  const union = strengths.length > 0 ? maximumOf(strengths as [Grid, ...Grid[]]).data : undefined;
  const data = new Float32Array(channels * cells);
  for (let i = 0; i < data.length; i++) {
    const scale = options.guidanceScale * (union === undefined ? 1 : union[i % cells]!);
    data[i] = none[i]! + options.imageGuidanceScale * (image[i]! - none[i]!) + scale * (text[i]! - image[i]!);
  }
  return tensor([1, channels, height, width], data);
}
