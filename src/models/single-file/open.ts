import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import {
  assertComputable,
  openSafetensors,
  readTensor,
  type SafetensorsFile,
  storedTensors,
} from '../../compiler/safetensors.ts';
import type { StoredTensor } from '../../compiler/weights.ts';
import { UnsupportedModelError } from '../../errors.ts';
import { defaultCard } from '../card.ts';
import { isOfficialTurbo } from '../known-defaults.ts';
import { WORD_FILES } from '../clip-words.ts';
import type { DiffusersFolder } from '../diffusers-folder.ts';
import { byName, schedulerConfig, textConfig, unetConfig, vaeConfig } from './configs.ts';
import { readMarkers } from './markers.ts';
import { unetName, vaeName } from './names.ts';
import { readText, unusedLayers } from './text.ts';

type Json = Readonly<Record<string, unknown>>;

/** `<name>.json` beside the file: fields of the configs that the weights do not show. */
const besideSchema = z.partialRecord(
  z.enum(['model_index', 'unet', 'vae', 'text_encoder', 'text_encoder_2', 'scheduler']),
  z.record(z.string(), z.unknown()),
);

/** Where the parts lie in a file, first the prefixes of SD 1.x, then 2.x, then XL. */
const UNET = 'model.diffusion_model.';
const VAE = 'first_stage_model.';
/** Text encoders with the names of transformers, then with those of OpenCLIP. */
const FIRST = {
  clip: ['cond_stage_model.transformer.', 'conditioner.embedders.0.transformer.'],
  openClip: ['cond_stage_model.model.'],
} as const;
const SECOND = {
  clip: ['conditioner.embedders.1.model.transformer.text_model.', 'conditioner.embedders.1.transformer.'],
  openClip: ['conditioner.embedders.1.model.'],
} as const;

/**
 * Opens a checkpoint that is one safetensors file in the layout of the first Stable Diffusion code as if it were a
 * diffusers folder: names and configs are derived, the weights stay where they are. Its words come from `tokenizer/`
 * beside the file, what the weights do not show from `<name>.json`.
 *
 * @throws {UnsupportedModelError} when it is something else, or has no tokenizer
 */
export async function openSingleFile(path: string): Promise<DiffusersFolder> {
  const opened = await openSafetensors(path);
  assertComputable(basename(path), opened);
  const all = storedTensors(opened);
  const below = (prefix: string): StoredTensor[] =>
    all.flatMap((stored) =>
      stored.name.startsWith(prefix) ? [{ ...stored, name: stored.name.slice(prefix.length) }] : [],
    );
  const name = basename(path, '.safetensors');
  const markers = readMarkers(basename(path), all);
  const first = readText(below, FIRST);
  const second = readText(below, SECOND);
  const isXl = second !== undefined;
  const text = first?.tensors ?? [];
  const unet = renameUNet(below(UNET));
  const vae = renameVae(below(VAE));
  // SD 2.x and XL have linear layers around their transformers, whatever their text encoder's names are.
  const isSecond = !isXl && hasLinearProjection(unet);
  for (const [part, tensors] of Object.entries({ 'U-Net': unet, autoencoder: vae, 'text encoder': text }))
    if (tensors.length === 0)
      throw new UnsupportedModelError(
        path,
        `no ${part} (${describe(all)})`,
        'a whole SD 1.x, 2.x or XL checkpoint',
        {
          hint: 'A LoRA or a U-Net alone cannot paint; other kinds of models are not known yet.',
        },
      );
  const beside = await readBeside(join(dirname(path), `${name}.json`));
  const edits = editsOf(unet);
  const components: Readonly<Record<string, readonly StoredTensor[]>> = {
    unet,
    vae,
    text_encoder: text,
    ...(isXl ? { text_encoder_2: second.tensors } : {}),
  };
  if (isXl && !second.tensors.some((stored) => stored.name === 'text_projection.weight'))
    throw new UnsupportedModelError(
      path,
      'no text_projection of the second text encoder',
      'all of an XL checkpoint',
      {
        hint: 'Whoever saved it left it out: take another copy.',
      },
    );
  const isTurbo = isOfficialTurbo(name);
  const isBase = isSecond && (await isSecondBase(path, name));
  const side = isTurbo || isBase ? 512 : isXl ? 1024 : isSecond ? 768 : 512;
  const unetJson = unetConfig(byName(unet), side / 8);
  const predictsV = markers.has('v_pred') || (isSecond && !isTurbo && !isBase);
  const configs: Readonly<Record<string, Json>> = {
    unet: unetJson,
    vae: vaeConfig(byName(vae), isXl),
    text_encoder: textConfig(byName(text), isSecond, isSecond ? unusedLayers(byName(text)) : 0),
    ...(isXl ? { text_encoder_2: textConfig(byName(second.tensors), true, 0) } : {}),
    scheduler: {
      ...((await edmConfig(opened)) ?? schedulerConfig(predictsV ? 'v_prediction' : 'epsilon', isXl)),
      ...(markers.has('ztsnr') ? { rescale_betas_zero_snr: true } : {}),
    },
  };
  const merged = (part: string): Json => ({ ...configs[part], ...beside[part as keyof typeof beside] });
  await assertTokenizer(dirname(path));
  return {
    name,
    path,
    modelIndex: {
      _class_name: pipelineOf(isXl, edits),
      ...(isXl ? { force_zeros_for_empty_prompt: true } : {}),
      ...beside.model_index,
    },
    json: async (file) => merged(file.split('/')[0] ?? ''),
    has: (file) => Promise.resolve(Object.keys(configs).some((part) => file.startsWith(`${part}/`))),
    tensors: (component) => Promise.resolve([...(components[component] ?? [])]),
    // The second encoder of XL, and the one of 2.x, pad with `!`.
    tokenizer: (component) => ({
      folder: join(dirname(path), 'tokenizer'),
      padToken: isSecond || component === 'text_encoder_2' ? '!' : undefined,
    }),
    card: (traits) => Promise.resolve(defaultCard(traits)),
  };
}

