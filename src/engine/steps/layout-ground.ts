/**
 * What no segment covers, painted from the words of no segment: "a red cat and a dog on grass" → on grass.
 *
 * After MultiDiffusion (Bar-Tal et al. 2023, https://arxiv.org/abs/2302.08113): one prediction for every region. It is
 * no part of DenseDiffusion, which lowers all attention outside its segments; small models forget their background then.
 */
import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { coverGrid, type Grid, maximumOf } from '../../tensor/grid.ts';
import { concat, mapTensor, rows, type Tensor } from '../../tensor/tensor.ts';
import type { PaintSetup } from './from-words.ts';
import { weighEmbeddings, weightedIds, type WeightedIds } from '../run/prompt-weights.ts';

/** Words that only join others: they go when what they join is gone. */
const JOINTS = ['a', 'an', 'the', 'and', 'with', ','];

/** Rows of a run with a ground of its own. */
export const GROUND_ROWS = ['none', 'ground', 'text'] as const;

/**
 * The tokens of no segment, without the words that joined the segments' words.
 *
 * @param taken  positions of the segments' words in the framed prompt
 */
export function groundWords(checkpoint: Checkpoint, prompt: string, taken: ReadonlySet<number>): WeightedIds {
  const { ids, weights } = weightedIds(checkpoint, prompt);
  const joints = new Set(JOINTS.flatMap((word) => checkpoint.text.tokenizer.tokenize(word)));
  let isNextKept = false;
  const kept = [...ids.keys()]
    .toReversed()
    .filter((at) => (isNextKept = !taken.has(at + 1) && (isNextKept || !joints.has(ids[at]!))))
    .toReversed();
  return { ids: kept.map((at) => ids[at]!), weights: kept.map((at) => weights[at]!) };
}

/** 1 in the latents' cells that segments cover by half or more, `[h · w]`; `undefined` when nothing is left beside them. */
export function coveredCells(
  masks: readonly Grid[],
  { height, width }: { readonly height: number; readonly width: number },
): Float32Array | undefined {
  const cells = masks.map((mask) => coverGrid(mask, height, width, 0.5));
  const { data } = maximumOf(cells as unknown as readonly [Grid, ...Grid[]]);
  return data.includes(0) ? data : undefined;
}

/** What the text encoder makes of the words of no segment. */
export const encodeGround = async (setup: PaintSetup, { ids, weights }: WeightedIds): Promise<Conditioning> =>
  weighEmbeddings(await setup.encodeIds(ids), weights);

/** Predictions of `GROUND_ROWS` → `[none, text]`, whose second row is the ground's where no segment is. */
export function withGround(predictions: Tensor, covered: Float32Array): Tensor {
  const row = (name: (typeof GROUND_ROWS)[number]): Tensor => {
    const at = GROUND_ROWS.indexOf(name);
    return rows(predictions, at, at + 1);
  };
  const { data: text } = row('text');
  const mixed = mapTensor(row('ground'), (ground, at) =>
    covered[at % covered.length] === 1 ? text[at]! : ground,
  );
  return concat([row('none'), mixed], 0);
}
