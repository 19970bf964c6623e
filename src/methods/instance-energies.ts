/**
 * Energies of an instance-level move, with their derivatives in closed form: what a gradient-guided run pulls back to
 * the latents.
 *
 *     E = w_pos E_pos + (Σ_o w_keep E_keep(o) + w_bg E_bg) / (others + 1) + w_id E_id + w_hole E_hole
 *
 *     E_pos  = mean_{B, I} A² − mean_{B+d, I} A²     mean over the layers; A mean over the heads, softmaxed
 *     E_keep = mean_{c, B_o} (F − F*)²              for every other object o
 *     E_bg   = mean_{c, y, x} ((F − F*) M)²         M = 0 in every box and in the target
 *     E_id   = mean_{c, B+d} (F − F* moved by d)²   ours: the object stays what it was
 *     E_hole = mean_{B without B+d, I} A²           ours: nothing of the word stays behind
 *
 * B the object's box, B+d where it shall be, I its tokens, F the last features, F* those of the source at this step.
 *
 * Source: Palaev et al. 2024, released code (Palandr123/DiffusionU-NetLLM), weights of its eval.yaml. E_id and E_hole
 * are not in it.
 */
import { ShapeError } from '../errors.ts';
import type { Grid } from '../tensor/grid.ts';
import { mapTensor, type Tensor } from '../tensor/tensor.ts';

/** A number, and its derivative by every element of what it was computed from. */
export interface Energy {
  readonly value: number;
  readonly gradient: Tensor;
}

/** A rectangle in shares of the picture, from the top left. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

// A thousandth of a cell is no cell: boxes come from divisions.
const firstCell = (share: number, cells: number): number => Math.floor(share * cells + 1e-3);
const lastCell = (share: number, cells: number): number => Math.ceil(share * cells - 1e-3);

/** Cells of a grid that a rectangle touches: 1, the others 0; rounded outward, so that nothing small is lost. */
export function regionOf(rectangle: Rectangle, height: number, width: number): Grid {
  const { x, y } = rectangle;
  const [left, top] = [firstCell(x, width), firstCell(y, height)];
  const [right, bottom] = [lastCell(x + rectangle.width, width), lastCell(y + rectangle.height, height)];
  const data = new Float32Array(height * width);
  for (let row = Math.max(0, top); row < Math.min(height, bottom); row++)
    data.fill(1, row * width + Math.max(0, left), row * width + Math.min(width, right));
  return { height, width, data };
}

/** 1 where none of the regions is. */
export function outsideOf(regions: readonly Grid[], height: number, width: number): Grid {
  const data = new Float32Array(height * width).fill(1);
  for (const region of regions) region.data.forEach((inside, cell) => inside > 0 && (data[cell] = 0));
  return { height, width, data };
}

/**
 * Mean of A² over the cells of a region and some tokens; zero for an empty region.
 *
 * @param map     `[h, w, L]`
 * @param region  0/1, `h × w`
 */
export function attentionInside(map: Tensor, region: Grid, tokens: readonly number[]): Energy {
  const length = map.dims.at(-1) as number;
  assertSame('attentionInside', region, map.dims.slice(0, 2));
  const wanted = new Set(tokens);
  const count = Math.max(1, region.data.reduce((sum, inside) => sum + inside, 0) * wanted.size);
  let value = 0;
  const gradient = mapTensor(map, (share, i) => {
    if (!wanted.has(i % length) || region.data[Math.floor(i / length)] === 0) return 0;
    value += share ** 2 / count;
    return (2 * share) / count;
  });
  return { value, gradient };
}

/** E_pos of one layer: attention to the object leaves its place and comes to the target. */
export function positionEnergy(map: Tensor, from: Grid, to: Grid, tokens: readonly number[]): Energy {
  return sumOf([
    [1, attentionInside(map, from, tokens)],
    [-1, attentionInside(map, to, tokens)],
  ]);
}

/**
 * Mean of ((F − F*) M)² over channels and cells.
 *
 * @param feature    `[C, h, w]`
 * @param reference  `[C, h, w]`
 * @param over       mean over all cells, as in the paper's background term, or over those of the mask
 */
export function featureDistance(
  feature: Tensor,
  reference: Tensor,
  mask: Grid,
  over: 'all' | 'mask' = 'mask',
): Energy {
  assertSame('featureDistance', mask, feature.dims.slice(1));
  const cells = mask.data.length;
  const [channels = 1] = feature.dims;
  const counted = over === 'all' ? cells : mask.data.reduce((sum, inside) => sum + inside, 0);
  const count = Math.max(1, channels * counted);
  let value = 0;
  const gradient = mapTensor(feature, (own, i) => {
    const weight = (mask.data[i % cells] as number) ** 2;
    const away = own - (reference.data[i] as number);
    value += (weight * away ** 2) / count;
    return (2 * weight * away) / count;
  });
  return { value, gradient };
}