function renameUNet(tensors: readonly StoredTensor[]): StoredTensor[] {
  // The first downsampler stands behind the first block's layers.
  const downsamplers = tensors.flatMap(
    ({ name }) => /^input_blocks\.(\d+)\.0\.op\.weight$/u.exec(name)?.[1] ?? [],
  );
  const layers = Math.min(...downsamplers.map(Number)) - 1;
  return tensors.map((stored) => ({ ...stored, name: unetName(stored.name, layers) }));
}

function renameVae(tensors: readonly StoredTensor[]): StoredTensor[] {
  const blocks = new Set(tensors.flatMap(({ name }) => /^decoder\.up\.(\d+)\./u.exec(name)?.[1] ?? [])).size;
  return tensors.map((stored) => ({ ...stored, name: vaeName(stored.name, blocks) }));
}

/** CosXL carries the ends of its noise schedule beside the weights. */
async function edmConfig(file: SafetensorsFile): Promise<Json | undefined> {
  const ends = ['edm_vpred.sigma_min', 'edm_vpred.sigma_max'];
  if (!ends.every((name) => file.entries.some((entry) => entry.name === name))) return undefined;
  const read = async (name: string) => (await readTensor(file, name)).data[0];
  return {
    _class_name: 'EDMEulerScheduler',
    sigma_min: await read('edm_vpred.sigma_min'),
    sigma_max: await read('edm_vpred.sigma_max'),
    sigma_data: 1,
    sigma_schedule: 'exponential',
    prediction_type: 'v_prediction',
  };
}

type Edits = 'none' | 'instruct-pix2pix' | 'inpaint';

function editsOf(unet: readonly StoredTensor[]): Edits {
  const channels = unet.find(({ name }) => name === 'conv_in.weight')?.dims[1] ?? 0;
  return channels === 8 ? 'instruct-pix2pix' : channels === 9 ? 'inpaint' : 'none';
}

function pipelineOf(isXl: boolean, edits: Edits): string {
  const kind = { none: '', 'instruct-pix2pix': 'InstructPix2Pix', inpaint: 'Inpaint' }[edits];
  return `StableDiffusion${isXl ? 'XL' : ''}${kind}Pipeline`;
}

async function readBeside(path: string): Promise<z.infer<typeof besideSchema>> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const parsed = besideSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new UnsupportedModelError(
    path,
    parsed.error.issues[0]?.message ?? '',
    'objects unet, vae, text_encoder, …',
  );
}

async function assertTokenizer(folder: string): Promise<void> {
  const files = await readdir(join(folder, 'tokenizer')).catch((): string[] => []);
  if (WORD_FILES.some((layout) => layout.every((file) => files.includes(file)))) return;
  throw new UnsupportedModelError(
    folder,
    'no tokenizer/vocab.json and merges.txt',
    'the words beside the file',
    { hint: 'A single file does not contain them: take both from openai/clip-vit-large-patch14.' },
  );
}

const hasLinearProjection = (unet: readonly StoredTensor[]): boolean =>
  unet.some(({ name, dims }) => name.endsWith('.proj_in.weight') && dims.length === 2);

/** The yaml of the first code, which lies beside many files of SD 2.x. */
const PARAMETERIZATION = /^\s*parameterization:\s*['"]?(\w+)/mu;

/** Whether an SD 2.x file is the model for 512 pixels, which predicts the noise: nothing in it tells. */
async function isSecondBase(path: string, name: string): Promise<boolean> {
  const yaml = await readFile(path.replace(/\.safetensors$/u, '.yaml'), 'utf8').catch(() => '');
  const said = PARAMETERIZATION.exec(yaml)?.[1];
  if (said !== undefined) return said === 'eps';
  return /(?:^|[^0-9])512(?:[^0-9]|$)|(?:^|[^a-z])base(?:[^a-z]|$)/iu.test(name);
}

/** The beginnings of the names, so that a person sees what it is instead. */
const describe = (tensors: readonly StoredTensor[]): string => {
  const roots = [...new Set(tensors.map(({ name }) => name.split('.').slice(0, 2).join('.')))];
  return `it has ${roots.slice(0, 4).join(', ')}${roots.length > 4 ? ', …' : ''}`;
};
