/**
 * Repaints what a copy has to invent, the ground where a thing stood, in a few steps without gradients.
 *
 * After PixelMan (Jiang et al. 2025, arXiv 2412.14283): no inversion, all pictures of a step get the same noise; keys and
 * values of the decoder's self-attention come from pictures that are known; outside the hole the latents are held to the
 * copy. Differs: two classes of queries, the thing (keys of the source) and the ground (keys of the source with its hole
 * filled, in which the thing is nowhere to be seen), each a row of its own whose predictions are put together; no energy.
 */
import type { Checkpoint } from '../../models/family.ts';
import type { Mask, RgbImage } from '../../image/image.ts';
import { compositeByMask, featherMask } from '../../image/masks.ts';
import { fittingSize, resizeImage } from '../../image/resize.ts';
import type { MethodRun } from '../../methods/method.ts';
import { concat, mapTensor, rows, type Tensor, tensor } from '../../tensor/tensor.ts';
import { createTorchGenerator } from '../../tensor/torch-random.ts';
import { denoise } from '../run/denoise.ts';
import { decodeLatents, encodePicture } from '../run/latents.ts';
import { noiseOf } from '../run/noise.ts';
import { encodeText } from '../run/text.ts';
import { openDenoiser } from '../run/denoiser.ts';
import { fullSettings, type RunRequest, sizeStep, type Components } from '../components.ts';

/** Steps of the whole schedule, and the share of them that is made. */
const STEPS = 16;
const STRENGTH = 0.35;
/** Pixels over which the repainted ground fades into what is around it, as share of the longer side. */
const FEATHER = 1 / 64;

/** A copy and the pictures it was made of, all of one size. */
export interface Copy {
  readonly source: RgbImage;
  /** The source with its holes filled from around them. */
  readonly filled: RgbImage;
  /** The things put into it. */
  readonly pasted: RgbImage;
  /** Where things stood, and where they are now. */
  readonly hole: Mask;
  readonly things: Mask;
}

/** Rows of the U-Net: two known pictures, then the result with the keys of each. */
const PICTURE_OF_ROW = [0, 1, 2, 2];
const KEYS_OF_ROW = [0, 1, 0, 1];

/** Repaints the hole of a copy; what is outside of it stays bit for bit. */
export async function harmonise(components: Components, request: RunRequest, copy: Copy): Promise<RgbImage> {
  const { cache, imageModel: checkpoint } = components;
  const settings = fullSettings(checkpoint, request.settings, false);
  const size = fittingSize(copy.source, settings.width * settings.height, sizeStep(checkpoint));
  const cells = { height: size.height / checkpoint.vae.factor, width: size.width / checkpoint.vae.factor };
  request.onProgress({ phase: 'load', step: 0, count: 1 });
  const denoiser = await openDenoiser(
    cache,
    checkpoint,
    { batch: PICTURE_OF_ROW.length, ...cells },
    { control: true, fused: components.fused },
  );
  request.onProgress({ phase: 'encode', step: 0, count: 1 });
  const known = await encodeAll(components, [copy.source, copy.filled, copy.pasted], size);
  const none = await encodeText(cache, checkpoint, undefined);
  const latents = await denoise({
    cache,
    checkpoint,
    denoiser,
    conditioning: PICTURE_OF_ROW.map(() => none),
    image:
      checkpoint.edits === 'none' ? undefined : PICTURE_OF_ROW.map(() => tensor([1, ...known.dims.slice(1)])),
    pictureOfRow: PICTURE_OF_ROW,
    picture: { ...size, guidanceScale: 1 },
    method: steering(checkpoint, known, settings.seed, {
      hole: cellsOf(copy.hole, cells, 0),
      things: cellsOf(copy.things, cells, 0.5),
    }),
    sampler: noiseOf(checkpoint, cells).sampler.name,
    steps: STEPS,
    seed: settings.seed,
    from: { latents: known, strength: STRENGTH },
    latentDims: known.dims,
    onProgress: request.onProgress,
    signal: request.signal,
  });
  request.onProgress({ phase: 'decode', step: 0, count: 1 });
  const painted = await resizeImage(await decodeLatents(cache, checkpoint, rows(latents, 2, 3)), copy.source);
  return compositeByMask(copy.pasted, painted, groundOf(copy));
}

