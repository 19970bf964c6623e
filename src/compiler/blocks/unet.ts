/**
 * UNet2DConditionModel of diffusers: SD 1.x, 2.x, XL, InstructPix2Pix, inpainting, and every other block layout that
 * its config can say within the fields below.
 *
 * Source: diffusers 0.42, models/unets/unet_2d_condition.py.
 */
import { z } from 'zod';
import { UnsupportedModelError } from '../../errors.ts';
import { atBlock, parseConfig, perBlock } from '../config.ts';
import { type AttentionLayer, declareControl, levelName } from '../control.ts';
import { type Graph, GraphBuilder, type Value } from '../graph.ts';
import { activation, add, concat, conv, groupNorm, linear, resizeNearest, shapeOf } from '../ops.ts';
import type { Weights } from '../weights.ts';
import type { AttentionContext } from './attention.ts';
import { resnet, type ResnetStyle } from './resnet.ts';
import { transformer } from './transformer.ts';

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

export interface UNetOptions {
  readonly batch: number;
  /** Latent cells. */
  readonly height: number;
  readonly width: number;
  /** Text tokens: 77, or what the text encoder gives. */
  readonly tokens: number;
  /** Attention control inputs and map outputs. */
  readonly control: boolean;
  /** Fused attention kernel (CPU, CUDA); false writes plain MatMul–Softmax–MatMul. */
  readonly fused?: boolean;
  /** Per-head probabilities and the features of the blocks as outputs: for comparing with a reference. */
  readonly inspect?: boolean;
}

export interface UNetGraph {
  readonly graph: Graph;
  readonly layers: readonly AttentionLayer[];
}

/**
 * Writes the graph of a U-Net.
 *
 * Inputs: `sample` [B, in, h, w]; `time_proj` [B, C₀] (see `timestepProjection`); `encoder_hidden_states` [B, L, D];
 * with text_time conditioning `text_embeds` [B, P] and `time_ids_proj` [B, 6·E]; with time_cond_proj_dim
 * `timestep_cond` [B, T]; with control those of `ControlInputs`. Outputs: `out` [B, out, h, w]; with control
 * `maps.<layer>` [B, N, L] for every cross-attention layer.
 *
 * @throws {UnsupportedModelError | GraphError}
 */
export function buildUNet(config: UNetConfig, weights: Weights, options: UNetOptions): UNetGraph {
  const g = new GraphBuilder('unet', weights);
  const { batch, height, width, tokens } = options;
  const sample = g.input('sample', [batch, config.in_channels, height, width]);
  const features: [string, Value][] = [];
  const feature = (name: string, value: Value): Value => {
    features.push([name, value]);
    return value;
  };
  const time = timeEmbedding(g, config, batch, feature);
  const textWidth = textDim(config);
  const text = g.input('encoder_hidden_states', [batch, tokens, textWidth]);
  const levels = levelsOf(config, height, width);
  const control = options.control
    ? declareControl(g, { batch, tokens, selfLayers: countLayers(config), levels })
    : undefined;
  const context: AttentionContext = {
    batch,
    text: g.node('Reshape', [text, g.integers([batch * tokens, textWidth])], [batch * tokens, textWidth]),
    tokens,
    control,
    fused: options.fused ?? true,
    layers: [],
    withProbabilities: options.inspect ?? false,
  };
  const style: ResnetStyle = {
    groups: config.norm_num_groups,
    epsilon: config.norm_eps,
    activation: config.act_fn,
    outputScale: 1,
  };
  const parts = { g, config, context, style, feature, embedding: time };
  const skips: Value[] = [];
  let x = feature('conv_in', conv(g, sample, 'conv_in', { padding: 1 }));
  skips.push(x);
  x = downBlocks(parts, x, skips);
  x = midBlock(parts, x);
  x = upBlocks(parts, x, skips);
  const normed = groupNorm(g, x, 'conv_norm_out', config.norm_num_groups, config.norm_eps);
  g.output('out', conv(g, activation(config.act_fn, g, normed), 'conv_out', { padding: 1 }));
  for (const layer of context.layers) {
    if (layer.maps !== undefined) g.output(`maps.${layer.name}`, layer.maps);
    if (layer.probabilities !== undefined) g.output(`probabilities.${layer.name}`, layer.probabilities);
  }
  if (options.inspect) for (const [name, value] of features) g.output(`feature.${name}`, value);
  return {
    graph: g.build(),
    layers: context.layers.map(({ name, kind, height: rows, width: columns, heads, headSize, index }) => ({
      name,
      kind,
      height: rows,
      width: columns,
      heads,
      headSize,
      index,
    })),
  };
}

