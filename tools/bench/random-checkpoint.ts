import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { writeSafetensors } from '../safetensors-writer.ts';
import { sizeOf } from '../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';
import { autoencoderShapes, type Shapes, textShapes, unetShapes } from './shapes.ts';

const SD15_UNET = {
  _class_name: 'UNet2DConditionModel',
  sample_size: 64,
  in_channels: 4,
  out_channels: 4,
  block_out_channels: [320, 640, 1280, 1280],
  down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
  layers_per_block: 2,
  attention_head_dim: 8,
  cross_attention_dim: 768,
};
const SDXL_UNET = {
  _class_name: 'UNet2DConditionModel',
  sample_size: 128,
  in_channels: 4,
  out_channels: 4,
  block_out_channels: [320, 640, 1280],
  down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'],
  up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'UpBlock2D'],
  layers_per_block: 2,
  transformer_layers_per_block: [1, 2, 10],
  attention_head_dim: [5, 10, 20],
  use_linear_projection: true,
  cross_attention_dim: 2048,
  addition_embed_type: 'text_time',
  addition_time_embed_dim: 256,
  projection_class_embeddings_input_dim: 2816,
};
const VAE = {
  _class_name: 'AutoencoderKL',
  sample_size: 512,
  block_out_channels: [128, 256, 512, 512],
  down_block_types: Array.from({ length: 4 }, () => 'DownEncoderBlock2D'),
  up_block_types: Array.from({ length: 4 }, () => 'UpDecoderBlock2D'),
  layers_per_block: 2,
  latent_channels: 4,
  in_channels: 3,
  out_channels: 3,
};
const TEXT = {
  architectures: ['CLIPTextModel'],
  model_type: 'clip_text_model',
  vocab_size: 49_408,
  hidden_size: 768,
  intermediate_size: 3072,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  max_position_embeddings: 77,
  hidden_act: 'quick_gelu',
  projection_dim: 768,
};
const SCHEDULER = {
  _class_name: 'EulerDiscreteScheduler',
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
};

/** Folders in diffusers' layout with random weights at full size, float16 where nothing else is said; nothing is downloaded. */
export interface RandomCheckpoints {
  /** Stable Diffusion 1.5: 2.1 GB. */
  sd15(): Promise<string>;
  /** The same as float32, which is what is downloaded by default: 4.3 GB. */
  sd15Float32(): Promise<string>;
  /** The same in one file, under the names that stable-diffusion.cpp gives to the parts of such a folder. */
  sd15File(): Promise<string>;
  /** The U-Net of SDXL alone: 5.1 GB. */
  sdxl(): Promise<string>;
  /** For weights that a piece of work makes itself. */
  empty(): Promise<string>;
  dispose(): Promise<void>;
}

export async function openRandomCheckpoints(): Promise<RandomCheckpoints> {
  const root = await mkdtemp(join(tmpdir(), 'limner-bench-'));
  const made = new Map<string, Promise<string>>();
  const once = (name: string, make: (folder: string) => Promise<void>): Promise<string> => {
    const folder = join(root, name);
    const known = made.get(name) ?? make(folder).then(() => folder);
    made.set(name, known);
    return known;
  };
  return {
    sd15: () => once('sd15', (folder) => writeSd15(folder, 'F16')),
    sd15Float32: () => once('sd15-float32', (folder) => writeSd15(folder, 'F32')),
    sd15File: () => once('sd15.safetensors', (file) => writeRandomWeights(file, sd15Shapes())),
    sdxl: () =>
      once('sdxl', (folder) => writePart(folder, 'unet', SDXL_UNET, unetShapes(parseUNetConfig(SDXL_UNET)))),
    empty: () => mkdtemp(join(root, 'empty-')),
    dispose: () => rm(root, { recursive: true }),
  };
}

