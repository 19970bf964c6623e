/**
 * Masks from attention: which cells of a picture a word looks at.
 *
 * Source: Guo and Lin 2023, Focus on Your Instruction, section 4.1, https://arxiv.org/abs/2312.10113; the smoothing is
 * that of Attend-and-Excite (Chefer et al. 2023).
 */
import { coverage, type Grid, minMax } from '../tensor/grid.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Level, MethodContext } from './method.ts';

/** Attend-and-Excite's 3×3 kernel, or a true Gaussian. */
export type SmoothingKernel = 'attend-and-excite' | 'gaussian';

/** The level whose side is nearest to 16 cells at the checkpoint's own size; it scales with other sizes. */
export function maskLevel({ latents, sampleSize, layers }: MethodContext): Level {
  const levels = layers.filter((layer) => layer.kind === 'cross');
  const own = (layer: Level): number => (layer.height * sampleSize) / latents.height;
  const best = levels.reduce((nearest, layer) =>
    Math.abs(Math.log2(own(layer) / 16)) < Math.abs(Math.log2(own(nearest) / 16)) ? layer : nearest,
  );
  return { height: best.height, width: best.width };
}

/** Cross-attention layers of the encoder and the decoder at a level, the middle block too when it is there. */
export function layersAt({ layers }: MethodContext, level: Level): string[] {
  return layers
    .filter((layer) => layer.kind === 'cross' && layer.height === level.height && layer.width === level.width)
    .map(({ name }) => name);
}

export function mapSize({ layers }: Pick<MethodContext, 'layers'>, names: readonly string[]): Level {
  const layer = layers.find(({ name }) => name === names[0]);
  if (layer === undefined) throw new RangeError(`no attention layer is called '${names[0]}'`);
  return layer;
}

/** Mean of maps `[B, N, L]` over layers. */
export function meanMap(maps: readonly Tensor[]): Tensor {
  const [first] = maps;
  if (first === undefined) throw new RangeError('the masks need attention maps, got none');
  const data = new Float32Array(first.data.length);
  for (const map of maps) for (let i = 0; i < data.length; i++) data[i]! += map.data[i]! / maps.length;
  return { dims: first.dims, data };
}

/** Attention that the cells of one row give to some tokens, mean over the tokens. */
export function tokenMap(
  map: Tensor,
  row: number,
  tokens: readonly number[],
  { height, width }: Level,
): Grid {
  const [, cells = 0, length = 0] = map.dims;
  const data = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++)
    for (const token of tokens)
      data[cell]! += map.data[(row * cells + cell) * length + token]! / tokens.length;
  return { height, width, data };
}

/** 3×3 weights `[9]`, sum 1. Attend-and-Excite's exponent is (d / 2σ)², which makes a wider kernel. */
export function smoothingKernel(kind: SmoothingKernel, sigma = 0.5): Float32Array {
  const divisor = kind === 'attend-and-excite' ? 4 * sigma ** 2 : 2 * sigma ** 2;
  const side = [-1, 0, 1].map((distance) => Math.exp(-(distance ** 2) / divisor));
  const sum = side.reduce((total, weight) => total + weight, 0);
  return Float32Array.from(side.flatMap((y) => side.map((x) => (y * x) / sum ** 2)));
}

/** Convolution with a 3×3 kernel, reflecting at the border. */
export function smooth({ height, width, data }: Grid, kernel: Float32Array): Grid {
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++)
          sum +=
            kernel[(dy + 1) * 3 + dx + 1]! * data[reflect(y + dy, height) * width + reflect(x + dx, width)]!;
      out[y * width + x] = sum;
    }
  return { height, width, data: out };
}

/** Mirrors a position beyond the border, the border itself not repeated. */
function reflect(at: number, size: number): number {
  if (size === 1) return 0;
  if (at < 0) return -at;
  return at >= size ? 2 * size - 2 - at : at;
}

/** γ rounds of squaring and min–max (equation 8). */
export function sharpen(map: Grid, gamma: number): Grid {
  let sharpened = map;
  for (let round = 0; round < gamma; round++)
    sharpened = minMax({ ...sharpened, data: sharpened.data.map((value) => value * value) });
  return sharpened;
}

/**
 * Mask of a keyword (equations 2 and 8): smoothed, sharpened, cut.
 *
 * γ and τ are one parameter: after the first round minimum and maximum are 0 and 1, so the mask is
 * (m² − a²)/(b² − a²) ≥ τ^(1/2^(γ−1)).
 */
export function attentionMask(
  map: Grid,
  options: { readonly gamma: number; readonly threshold: number; readonly kernel: SmoothingKernel },
): Grid {
  const sharpened = sharpen(smooth(map, smoothingKernel(options.kernel)), options.gamma);
  return { ...sharpened, data: sharpened.data.map((value) => (value >= options.threshold ? 1 : 0)) };
}

/** True when a local mask covers nothing worth editing, or nearly everything. */
export function isUnusable(mask: Grid): boolean {
  const share = coverage(mask);
  return share < 1 / 512 || share > 0.85;
}
