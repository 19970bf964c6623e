/**
 * SD3Transformer2DModel of diffusers, as far as a tiny one goes: joint attention blocks without QK norm.
 *
 * Source: diffusers 0.42, models/transformers/transformer_sd3.py.
 */
import { z } from 'zod';
import { jointAttention, type JointContext } from '../../../src/compiler/blocks/joint-attention.ts';
import { parseConfig } from '../../../src/compiler/config.ts';
import type { DenoiserGraph, DenoiserOptions } from '../../../src/compiler/denoiser.ts';
import { GraphBuilder, type Value } from '../../../src/compiler/graph.ts';
import {
  add,
  concat,
  conv,
  linear,
  linearOf,
  modulate,
  multiply,
  plainLayerNorm,
  reshape,
  silu,
  slice,
  transpose,
} from '../../../src/compiler/ops.ts';
import type { Weights } from '../../../src/compiler/weights.ts';

const schema = z.object({
  sample_size: z.int(),
  patch_size: z.int(),
  in_channels: z.int(),
  out_channels: z.int(),
  num_layers: z.int(),
  attention_head_dim: z.int(),
  num_attention_heads: z.int(),
  joint_attention_dim: z.int(),
  pooled_projection_dim: z.int(),
  pos_embed_max_size: z.int(),
});
export type JointConfig = z.infer<typeof schema>;

const ACCEPTED = { caption_projection_dim: 'any', dual_attention_layers: [[]], qk_norm: [] } as const;
/** Waves of the time embedding. */
export const TIME_CHANNELS = 256;
const EPSILON = 1e-6;

export const parseJointConfig = (value: unknown): JointConfig =>
  parseConfig('SD3Transformer2DModel', schema, ACCEPTED, value);

/** Inputs beside those of every denoiser: `time_proj` [B, 256], `pooled_projections` [B, P]. */
export function buildJointTransformer(
  config: JointConfig,
  weights: Weights,
  options: DenoiserOptions,
): DenoiserGraph {
  const g = new GraphBuilder('transformer', weights);
  const { batch, height, width, tokens } = options;
  const { patch_size: patch, in_channels, out_channels } = config;
  const context = {
    heads: config.num_attention_heads,
    fused: options.fused ?? true,
    scoreBytes: options.scoreBytes,
  };
  const [rows, columns] = [height / patch, width / patch];
  const count = rows * columns;
  const inner = config.num_attention_heads * config.attention_head_dim;
  const sample = g.input('sample', [batch, in_channels, height, width]);
  const words = g.input('encoder_hidden_states', [batch, tokens, config.joint_attention_dim]);
  const patches = g.within('pos_embed', () => conv(g, sample, 'proj', { stride: patch }));
  const flat = reshape(g, transpose(g, patches, [0, 2, 3, 1]), [batch, count, inner]);
  let picture = add(g, flat, positions(g, config, rows, columns));
  let text = linearOf(g, words, 'context_embedder');
  const embedding = timeEmbedding(g, config, batch);
  for (let block = 0; block < config.num_layers; block++) {
    const isLast = block === config.num_layers - 1;
    [picture, text] = g.within(`transformer_blocks.${block}`, () =>
      jointBlock(g, context, [picture, text], embedding, isLast),
    );
  }
  const [factor = picture, shift = picture] = chunks(g, embedding, 'norm_out.linear', 2);
  const out = linearOf(g, modulate(g, plainLayerNorm(g, picture, EPSILON), shift, factor), 'proj_out');
  const cells = reshape(g, out, [batch, rows, columns, patch, patch, out_channels]);
  const image = transpose(g, cells, [0, 5, 1, 3, 2, 4]);
  g.output('out', reshape(g, image, [batch, out_channels, height, width]));
  const place = { height: rows, width: columns, heads: context.heads, headSize: config.attention_head_dim };
  const layers = Array.from({ length: config.num_layers }, (_, index) => ({
    ...place,
    name: `transformer_blocks.${index}.attn`,
    kind: 'joint' as const,
    index,
  }));
  return { graph: g.build(), layers };
}

