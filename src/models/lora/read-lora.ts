/**
 * LoRA files (Hu et al. 2021, https://arxiv.org/abs/2106.09685) in the formats people have: diffusers (PEFT's
 * `lora_A`/`lora_B`, and the two older ones) and kohya (`lora_unet_…`, with the names of diffusers or of the first code).
 */
import { basename } from 'node:path';
import {
  assertWeight,
  openSafetensors,
  readTensor,
  type SafetensorsFile,
  storedTensors,
} from '../../compiler/safetensors.ts';
import type { LowRank, StoredTensor } from '../../compiler/weights.ts';
import { UnsupportedModelError } from '../../errors.ts';
import { readAdapterConfigs, scaleOf } from './adapter-config.ts';
import { type LoraComponent, placeOf } from './layer-names.ts';

/** One layer that a LoRA changes. */
export interface LoraLayer extends LowRank {
  readonly component: LoraComponent;
  /** The layer's name with underscores for dots: all that kohya's format keeps. */
  readonly flat: string;
  /** As the file has it, for errors. */
  readonly name: string;
}

export interface Lora {
  readonly name: string;
  readonly layers: readonly LoraLayer[];
}

const PARTS: readonly (readonly [RegExp, 'down' | 'up'])[] = [
  [/\.lora_down\.weight$/u, 'down'],
  [/\.lora_up\.weight$/u, 'up'],
  // Between them the name that PEFT gave the adapter.
  [/\.lora_A(?:\.\w+)?\.weight$/u, 'down'],
  [/\.lora_B(?:\.\w+)?\.weight$/u, 'up'],
  [/\.lora(?:_linear_layer)?\.down\.weight$/u, 'down'],
  [/\.lora(?:_linear_layer)?\.up\.weight$/u, 'up'],
  [/_lora\.down\.weight$/u, 'down'],
  [/_lora\.up\.weight$/u, 'up'],
];
const ALPHA = /\.alpha$/u;

/** What a file has of a layer. */
interface Found {
  down?: StoredTensor;
  up?: StoredTensor;
  alpha?: number;
}

/**
 * Reads the header of a LoRA and its alphas; its matrices stay where they are.
 *
 * @throws {UnsupportedModelError} when it holds other things than low-rank matrices, numbers of a type that is not
 *   computed with, or nothing that has an effect
 */
export async function readLora(path: string): Promise<Lora> {
  const file = await openSafetensors(path);
  const name = basename(path, '.safetensors');
  const configOf = readAdapterConfigs(`LoRA ${name}`, file.metadata);
  const layers = [...(await findLayers(file, name))].map(([layer, { down, up, alpha }]): LoraLayer => {
    if (down === undefined || up === undefined)
      throw new UnsupportedModelError(
        `LoRA ${name}`,
        `${layer} without its ${down ? 'up' : up ? 'down' : 'up and down'} matrix`,
        'both',
      );
    const rank = down.dims[0] ?? 1;
    const place = placeOf(layer);
    if (place === undefined)
      throw new UnsupportedModelError(
        `LoRA ${name}`,
        `the layer ${layer}`,
        'layers of a U-Net or a text encoder',
      );
    const { component, flat, inside } = place;
    const config = configOf(component);
    const configured = config === undefined ? 1 : scaleOf(config, inside, rank);
    return { component, flat, down, up, scale: alpha === undefined ? configured : alpha / rank, name: layer };
  });
  if (!(await hasEffect(file, layers)))
    throw new UnsupportedModelError(
      `LoRA ${name}`,
      layers.length === 0 ? 'no layers' : 'nothing but zeros',
      'matrices that change something',
      { hint: 'It was not trained, or what it had is lost: take another copy of it.' },
    );
  return { name, layers };
}

async function findLayers(file: SafetensorsFile, name: string): Promise<ReadonlyMap<string, Found>> {
  const stored = new Map(storedTensors(file).map((tensor) => [tensor.name, tensor]));
  const found = new Map<string, Found>();
  for (const { name: key } of file.entries) {
    const [pattern, part] = PARTS.find(([candidate]) => candidate.test(key)) ?? [];
    const layer = key.replace(pattern ?? ALPHA, '');
    const entry = found.get(layer) ?? {};
    if (part !== undefined) {
      assertWeight(`LoRA ${name}`, file, key);
      entry[part] = stored.get(key) as StoredTensor;
    } else if (ALPHA.test(key)) entry.alpha = (await readTensor(file, key)).data[0] ?? 0;
    else
      throw new UnsupportedModelError(
        `LoRA ${name}`,
        `the tensor ${key}`,
        'lora_down and lora_up, lora_A and lora_B, or lora.down and lora.up',
        { hint: 'LoHa, LoKr and DoRA are not known.' },
      );
    found.set(layer, entry);
  }
  return found;
}

/** One product that is not zero is enough: of a trained LoRA the first layer is read, of an empty one all. */
async function hasEffect(file: SafetensorsFile, layers: readonly LoraLayer[]): Promise<boolean> {
  const isZero = async ({ name }: StoredTensor): Promise<boolean> =>
    (await readTensor(file, name)).data.every((value) => value === 0);
  for (const { up, down, scale } of layers)
    if (scale !== 0 && !(await isZero(up)) && !(await isZero(down))) return true;
  return false;
}
