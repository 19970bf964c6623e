/** Whole runs of the pipelines of diffusers, with the product's own checkpoints, samplers and attention graphs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEmbedding } from '../../src/models/embeddings/read-embedding.ts';
import { withEmbeddings } from '../../src/models/embeddings/with-embeddings.ts';
import { openCheckpoint } from '../../src/models/index.ts';
import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import { pixelsToTensor } from '../../src/engine/run/latents.ts';
import { createNetworkCache } from '../../src/engine/run/networks.ts';
import { decodeMask, decodePicture } from '../../src/image/decode.ts';
import type { Mask } from '../../src/image/image.ts';
import { resizeMask } from '../../src/image/resize.ts';
import { findSampler, samplers } from '../../src/sampling/index.ts';
import type { Step } from '../../src/sampling/sampler.ts';
import { parseSchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { concat, mapTensor, rows, tensor, type Tensor, weightedSum } from '../../src/tensor/tensor.ts';
import { modelPath } from './component.ts';
import { compare, judge, type Comparison, type Outcome } from './comparison.ts';
import { against, toPixels } from './networks.ts';
import type { GoldenCase } from './golden-case.ts';
import { type Arguments, type Bench, guide, type Row, rowsOf } from './pipeline-rows.ts';
import { nearness } from './schedulers.ts';

const KNOWN = new Set(
  'prompt prompt_2 negative_prompt image mask_image height width strength num_inference_steps guidance_scale image_guidance_scale guidance_rescale eta clip_skip original_size target_size crops_coords_top_left negative_original_size negative_target_size negative_crops_coords_top_left'.split(
    ' ',
  ),
);
const PIPELINE = /^StableDiffusion(XL)?(|Img2Img|Inpaint|InstructPix2Pix)Pipeline$/;

/** Runs one pipeline case and compares timesteps, final latents and picture. */
export async function runPipeline(golden: GoldenCase): Promise<readonly Outcome[]> {
  const skip = (reason: string): Outcome[] => [{ name: golden.name, status: 'skip', reason }];
  const [call = ''] = (golden.sidecar['call'] as string).split('(');
  const kind = PIPELINE.exec(call);
  if (kind === null) return skip(`the pipeline ${call} belongs to a later issue`);
  const values = golden.sidecar['arguments'] as Arguments;
  const unknown = Object.keys(values).filter((key) => !KNOWN.has(key));
  if (unknown.length > 0) return skip(`argument ${unknown.join(', ')} is not known yet`);
  const scheduler = golden.sidecar['scheduler'] as string;
  if (!samplers.some((sampler) => sampler.scheduler === scheduler))
    return skip(`no sampler for ${scheduler} yet`);
  const learned = (golden.sidecar['embeddings'] as readonly string[] | undefined) ?? [];
  const checkpoint = withEmbeddings(
    await openCheckpoint(await modelPath(golden, 'model')),
    await Promise.all(learned.map((file) => readEmbedding(join(golden.root, file)))),
  );

  const cache = createNetworkCache(2 ** 30, { threads: 1 });
  try {
    const sampler = findSampler(scheduler);
    const config = parseSchedulerConfig(golden.sidecar['scheduler_config']);
    const isPartial = kind[2] === 'Img2Img' || kind[2] === 'Inpaint';
    const strength = isPartial ? (values.strength ?? (kind[2] === 'Inpaint' ? 1 : 0.8)) : 1;
    const schedule = sampler.schedule(config, values.num_inference_steps, strength);
    const pixels = await pictureOf(golden);
    const bench = { golden, checkpoint, cache, values, kind: kind[2] ?? '', sampler, schedule, pixels };
    return [judge(golden.name, await comparisonsOf(bench))];
  } finally {
    await cache.dispose();
  }
}

async function comparisonsOf(bench: Bench): Promise<Comparison[]> {
  const { golden, schedule } = bench;
  const { latents, visited } = await paint(bench);
  const image = await decode(bench, latents);
  const timesteps = await golden.tensor('step_timesteps');
  const used = schedule.timesteps.slice(schedule.startIndex);
  return [
    compare('step_timesteps', tensor([used.length], used), timesteps, nearness(timesteps)),
    // Nothing is said about the latents in between; they tell where a failing run left the path.
    ...(await wayOf(bench, visited)),
    await against(golden, 'final_latents', latents, 'final_latents'),
    await against(golden, 'image_u8', toPixels(image), 'image_u8'),
  ];
}

