import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildFlux2, parseFlux2Config } from '../../src/compiler/blocks/flux2.ts';
import { buildQwen3, NEVER, parseQwen3Config } from '../../src/compiler/blocks/qwen3.ts';
import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import {
  buildFlux2Decoder,
  buildFlux2Encoder,
  parseFlux2AutoencoderConfig,
} from '../../src/compiler/blocks/vae-flux2.ts';
import type { Graph } from '../../src/compiler/graph.ts';
import { openSafetensors, readTensor, storedTensors } from '../../src/compiler/safetensors.ts';
import { verifyGraph } from '../../src/compiler/spec.ts';
import { createWeights, type Weights } from '../../src/compiler/weights.ts';
import { type Feed, integersFeed, loadNetwork } from '../../src/runtime/network.ts';
import { concat, rows, tensor, type Tensor } from '../../src/tensor/tensor.ts';

const root = '../shared/golden-klein';
const isThere = existsSync(join(root, 'goldens'));

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
/** The cases of a group whose names match. */
const casesOf = (group: string, pattern: RegExp): string[] =>
  isThere
    ? readdirSync(join(root, 'goldens', group))
        .filter((file) => file.endsWith('.json') && pattern.test(file))
        .map((file) => file.slice(0, -5))
    : [];

async function openCase(group: string, name: string) {
  const path = join(root, 'goldens', group, name);
  const file = await openSafetensors(`${path}.safetensors`);
  const sidecar = json(`${path}.json`) as Record<string, unknown> & { readonly model: string };
  return {
    sidecar,
    keys: file.entries.map((entry) => entry.name),
    tensor: (key: string): Promise<Tensor> => readTensor(file, key),
    model: join(root, sidecar.model),
  };
}

async function weightsOf(folder: string): Promise<Weights> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.safetensors'));
  const opened = await Promise.all(files.map((file) => openSafetensors(join(folder, file))));
  return createWeights(opened.flatMap(storedTensors));
}

async function run(
  graph: Graph,
  feeds: Readonly<Record<string, Feed>>,
  names: readonly string[],
): Promise<Readonly<Record<string, Tensor>>> {
  verifyGraph(graph);
  const network = await loadNetwork(graph, { threads: 1 });
  const results = await network.run<string>(feeds, names);
  await network.dispose();
  return results;
}

/** The largest difference in units of the expected values' standard deviation. */
function apart(got: Tensor, expected: Tensor): number {
  expect(got.dims).toEqual(expected.dims);
  const mean = expected.data.reduce((sum, value) => sum + value, 0) / expected.data.length;
  const variance = expected.data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / expected.data.length;
  const most = got.data.reduce(
    (worst, value, at) => Math.max(worst, Math.abs(value - (expected.data[at] ?? Number.NaN))),
    0,
  );
  return most / Math.sqrt(variance);
}

type Grid = readonly [number, number];

/** Rows and columns of the picture, then of each reference: ids `[N, 4]` are the picture's number, y, x, 0. */
function gridsOf({ data }: Tensor): readonly Grid[] {
  const grids = new Map<number, Grid>();
  for (let at = 0; at < data.length; at += 4) {
    const [picture = 0, y = 0, x = 0] = data.subarray(at, at + 3);
    const [height, width] = grids.get(picture) ?? [0, 0];
    grids.set(picture, [Math.max(height, y + 1), Math.max(width, x + 1)]);
  }
  return [...grids].toSorted(([one], [other]) => one - other).map(([, grid]) => grid);
}

/** Rows `[B, h·w, C]` as pictures `[B, C, h, w]`. */
function toImages({ dims, data }: Tensor, [height, width]: Grid, from: number): Tensor {
  const [batch = 1, length = 1, channels = 1] = dims;
  const image = tensor([batch, channels, height, width]);
  for (let row = 0; row < batch; row++)
    for (let cell = 0; cell < height * width; cell++)
      for (let channel = 0; channel < channels; channel++)
        image.data[(row * channels + channel) * height * width + cell] =
          data[(row * length + from + cell) * channels + channel] ?? Number.NaN;
  return image;
}

