/** Single passes of the networks: text encoders, U-Nets, autoencoders. */
import { basename, dirname } from 'node:path';
import { openDiffusersFolder } from '../../src/models/diffusers-folder.ts';
import { feedsOf } from '../../src/engine/run/text.ts';
import { openTextEncoder } from '../../src/models/text-encoder.ts';
import {
  buildTinyDecoder,
  buildTinyEncoder,
  parseAutoencoderTinyConfig,
} from '../../src/compiler/blocks/tiny-vae.ts';
import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import { buildUNet } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import {
  autoencoderWeights,
  buildDecoder,
  buildEncoder,
  parseAutoencoderKLConfig,
} from '../../src/compiler/blocks/vae.ts';
import type { Graph } from '../../src/compiler/graph.ts';
import { createWeights } from '../../src/compiler/weights.ts';
import { type Feed, loadNetwork } from '../../src/runtime/network.ts';
import { concat, mapTensor, tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { modelPath, openComponent } from './component.ts';
import { compare, judge, type Comparison, type Outcome } from './comparison.ts';
import type { GoldenCase } from './golden-case.ts';

const NETWORK = { threads: 1 };

/** A text encoder with its tokenizer: ids, every hidden state, the pooled outputs. */
export async function runTextEncoder(golden: GoldenCase): Promise<readonly Outcome[]> {
  const path = await modelPath(golden, 'model');
  const component = basename(path) as 'text_encoder' | 'text_encoder_2';
  const encoder = await openTextEncoder(await openDiffusersFolder(dirname(path)), component);
  const prompts = golden.sidecar['prompts'] as readonly string[];
  const ids = prompts.map((prompt) => encoder.tokenizer.frame(encoder.tokenizer.tokenize(prompt)));
  const goldenIds = await golden.tensor('input_ids');
  const gotIds = tensor(goldenIds.dims, ids.flat());
  const names = golden.keys.filter((key) => key !== 'input_ids');
  const network = await loadNetwork(encoder.graph(), NETWORK);
  const outputs = new Map<string, Tensor[]>(names.map((name) => [name, []]));
  try {
    for (const row of ids) {
      const results = await network.run(feedsOf(encoder.inputs(row)), names);
      for (const name of names) outputs.get(name)?.push(results[name] as Tensor);
    }
  } finally {
    await network.dispose();
  }
  const comparisons = await Promise.all(
    names.map((name) => against(golden, name, concat(outputs.get(name) ?? [], 0), 'states')),
  );
  return [judge(golden.name, [compare('input_ids', gotIds, goldenIds, 0), ...comparisons])];
}

/** A U-Net at every timestep of the case: output, features, attention probabilities. */
export async function runUNet(golden: GoldenCase): Promise<readonly Outcome[]> {
  const { config: json, tensors } = await openComponent(golden);
  const config = parseUNetConfig(json);
  const feeds = await inputFeeds(golden, config.addition_time_embed_dim ?? 0);
  const [batch = 1, , height = 1, width = 1] = feeds['sample']?.dims ?? [];
  const tokens = feeds['encoder_hidden_states']?.dims[1] ?? 0;
  const [channels = 0] = config.block_out_channels;
  const style = { flipSinToCos: config.flip_sin_to_cos, shift: config.freq_shift };
  const options = { batch, height, width, tokens, control: false, inspect: true };
  const timesteps = golden.sidecar['timesteps'] as readonly number[];
  const network = await loadNetwork(buildUNet(config, createWeights(tensors), options).graph, NETWORK);
  const comparisons: Comparison[] = [];
  try {
    for (const timestep of timesteps) {
      const keys = golden.keys.filter((key) => key.startsWith(`t${timestep}/`));
      const names = keys.map((key) => outputName(key.slice(key.indexOf('/') + 1)));
      const repeated = Array.from({ length: batch }, () => timestep);
      const time = tensor([batch, channels], timestepProjection(repeated, channels, style));
      const results = await network.run({ ...feeds, time_proj: time }, names);
      for (const [i, key] of keys.entries()) {
        const subject = key.includes('/probs/')
          ? 'probabilities'
          : key.includes('/feature/')
            ? 'features'
            : 'out';
        comparisons.push(await against(golden, key, results[names[i] as string] as Tensor, subject));
      }
    }
  } finally {
    await network.dispose();
  }
  return [judge(golden.name, comparisons)];
}

/** Our output for a golden key without its timestep: `probs/<layer>`, `feature/<module>`, `out`. */
function outputName(key: string): string {
  return key.replace('probs/', 'probabilities.').replace('feature/', 'feature.');
}

/** The golden inputs `in/…` as feeds of our graph; time ids are embedded outside of it. */
export async function inputFeeds(golden: GoldenCase, timeEmbedding: number): Promise<Record<string, Feed>> {
  const feeds: Record<string, Feed> = {
    sample: await golden.tensor('in/sample'),
    encoder_hidden_states: await golden.tensor('in/encoder_hidden_states'),
  };
  if (golden.keys.includes('in/timestep_cond'))
    feeds['timestep_cond'] = await golden.tensor('in/timestep_cond');
  if (golden.keys.includes('in/added_cond.time_ids')) {
    const ids = await golden.tensor('in/added_cond.time_ids');
    const [batch = 1, count = 6] = ids.dims;
    feeds['text_embeds'] = await golden.tensor('in/added_cond.text_embeds');
    feeds['time_ids_proj'] = tensor(
      [batch, count * timeEmbedding],
      timestepProjection([...ids.data], timeEmbedding),
    );
  }
  return feeds;
}

/** An autoencoder of either kind, both ways. */
export async function runAutoencoder(golden: GoldenCase): Promise<readonly Outcome[]> {
  const { config, tensors } = await openComponent(golden);
  const pixels = await golden.tensor('pixel_values');
  const [batch = 1, , height = 1, width = 1] = pixels.dims;
  const options = { batch, height, width };
  if (config['_class_name'] === 'AutoencoderTiny') {
    const parsed = parseAutoencoderTinyConfig(config);
    const weights = createWeights(tensors);
    const { latents } = await once(buildTinyEncoder(parsed, weights, options), { sample: pixels }, [
      'latents',
    ]);
    const decodeIn = await golden.tensor('decode_in');
    const decoder = buildTinyDecoder(parsed, weights, options);
    const { image } = await once(decoder, { latents: decodeIn }, ['image']);
    const decoded = await against(golden, 'decoded', image, 'decoded');
    return [judge(golden.name, [await against(golden, 'latents', latents, 'latents'), decoded])];
  }
  const parsed = parseAutoencoderKLConfig(config);
  const weights = autoencoderWeights(tensors);
  const encoder = buildEncoder(parsed, weights, options);
  const { mean, logvar } = await once(encoder, { sample: pixels }, ['mean', 'logvar']);
  const deviation = mapTensor(logvar, (value) => Math.exp(0.5 * Math.min(Math.max(value, -30), 20)));
  const noise = await golden.tensor('noise');
  const sample = mapTensor(
    mean,
    (value, i) => value + (deviation.data[i] as number) * (noise.data[i] as number),
  );
  const scaled = await golden.tensor('scaled_latents');
  const latents = mapTensor(scaled, (value) => value / parsed.scaling_factor);
  const { image } = await once(buildDecoder(parsed, weights, options), { latents }, ['image']);
  const got = {
    mean,
    mode: mean,
    logvar,
    std: deviation,
    sample,
    decoded: image,
    decoded_u8: toPixels(image),
  };
  const comparisons = Object.entries(got)
    .filter(([key]) => golden.keys.includes(key))
    .map(([key, value]) => against(golden, key, value, key === 'decoded_u8' ? 'u8' : 'tensors'));
  return [judge(golden.name, await Promise.all(comparisons))];
}

/** `[B, 3, H, W]` in −1…1 → `[B, H, W, 3]` in 0…255, rounded. */
export function toPixels(image: Tensor): Tensor {
  const [batch = 1, channels = 3, height = 1, width = 1] = image.dims;
  const cells = height * width;
  const data = new Float32Array(image.data.length);
  for (let i = 0; i < data.length; i++) {
    const [row, channel, cell] = [
      Math.floor(i / (channels * cells)),
      Math.floor(i / cells) % channels,
      i % cells,
    ];
    const share = Math.min(Math.max((image.data[i] as number) / 2 + 0.5, 0), 1);
    data[(row * cells + cell) * channels + channel] = Math.round(255 * share);
  }
  return { dims: [batch, height, width, channels], data };
}

/** Compares with the golden tensor of that name, within what the sidecar allows for such a thing. */
export async function against(
  golden: GoldenCase,
  key: string,
  got: Tensor,
  subject: string,
): Promise<Comparison> {
  const expected = await golden.tensor(key);
  return compare(key, got, expected, golden.tolerances.of(subject, expected));
}

/** Loads a graph, runs it once and lets it go. */
export async function once<K extends string>(
  graph: Graph,
  feeds: Readonly<Record<string, Feed>>,
  outputs: readonly K[],
): Promise<Record<K, Tensor>> {
  const network = await loadNetwork(graph, NETWORK);
  try {
    return await network.run(feeds, outputs);
  } finally {
    await network.dispose();
  }
}