const sd15UNet = (): Shapes => unetShapes(parseUNetConfig(SD15_UNET));
const sd15Autoencoder = (): Shapes => autoencoderShapes(VAE.block_out_channels, VAE.latent_channels);
const sd15Text = (): Shapes =>
  textShapes(TEXT.hidden_size, TEXT.num_hidden_layers, TEXT.vocab_size, TEXT.max_position_embeddings);

const under = (prefix: string, shapes: Shapes) =>
  [...shapes].map(([name, dims]) => [`${prefix}.${name}`, dims] as const);

function sd15Shapes(): Shapes {
  return new Map([
    ...under('unet', sd15UNet()),
    ...under('vae', sd15Autoencoder()),
    ...under('te', sd15Text()),
  ]);
}

async function writeSd15(folder: string, dtype: 'F16' | 'F32'): Promise<void> {
  await writePart(folder, 'unet', SD15_UNET, sd15UNet(), dtype);
  await writePart(folder, 'vae', VAE, sd15Autoencoder(), dtype);
  await writePart(folder, 'text_encoder', TEXT, sd15Text(), dtype);
  await mkdir(join(folder, 'scheduler'));
  await writeFile(join(folder, 'scheduler/scheduler_config.json'), JSON.stringify(SCHEDULER));
  // The words do not matter for speed: those of the embedded model are at hand.
  const words77 = join(import.meta.dirname, '../../models/pocket/tokenizer');
  await mkdir(join(folder, 'tokenizer'));
  for (const file of await readdir(words77))
    await copyFile(join(words77, file), join(folder, 'tokenizer', file));
  const index = {
    _class_name: 'StableDiffusionPipeline',
    scheduler: ['diffusers', 'EulerDiscreteScheduler'],
    text_encoder: ['transformers', 'CLIPTextModel'],
    tokenizer: ['transformers', 'CLIPTokenizer'],
    unet: ['diffusers', 'UNet2DConditionModel'],
    vae: ['diffusers', 'AutoencoderKL'],
    safety_checker: [null, null],
    feature_extractor: [null, null],
  };
  await writeFile(join(folder, 'model_index.json'), JSON.stringify(index));
}

async function writePart(
  folder: string,
  component: string,
  config: object,
  shapes: Shapes,
  dtype?: 'F16' | 'F32',
): Promise<void> {
  await mkdir(join(folder, component), { recursive: true });
  await writeFile(join(folder, component, 'config.json'), JSON.stringify(config));
  const file = component === 'text_encoder' ? 'model.safetensors' : 'diffusion_pytorch_model.safetensors';
  await writeRandomWeights(join(folder, component, file), shapes, dtype);
}

const PATTERN = 1 << 20;
/** From one tensor to the next the pattern begins this much later: no two have the same content. */
const LATER = 997;

/** Writes a safetensors file of random weights of about ±0.02. */
export async function writeRandomWeights(
  file: string,
  shapes: Shapes,
  dtype: 'F16' | 'F32' = 'F16',
): Promise<void> {
  const largest = Math.max(...[...shapes.values()].map(sizeOf));
  const pattern = dtype === 'F16' ? halfPattern() : floatPattern();
  const each = pattern.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array((Math.ceil(largest / PATTERN) + 1) * PATTERN * each);
  // The pattern goes on from its beginning.
  for (let at = 0; at < bytes.length; at += PATTERN * each) bytes.set(new Uint8Array(pattern.buffer), at);
  const tensors = [...shapes].map(([name, dims], index) => {
    const start = each * ((index * LATER) % PATTERN);
    return { name, dtype, dims, bytes: bytes.subarray(start, start + each * sizeOf(dims)) };
  });
  await writeSafetensors(file, tensors);
}

const noise = (): Float32Array => createTorchGenerator(0).randn([PATTERN]).data;

/** Sign and fraction at random, an exponent around 2⁻⁶. */
const halfPattern = (): Uint16Array =>
  Uint16Array.from(
    noise(),
    (value) => (value < 0 ? 0x8000 : 0) | (9 << 10) | (Math.abs(value * 300) & 0x3ff),
  );

const floatPattern = (): Float32Array => noise().map((value) => value * 0.02);
