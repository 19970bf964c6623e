import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadClipTokenizer } from '../../../src/models/clip-tokenizer.ts';
import { chooseWeightFiles } from '../../../src/models/weight-files.ts';
import { buildCLIPImage, buildCLIPWords, clipWeights, parseCLIPConfig } from './clip-model.ts';
import { buildDinov2, dinov2Weights, parseDinov2Config } from './dinov2.ts';
import { openSafetensors, storedTensors } from '../../../src/compiler/safetensors.ts';
import { owlPixels } from '../../../src/detection/owl-pixels.ts';
import { UnsupportedModelError } from '../../../src/errors.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import { integersFeed, loadNetwork } from '../../../src/runtime/network.ts';

/** Turns pictures into vectors of length 1, whose product says how alike they are. */
export interface PictureEmbedder {
  readonly name: string;
  embed(picture: RgbImage): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** CLIP: texts too, in the same space. */
export interface ClipEmbedder extends PictureEmbedder {
  embedText(text: string): Promise<Float32Array>;
}

const CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073];
const CLIP_STD = [0.26862954, 0.26130258, 0.27577711];
const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];
/** Side of the pictures that DINOv2 is asked about. */
const DINO_SIDE = 224;

const configOf = async (folder: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;

async function weightsOf(folder: string) {
  const files = chooseWeightFiles(await readdir(folder));
  if (files.length === 0)
    throw new UnsupportedModelError(folder, 'no .safetensors file', 'weights as safetensors');
  const opened = await Promise.all(files.map((file) => openSafetensors(join(folder, file))));
  return opened.flatMap(storedTensors);
}

/** The square a model sees: the picture stretched, as InstructPix2Pix's own figures are computed. */
const pixelsOf = (picture: RgbImage, side: number, mean: readonly number[], std: readonly number[]) =>
  owlPixels(picture, { side, fit: 'stretch', padding: 0, mean, std });

/**
 * Opens a folder of CLIP as the Hub has it (config.json, vocab.json, merges.txt, safetensors).
 *
 * @throws {UnsupportedModelError} when it is no CLIP with both towers
 */
export async function openClip(folder: string): Promise<ClipEmbedder> {
  const raw = await configOf(folder);
  const config = parseCLIPConfig(raw);
  const weights = clipWeights(await weightsOf(folder));
  const tokenizer = await loadClipTokenizer(folder, config.text_config.max_position_embeddings);
  const image = await loadNetwork(buildCLIPImage(config, weights));
  const words = await loadNetwork(buildCLIPWords(config, weights));
  return {
    name: nameOf(folder),
    async embed(picture) {
      const { image_size: side } = config.vision_config;
      const feeds = { pixel_values: pixelsOf(picture, side, CLIP_MEAN, CLIP_STD) };
      return unit((await image.run(feeds, ['image_embeds'])).image_embeds.data);
    },
    async embedText(text) {
      const ids = tokenizer.frame(tokenizer.tokenize(text));
      const feeds = {
        input_ids: integersFeed(ids, [1, ids.length]),
        eos_position: integersFeed([ids.indexOf(Math.max(...ids))]),
      };
      return unit((await words.run(feeds, ['text_embeds'])).text_embeds.data);
    },
    async dispose() {
      await image.dispose();
      await words.dispose();
    },
  };
}

/**
 * Opens a folder of DINOv2 as the Hub has it.
 *
 * @throws {UnsupportedModelError} when it is something else
 */
export async function openDinov2(folder: string): Promise<PictureEmbedder> {
  const config = parseDinov2Config(await configOf(folder));
  const side = DINO_SIDE - (DINO_SIDE % config.patch_size);
  const network = await loadNetwork(buildDinov2(config, dinov2Weights(await weightsOf(folder)), { side }));
  return {
    name: nameOf(folder),
    async embed(picture) {
      const feeds = { pixel_values: pixelsOf(picture, side, IMAGENET_MEAN, IMAGENET_STD) };
      return unit((await network.run(feeds, ['pooler_output'])).pooler_output.data);
    },
    dispose: () => network.dispose(),
  };
}

const nameOf = (folder: string): string => folder.split('/').findLast((part) => part !== '') ?? folder;

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value ** 2, 0));
  return vector.map((value) => value / Math.max(length, Number.MIN_VALUE));
}
