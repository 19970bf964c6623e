/** OWL-ViT and OWLv2: tokens, pre-processing, both towers with their heads, post-processing. */
import { openOwl } from '../../src/models/owl.ts';
import { boxesAbove, classLogits, type OwlFeatures } from '../../src/detection/owl-boxes.ts';
import { owlPixels } from '../../src/detection/owl-pixels.ts';
import { integersFeed, loadNetwork } from '../../src/runtime/network.ts';
import { concat, mapTensor, tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { modelPath } from './component.ts';
import { compare, type Comparison, judge, type Outcome } from './comparison.ts';
import type { GoldenCase } from './golden-case.ts';
import { against, once } from './networks.ts';

export async function runOwl(golden: GoldenCase): Promise<readonly Outcome[]> {
  const model = await openOwl(await modelPath(golden, 'model'));
  const image = await golden.tensor('image_u8');
  const [height = 1, width = 1] = image.dims.slice(-3);
  const picture = { width, height, data: Uint8Array.from(image.data) };
  const comparisons = [
    await against(golden, 'pixel_values', owlPixels(picture, model.pixels), 'pixel_values'),
  ];
  if (golden.keys.includes('pixel_values_grey_pad')) {
    const grey = owlPixels(picture, { ...model.pixels, padding: 0.5 });
    comparisons.push(await against(golden, 'pixel_values_grey_pad', grey, 'pixel_values'));
  }
  const pixels = await golden.tensor('pixel_values');
  const graph = model.imageGraph();
  const features = await once(
    graph,
    { pixel_values: pixels },
    graph.outputs.map(({ name }) => name),
  );
  const queries = golden.sidecar['queries'] as readonly string[];
  const ids = queries.map((query) => model.tokenizer.frame(model.tokenizer.tokenize(query)));
  comparisons.push(
    compare('input_ids', tensor([ids.length, 16], ids.flat()), await golden.tensor('input_ids'), 0),
  );
  const texts = await encodeAll(model, ids);
  const logits = classLogits(
    features as unknown as OwlFeatures,
    texts.map(({ data }) => data),
  );
  const outputs: Readonly<Record<string, Tensor>> = { ...features, text_embeds: concat(texts, 0), logits };
  for (const key of golden.keys.filter((name) => name in outputs))
    comparisons.push(await against(golden, key, outputs[key] as Tensor, 'outputs'));
  return [judge(golden.name, [...comparisons, ...(await postProcessed(golden, logits, features))])];
}

async function encodeAll(
  model: Awaited<ReturnType<typeof openOwl>>,
  queries: readonly (readonly number[])[],
): Promise<Tensor[]> {
  const network = await loadNetwork(model.textGraph(), { threads: 1 });
  const texts: Tensor[] = [];
  for (const ids of queries) {
    const feeds = {
      input_ids: integersFeed(ids, [1, ids.length]),
      eos_position: integersFeed([ids.indexOf(Math.max(...ids))]),
    };
    texts.push((await network.run(feeds, ['text_embeds'])).text_embeds);
  }
  await network.dispose();
  return texts;
}

/** Scores may differ by what the logits may, boxes by what 0…1 may, times the picture's side. */
async function postProcessed(
  golden: GoldenCase,
  logits: Tensor,
  features: Readonly<Record<string, Tensor>>,
): Promise<Comparison[]> {
  const [height, width] = golden.sidecar['target_size_hw'] as readonly [number, number];
  const longest = Math.max(height, width);
  const isPadded = golden.keys.includes('objectness_logits');
  const scale = isPadded ? { width: longest, height: longest } : { width, height };
  const threshold = golden.sidecar['threshold'] as number;
  const found = boxesAbove(logits, features['pred_boxes'] as Tensor, threshold, scale);
  const inPixels = (box: Tensor): Tensor => mapTensor(box, (value) => value / longest);
  const goldenBoxes = await golden.tensor('post/boxes');
  const boxes = tensor(
    [found.length, 4],
    found.flatMap(({ corners }) => corners),
  );
  const goldenScores = await golden.tensor('post/scores');
  return [
    compare(
      'post/labels',
      tensor(
        [found.length],
        found.map(({ query }) => query),
      ),
      await golden.tensor('post/labels'),
      0,
    ),
    compare(
      'post/scores',
      tensor(
        [found.length],
        found.map(({ score }) => score),
      ),
      goldenScores,
      golden.tolerances.of('outputs', await golden.tensor('logits')),
    ),
    compare(
      'post/boxes / side',
      inPixels(boxes),
      inPixels(goldenBoxes),
      golden.tolerances.of('outputs', await golden.tensor('pred_boxes')),
    ),
  ];
}
