/**
 * LoRA files (Hu et al. 2021, https://arxiv.org/abs/2106.09685) in the formats people have: diffusers (PEFT's
 * `lora_A`/`lora_B`, and the two older ones) and kohya (`lora_unet_…`, with the names of diffusers or of the first code).
 */
import { basename } from 'node:path';
import { openSafetensors, readTensor, storedTensors } from '../../compiler/safetensors.ts';
import type { LowRank, StoredTensor } from '../../compiler/weights.ts';
import { UnsupportedModelError } from '../../errors.ts';
import { unetName } from '../single-file/names.ts';

export type LoraComponent = 'unet' | 'text_encoder' | 'text_encoder_2';

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
  [/\.lora_A(?:\.default)?\.weight$/u, 'down'],
  [/\.lora_B(?:\.default)?\.weight$/u, 'up'],
  [/\.lora(?:_linear_layer)?\.down\.weight$/u, 'down'],
  [/\.lora(?:_linear_layer)?\.up\.weight$/u, 'up'],
  [/_lora\.down\.weight$/u, 'down'],
  [/_lora\.up\.weight$/u, 'up'],
];
const PREFIXES: readonly (readonly [RegExp, LoraComponent])[] = [
  [/^(?:lora_unet_|unet\.|diffusion_model\.)/u, 'unet'],
  [/^(?:lora_te2_|text_encoder_2\.)/u, 'text_encoder_2'],
  [/^(?:lora_te1?_|text_encoder\.)/u, 'text_encoder'],
];

/** The name of a layer as both sides can say it. */
export const flatten = (name: string): string =>
  name
    .replace(/^text_model[._]/u, '')
    .replaceAll('.', '_')
    .replace(/_weight$/u, '');

/**
 * Reads the header of a LoRA and its alphas; its matrices stay where they are.
 *
 * @throws {UnsupportedModelError} when it holds other things than low-rank matrices
 */
export async function readLora(path: string): Promise<Lora> {
  const file = await openSafetensors(path);
  const name = basename(path, '.safetensors');
  const found = new Map<string, { down?: StoredTensor; up?: StoredTensor; alpha?: number }>();
  for (const stored of storedTensors(file)) {
    const [pattern, part] = PARTS.find(([candidate]) => candidate.test(stored.name)) ?? [];
    const layer = stored.name.replace(pattern ?? /\.alpha$/u, '');
    const entry = found.get(layer) ?? {};
    if (part !== undefined) entry[part] = stored;
    else if (stored.name.endsWith('.alpha')) entry.alpha = (await readTensor(file, stored.name)).data[0] ?? 0;
    else
      throw new UnsupportedModelError(
        `LoRA ${name}`,
        `the tensor ${stored.name}`,
        'lora_down and lora_up, lora_A and lora_B, or lora.down and lora.up',
        { hint: 'LoHa, LoKr and DoRA are not known.' },
      );
    found.set(layer, entry);
  }
  const layers = [...found].map(([layer, { down, up, alpha }]): LoraLayer => {
    if (down === undefined || up === undefined)
      throw new UnsupportedModelError(
        `LoRA ${name}`,
        `${layer} without its ${down ? 'up' : 'down'} matrix`,
        'both',
      );
    const rank = down.dims[0] ?? 1;
    const { component, flat } = placeOf(name, layer);
    return { component, flat, down, up, scale: (alpha ?? rank) / rank, name: layer };
  });
  return { name, layers };
}

function placeOf(lora: string, layer: string): { component: LoraComponent; flat: string } {
  const [prefix, component] = PREFIXES.find(([candidate]) => candidate.test(layer)) ?? [];
  if (prefix === undefined || component === undefined)
    throw new UnsupportedModelError(
      `LoRA ${lora}`,
      `the layer ${layer}`,
      'layers of a U-Net or a text encoder',
    );
  const inside = layer.replace(prefix, '');
  const newer = inside.replace(/\.processor\./u, '.').replace(/\.to_out$/u, '.to_out.0');
  return { component, flat: component === 'unet' ? modernName(flatten(newer)) : flatten(newer) };
}

/** `input_blocks_4_1_…` → `down_blocks_1_attentions_0_…`: kohya's LoRAs for XL have the names of the first code. */
function modernName(flat: string): string {
  const dotted = flat
    .replace(/^(input|output)_blocks_(\d+)_(\d+)_/u, '$1_blocks.$2.$3.')
    .replace(/^middle_block_(\d+)_/u, 'middle_block.$1.')
    .replace(/^(time_embed|out)_(\d+)$/u, '$1.$2.')
    .replace(/\.(in_layers|emb_layers|out_layers)_(\d+)$/u, '.$1.$2.')
    .replace(/\.(skip_connection|op|conv)$/u, '.$1.');
  if (dotted === flat) return flat;
  return flatten(unetName(dotted, 2)).replace(/_$/u, '');
}