/** The middle of the square of learned places. */
function positions(g: GraphBuilder, config: JointConfig, rows: number, columns: number): Value {
  const most = config.pos_embed_max_size;
  const inner = config.num_attention_heads * config.attention_head_dim;
  const [top, left] = [Math.floor((most - rows) / 2), Math.floor((most - columns) / 2)];
  const all = g.within('pos_embed', () => g.weight('pos_embed', [1, most, most, inner]));
  const cut = slice(g, slice(g, all, 1, top, top + rows), 2, left, left + columns);
  return reshape(g, cut, [1, rows * columns, inner]);
}

/** SiLU of the time's and the pooled text's embedding `[B, C]`. */
function timeEmbedding(g: GraphBuilder, config: JointConfig, batch: number): Value {
  const time = g.input('time_proj', [batch, TIME_CHANNELS]);
  const pooled = g.input('pooled_projections', [batch, config.pooled_projection_dim]);
  const twoLayers = (x: Value, name: string): Value =>
    g.within(name, () => linear(g, silu(g, linear(g, x, 'linear_1')), 'linear_2'));
  return g.within('time_text_embed', () =>
    silu(g, add(g, twoLayers(time, 'timestep_embedder'), twoLayers(pooled, 'text_embedder'))),
  );
}

/** Linear layer `name` of the embedding, cut in `count` parts `[B, 1, C]`. */
function chunks(g: GraphBuilder, embedding: Value, name: string, count: number): Value[] {
  const all = linear(g, embedding, name);
  const [batch = 1, width = 1] = all.dims as number[];
  const size = width / count;
  return Array.from({ length: count }, (_, at) =>
    reshape(g, slice(g, all, 1, at * size, (at + 1) * size), [batch, 1, size]),
  );
}

type Six = [Value, Value, Value, Value, Value, Value];

function jointBlock(
  g: GraphBuilder,
  context: JointContext,
  [picture, text]: readonly [Value, Value],
  embedding: Value,
  isLast: boolean,
): [Value, Value] {
  const normed = (x: Value): Value => plainLayerNorm(g, x, EPSILON);
  const [shift, factor, gate, ...rest] = chunks(g, embedding, 'norm1.linear', 6) as Six;
  const ofText = chunks(g, embedding, 'norm1_context.linear', isLast ? 2 : 6);
  const [textShift, textFactor] = (isLast ? ofText.toReversed() : ofText) as [Value, Value];
  const seen = modulate(g, normed(picture), shift, factor);
  const read = modulate(g, normed(text), textShift, textFactor);
  const [forPicture, forText] = attend(g, context, seen, read, isLast);
  const feedForward = (x: Value, name: string): Value =>
    g.within(name, () => {
      const wide = linearOf(g, x, 'net.0.proj');
      const active = g.node('Gelu', [wide], wide.dims, { attributes: { approximate: 'tanh' } });
      return linearOf(g, active, 'net.2');
    });
  const mixed = (x: Value, name: string, [move, grow, open]: readonly [Value, Value, Value]): Value =>
    add(g, x, multiply(g, open, feedForward(modulate(g, normed(x), move, grow), name)));
  const looked = mixed(add(g, picture, multiply(g, gate, forPicture)), 'ff', rest);
  if (forText === undefined) return [looked, text];
  const [, , textGate, ...textRest] = ofText as Six;
  return [looked, mixed(add(g, text, multiply(g, textGate, forText)), 'ff_context', textRest)];
}

/** Joint attention, the picture first; the last block's text is read by nobody. */
function attend(
  g: GraphBuilder,
  context: JointContext,
  picture: Value,
  text: Value,
  isLast: boolean,
): [Value, Value | undefined] {
  return g.within('attn', () => {
    const both = (own: string, added: string): Value =>
      concat(g, [linearOf(g, picture, own), linearOf(g, text, added)], 1);
    const out = jointAttention(g, context, {
      q: both('to_q', 'add_q_proj'),
      k: both('to_k', 'add_k_proj'),
      v: both('to_v', 'add_v_proj'),
    });
    const [count, length] = [picture.dims[1] as number, out.dims[1] as number];
    const forPicture = linearOf(g, slice(g, out, 1, 0, count), 'to_out.0');
    if (isLast) return [forPicture, undefined];
    return [forPicture, linearOf(g, slice(g, out, 1, count, length), 'to_add_out')];
  });
}
