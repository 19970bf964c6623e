/** What a U-Net's config says: which blocks it is made of, where it attends, and at which sizes. */
import { z } from 'zod';
import { UnsupportedModelError } from '../../errors.ts';
import { atBlock, parseConfig, perBlock } from '../config.ts';
import { levelName } from '../control.ts';

const schema = z.object({
  sample_size: z.union([z.int(), z.array(z.int())]).nullish(),
  in_channels: z.int(),
  out_channels: z.int(),
  block_out_channels: z.array(z.int()).min(1),
  down_block_types: z.array(z.enum(['DownBlock2D', 'CrossAttnDownBlock2D'])),
  up_block_types: z.array(z.enum(['UpBlock2D', 'CrossAttnUpBlock2D'])),
  mid_block_type: z
    .enum(['UNetMidBlock2DCrossAttn', 'UNetMidBlock2D'])
    .nullable()
    .default('UNetMidBlock2DCrossAttn'),
  layers_per_block: perBlock.default(2),
  transformer_layers_per_block: perBlock.default(1),
  attention_head_dim: perBlock.default(8),
  num_attention_heads: perBlock.nullish(),
  cross_attention_dim: perBlock.default(1280),
  norm_num_groups: z.int().default(32),
  norm_eps: z.number().default(1e-5),
  act_fn: z.string().default('silu'),
  use_linear_projection: z.boolean().default(false),
  flip_sin_to_cos: z.boolean().default(true),
  freq_shift: z.number().default(0),
  downsample_padding: z.int().default(1),
  mid_block_scale_factor: z.number().default(1),
  addition_embed_type: z.enum(['text_time']).nullish(),
  addition_time_embed_dim: z.int().nullish(),
  projection_class_embeddings_input_dim: z.int().nullish(),
  time_cond_proj_dim: z.int().nullish(),
});
export type UNetConfig = z.infer<typeof schema>;

const ACCEPTED = {
  addition_embed_type_num_heads: 'any',
  attention_type: ['default'],
  center_input_sample: [false],
  class_embeddings_concat: [false],
  conv_in_kernel: [3],
  conv_out_kernel: [3],
  cross_attention_norm: [],
  dropout: 'any',
  dual_cross_attention: [false],
  mid_block_only_cross_attention: [false],
  only_cross_attention: [false],
  // Read by other kinds of blocks only: DownBlock2D and its kin leave their sums as they are.
  resnet_out_scale_factor: 'any',
  resnet_skip_time_act: [false],
  resnet_time_scale_shift: ['default'],
  // Widths follow from the weights.
  time_embedding_dim: 'any',
  time_embedding_type: ['positional'],
  // Everything is computed in float32 anyway.
  upcast_attention: 'any',
} as const;

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export function parseUNetConfig(value: unknown): UNetConfig {
  const config = parseConfig('UNet2DConditionModel', schema, ACCEPTED, value);
  if (config.down_block_types.length !== config.block_out_channels.length)
    throw new UnsupportedModelError(
      'UNet2DConditionModel config',
      `${config.down_block_types.length} down_block_types`,
      `${config.block_out_channels.length}, one for each of block_out_channels`,
    );
  return config;
}

export function headsAt(config: UNetConfig, block: number): number {
  // The field attention_head_dim holds the NUMBER of heads in every published config: a mix-up that diffusers keeps.
  return atBlock(config.num_attention_heads ?? config.attention_head_dim, block);
}

export function textDim(config: UNetConfig): number {
  return atBlock(config.cross_attention_dim, 0);
}

/** Number of transformer layers, which is the number of self- and of cross-attention layers. */
export function countLayers(config: UNetConfig): number {
  const last = config.block_out_channels.length - 1;
  const at = (block: number): number => atBlock(config.transformer_layers_per_block, block);
  const down = config.down_block_types.map((type, block) =>
    type === 'CrossAttnDownBlock2D' ? atBlock(config.layers_per_block, block) * at(block) : 0,
  );
  const up = config.up_block_types.map((type, block) =>
    type === 'CrossAttnUpBlock2D'
      ? (atBlock(config.layers_per_block, last - block) + 1) * at(last - block)
      : 0,
  );
  const middle = config.mid_block_type === 'UNetMidBlock2DCrossAttn' ? at(last) : 0;
  return [...down, ...up].reduce((sum, count) => sum + count, middle);
}

/** The sizes at which the network attends. */
export function levelsOf(config: UNetConfig, height: number, width: number): [number, number][] {
  const levels = new Map<string, [number, number]>();
  let [rows, columns] = [height, width];
  config.down_block_types.forEach((type, block) => {
    const isLast = block === config.down_block_types.length - 1;
    const mirrored = config.up_block_types[config.up_block_types.length - 1 - block];
    if (type === 'CrossAttnDownBlock2D' || mirrored === 'CrossAttnUpBlock2D' || isLast)
      levels.set(levelName(rows, columns), [rows, columns]);
    if (!isLast) {
      const halve = (size: number): number => Math.floor((size + 2 * config.downsample_padding - 3) / 2) + 1;
      [rows, columns] = [halve(rows), halve(columns)];
    }
  });
  return [...levels.values()];
}
