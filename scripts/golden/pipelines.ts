/** Whole runs of the pipelines of diffusers, with the product's own checkpoints, samplers and attention graphs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCheckpoint } from '../../models/index.ts';
import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { timestepProjection } from '../../src/compiler/blocks/unet.ts';
import { pixelsToTensor } from '../../src/engine/latents.ts';
import { createNetworkCache, type NetworkCache } from '../../src/engine/networks.ts';
import { encodeText } from '../../src/engine/text.ts';
import { decodeMask, decodePicture } from '../../src/image/decode.ts';
import type { Mask } from '../../src/image/image.ts';
import { resizeMask } from '../../src/image/resize.ts';
import { findSampler, samplers } from '../../src/sampling/index.ts';
import type { Sampler, Schedule, Step } from '../../src/sampling/sampler.ts';
import { parseSchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { concat, mapTensor, rows, tensor, type Tensor, weightedSum } from '../../src/tensor/tensor.ts';
import { modelPath } from './component.ts';
import { compare, judge, type Comparison, type Outcome } from './comparison.ts';
import { against, toPixels } from './networks.ts';
import type { GoldenCase } from './golden-case.ts';
import { nearness } from './schedulers.ts';

type Size = readonly [number, number];

/** The arguments of a pipeline call that the sets use; heights before widths. */
interface Arguments {
  readonly prompt: string | readonly string[];
  readonly prompt_2?: string;
  readonly negative_prompt?: string | readonly string[];
  readonly height?: number;
  readonly width?: number;
  readonly strength?: number;
  readonly num_inference_steps: number;
  readonly guidance_scale: number;
  readonly image_guidance_scale?: number;
  readonly guidance_rescale?: number;
  readonly eta?: number;
  readonly original_size?: Size;
  readonly target_size?: Size;
  readonly crops_coords_top_left?: Size;
  readonly negative_original_size?: Size;
  readonly negative_target_size?: Size;
  readonly negative_crops_coords_top_left?: Size;
}

const KNOWN = new Set(
  'prompt prompt_2 negative_prompt image mask_image height width strength num_inference_steps guidance_scale image_guidance_scale guidance_rescale eta original_size target_size crops_coords_top_left negative_original_size negative_target_size negative_crops_coords_top_left'.split(
    ' ',
  ),
);
const PIPELINE = /^StableDiffusion(XL)?(|Img2Img|Inpaint|InstructPix2Pix)Pipeline$/;

/** What a row of the U-Net batch is told. */
interface Row {
  readonly name: 'text' | 'image' | 'none';
  readonly picture: number;
  readonly conditioning: Conditioning;
  readonly timeIds: readonly number[];
}