describe.skipIf(!isThere)(`the networks of FLUX.2 [klein] against ${root}`, () => {
  const unused = new Map<string, readonly string[]>();
  afterAll(() => expect(Object.fromEntries(unused)).toEqual({}));

  it.each(casesOf('flux2', /./u))('transformer %s', async (name) => {
    const golden = await openCase('flux2', name);
    // Of a batch each row has a sigma of its own: [[0.967, 0.31]].
    const sigmas = (golden.sidecar['sigmas'] as readonly (number | readonly number[])[]).flat();
    const [own, ...shown] = gridsOf(await golden.tensor('in/img_ids'));
    if (own === undefined) throw new Error(`${name}: in/img_ids has no rows`);
    const packed = await golden.tensor('in/hidden_states');
    const text = await golden.tensor('in/encoder_hidden_states');
    const [batch = 1, tokens = 1] = text.dims;
    const config = parseFlux2Config(json(join(golden.model, 'config.json')));
    const weights = await weightsOf(golden.model);
    const references = shown.map(([height, width]) => ({ height, width }));
    const [height, width] = own;
    for (const fused of [true, false]) {
      const options = { batch, height, width, tokens, references, control: false, fused };
      const { graph } = buildFlux2(config, weights, options);
      const named = new Set(
        graph.initializers.map((initializer) => initializer.name.replace(/\[.*\]$/u, '')),
      );
      const left = weights.names.filter((weight) => !named.has(weight));
      if (left.length > 0) unused.set(name, left);
      for (const key of golden.keys.filter((candidate) => candidate.endsWith('/out'))) {
        const told = /^sigma([\d.]+)/u.exec(key)?.[1];
        const levels = Array.from({ length: batch }, (_, row) => Number(told ?? sigmas[row]));
        let from = height * width;
        const pictures = shown.map((grid, at): [string, Tensor] => {
          const image = toImages(packed, grid, from);
          from += grid[0] * grid[1];
          return [`reference.${at}`, image];
        });
        const { out } = await run(
          graph,
          {
            sample: toImages(packed, own, 0),
            ...Object.fromEntries(pictures),
            encoder_hidden_states: text,
            time_proj: tensor(
              [batch, 256],
              timestepProjection(
                levels.map((level) => level * 1000),
                256,
              ),
            ),
          },
          ['out'],
        );
        const expected = toImages(await golden.tensor(key), own, 0);
        expect(apart(out as Tensor, expected)).toBeLessThan(1e-4);
      }
    }
  });

  it.each(casesOf('qwen3', /./u))('text encoder %s', async (name) => {
    const golden = await openCase('qwen3', name);
    const [ids, mask] = [await golden.tensor('input_ids'), await golden.tensor('attention_mask')];
    const [count = 1, tokens = 1] = ids.dims;
    const config = parseQwen3Config(json(join(golden.model, 'config.json')));
    // The one behind the last layer has a norm, and is read by nobody.
    const states = Array.from({ length: 28 }, (_, at) => at).filter(
      (at) => golden.keys.includes(`hidden_states.${at}`) || [9, 18, 27].includes(at),
    );
    const graph = buildQwen3(config, await weightsOf(golden.model), { tokens, states });
    for (let row = 0; row < count; row++) {
      const real = rows(mask, row, row + 1).data;
      const bias = Float32Array.from({ length: tokens * tokens }, (_, at) => {
        const [query, key] = [Math.floor(at / tokens), at % tokens];
        return key <= query && real[key] === 1 ? 0 : NEVER;
      });
      const feeds = {
        input_ids: integersFeed([...rows(ids, row, row + 1).data], [1, tokens]),
        mask: tensor([tokens, tokens], bias),
      };
      const names = states.map((at) => `hidden_states.${at}`);
      const got = await run(graph, feeds, names);
      for (const key of names.filter((candidate) => golden.keys.includes(candidate)))
        expect(apart(got[key] as Tensor, rows(await golden.tensor(key), row, row + 1)), key).toBeLessThan(
          1e-4,
        );
      const embeds = concat(
        [9, 18, 27].map((at) => got[`hidden_states.${at}`] as Tensor),
        2,
      );
      expect(apart(embeds, rows(await golden.tensor('prompt_embeds'), row, row + 1))).toBeLessThan(1e-4);
    }
  });

  it.each(casesOf('vae', /./u))('autoencoder %s', async (name) => {
    const golden = await openCase('vae', name);
    const config = parseFlux2AutoencoderConfig(json(join(golden.model, 'config.json')));
    const weights = await weightsOf(golden.model);
    const image = await golden.tensor('image_u8');
    const [batch = 1, height = 1, width = 1] = image.dims;
    const sample = tensor([batch, 3, height, width]);
    image.data.forEach((value, at) => {
      const [row, cell, channel] = [
        Math.floor(at / (height * width * 3)),
        Math.floor(at / 3) % (height * width),
        at % 3,
      ];
      sample.data[(row * 3 + channel) * height * width + cell] = (value / 255) * 2 - 1;
    });
    const size = { batch, height, width };
    const { latents } = await run(buildFlux2Encoder(config, weights, size), { sample }, ['latents']);
    expect(apart(latents as Tensor, await golden.tensor('latents'))).toBeLessThan(1e-4);
    const given = await golden.tensor('decode_in');
    const { image: decoded } = await run(buildFlux2Decoder(config, weights, size), { latents: given }, [
      'image',
    ]);
    const expected = await golden.tensor('decoded_u8');
    const worst = expected.data.reduce((most, value, at) => {
      const [row, cell, channel] = [
        Math.floor(at / (height * width * 3)),
        Math.floor(at / 3) % (height * width),
        at % 3,
      ];
      const got = (decoded as Tensor).data[(row * 3 + channel) * height * width + cell] as number;
      return Math.max(most, Math.abs(Math.min(255, Math.max(0, (got / 2 + 0.5) * 255)) - value));
    }, 0);
    expect(worst).toBeLessThan(1);
  });
});
