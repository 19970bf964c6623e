/**
 * One piece of work in a process of its own, as tools/bench/peer-diffusers.py does it for diffusers:
 *
 *     node --import tsx tools/bench/work.ts KIND FOLDER THREADS
 *
 * Prints a line of JSON when everything is loaded, and one for every line that it reads, after doing the work once.
 */
import { createInterface } from 'node:readline';
import { openCheckpoint } from '../../src/models/index.ts';
import { openAutoencoder } from '../../src/models/autoencoder.ts';
import { openDiffusersFolder } from '../../src/models/diffusers-folder.ts';
import type { Checkpoint } from '../../src/models/family.ts';
import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import { buildUNet } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { inForm, weightBytes } from '../../src/compiler/form.ts';
import { openSafetensors, storedTensors } from '../../src/compiler/safetensors.ts';
import { createWeights } from '../../src/compiler/weights.ts';
import { decodeLatents } from '../../src/engine/run/latents.ts';
import { createNetworkCache } from '../../src/engine/run/networks.ts';
import { encodeText } from '../../src/engine/run/text.ts';
import { openDenoiser } from '../../src/engine/run/denoiser.ts';
import { chooseDevice, formFor } from '../../src/runtime/devices.ts';
import { silent } from '../../src/log.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Feed, loadNetwork } from '../../src/runtime/network.ts';
import { tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';
import { openFullSizeUNet } from './full-size-unet.ts';
import type { Report } from './processes.ts';

/** A loaded piece of work; `output` is what it computed last, for comparing. */
interface Work {
  run(how: string): Promise<Tensor | undefined>;
  readonly weightMiB?: number;
}

const [kind = '', folder = '', threads = '1'] = process.argv.slice(2);
const options = { threads: Number(threads) };

/** A step of a U-Net on rows of text and no text, on the device that DEVICE names (default: the CPU). */
async function unetStep(linear: 'float32' | 'int8', batch: number): Promise<Work> {
  const config = parseUNetConfig(JSON.parse(await readFile(join(folder, 'unet/config.json'), 'utf8')));
  const file = await openSafetensors(join(folder, 'unet/diffusion_pytorch_model.safetensors'));
  const side = config.sample_size as number;
  const [width = 0] = config.block_out_channels;
  const device = await chooseDevice((process.env['DEVICE'] ?? 'cpu') as 'cpu', silent);
  const form = { ...formFor(device), linear };
  const { graph } = buildUNet(config, createWeights(storedTensors(file)), {
    batch,
    height: side,
    width: side,
    tokens: 77,
    control: false,
    fused: device.fused,
    feedForwardBytes: form.feedForwardBytes,
  });
  const network = await loadNetwork(inForm(graph, form), { ...options, providers: device.providers });
  const noise = createTorchGenerator(1);
  const times = (count: number, size: number): Tensor =>
    tensor(
      [batch, count * size],
      timestepProjection(
        Array.from({ length: batch * count }, () => 600),
        size,
      ),
    );
  const feeds: Record<string, Feed> = {
    sample: noise.randn([batch, config.in_channels, side, side]),
    time_proj: times(1, width),
    encoder_hidden_states: noise.randn([batch, 77, config.cross_attention_dim as number]),
  };
  if (config.addition_embed_type === 'text_time') {
    feeds['text_embeds'] = noise.randn([batch, 1280]);
    feeds['time_ids_proj'] = times(6, config.addition_time_embed_dim as number);
  }
  return {
    run: async () => (await network.run(feeds, ['out'])).out,
    weightMiB: weightBytes(graph) / 2 ** 20,
  };
}

async function decode(side: number): Promise<Work> {
  const vae = await openAutoencoder(await openDiffusersFolder(folder));
  const cache = createNetworkCache(2 ** 33, options);
  const latents = createTorchGenerator(1).randn([1, 4, side, side]);
  // Only the autoencoder is looked at.
  const checkpoint = { folder, vae } as Checkpoint;
  return {
    async run() {
      await decodeLatents(cache, checkpoint, latents);
      return undefined;
    },
  };
}

/** A step of InstructPix2Pix in three rows, with or without FoI's modulation. */
async function foiStep(): Promise<Work> {
  const unet = await openFullSizeUNet(folder, options, formFor(await chooseDevice('cpu', silent)));
  return {
    async run(how) {
      await (how === 'foi' ? unet.foiStep() : unet.plainStep());
      return undefined;
    },
  };
}

/** Everything that a first picture needs, up to the first step. */
async function openAll(): Promise<Work> {
  const checkpoint = await openCheckpoint(folder);
  const form = formFor(await chooseDevice('cpu', silent));
  const cache = createNetworkCache(2 ** 34, { ...options, form });
  await encodeText(cache, checkpoint, checkpoint.text.tokenizer.tokenize('a cat'));
  await openDenoiser(cache, checkpoint, { batch: 2, height: 64, width: 64 }, { control: false });
  await cache.get('decoder', () => checkpoint.vae.decoder({ batch: 1, height: 512, width: 512 }));
  return { run: () => Promise.resolve(undefined) };
}

const WORKS: Readonly<Record<string, () => Promise<Work>>> = {
  'sd15-step': () => unetStep('float32', 2),
  'sd15-step-int8': () => unetStep('int8', 2),
  'sdxl-step': () => unetStep('float32', 1),
  'foi-step': foiStep,
  'decode-1024': () => decode(128),
  'decode-512': () => decode(64),
  open: openAll,
};

interface Clock {
  readonly wall: number;
  readonly cpu: NodeJS.CpuUsage;
}
const now = (): Clock => ({ wall: performance.now(), cpu: process.cpuUsage() });

const begun = now();
const work = await (WORKS[kind] as () => Promise<Work>)();
const tell = (since: Clock, output?: Tensor): void => {
  const { user, system } = process.cpuUsage(since.cpu);
  const report: Report = {
    seconds: (performance.now() - since.wall) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    ...(work.weightMiB === undefined ? {} : { weightMiB: work.weightMiB }),
    ...(output === undefined ? {} : { output: Buffer.from(output.data.buffer).toString('base64') }),
  };
  console.log(JSON.stringify(report));
};
tell(begun);
for await (const line of createInterface(process.stdin)) {
  const started = now();
  const output = await work.run(line);
  tell(started, line === 'output' ? output : undefined);
}
process.exit(0);
