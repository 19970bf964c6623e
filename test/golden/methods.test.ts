/** Against what PyTorch, diffusers and the authors' formulas gave: tools/golden/heat_and_null_text.py. */
import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';
import { openComponent } from '../../tools/golden/component.ts';
import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import { buildUNet } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { createWeights } from '../../src/compiler/weights.ts';
import { controlFeeds } from '../../src/engine/run/control-feeds.ts';
import { ascend, optimise } from '../../src/engine/steps/invert.ts';
import { createNetworkCache } from '../../src/engine/run/networks.ts';
import { openTextGradient } from '../../src/engine/run/denoiser-text-gradient.ts';
import { collectAttention } from '../../src/methods/attention-maps.ts';
import { loadNetwork } from '../../src/runtime/network.ts';
import { parseSchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { resizeGridBicubic } from '../../src/tensor/grid.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

// Whole runs of a model: a busy machine takes minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const folder = import.meta.dirname;
const gold = async (name: string) => JSON.parse(await readFile(`${folder}/methods/${name}.json`, 'utf8'));
const models = `${folder}/core/models`;

const cache = createNetworkCache(2 ** 30, { threads: 1 });
afterAll(() => cache.dispose());

/** The largest difference, relative to the largest value that was to come out. */
function worst(got: ArrayLike<number>, expected: readonly number[]): number {
  expect(got.length).toBe(expected.length);
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, at) => Math.abs(value - (got[at] as number)))) / size;
}

interface HeatCase {
  readonly model: string;
  readonly rows: number;
  readonly row: number;
  readonly seed: number;
  readonly timesteps: readonly number[];
  readonly heat: Readonly<Record<string, readonly number[]>>;
  readonly headsFirst: Readonly<Record<string, readonly number[]>>;
}
const daam = (await gold('daam')) as {
  readonly bicubic: { readonly seed: number; readonly data: readonly number[] };
  readonly cases: readonly HeatCase[];
};

describe('resizeGridBicubic', () => {
  it("is PyTorch's bicubic interpolation", () => {
    const { data } = createTorchGenerator(daam.bicubic.seed).randn([1, 1, 3, 5]);
    expect(
      worst(resizeGridBicubic({ height: 3, width: 5, data }, 7, 8).data, daam.bicubic.data),
    ).toBeLessThan(1e-6);
  });
});

describe('collectAttention', () => {
  it.each(daam.cases.map((each) => [each.model, each] as const))('is DAAM on %s', async (_, each) => {
    const { config: json, tensors } = await openComponent({
      root: `${folder}/core`,
      sidecar: { model: `models/${each.model}/unet` },
    } as never);
    const config = parseUNetConfig(json);
    const [batch, height, width, tokens] = [each.rows, 16, 16, 77];
    const options = { batch, height, width, tokens, control: true, fused: false };
    const { graph, layers } = buildUNet(config, createWeights(tensors), options);
    const context = {
      rows: Array.from({ length: batch }, (__, row) => (row === each.row ? 'text' : `other ${row}`)),
      tokens,
      latents: { height, width },
      sampleSize: height,
      layers,
      steps: each.timesteps.length,
    };
    const random = createTorchGenerator(each.seed);
    const sample = random.randn([batch, config.in_channels, height, width]);
    const text = random.randn([batch, tokens, config.cross_attention_dim as number]);
    const maps = collectAttention(context, 'text');
    const network = await loadNetwork(graph, { threads: 1 });
    const names = layers.filter(({ kind }) => kind === 'cross').map(({ name }) => name);
    const [channels = 0] = config.block_out_channels;
    for (const [index, timestep] of each.timesteps.entries()) {
      const times = Array.from({ length: batch }, () => timestep);
      const feeds = {
        sample,
        encoder_hidden_states: text,
        time_proj: tensor([batch, channels], timestepProjection(times, channels)),
        ...noAddition(config, batch),
        ...controlFeeds(undefined, true, { batch, tokens, layers }),
      };
      const results = await network.run<string>(feeds, ['out', ...names.map((name) => `maps.${name}`)]);
      maps.observe(new Map(names.map((name) => [name, results[`maps.${name}`] as Tensor])), {
        index,
        count: each.timesteps.length,
        start: 0,
        timestep,
      });
    }
    await network.dispose();
    for (const [token, expected] of Object.entries(each.headsFirst)) {
      const { data } = maps.heat([Number(token)]);
      expect(worst(data, expected)).toBeLessThan(1e-4);
      // The package cuts at 0 before it averages the heads: that is all that differs.
      expect(worst(data, each.heat[token] as readonly number[])).toBeLessThan(0.1);
    }
  });
});

/** SDXL's pooled text and time ids, all zero. */
function noAddition(config: ReturnType<typeof parseUNetConfig>, batch: number): Record<string, Tensor> {
  const { addition_time_embed_dim: each, projection_class_embeddings_input_dim: all } = config;
  if (typeof each !== 'number' || typeof all !== 'number') return {};
  const ids = timestepProjection(
    Array.from({ length: 6 * batch }, () => 0),
    each,
  );
  return { text_embeds: tensor([batch, all - 6 * each]), time_ids_proj: tensor([batch, 6 * each], ids) };
}

/** Every fourth row and column. */
const sparse = ({ data }: Tensor): number[] =>
  [...data].filter((_, at) => at % 4 === 0 && Math.floor(at / 16) % 4 === 0);

describe('null-text inversion', () => {
  it("follows the authors' notebook", async () => {
    const expected = await gold('null-text');
    const checkpoint = await openCheckpoint(`${models}/tiny-ip2p`);
    const random = createTorchGenerator(expected.seed);
    const clean = random.randn([1, 4, 16, 16]);
    const [text, none] = [random.randn([1, 77, 24]), random.randn([1, 77, 24])].map((embeddings) => ({
      embeddings,
    })) as [{ embeddings: Tensor }, { embeddings: Tensor }];
    const picture = { width: 64, height: 64, guidanceScale: expected.guidanceScale };
    const walk = {
      network: await openTextGradient(
        cache,
        checkpoint,
        { height: 16, width: 16 },
        { image: tensor([1, 4, 16, 16]), picture },
      ),
      config: parseSchedulerConfig({
        beta_start: 0.00085,
        beta_end: 0.012,
        beta_schedule: 'scaled_linear',
        clip_sample: false,
        set_alpha_to_one: false,
        timestep_spacing: 'leading',
      }),
      steps: expected.steps,
      guidanceScale: expected.guidanceScale,
      iterations: expected.inner,
      text,
      none,
      request: { onProgress() {}, signal: new AbortController().signal },
    };
    const path = await ascend(walk, clean);
    expect(worst(sparse(path[0] as Tensor), expected.noisiest)).toBeLessThan(1e-4);
    const { found, losses, end } = await optimise(walk, path);
    const lastLosses = (expected.losses as number[][]).map((own) => own.at(-1) as number);
    expect(worst(losses, lastLosses)).toBeLessThan(1e-4);
    for (const [index, { embeddings }] of found.entries()) {
      const some = [...embeddings.data].filter(
        (_, at) => Math.floor(at / 24) % 16 === 0 && (at % 24) % 6 === 0,
      );
      expect(worst(some, expected.embeddings[index])).toBeLessThan(1e-3);
    }
    expect(worst(sparse(end), expected.end)).toBeLessThan(1e-4);
  });
});
