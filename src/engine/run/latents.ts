import type { Checkpoint } from '../../models/family.ts';
import type { RgbImage } from '../../image/image.ts';
import { isOutOfMemory } from '../../runtime/failure.ts';
import { concat, mapTensor, type Tensor, tensor } from '../../tensor/tensor.ts';
import { computeInTiles, cutTile, evenSpans, type Span } from '../../tensor/tiles.ts';
import type { NetworkCache } from './networks.ts';

/** RGB bytes → `[1, 3, H, W]` in −1…1. */
export function pixelsToTensor({ width, height, data }: RgbImage): Tensor {
  const plane = width * height;
  const values = new Float32Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++)
    for (let channel = 0; channel < 3; channel++)
      values[channel * plane + pixel] = data[pixel * 3 + channel]! / 127.5 - 1;
  return tensor([1, 3, height, width], values);
}

/** `[1, 3, H, W]` in −1…1 → RGB bytes: clamped, rounded to the nearest even half as NumPy does. */
export function tensorToPixels({ dims, data }: Tensor): RgbImage {
  const [, , height = 1, width = 1] = dims;
  const plane = width * height;
  const bytes = new Uint8Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++)
    for (let channel = 0; channel < 3; channel++) {
      const value = Math.min(1, Math.max(0, data[channel * plane + pixel]! / 2 + 0.5)) * 255;
      bytes[pixel * 3 + channel] = roundHalfToEven(value);
    }
  return { width, height, data: bytes };
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Latent cells by which tiles overlap, a quarter of diffusers' tile: seams fade over 128 pixels. */
const OVERLAP = 16;
/** Cells per side below which no tile is made smaller: then nothing fits. */
const SMALLEST_TILE = 32;

/** Latents of a picture: the mode of the posterior, not multiplied by the scaling factor. */
export const encodePicture = (
  cache: NetworkCache,
  checkpoint: Checkpoint,
  image: RgbImage,
): Promise<Tensor> => encodeOutputs(cache, checkpoint, pixelsToTensor(image), [checkpoint.vae.encoderOutput]);

/**
 * Latents of a picture: a draw from the posterior, multiplied by the scaling factor, as diffusers repaints from.
 *
 * @param sample  `[1, 3, H, W]` in −1…1
 * @param draw  standard normal noise of a shape; not called for an autoencoder without a posterior
 */
export async function drawPicture(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  sample: Tensor,
  draw: (dims: readonly number[]) => Tensor,
): Promise<Tensor> {
  const { vae } = checkpoint;
  const isSure = vae.encoderOutput === 'latents';
  const both = await encodeOutputs(cache, checkpoint, sample, isSure ? ['latents'] : ['mean', 'logvar']);
  if (isSure) return vae.toLatents(both);
  const [batch = 1, channels = 2, height = 1, width = 1] = both.dims;
  const dims = [batch, channels / 2, height, width];
  const noise = draw(dims);
  const size = noise.data.length;
  const drawn = mapTensor(noise, (value, at) => {
    const deviation = Math.exp(0.5 * Math.min(Math.max(both.data[size + at] as number, -30), 20));
    return (both.data[at] as number) + deviation * value;
  });
  return vae.toLatents(drawn);
}

/** Outputs of the encoder, one behind another on the axis of the channels. */
function encodeOutputs(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  sample: Tensor,
  names: readonly ('mean' | 'logvar' | 'latents')[],
): Promise<Tensor> {
  const { vae } = checkpoint;
  const [, , rowsOfPixels = 1, columnsOfPixels = 1] = sample.dims;
  const cells = { height: rowsOfPixels / vae.factor, width: columnsOfPixels / vae.factor };
  return inTiles(cells, vae.largestTile, async (rows, columns) => {
    const part = cutTile(sample, times(rows, vae.factor), times(columns, vae.factor));
    const [batch = 1, , height = 1, width = 1] = part.dims;
    const network = await cache.get(`${checkpoint.folder} encoder ${height}x${width}`, ({ scoreBytes }) =>
      vae.encoder({ batch, height, width, scoreBytes }),
    );
    const outputs = await network.run({ sample: part }, names);
    return concat(
      names.map((name) => outputs[name]),
      1,
    );
  });
}

/** The picture of latents that are multiplied by the scaling factor. */
export async function decodeLatents(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  latents: Tensor,
): Promise<RgbImage> {
  const { vae } = checkpoint;
  const [, , height = 1, width = 1] = latents.dims;
  const encoded = vae.fromLatents(latents);
  const decode = async (rows: Span, columns: Span): Promise<Tensor> => {
    const part = cutTile(encoded, rows, columns);
    const network = await cache.get(...decoderOf(checkpoint, part.dims));
    return (await network.run({ latents: part }, ['image'])).image;
  };
  return tensorToPixels(await inTiles({ height, width }, vae.largestTile, decode, vae.factor));
}

/** A look at latents on the way; none when the decoder would push the U-Net out of memory. */
export async function previewLatents(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  latents: Tensor,
): Promise<RgbImage | undefined> {
  const [batch = 1, channels = 1, ...sides] = latents.dims;
  const tile = sides.map((side) => firstLength(side, checkpoint.vae.largestTile));
  const decoder = await cache.getIfRoom(...decoderOf(checkpoint, [batch, channels, ...tile]));
  return decoder === undefined ? undefined : decodeLatents(cache, checkpoint, latents);
}

/** Key and graph of the decoder for latents `[B, C, h, w]`. */
function decoderOf(
  { folder, vae }: Checkpoint,
  [batch = 1, , rows = 1, columns = 1]: readonly number[],
): Parameters<NetworkCache['get']> {
  const [height, width] = [rows * vae.factor, columns * vae.factor];
  return [
    `${folder} decoder ${height}x${width}`,
    ({ scoreBytes }) => vae.decoder({ batch, height, width, scoreBytes }),
  ];
}

/**
 * Computes a picture at once when it is small, in overlapping tiles when it is large, and in smaller tiles as long as
 * the memory does not suffice.
 *
 * @param cells    latent cells of the picture
 * @param largest  cells per side that are computed at once
 * @param factor   output per latent cell: 1 for an encoder, whose output are the cells
 */
export async function inTiles(
  cells: { readonly height: number; readonly width: number },
  largest: number | undefined,
  compute: (rows: Span, columns: Span) => Promise<Tensor>,
  factor = 1,
): Promise<Tensor> {
  const [rows, columns] = [spansOf(cells.height, largest), spansOf(cells.width, largest)];
  try {
    return await computeInTiles(rows, columns, factor, compute);
  } catch (error) {
    const side = Math.max(firstLength(cells.height, largest), firstLength(cells.width, largest));
    const smaller = Math.max(SMALLEST_TILE, Math.ceil(side / 2));
    if (!isOutOfMemory(error) || smaller >= side) throw error;
    return inTiles(cells, smaller, compute, factor);
  }
}

const spansOf = (cells: number, largest = cells): Span[] => evenSpans(cells, largest, OVERLAP);
const firstLength = (cells: number, largest?: number): number => spansOf(cells, largest)[0]?.length ?? cells;
const times = ({ from, length }: Span, factor: number): Span => ({
  from: from * factor,
  length: length * factor,
});