const hold = (at: number, size: number): number => Math.min(size - 1, Math.max(0, at));

/** A field moved by whole cells, right and down positive; what comes from outside is the nearest cell of the edge. */
export function moved(field: Tensor, right: number, down: number): Tensor {
  const [height = 1, width = 1] = field.dims.slice(-2);
  return mapTensor(field, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width) % height];
    const plane = i - (y * width + x);
    return field.data[plane + hold(y - down, height) * width + hold(x - right, width)] as number;
  });
}

export interface InstanceMove {
  /** The object's box. */
  readonly from: Rectangle;
  /** Where it shall be: of the same size. */
  readonly to: Rectangle;
  readonly others: readonly Rectangle[];
  /** Positions of the object's words in the prompt. */
  readonly tokens: readonly number[];
}

export interface InstanceWeights {
  readonly position: number;
  readonly keep: number;
  readonly background: number;
  readonly identity: number;
  readonly hole: number;
  /** The paper's background term is a mean over all cells. */
  readonly backgroundOver: 'all' | 'mask';
}

/** The weights of the released code, and its energies only. */
export const PALAEV: InstanceWeights = {
  position: 7.5,
  keep: 30,
  background: 30,
  identity: 0,
  hole: 0,
  backgroundOver: 'all',
};

/** Ours: what is moved stays what it was, and leaves its place. */
export const PALAEV_PLUS: InstanceWeights = { ...PALAEV, identity: 15, hole: 4 };

/** What the energies are computed from. */
export interface InstanceReading {
  /** `[h, w, L]` by layer. */
  readonly maps: ReadonlyMap<string, Tensor>;
  /** F and F*, `[C, h, w]`. */
  readonly feature: Tensor;
  readonly reference: Tensor;
}

/** The energy of a move with its cotangents: dA by layer, dF. */
export function instanceEnergy(
  { maps, feature, reference }: InstanceReading,
  move: InstanceMove,
  weights: InstanceWeights,
): { readonly value: number; readonly maps: ReadonlyMap<string, Tensor>; readonly feature: Tensor } {
  const layers = [...maps].map(([name, map]) => {
    const [height = 1, width = 1] = map.dims;
    const [from, to] = [regionOf(move.from, height, width), regionOf(move.to, height, width)];
    const hole = { ...from, data: from.data.map((inside, cell) => (to.data[cell] === 0 ? inside : 0)) };
    const energy = sumOf([
      [weights.position / maps.size, positionEnergy(map, from, to, move.tokens)],
      [weights.hole / maps.size, attentionInside(map, hole, move.tokens)],
    ]);
    return [name, energy] as const;
  });
  const ofFeature = featureEnergy(feature, reference, move, weights);
  return {
    value: layers.reduce((sum, [, { value }]) => sum + value, ofFeature.value),
    maps: new Map(layers.map(([name, { gradient }]) => [name, gradient])),
    feature: ofFeature.gradient,
  };
}

function featureEnergy(
  feature: Tensor,
  reference: Tensor,
  move: InstanceMove,
  weights: InstanceWeights,
): Energy {
  const [, height = 1, width = 1] = feature.dims;
  const region = (rectangle: Rectangle): Grid => regionOf(rectangle, height, width);
  const others = move.others.map(region);
  const background = outsideOf([region(move.from), region(move.to), ...others], height, width);
  const share = 1 / (others.length + 1);
  const right = Math.round((move.to.x - move.from.x) * width);
  const down = Math.round((move.to.y - move.from.y) * height);
  return sumOf([
    [weights.background * share, featureDistance(feature, reference, background, weights.backgroundOver)],
    ...others.map((other) => [weights.keep * share, featureDistance(feature, reference, other)] as const),
    [weights.identity, featureDistance(feature, moved(reference, right, down), region(move.to))],
  ]);
}

function sumOf(terms: readonly (readonly [weight: number, energy: Energy])[]): Energy {
  const [[, first]] = terms as readonly [readonly [number, Energy]];
  const data = new Float32Array(first.gradient.data.length);
  let value = 0;
  for (const [weight, energy] of terms) {
    value += weight * energy.value;
    if (weight !== 0)
      energy.gradient.data.forEach((slope, i) => (data[i] = (data[i] as number) + weight * slope));
  }
  return { value, gradient: { dims: first.gradient.dims, data } };
}

function assertSame(subject: string, { height, width }: Grid, dims: readonly number[]): void {
  if (dims[0] !== height || dims[1] !== width)
    throw new ShapeError(subject, `a region of ${dims[0]}×${dims[1]} cells`, `${height}×${width}`);
}
