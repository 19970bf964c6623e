import { unetName } from '../single-file/names.ts';

export type LoraComponent = 'unet' | 'text_encoder' | 'text_encoder_2';

/** A layer as a LoRA names it. */
export interface LayerPlace {
  readonly component: LoraComponent;
  /** The name inside the component, as the file has it. */
  readonly inside: string;
  /** The layer's name with underscores for dots: all that kohya's format keeps. */
  readonly flat: string;
}

const PREFIXES: readonly (readonly [RegExp, LoraComponent])[] = [
  [/^(?:lora_unet_|unet\.|(?:model\.)?diffusion_model\.)/u, 'unet'],
  [/^(?:lora_te2_|text_encoder_2\.|text_encoders\.clip_g\.(?:transformer\.)?)/u, 'text_encoder_2'],
  [/^(?:lora_te1?_|text_encoder\.|text_encoders\.clip_l\.(?:transformer\.)?)/u, 'text_encoder'],
  // Without any prefix, as PEFT alone saves them: only a U-Net has these.
  [/^(?=(?:down|up|mid|input|output|middle)_blocks?[._])/u, 'unet'],
  [/^(?=(?:time_embed|time_embedding|conv_in|conv_out)(?:[._]|$))/u, 'unet'],
];

/** The name of a layer as both sides can say it. */
export const flatten = (name: string): string =>
  name
    .replace(/^text_model[._]/u, '')
    .replaceAll('.', '_')
    .replace(/_weight$/u, '');

/** Where a layer is; `undefined` when it is of something that has no LoRAs here. */
export function placeOf(layer: string): LayerPlace | undefined {
  const name = layer.replace(/^base_model\.model\./u, '');
  const [prefix, component] = PREFIXES.find(([candidate]) => candidate.test(name)) ?? [];
  if (prefix === undefined || component === undefined) return undefined;
  const inside = name.replace(prefix, '');
  const newer = inside.replace(/\.processor\./u, '.').replace(/\.to_out$/u, '.to_out.0');
  return { component, inside, flat: component === 'unet' ? modernName(flatten(newer)) : flatten(newer) };
}

/** `input_blocks_4_1_…` → `down_blocks_1_attentions_0_…`: kohya's LoRAs for XL have the names of the first code. */
function modernName(flat: string): string {
  const dotted = flat
    .replace(/^(input|output)_blocks_(\d+)_(\d+)(?:_|$)/u, '$1_blocks.$2.$3.')
    .replace(/^middle_block_(\d+)_/u, 'middle_block.$1.')
    .replace(/^(time_embed|out)_(\d+)$/u, '$1.$2.')
    .replace(/^label_emb_(\d+)_(\d+)$/u, 'label_emb.$1.$2.')
    .replace(/\.(in_layers|emb_layers|out_layers)_(\d+)$/u, '.$1.$2.')
    .replace(/\.(skip_connection|op|conv)$/u, '.$1.');
  if (dotted === flat) return flat;
  return flatten(unetName(dotted, 2)).replace(/_$/u, '');
}
