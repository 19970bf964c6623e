/**
 * Properties of an object that one can steer by gradients: where its attention is, how large, of which shape, and what
 * the features inside look like; with their derivatives in closed form.
 *
 * Source: Epstein et al. 2023, Diffusion Self-Guidance (arXiv 2306.00986) and the authors' notebook for SDXL. One map
 * is the attention to one word, `[h, w]`.
 */
import { mapTensor, type Tensor } from '../tensor/tensor.ts';
import type { Energy } from './instance-energies.ts';

/** |centroid − target|, mean over x and y; coordinates 0…1 from the first cell to the last. */
export function centroidEnergy(map: Tensor, target: { readonly x: number; readonly y: number }): Energy {
  const [height = 1, width = 1] = map.dims;
  const total = sum(map);
  const at = (i: number): { x: number; y: number } => ({
    x: (i % width) / Math.max(1, width - 1),
    y: Math.floor(i / width) / Math.max(1, height - 1),
  });
  const { x, y } = centroidOf(map);
  const gradient = mapTensor(map, (_, i) => {
    const cell = at(i);
    const pull = Math.sign(x - target.x) * (cell.x - x) + Math.sign(y - target.y) * (cell.y - y);
    return pull / (2 * total);
  });
  return { value: (Math.abs(x - target.x) + Math.abs(y - target.y)) / 2, gradient };
}

/** Middle of a map: Σ x A / Σ A. */
export function centroidOf(map: Tensor): { readonly x: number; readonly y: number } {
  const [height = 1, width = 1] = map.dims;
  let [x, y] = [0, 0];
  map.data.forEach((share, i) => {
    x += (share * (i % width)) / Math.max(1, width - 1);
    y += (share * Math.floor(i / width)) / Math.max(1, height - 1);
  });
  const total = sum(map);
  return { x: x / total, y: y / total };
}

/** A soft mask of a map, norm(σ(s (norm(A) − ½))), and what pulls a gradient of the mask back to the map. */
export interface SoftMask {
  readonly mask: Tensor;
  readonly pullBack: (gradient: Tensor) => Tensor;
}

/**
 * Cuts a map at half its range, softly.
 *
 * @param sharpness  s: 10 in the notebook
 */
export function softMask(map: Tensor, sharpness = 10): SoftMask {
  const inner = normalise(map);
  const cut = mapTensor(inner.result, (value) => 1 / (1 + Math.exp(-sharpness * (value - 0.5))));
  const outer = normalise(cut);
  return {
    mask: outer.result,
    pullBack: (gradient) => {
      const ofCut = outer.pullBack(gradient);
      const slopes = mapTensor(ofCut, (value, i) => {
        const share = cut.data[i] as number;
        return value * sharpness * share * (1 - share);
      });
      return inner.pullBack(slopes);
    },
  };
}

/** |size − target|, size = mean of the soft mask. */
export function sizeEnergy(map: Tensor, target: number, sharpness?: number): Energy {
  const { mask, pullBack } = softMask(map, sharpness);
  const away = sum(mask) / mask.data.length - target;
  return {
    value: Math.abs(away),
    gradient: pullBack(mapTensor(mask, () => Math.sign(away) / mask.data.length)),
  };
}

/** Mean of |soft mask − target| over the cells. */
export function shapeEnergy(map: Tensor, target: Tensor, sharpness?: number): Energy {
  const { mask, pullBack } = softMask(map, sharpness);
  const away = mapTensor(mask, (value, i) => value - (target.data[i] as number));
  return {
    value: away.data.reduce((total, value) => total + Math.abs(value), 0) / away.data.length,
    gradient: pullBack(mapTensor(away, (value) => Math.sign(value) / away.data.length)),
  };
}

/** Features inside a mask, one number a channel: Σ mask Ψ / Σ mask. `[C, h, w]` → `[C]`. */
export function appearanceOf(feature: Tensor, mask: Tensor): Float32Array {
  const [channels = 1] = feature.dims;
  const cells = mask.data.length;
  const total = sum(mask);
  return Float32Array.from({ length: channels }, (_, channel) =>
    mask.data.reduce((part, weight, i) => part + (weight * feature.data[channel * cells + i]!) / total, 0),
  );
}

/** Mean over the channels of |appearance − target|; no gradient goes through the mask, as in the paper. */
export function appearanceEnergy(feature: Tensor, mask: Tensor, target: Float32Array): Energy {
  const own = appearanceOf(feature, mask);
  const cells = mask.data.length;
  const total = sum(mask);
  const away = own.map((value, channel) => value - (target[channel] as number));
  return {
    value: away.reduce((part, value) => part + Math.abs(value), 0) / away.length,
    gradient: mapTensor(feature, (_, i) => {
      const slope = Math.sign(away[Math.floor(i / cells)] as number) / away.length;
      return (slope * (mask.data[i % cells] as number)) / total;
    }),
  };
}

/** (A − min A) / (max A − min A); the extremes get their gradient each in one cell, as autograd gives it. */
function normalise(map: Tensor): {
  readonly result: Tensor;
  readonly pullBack: (gradient: Tensor) => Tensor;
} {
  const low = map.data.reduce((at, value, i) => (value < (map.data[at] as number) ? i : at), 0);
  const high = map.data.reduce((at, value, i) => (value > (map.data[at] as number) ? i : at), 0);
  const least = map.data[low] as number;
  const range = Math.max((map.data[high] as number) - least, Number.MIN_VALUE);
  const result = mapTensor(map, (value) => (value - least) / range);
  return {
    result,
    pullBack: (gradient) => {
      const pulled = mapTensor(gradient, (value) => value / range);
      let [ofLow, ofHigh] = [0, 0];
      gradient.data.forEach((value, i) => {
        const share = result.data[i] as number;
        ofHigh -= (value * share) / range;
        ofLow -= (value * (1 - share)) / range;
      });
      pulled.data[low] = (pulled.data[low] as number) + ofLow;
      pulled.data[high] = (pulled.data[high] as number) + ofHigh;
      return pulled;
    },
  };
}

const sum = ({ data }: Tensor): number => data.reduce((total, value) => total + value, 0);
