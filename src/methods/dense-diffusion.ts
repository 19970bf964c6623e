/**
 * DenseDiffusion: painted segments with words. Attention between a segment's pixels and its words, and among its
 * pixels, is raised; everywhere else it is lowered; both fade with the noise.
 *
 * Source: Kim et al. 2023, Dense Text-to-Image Generation with Attention Modulation, section 3,
 * https://arxiv.org/abs/2308.12964. Where code and paper differ this follows the authors' code: the time weight is
 * (t / 1000)⁵, s is that of the query's segment in cross-attention too.
 */
import { z } from 'zod';
import { coverGrid, type Grid, resizeGrid } from '../tensor/grid.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { AttentionControl, Level, Method, MethodContext, MethodRun } from './method.ts';

const settings = z.object({
  segments: z
    .array(
      z.object({
        /** Positions of the segment's words in the framed prompt; none: it acts in self-attention only. */
        tokens: z.array(z.int()),
        /** 0/1 at latent size or finer. */
        mask: z.custom<Grid>((value) => typeof value === 'object' && value !== null && 'data' in value),
      }),
    )
    .min(1),
  /** w^c, 0…2 */
  crossWeight: z.number().default(1),
  /** w^s, 0…2 */
  selfWeight: z.number().default(0.3),
  /** How much a segment's size weakens it, 0…1. */
  sizeRegularization: z.number().min(0).max(1).default(1),
  /** Share of the steps that are modulated. */
  until: z.number().min(0).max(1).default(0.3),
  /** How fast modulation fades with the noise: weights are multiplied by (t / 1000) to this power. */
  fade: z.number().min(0).default(5),
  /** No logit goes further than this share of its way to the row's maximum or minimum; beyond 1 it leaves their range. */
  limit: z.number().positive().default(Infinity),
  /** Which cells a mask holds: those whose corner it covers (the authors' nearest), or those it covers by half. */
  cells: z.enum(['nearest', 'half']).default('nearest'),
});
export type DenseSettings = z.infer<typeof settings>;

export const denseDiffusion: Method<DenseSettings> = {
  name: 'dense-diffusion',
  paper: {
    title: 'Dense Text-to-Image Generation with Attention Modulation',
    url: 'https://arxiv.org/abs/2308.12964',
  },
  settings,
  start(context, options): MethodRun {
    const masksAt = masksByLevel(options);
    return {
      control(step) {
        if (options.crossWeight === 0 && options.selfWeight === 0) return undefined;
        const done = step.index - step.start;
        if (done >= options.until * (step.count - step.start)) return undefined;
        return modulation(context, options, masksAt, (step.timestep / 1000) ** options.fade);
      },
    };
  },
};

type MasksAt = (level: Level) => readonly Float32Array[];

function modulation(
  { rows, tokens: length }: MethodContext,
  options: DenseSettings,
  masksAt: MasksAt,
  fade: number,
): AttentionControl {
  const { segments } = options;
  const controlled = rows.map((name) => name === 'text');
  const perRow = (dims: readonly number[], values: Float32Array): Tensor => {
    const size = values.length;
    const data = new Float32Array(rows.length * size);
    controlled.forEach((on, row) => on && data.set(values, row * size));
    return tensor([rows.length, ...dims], data);
  };
  const tokens = new Float32Array(segments.length * length);
  segments.forEach((segment, index) =>
    segment.tokens.forEach((token) => (tokens[index * length + token] = 1)),
  );
  const amounts = (level: Level, weight: number): Tensor =>
    perRow(
      [level.height * level.width],
      sizeFactor(masksAt(level), options.sizeRegularization).map((share) =>
        Math.min(options.limit, weight * fade * share),
      ),
    );
  const selfAmount = (level: Level): Tensor => amounts(level, options.selfWeight);
  return {
    modulate: {
      segments(level) {
        const masks = masksAt(level);
        const cells = level.height * level.width;
        const data = new Float32Array(segments.length * cells);
        masks.forEach((mask, index) => data.set(mask, index * cells));
        return perRow([segments.length, cells], data);
      },
      tokens: perRow([segments.length, length], tokens),
      amount: (level) => amounts(level, options.crossWeight),
      ...(options.selfWeight === 0 ? {} : { selfAmount }),
      strength: perRow([length], new Float32Array(length).fill(1)),
    },
  };
}

/** The cells of every segment at a level; made once for all steps. */
function masksByLevel({ segments, cells }: DenseSettings): MasksAt {
  const made = new Map<string, readonly Float32Array[]>();
  return ({ height, width }) => {
    const name = `${height}x${width}`;
    const known =
      made.get(name) ??
      segments.map(({ mask }) =>
        cells === 'half' ? coverGrid(mask, height, width, 0.5).data : resizeGrid(mask, height, width).data,
      );
    made.set(name, known);
    return known;
  };
}

/**
 * s of every cell: 1 − share of the picture that belongs to the cell's own segments; overlapping segments add up.
 *
 * @param masks  0/1, `[S][N]`
 */
export function sizeFactor(masks: readonly Float32Array[], regularization: number): Float32Array {
  const cells = masks[0]?.length ?? 0;
  const areas = masks.map((mask) => mask.reduce((sum, value) => sum + value, 0) / cells);
  return Float32Array.from({ length: cells }, (_, cell) => {
    const share = masks.reduce((sum, mask, index) => sum + mask[cell]! * areas[index]!, 0);
    return 1 - regularization * share;
  });
}
