import { createHash } from 'node:crypto';
import { openOwl, type OwlModel } from '../models/owl.ts';
import type { Graph } from '../compiler/graph.ts';
import type { RgbImage } from '../image/image.ts';
import { integersFeed, loadNetwork, type Network } from '../runtime/network.ts';
import type { Detection, Detector } from './detector.ts';
import { boxesAbove, classLogits, type OwlFeatures, toDetections } from './owl-boxes.ts';
import { owlPixels } from './owl-pixels.ts';
import { queryText } from './query-text.ts';

/** Gives a loaded network by a key of its own: the engine's cache, so that its memory budget holds. */
export type LoadNetwork = (key: string, build: () => Graph) => Promise<Network>;

/** Pictures whose features are remembered: people ask several things about one picture. */
const PICTURES = 4;
/** Texts whose embeddings are remembered. */
const TEXTS = 2000;

const FEATURES = ['class_embeds', 'logit_shift', 'logit_scale', 'pred_boxes'] as const;

/**
 * Opens an OWL-ViT or OWLv2 folder as a detector; weights are loaded with the first picture. A picture is looked at
 * once and a word is encoded once, whatever is asked later.
 *
 * @param fused  the device computes fused attention rightly
 * @throws {UnsupportedModelError} when the compiler cannot follow its config
 */
export async function createOwlDetector(folder: string, load?: LoadNetwork, fused = true): Promise<Detector> {
  const model = await openOwl(folder);
  const own = new Map<string, Promise<Network>>();
  const network: LoadNetwork =
    load ??
    ((key, build) => {
      const known = own.get(key) ?? loadNetwork(build());
      own.set(key, known);
      return known;
    });
  const pictures = remember(PICTURES, (image: RgbImage) => look(model, network, image, fused));
  const words = remember(TEXTS, (text: string) => encode(model, network, text));
  const { thresholds, vocabulary, synonyms } = model.card;
  return {
    name: model.card.name ?? model.name,
    traits: { ...thresholds, vocabulary, synonyms },
    async detect(image, labels, { threshold, signal }): Promise<Detection[]> {
      if (labels.length === 0) return [];
      signal?.throwIfAborted();
      const features = await pictures(fingerprint(image), image);
      const queries: Float32Array[] = [];
      for (const label of labels) {
        signal?.throwIfAborted();
        const text = queryText(model.card.prompt, label);
        queries.push(await words(text, text));
      }
      const longest = Math.max(image.width, image.height);
      const scale = model.pixels.fit === 'pad' ? { width: longest, height: longest } : image;
      const logits = classLogits(features, queries);
      return toDetections(boxesAbove(logits, features.pred_boxes, threshold, scale), labels, image);
    },
    async dispose() {
      for (const loaded of own.values()) await (await loaded).dispose();
      own.clear();
    },
  };
}

async function look(
  model: OwlModel,
  network: LoadNetwork,
  image: RgbImage,
  fused: boolean,
): Promise<OwlFeatures> {
  const loaded = await network(`${model.folder} image`, () => model.imageGraph({ fused }));
  return loaded.run({ pixel_values: owlPixels(image, model.pixels) }, FEATURES);
}

/** The embedding of a text, `[T]` of length 1. */
async function encode(model: OwlModel, network: LoadNetwork, text: string): Promise<Float32Array> {
  const { tokenizer } = model;
  const ids = tokenizer.frame(tokenizer.tokenize(text));
  const loaded = await network(`${model.folder} text`, () => model.textGraph());
  const feeds = {
    input_ids: integersFeed(ids, [1, ids.length]),
    eos_position: integersFeed([ids.indexOf(Math.max(...ids))]),
  };
  return (await loaded.run(feeds, ['text_embeds'])).text_embeds.data;
}

const fingerprint = ({ width, height, data }: RgbImage): string =>
  createHash('sha256').update(`${width}×${height}`).update(data).digest('hex');

/** Computes once for every key; the key that was not used for the longest time is forgotten first. */
function remember<I, R>(
  limit: number,
  compute: (input: I) => Promise<R>,
): (key: string, input: I) => Promise<R> {
  const results = new Map<string, R>();
  return async (key, input) => {
    const result = results.get(key) ?? (await compute(input));
    results.delete(key);
    results.set(key, result);
    if (results.size > limit) results.delete(results.keys().next().value as string);
    return result;
  };
}