interface Parts {
  readonly g: GraphBuilder;
  readonly config: UNetConfig;
  readonly context: AttentionContext;
  readonly style: ResnetStyle;
  readonly embedding: Value;
  readonly feature: (name: string, value: Value) => Value;
}

function timeEmbedding(
  g: GraphBuilder,
  config: UNetConfig,
  batch: number,
  feature: (name: string, value: Value) => Value,
): Value {
  const [channels = 0] = config.block_out_channels;
  let projected = g.input('time_proj', [batch, channels]);
  if (config.time_cond_proj_dim != null) {
    const condition = g.input('timestep_cond', [batch, config.time_cond_proj_dim]);
    projected = add(g, projected, linear(g, condition, 'time_embedding.cond_proj'));
  }
  let embedding = feature('time_embedding', twoLayers(g, projected, 'time_embedding', config.act_fn));
  if (config.addition_embed_type === 'text_time') {
    const timeIds = 6 * (config.addition_time_embed_dim ?? 0);
    const pooled = (config.projection_class_embeddings_input_dim ?? 0) - timeIds;
    const texts = g.input('text_embeds', [batch, pooled]);
    const times = g.input('time_ids_proj', [batch, timeIds]);
    const added = feature(
      'add_embedding',
      twoLayers(g, concat(g, [texts, times], 1), 'add_embedding', 'silu'),
    );
    embedding = add(g, embedding, added);
  }
  return activation(config.act_fn, g, embedding);
}

/** Two linear layers with an activation between (diffusers' TimestepEmbedding). */
function twoLayers(g: GraphBuilder, x: Value, name: string, between: string): Value {
  return g.within(name, () => linear(g, activation(between, g, linear(g, x, 'linear_1')), 'linear_2'));
}

function headsAt(config: UNetConfig, block: number): number {
  // The field attention_head_dim holds the NUMBER of heads in every published config: a mix-up that diffusers keeps.
  return atBlock(config.num_attention_heads ?? config.attention_head_dim, block);
}

function attend(parts: Parts, x: Value, name: string, block: number, layers: number): Value {
  const { g, config, context, feature } = parts;
  const out = transformer(g, context, x, name, {
    heads: headsAt(config, block),
    layers,
    groups: config.norm_num_groups,
    linearProjection: config.use_linear_projection,
  });
  return feature(`${g.scope}.${name}`, out);
}

function downBlocks(parts: Parts, input: Value, skips: Value[]): Value {
  const { g, config, style, embedding, feature } = parts;
  let x = input;
  config.down_block_types.forEach((type, block) => {
    const isLast = block === config.down_block_types.length - 1;
    x = g.within(`down_blocks.${block}`, () => {
      let hidden = x;
      for (let layer = 0; layer < atBlock(config.layers_per_block, block); layer++) {
        hidden = resnet(g, hidden, `resnets.${layer}`, style, embedding);
        feature(`${g.scope}.resnets.${layer}`, hidden);
        if (type === 'CrossAttnDownBlock2D')
          hidden = attend(
            parts,
            hidden,
            `attentions.${layer}`,
            block,
            atBlock(config.transformer_layers_per_block, block),
          );
        skips.push(hidden);
      }
      if (!isLast) {
        hidden = conv(g, hidden, 'downsamplers.0.conv', { stride: 2, padding: config.downsample_padding });
        skips.push(hidden);
      }
      return hidden;
    });
    feature(`down_blocks.${block}`, x);
  });
  return x;
}