/** The latents after each step, held to nothing, unless they are the whole reason: a clue in the failure text. */
async function wayOf({ golden }: Bench, visited: readonly Tensor[]): Promise<Comparison[]> {
  if (!golden.keys.includes('step_latents')) return [];
  const path = await golden.tensor('step_latents');
  const got = concat(
    visited.map(({ dims, data }) => ({ dims: [1, ...dims], data })),
    0,
  );
  return [compare('step_latents', got, path, Infinity)];
}

async function paint(bench: Bench): Promise<{ latents: Tensor; visited: Tensor[] }> {
  const { golden, sampler, schedule, values, pixels } = bench;
  const draws = golden.keys.filter((key) => key.startsWith('noise/')).sort();
  const noise = await Promise.all(draws.map((key) => golden.tensor(key)));
  const take = (): Tensor => {
    const next = noise.shift();
    if (next === undefined) throw new Error('the run draws more noise than the golden one');
    return next;
  };
  let start: Tensor;
  let blend: ((x: Tensor, step: Step) => Tensor) | undefined;
  let condition: Tensor | undefined;
  if (bench.kind === 'Img2Img' || bench.kind === 'Inpaint') {
    const isFull = bench.kind === 'Inpaint' && schedule.startIndex === 0;
    const isFiller = bench.checkpoint.edits === 'inpaint';
    // U-Nets that fill holes need the picture itself only where they begin from it.
    const clean = isFull && isFiller ? undefined : await encodeSample(bench, pixels as Tensor, take());
    const added = take();
    start =
      isFull || clean === undefined
        ? weightedSum([schedule.initNoiseSigma, added])
        : sampler.addNoise(schedule, clean, added, schedule.startIndex);
    if (isFiller) condition = await holeCondition(bench, pixels as Tensor, added.dims, take());
    else if (bench.kind === 'Inpaint' && clean !== undefined) {
      const mask = await maskOf(golden, clean.dims);
      // The masked picture is encoded too, and not looked at.
      take();
      blend = (x, step) => {
        const next = step.index + 1;
        const original = next < step.count ? sampler.addNoise(schedule, clean, added, next) : clean;
        return mapTensor(x, (value, i) =>
          (mask.data[i] as number) > 0 ? value : (original.data[i] as number),
        );
      };
    }
  } else start = weightedSum([schedule.initNoiseSigma, await golden.tensor('initial_latents')]);

  if (bench.kind === 'InstructPix2Pix') condition = await imageCondition(bench, pixels as Tensor);
  const table = await rowsOf(bench, start);
  const tokens = table[0]?.conditioning.embeddings.dims[1] ?? 1;
  const network = await openRows(bench, table.length, start.dims, tokens);
  const predict = async (input: Tensor, step: Step): Promise<Tensor> =>
    guide(values, table, await network(table, input, step, condition), start.dims[0] as number);
  const visited: Tensor[] = [];
  const running = sampler.sample(predict, start, schedule, { noise: take, eta: values.eta });
  let changed: Tensor | undefined;
  for (;;) {
    const { done, value } = await running.next(changed);
    if (done === true) return { latents: value, visited };
    changed = blend?.(value.x, value.step);
    visited.push(changed ?? value.x);
  }
}