/** Everything that is ready before the first step. */
interface Bench {
  readonly golden: GoldenCase;
  readonly checkpoint: Checkpoint;
  readonly cache: NetworkCache;
  readonly values: Arguments;
  readonly kind: string;
  readonly sampler: Sampler;
  readonly schedule: Schedule;
  readonly pixels: Tensor | undefined;
}

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
  const checkpoint = await openCheckpoint(await modelPath(golden, 'model'));
  if (kind[2] === 'Inpaint' && checkpoint.edits !== 'none')
    return skip('inpainting U-Nets of 9 channels belong to a later issue');

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
  const { golden, checkpoint, sampler, schedule, values, pixels } = bench;
  const draws = golden.keys.filter((key) => key.startsWith('noise/')).sort();
  const noise = await Promise.all(draws.map((key) => golden.tensor(key)));
  const take = (): Tensor => {
    const next = noise.shift();
    if (next === undefined) throw new Error('the run draws more noise than the golden one');
    return next;
  };
  let start: Tensor;
  let blend: ((x: Tensor, step: Step) => Tensor) | undefined;
  if (bench.kind === 'Img2Img' || bench.kind === 'Inpaint') {
    const clean = await encodeSample(bench, pixels as Tensor, take());
    const added = take();
    const isFull = bench.kind === 'Inpaint' && schedule.startIndex === 0;
    start = isFull
      ? weightedSum([schedule.initNoiseSigma, added])
      : sampler.addNoise(schedule, clean, added, schedule.startIndex);
    if (bench.kind === 'Inpaint') {
      const mask = await maskOf(golden, clean.dims);
      // The masked picture is encoded too; only U-Nets of 9 channels look at it.
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

  const condition =
    bench.kind === 'InstructPix2Pix' ? await imageCondition(bench, pixels as Tensor) : undefined;
  const table = await rowsOf(bench, start);
  const network = await openRows(bench, table.length, start.dims);
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
async function openRows({ checkpoint, cache }: Bench, batch: number, dims: readonly number[]) {
  const [, , height = 1, width = 1] = dims;
  const size = { batch, height, width, tokens: checkpoint.text.tokens };
  const { factor } = checkpoint.vae;
  const network = await cache.get('unet', () => checkpoint.unet.graph({ ...size, control: false }).graph);
  return async (
    table: readonly Row[],
    input: Tensor,
    { timestep }: Step,
    condition: Tensor | undefined,
  ): Promise<Tensor> => {
    const conditionings = table.map(({ conditioning }) => conditioning);
    const picture = { width: width * factor, height: height * factor, guidanceScale: 1 };
    const extra = checkpoint.unet.extraInputs(conditionings, picture);
    const embedded = extra['time_ids_proj']?.dims[1];
    const ids = table.flatMap(({ timeIds }) => timeIds);
    const times =
      embedded === undefined
        ? {}
        : { time_ids_proj: tensor([batch, embedded], timestepProjection(ids, embedded / 6)) };
    const samples = table.map(({ name, picture: index }) => {
      const own = rows(input, index, index + 1);
      if (condition === undefined) return own;
      return concat([own, name === 'none' ? mapTensor(condition, () => 0) : condition], 1);
    });
    const { out } = await network.run(
      {
        sample: concat(samples, 0),
        time_proj: checkpoint.unet.timeProjection(timestep, batch),
        encoder_hidden_states: concat(
          conditionings.map(({ embeddings }) => embeddings),
          0,
        ),
        ...extra,
        ...times,
      },
      ['out'],
    );
    return out;
  };
}

/** The rows of the U-Net batch: for each picture, what guidance needs. */
async function rowsOf(bench: Bench, start: Tensor): Promise<Row[]> {
  const { checkpoint, values, kind } = bench;
  const [, , height = 1, width = 1] = start.dims;
  const own: Size = [height * checkpoint.vae.factor, width * checkpoint.vae.factor];
  const positive = [
    ...(values.original_size ?? own),
    ...(values.crops_coords_top_left ?? [0, 0]),
    ...(values.target_size ?? own),
  ];
  const negative =
    values.negative_original_size && values.negative_target_size
      ? [
          ...values.negative_original_size,
          ...(values.negative_crops_coords_top_left ?? [0, 0]),
          ...values.negative_target_size,
        ]
      : positive;
  const list = (value: string | readonly string[] | undefined): readonly (string | undefined)[] =>
    typeof value === 'string' || value === undefined ? [value] : value;
  const prompts = list(values.prompt);
  const negatives = list(values.negative_prompt);
  const names: readonly Row['name'][] =
    kind === 'InstructPix2Pix'
      ? ['text', 'image', 'none']
      : values.guidance_scale > 1
        ? ['none', 'text']
        : ['text'];
  const table: Row[] = [];
  for (const [picture, prompt] of prompts.entries()) {
    const text = await encodePrompts(bench, prompt, values.prompt_2);
    const none = await encodePrompts(bench, negatives[picture] ?? negatives[0]);
    for (const name of names) {
      const isText = name === 'text';
      const timeIds = name === 'none' && kind === '' ? negative : positive;
      table.push({ name, picture, conditioning: isText ? text : none, timeIds });
    }
  }
  return table;
}

/** A prompt as conditioning; the second text encoder may have words of its own. */
async function encodePrompts(
  { checkpoint, cache }: Bench,
  prompt: string | undefined,
  second?: string,
): Promise<Conditioning> {
  const encode = (text: string | undefined): Promise<Conditioning> =>
    encodeText(cache, checkpoint, text === undefined ? undefined : checkpoint.text.tokenizer.tokenize(text));
  const first = await encode(prompt);
  if (second === undefined) return first;
  const other = await encode(second);
  const [, tokens = 1, width = 1] = first.embeddings.dims;
  const own = await firstWidth(cache, checkpoint);
  const data = first.embeddings.data.map((value, i) =>
    i % width < own ? value : (other.embeddings.data[i] as number),
  );
  return { embeddings: tensor([1, tokens, width], data), pooled: other.pooled };
}

/** Width of the first text encoder's states. */
async function firstWidth(cache: NetworkCache, checkpoint: Checkpoint): Promise<number> {
  let width = 0;
  await checkpoint.text.condition([], async (component, framed, eos) => {
    const network = await cache.get(`${checkpoint.folder} ${component}`, () =>
      checkpoint.text.graph(component),
    );
    const feeds = {
      input_ids: { dims: [1, framed.length], data: BigInt64Array.from(framed, BigInt) },
      eos_position: { dims: [1], data: BigInt64Array.of(BigInt(eos)) },
    };
    const outputs = (await network.run(feeds, network.outputs)) as Readonly<Record<string, Tensor>>;
    if (component === 'text_encoder') width = outputs['last_hidden_state']?.dims[2] ?? 0;
    return outputs;
  });
  return width;
}

/** Guidance of every picture's rows. */
function guide(values: Arguments, table: readonly Row[], predictions: Tensor, pictures: number): Tensor {
  const guided = Array.from({ length: pictures }, (_, picture) => {
    const row = (name: Row['name']): Tensor | undefined => {
      const at = table.findIndex((candidate) => candidate.picture === picture && candidate.name === name);
      return at < 0 ? undefined : rows(predictions, at, at + 1);
    };
    const [text, image, none] = [row('text') as Tensor, row('image'), row('none')];
    const scale = values.guidance_scale;
    if (image !== undefined && none !== undefined) {
      const own = values.image_guidance_scale ?? 1.5;
      return weightedSum([1 - own, none], [own - scale, image], [scale, text]);
    }
    if (none === undefined) return text;
    return rescaled(weightedSum([1 - scale, none], [scale, text]), text, values.guidance_rescale ?? 0);
  });
  return concat(guided, 0);
}

/** Lin et al. 2023, section 3.4: brings the spread of the guided prediction back to the text's. */
function rescaled(guided: Tensor, text: Tensor, share: number): Tensor {
  if (share === 0) return guided;
  const spread = ({ data }: Tensor): number => {
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (data.length - 1));
  };
  return weightedSum([share * (spread(text) / spread(guided)) + 1 - share, guided]);
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
  return mapTensor(mean, (value, i) => {
    const deviation = Math.exp(0.5 * Math.min(Math.max(logvar.data[i] as number, -30), 20));
    return (value + deviation * (noise.data[i] as number)) * checkpoint.vae.scalingFactor;
  });
}

/** What the image channels of InstructPix2Pix get: the mode of the posterior. */
async function imageCondition({ checkpoint, cache }: Bench, pixels: Tensor): Promise<Tensor> {
  const [batch = 1, , height = 1, width = 1] = pixels.dims;
  const network = await cache.get('encoder', () => checkpoint.vae.encoder({ batch, height, width }));
  const { mean } = await network.run({ sample: pixels }, ['mean']);
  return checkpoint.scaledImageCondition ? weightedSum([checkpoint.vae.scalingFactor, mean]) : mean;
}

async function decode({ checkpoint, cache }: Bench, latents: Tensor): Promise<Tensor> {
  const { factor, scalingFactor } = checkpoint.vae;
  const [batch = 1, , height = 1, width = 1] = latents.dims;
  const size = { batch, height: height * factor, width: width * factor };
  const network = await cache.get('decoder', () => checkpoint.vae.decoder(size));
  return (await network.run({ latents: weightedSum([1 / scalingFactor, latents]) }, ['image'])).image;
}