function midBlock(parts: Parts, x: Value): Value {
  const { g, config, style, embedding, feature } = parts;
  if (config.mid_block_type === null) return x;
  const last = config.block_out_channels.length - 1;
  const middle = { ...style, outputScale: config.mid_block_scale_factor };
  const out = g.within('mid_block', () => {
    let hidden = resnet(g, x, 'resnets.0', middle, embedding);
    if (config.mid_block_type === 'UNetMidBlock2D') return hidden;
    hidden = attend(parts, hidden, 'attentions.0', last, atBlock(config.transformer_layers_per_block, last));
    return resnet(g, hidden, 'resnets.1', middle, embedding);
  });
  return feature('mid_block', out);
}

function upBlocks(parts: Parts, input: Value, skips: Value[]): Value {
  const { g, config, style, embedding, feature } = parts;
  const count = config.up_block_types.length;
  let x = input;
  config.up_block_types.forEach((type, block) => {
    const mirrored = count - 1 - block;
    x = g.within(`up_blocks.${block}`, () => {
      let hidden = x;
      for (let layer = 0; layer < atBlock(config.layers_per_block, mirrored) + 1; layer++) {
        hidden = concat(g, [hidden, skips.pop() as Value], 1);
        hidden = resnet(g, hidden, `resnets.${layer}`, style, embedding);
        feature(`${g.scope}.resnets.${layer}`, hidden);
        if (type === 'CrossAttnUpBlock2D')
          hidden = attend(
            parts,
            hidden,
            `attentions.${layer}`,
            mirrored,
            atBlock(config.transformer_layers_per_block, mirrored),
          );
      }
      const next = skips.at(-1);
      if (block < count - 1 && next !== undefined) {
        // To the next skip's size: with odd sizes that is not twice the own one.
        const [, , height = 1, width = 1] = shapeOf(next);
        hidden = conv(g, resizeNearest(g, hidden, height, width), 'upsamplers.0.conv', { padding: 1 });
      }
      return hidden;
    });
    feature(`up_blocks.${block}`, x);
  });
  return x;
}

function textDim(config: UNetConfig): number {
  return atBlock(config.cross_attention_dim, 0);
}

/** Number of transformer layers, which is the number of self- and of cross-attention layers. */
function countLayers(config: UNetConfig): number {
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
function levelsOf(config: UNetConfig, height: number, width: number): [number, number][] {
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

/**
 * Sinusoidal embedding of time steps (diffusers' Timesteps), computed in float32 like PyTorch does.
 *
 * @param timesteps  any numbers, whole or not, `[B]`
 * @returns `[B · size]`, cosine first when `flipSinToCos`
 */
export function timestepProjection(
  timesteps: readonly number[],
  size: number,
  { flipSinToCos = true, shift = 0 }: { readonly flipSinToCos?: boolean; readonly shift?: number } = {},
): Float32Array {
  const half = Math.floor(size / 2);
  const out = new Float32Array(timesteps.length * size);
  timesteps.forEach((timestep, row) => {
    for (let i = 0; i < half; i++) {
      const exponent = Math.fround(Math.fround(-Math.log(10000) * i) / (half - shift));
      const angle = Math.fround(Math.fround(timestep) * Math.fround(Math.exp(exponent)));
      const [first, second] = flipSinToCos
        ? [Math.cos(angle), Math.sin(angle)]
        : [Math.sin(angle), Math.cos(angle)];
      out[row * size + i] = first;
      out[row * size + half + i] = second;
    }
  });
  return out;
}