async function encodeAll(
  { cache, imageModel: checkpoint }: Components,
  pictures: readonly RgbImage[],
  size: { readonly width: number; readonly height: number },
): Promise<Tensor> {
  const encoded: Tensor[] = [];
  for (const picture of pictures)
    encoded.push(await encodePicture(cache, checkpoint, await resizeImage(picture, size)));
  return checkpoint.vae.toLatents(concat(encoded, 0));
}

/** What is repainted: the hole, soft at its edge, and never a pixel of the things. */
function groundOf({ hole, things }: Copy): Mask {
  const soft = featherMask(hole, Math.round(FEATHER * Math.max(hole.width, hole.height)));
  return { ...soft, data: soft.data.map((value, at) => value * (1 - things.data[at]!)) };
}

/** Share of a mask in each cell, cut: 1 where it is above `least`. `[h·w]` */
function cellsOf(
  { width, height, data }: Mask,
  cells: { readonly height: number; readonly width: number },
  least: number,
): Float32Array {
  const sums = new Float32Array(cells.width * cells.height);
  const counts = new Float32Array(sums.length);
  data.forEach((value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const cell =
      Math.floor((y * cells.height) / height) * cells.width + Math.floor((x * cells.width) / width);
    sums[cell]! += value;
    counts[cell]!++;
  });
  return sums.map((sum, cell) => (sum / Math.max(1, counts[cell]!) > least ? 1 : 0));
}

interface Classes {
  readonly hole: Float32Array;
  readonly things: Float32Array;
}

function steering(
  checkpoint: Checkpoint,
  known: Tensor,
  seed: number,
  { hole, things }: Classes,
): MethodRun & Required<Pick<MethodRun, 'combine'>> {
  const [pictures = 3, ...dims] = known.dims;
  const [, height = 1, width = 1] = dims;
  const { sampler, ...way } = noiseOf(checkpoint, { height, width });
  const schedule = way.schedule(STEPS, STRENGTH);
  const drawn = createTorchGenerator(seed).randn([1, ...dims]);
  const noise = concat(
    Array.from({ length: pictures }, () => drawn),
    0,
  );
  const own = PICTURE_OF_ROW.map((_, row) => row);
  const rowsOf = { q: own, k: KEYS_OF_ROW, v: KEYS_OF_ROW };
  return {
    control: () => ({ selfRows: ({ side }) => (side?.name === 'up' ? rowsOf : undefined) }),
    combine(predictions) {
      const [thing, ground] = [rows(predictions, 2, 3), rows(predictions, 3, 4)];
      const both = mapTensor(ground, (value, at) =>
        things[at % things.length] === 1 ? (thing.data[at] as number) : value,
      );
      return concat([rows(predictions, 0, 2), both], 0);
    },
    after(latents, { index }) {
      const isLast = index + 1 >= schedule.timesteps.length;
      const held = isLast ? known : sampler.addNoise(schedule, known, noise, index + 1);
      const result = latents.data.length * (2 / pictures);
      return mapTensor(latents, (value, at) =>
        at >= result && hole[at % hole.length] === 1 && things[at % things.length] === 0
          ? value
          : (held.data[at] as number),
      );
    },
  };
}

/** Why a hole cannot be repainted: the model paints nothing without a picture to change. */
export const canHarmonise = ({ edits, card, denoiser }: Checkpoint): boolean =>
  denoiser.offers.includes('self') && (edits === 'none' || card.imageConditionZeroIsTextToImage === true);
