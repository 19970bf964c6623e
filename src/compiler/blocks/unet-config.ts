/** What a U-Net's config says: which blocks it is made of, where it attends, and at which sizes. */
import { z } from 'zod';
import { UnsupportedModelError } from '../../errors.ts';
import { atBlock, parseConfig, perBlock } from '../config.ts';
import { levelName } from '../control.ts';

/** Layers of the transformers: one number for all, one for each block, or a list with one for each of its transformers. */
const depths = z.union([z.int(), z.array(z.union([z.int(), z.array(z.int())]))]);

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
  transformer_layers_per_block: depths.default(1),
  reverse_transformer_layers_per_block: depths.nullish(),
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
  /** Attention leaves float16's range (SD 2.1). */
  upcast_attention: z.boolean().default(false),
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

/**
 * Layers of one transformer.
 *
 * @param block  counted on its own side, from the top; the middle has one
 * @param layer  which transformer of the block
 */
export function depthAt(config: UNetConfig, side: 'down' | 'mid' | 'up', block = 0, layer = 0): number {
  const { transformer_layers_per_block: all, reverse_transformer_layers_per_block: reversed } = config;
  const last = config.block_out_channels.length - 1;
  const of = (list: typeof all, at: number): number => {
    const depth = typeof list === 'number' ? list : (list[at] ?? 1);
    return typeof depth === 'number' ? depth : (depth[layer] ?? 1);
  };
  if (side === 'up') return reversed == null ? of(all, last - block) : of(reversed, block);
  return of(all, side === 'mid' ? last : block);
}

/** Number of transformer layers, which is the number of self- and of cross-attention layers. */
export function countLayers(config: UNetConfig): number {
  const last = config.block_out_channels.length - 1;
  const sum = (side: 'down' | 'up', block: number, transformers: number): number =>
    Array.from({ length: transformers }, (_, layer) => depthAt(config, side, block, layer)).reduce(
      (total, depth) => total + depth,
      0,
    );
  const down = config.down_block_types.map((type, block) =>
    type === 'CrossAttnDownBlock2D' ? sum('down', block, atBlock(config.layers_per_block, block)) : 0,
  );
  const up = config.up_block_types.map((type, block) =>
    type === 'CrossAttnUpBlock2D' ? sum('up', block, atBlock(config.layers_per_block, last - block) + 1) : 0,
  );
  const middle = config.mid_block_type === 'UNetMidBlock2DCrossAttn' ? depthAt(config, 'mid') : 0;
  return [...down, ...up].reduce((total, count) => total + count, middle);
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
