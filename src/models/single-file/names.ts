/**
 * Names of the first Stable Diffusion code (CompVis LDM, Stability's generative-models) → diffusers' names.
 *
 * Source: diffusers 0.35, loaders/single_file_utils.py and scripts/convert_diffusers_to_original_stable_diffusion.py.
 */
import { rowsOf, type StoredTensor } from '../../compiler/weights.ts';

type Pairs = readonly (readonly [RegExp, string])[];

const replaceFirst = (name: string, pairs: Pairs): string => {
  for (const [from, to] of pairs) if (from.test(name)) return name.replace(from, to);
  return name;
};

const UNET_ENDS: Pairs = [
  [/^time_embed\.0\./u, 'time_embedding.linear_1.'],
  [/^time_embed\.2\./u, 'time_embedding.linear_2.'],
  [/^label_emb\.0\.0\./u, 'add_embedding.linear_1.'],
  [/^label_emb\.0\.2\./u, 'add_embedding.linear_2.'],
  [/^input_blocks\.0\.0\./u, 'conv_in.'],
  [/^out\.0\./u, 'conv_norm_out.'],
  [/^out\.2\./u, 'conv_out.'],
  [/^middle_block\.0\./u, 'mid_block.resnets.0.'],
  [/^middle_block\.1\./u, 'mid_block.attentions.0.'],
  [/^middle_block\.2\./u, 'mid_block.resnets.1.'],
];
const RESNET: Pairs = [
  [/\.in_layers\.0\./u, '.norm1.'],
  [/\.in_layers\.2\./u, '.conv1.'],
  [/\.emb_layers\.1\./u, '.time_emb_proj.'],
  [/\.out_layers\.0\./u, '.norm2.'],
  [/\.out_layers\.3\./u, '.conv2.'],
  [/\.skip_connection\./u, '.conv_shortcut.'],
];

/**
 * Renames the weights of a U-Net.
 *
 * @param layers  resnets of a down block: the original counts all blocks in one row
 */
export function unetName(name: string, layers: number): string {
  const ended = replaceFirst(name, UNET_ENDS);
  const [, side, number, part, rest] = /^(input|output)_blocks\.(\d+)\.(\d)\.(.*)$/u.exec(ended) ?? [];
  if (side === undefined || number === undefined || rest === undefined) return replaceFirst(ended, RESNET);
  if (side === 'input') {
    const [block, layer] = divide(Number(number) - 1, layers + 1);
    if (rest.startsWith('op.')) return `down_blocks.${block}.downsamplers.0.conv.${rest.slice(3)}`;
    return replaceFirst(
      `down_blocks.${block}.${part === '0' ? 'resnets' : 'attentions'}.${layer}.${rest}`,
      RESNET,
    );
  }
  const [block, layer] = divide(Number(number), layers + 1);
  if (rest.startsWith('conv.')) return `up_blocks.${block}.upsamplers.0.${rest}`;
  return replaceFirst(
    `up_blocks.${block}.${part === '0' ? 'resnets' : 'attentions'}.${layer}.${rest}`,
    RESNET,
  );
}

const divide = (count: number, by: number): [number, number] => [Math.floor(count / by), count % by];

const VAE: Pairs = [
  [/\.norm_out\./u, '.conv_norm_out.'],
  [/\.nin_shortcut\./u, '.conv_shortcut.'],
  [/\.mid\.attn_1\.norm\./u, '.mid_block.attentions.0.group_norm.'],
  [/\.mid\.attn_1\.proj_out\./u, '.mid_block.attentions.0.to_out.0.'],
  [/\.mid\.attn_1\.([qkv])\./u, '.mid_block.attentions.0.to_$1.'],
];

/** @param blocks  blocks of the decoder: the original counts them from the other end */
export function vaeName(name: string, blocks: number): string {
  return replaceFirst(name, VAE)
    .replace(/\.mid\.block_([12])\./u, (_, block) => `.mid_block.resnets.${Number(block) - 1}.`)
    .replace(/\.down\.(\d+)\.block\.(\d+)\./u, '.down_blocks.$1.resnets.$2.')
    .replace(/\.down\.(\d+)\.downsample\./u, '.down_blocks.$1.downsamplers.0.')
    .replace(
      /\.up\.(\d+)\.block\.(\d+)\./u,
      (_, up, layer) => `.up_blocks.${blocks - 1 - Number(up)}.resnets.${layer}.`,
    )
    .replace(/\.up\.(\d+)\.upsample\./u, (_, up) => `.up_blocks.${blocks - 1 - Number(up)}.upsamplers.0.`);
}

const OPEN_CLIP: Pairs = [
  [/^transformer\.resblocks\./u, 'encoder.layers.'],
  [/^token_embedding\./u, 'embeddings.token_embedding.'],
  [/^positional_embedding$/u, 'embeddings.position_embedding.weight'],
  [/^ln_final\./u, 'final_layer_norm.'],
  [/^text_projection$/u, 'text_projection.weight'],
];
const OPEN_CLIP_LAYER: Pairs = [
  [/\.ln_1\./u, '.layer_norm1.'],
  [/\.ln_2\./u, '.layer_norm2.'],
  [/\.mlp\.c_fc\./u, '.mlp.fc1.'],
  [/\.mlp\.c_proj\./u, '.mlp.fc2.'],
  [/\.attn\.out_proj\./u, '.self_attn.out_proj.'],
];

/** Renames the weights of an OpenCLIP text encoder; the three attention matrices lie behind one another in one. */
export function openClipTensors(tensors: readonly StoredTensor[]): StoredTensor[] {
  return tensors.flatMap((stored) => {
    const name = replaceFirst(replaceFirst(stored.name, OPEN_CLIP), OPEN_CLIP_LAYER);
    const [, layer, kind] = /^(.*)\.attn\.in_proj_(weight|bias)$/u.exec(name) ?? [];
    if (layer === undefined)
      // The projection is stored the other way round: state @ matrix.
      return [{ ...stored, name, ...(name === 'text_projection.weight' ? transposed(stored) : {}) }];
    const rows = (stored.dims[0] ?? 0) / 3;
    return ['q', 'k', 'v'].map((one, at) =>
      Object.assign(rowsOf(stored, at * rows, rows), { name: `${layer}.self_attn.${one}_proj.${kind}` }),
    );
  });
}

const transposed = ({ dims }: StoredTensor) => ({ dims: dims.toReversed(), transposed: true });