/** Predictions of all rows, in one batch. */
async function openRows(
  { checkpoint, cache }: Bench,
  batch: number,
  dims: readonly number[],
  tokens: number,
) {
  const [, , height = 1, width = 1] = dims;
  const { factor } = checkpoint.vae;
  const network = await cache.get(
    'unet',
    () => checkpoint.denoiser.graph({ batch, height, width, tokens, control: false }).graph,
  );
  return async (
    table: readonly Row[],
    input: Tensor,
    { timestep }: Step,
    condition: Tensor | undefined,
  ): Promise<Tensor> => {
    const conditionings = table.map(({ conditioning }) => conditioning);
    const picture = { width: width * factor, height: height * factor, guidanceScale: 1 };
    const samples = table.map(({ name, picture: index }) => {
      const own = rows(input, index, index + 1);
      if (condition === undefined) return own;
      const isBlind = name === 'none' && checkpoint.edits === 'instruct-pix2pix';
      return concat([own, isBlind ? mapTensor(condition, () => 0) : condition], 1);
    });
    const told = { sample: concat(samples, 0), rows: conditionings, timestep, picture };
    const inputs = checkpoint.denoiser.inputs(told);
    const embedded = inputs['time_ids_proj']?.dims[1];
    const ids = table.flatMap(({ timeIds }) => timeIds);
    const times =
      embedded === undefined
        ? {}
        : { time_ids_proj: tensor([batch, embedded], timestepProjection(ids, embedded / 6)) };
    const { out } = await network.run({ ...inputs, ...times }, ['out']);
    return out;
  };
}

async function pictureOf(golden: GoldenCase): Promise<Tensor | undefined> {
  const [file] = (golden.sidecar['images'] as readonly string[] | null) ?? [];
  if (file === undefined) return undefined;
  return pixelsToTensor(await decodePicture(await readFile(join(golden.root, file))));
}

/** The mask at latent size over all channels: 1 where it is painted anew. */
async function maskOf(golden: GoldenCase, dims: readonly number[]): Promise<Tensor> {
  const [, file = ''] = golden.sidecar['images'] as readonly string[];
  const [, channels = 1, height = 1, width = 1] = dims;
  const given: Mask = await decodeMask(await readFile(join(golden.root, file)));
  const small = resizeMask(given, { width, height });
  const data = new Float32Array(channels * height * width);
  for (let i = 0; i < data.length; i++) data[i] = (small.data[i % (height * width)] as number) >= 0.5 ? 1 : 0;
  return tensor(dims, data);
}

/** A draw from the posterior of the encoder, times the scaling factor. */
async function encodeSample({ checkpoint, cache }: Bench, pixels: Tensor, noise: Tensor): Promise<Tensor> {
  const [batch = 1, , height = 1, width = 1] = pixels.dims;
  const network = await cache.get('encoder', () => checkpoint.vae.encoder({ batch, height, width }));
  const { mean, logvar } = await network.run({ sample: pixels }, ['mean', 'logvar']);
  const drawn = mapTensor(mean, (value, i) => {
    const deviation = Math.exp(0.5 * Math.min(Math.max(logvar.data[i] as number, -30), 20));
    return value + deviation * (noise.data[i] as number);
  });
  return checkpoint.vae.toLatents(drawn);
}

/** What an inpainting U-Net is told: the mask, and a draw of the picture with a grey hole. */
async function holeCondition(
  bench: Bench,
  pixels: Tensor,
  dims: readonly number[],
  noise: Tensor,
): Promise<Tensor> {
  const [batch = 1, , height = 1, width = 1] = dims;
  const mask = await maskOf(bench.golden, [batch, 1, height, width]);
  const full = await maskOf(bench.golden, pixels.dims);
  const holed = mapTensor(pixels, (value, i) => ((full.data[i] as number) > 0 ? 0 : value));
  return concat([mask, await encodeSample(bench, holed, noise)], 1);
}

/** What the image channels of InstructPix2Pix get: the mode of the posterior. */
async function imageCondition({ checkpoint, cache }: Bench, pixels: Tensor): Promise<Tensor> {
  const [batch = 1, , height = 1, width = 1] = pixels.dims;
  const network = await cache.get('encoder', () => checkpoint.vae.encoder({ batch, height, width }));
  const { mean } = await network.run({ sample: pixels }, ['mean']);
  return checkpoint.scaledImageCondition ? checkpoint.vae.toLatents(mean) : mean;
}

async function decode({ checkpoint, cache }: Bench, latents: Tensor): Promise<Tensor> {
  const { factor } = checkpoint.vae;
  const [batch = 1, , height = 1, width = 1] = latents.dims;
  const size = { batch, height: height * factor, width: width * factor };
  const network = await cache.get('decoder', () => checkpoint.vae.decoder(size));
  return (await network.run({ latents: checkpoint.vae.fromLatents(latents) }, ['image'])).image;
}
