import { access, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { SAM_DECODERS, SAM_ENCODERS } from '../models/sam-files.ts';
import { BotError, UnsupportedModelError } from '../errors.ts';
import type { Mask, RgbImage } from '../image/image.ts';
import type { Feed, NetworkOptions } from '../runtime/network.ts';
import { integersFeed } from '../runtime/network.ts';
import { loadOnnxFile, type OnnxFile } from '../runtime/onnx-file.ts';
import { asGrid } from '../tensor/grid.ts';
import { rows, type Tensor, tensor } from '../tensor/tensor.ts';
import type { Box } from './detector.ts';
import { samMask, samPixels, type SamPixels, samSize } from './sam-pixels.ts';
import type { Segmenter } from './segmenter.ts';

const settings = z.object({
  size: z.object({ longest_edge: z.int().positive() }).default({ longest_edge: 1024 }),
  image_mean: z.array(z.number()).length(3).default([0.485, 0.456, 0.406]),
  image_std: z.array(z.number()).length(3).default([0.229, 0.224, 0.225]),
});

/** Where the two networks of an export lie. */
export interface SamFiles {
  readonly encoder: string;
  readonly decoder: string;
}

/**
 * Finds the two networks of an export: `vision_encoder.onnx` and `prompt_encoder_mask_decoder.onnx`.
 *
 * @throws {BotError} `NO_MODEL` naming what is missing
 */
export async function findSam(folder: string): Promise<SamFiles> {
  const find = async (names: readonly string[]): Promise<string> => {
    const paths = names.flatMap((name) => [join(folder, name), join(folder, 'onnx', name)]);
    for (const path of paths)
      if (
        await access(path).then(
          () => true,
          () => false,
        )
      )
        return path;
    throw new BotError('NO_MODEL', `${folder}: expected ${names.join(' or ')} in it or in its folder onnx`);
  };
  return { encoder: await find(SAM_ENCODERS), decoder: await find(SAM_DECODERS) };
}

/**
 * Opens an export of Segment Anything (SAM, SlimSAM, MobileSAM as transformers.js has them); weights are loaded with
 * the first picture. The latest picture stays encoded, so that its next objects cost a fraction.
 *
 * @throws {BotError} `NO_MODEL` when a file is missing
 * @throws {UnsupportedModelError} with the first picture, when the networks ask for something else
 */
export async function openSegmenter(folder: string, options: NetworkOptions = {}): Promise<Segmenter> {
  const files = await findSam(folder);
  const pixels = await readPixels(folder);
  const open = (path: string): Promise<OnnxFile> => loadOnnxFile(path, options);
  let loaded: Promise<readonly [encoder: OnnxFile, decoder: OnnxFile]> | undefined;
  let latest: { readonly image: RgbImage; readonly embeddings: Readonly<Record<string, Tensor>> } | undefined;
  const encode = async (encoder: OnnxFile, decoder: OnnxFile, image: RgbImage) => {
    if (latest?.image === image) return latest.embeddings;
    const wanted = encoder.outputs.filter((name) => decoder.inputs.includes(name));
    const embeddings = await encoder.run({ pixel_values: samPixels(image, pixels) }, wanted);
    latest = { image, embeddings };
    return embeddings;
  };
  return {
    name: basename(folder),
    async segment(image, boxes, signal) {
      if (boxes.length === 0) return [];
      signal?.throwIfAborted();
      loaded ??= Promise.all([open(files.encoder), open(files.decoder)]);
      const [encoder, decoder] = await loaded;
      checkInputs(files.decoder, decoder, encoder.outputs);
      const embeddings = await encode(encoder, decoder, image);
      const masks: Mask[] = [];
      for (const box of boxes) {
        signal?.throwIfAborted();
        const prompt = promptOf(decoder, box, image, pixels);
        const answer = await decoder.run({ ...embeddings, ...prompt }, ['iou_scores', 'pred_masks']);
        masks.push(samMask(bestMask(answer.iou_scores, answer.pred_masks), image, pixels));
      }
      return masks;
    },
    async dispose() {
      latest = undefined;
      for (const network of (await loaded) ?? []) await network.dispose();
      loaded = undefined;
    },
  };
}

async function readPixels(folder: string): Promise<SamPixels> {
  const file = join(folder, 'preprocessor_config.json');
  const json = await readFile(file, 'utf8').catch(() => '{}');
  const read = settings.safeParse(JSON.parse(json));
  if (!read.success)
    throw new UnsupportedModelError(file, read.error.issues[0]?.path.join('.') ?? '', 'SamImageProcessor');
  const { size, image_mean: mean, image_std: std } = read.data;
  return { side: size.longest_edge, mean, std };
}

/** Inputs that `promptOf` knows how to fill. */
const PROMPTS = new Set(['input_points', 'input_labels', 'input_boxes']);

function checkInputs(file: string, { inputs }: OnnxFile, encoded: readonly string[]): void {
  const strange = inputs.find((name) => !PROMPTS.has(name) && !encoded.includes(name));
  if (strange === undefined && inputs.some((name) => name === 'input_boxes' || name === 'input_points'))
    return;
  throw new UnsupportedModelError(
    file,
    strange === undefined ? 'neither input_boxes nor input_points' : `an input ${strange}`,
    'the inputs of transformers.js: input_points, input_labels, input_boxes, the embeddings of its encoder',
  );
}

/**
 * A box as the decoder takes it. Exports without `input_boxes` get its middle as a point inside, and two opposite
 * corners as points outside.
 */
function promptOf(
  { inputs }: OnnxFile,
  [x, y, width, height]: Box,
  picture: RgbImage,
  pixels: SamPixels,
): Readonly<Record<string, Feed>> {
  const size = samSize(picture, pixels);
  const [sx, sy] = [size.width / picture.width, size.height / picture.height];
  const [left, top, right, bottom] = [x * sx, y * sy, (x + width) * sx, (y + height) * sy];
  const middle = [(left + right) / 2, (top + bottom) / 2];
  const hasBoxes = inputs.includes('input_boxes');
  const points = hasBoxes ? middle : [...middle, left, top, right, bottom];
  const labels = hasBoxes ? [1] : [1, 0, 0];
  const feeds: Readonly<Record<string, Feed>> = {
    input_points: tensor([1, 1, labels.length, 2], Float32Array.from(points)),
    input_labels: integersFeed(labels, [1, 1, labels.length]),
    input_boxes: tensor([1, 1, 4], Float32Array.of(left, top, right, bottom)),
  };
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => inputs.includes(name)));
}

/** The mask that the network itself thinks best of. `scores` `[1, 1, M]`, `masks` `[1, 1, M, h, w]` */
function bestMask({ data: scores }: Tensor, masks: Tensor) {
  const best = scores.indexOf(Math.max(...scores));
  const [height = 1, width = 1] = masks.dims.slice(-2);
  return asGrid(rows(tensor([scores.length, height, width], masks.data), best, best + 1));
}
