/**
 * Flux2Transformer2DModel of diffusers (FLUX.2 [klein]): blocks with a stream each for text and picture, then blocks
 * with one stream for both; all blocks of a kind are modulated alike.
 *
 * Source: diffusers 0.42, models/transformers/transformer_flux2.py.
 */
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import type { AttentionLayer } from '../control.ts';
import type { DenoiserGraph, DenoiserOptions } from '../denoiser.ts';
import { GraphBuilder, type Value } from '../graph.ts';
import {
  add,
  concat,
  linear,
  linearOf,
  modulate,
  multiply,
  plainLayerNorm,
  reshape,
  rmsNorm,
  shapeOf,
  silu,
  slice,
  transpose,
} from '../ops.ts';
import type { Weights } from '../weights.ts';
import { jointAttention, type JointContext } from './joint-attention.ts';
import { type RopeTable, ropeTable, rotate } from './rope.ts';

const schema = z.object({
  in_channels: z.int(),
  num_layers: z.int(),
  num_single_layers: z.int(),
  attention_head_dim: z.int(),
  num_attention_heads: z.int(),
  joint_attention_dim: z.int(),
  timestep_guidance_channels: z.int().default(256),
  axes_dims_rope: z.array(z.int()).length(4),
  rope_theta: z.number().default(2000),
  eps: z.number().default(1e-6),
});
export type Flux2Config = z.infer<typeof schema>;

const ACCEPTED = {
  guidance_embeds: [false],
  // Widths follow from the weights.
  mlp_ratio: 'any',
  out_channels: [],
  patch_size: [1],
} as const;

/** @throws {UnsupportedModelError} naming the field that this compiler cannot follow */
export const parseFlux2Config = (value: unknown): Flux2Config =>
  parseConfig('Flux2Transformer2DModel', schema, ACCEPTED, value);

/** Places of reference pictures on the first axis, so that they are never the picture's own. */
const REFERENCE_STRIDE = 10;

/** What all blocks share. */
interface Context extends JointContext {
  readonly rope: RopeTable;
  readonly epsilon: number;
}

/**
 * Writes the graph. Inputs beside those of every denoiser: `time_proj` [B, 256], and `reference.<i>` [B, C, h, w] for
 * every picture that it is shown.
 *
 * @throws {UnsupportedModelError | GraphError}
 */
export function buildFlux2(config: Flux2Config, weights: Weights, options: DenoiserOptions): DenoiserGraph {
  const g = new GraphBuilder('transformer', weights);
  const { batch, height, width, tokens, references = [] } = options;
  const pack = (name: string, rows: number, columns: number): Value => {
    const image = g.input(name, [batch, config.in_channels, rows, columns]);
    return reshape(g, transpose(g, image, [0, 2, 3, 1]), [batch, rows * columns, config.in_channels]);
  };
  const own = pack('sample', height, width);
  const shown = references.map((size, at) => pack(`reference.${at}`, size.height, size.width));
  const words = g.input('encoder_hidden_states', [batch, tokens, config.joint_attention_dim]);
  const time = timeEmbedding(g, config, batch);
  const places = [
    ...Array.from({ length: tokens }, (_, at) => [0, 0, 0, at]),
    ...gridOf(0, { height, width }),
    ...references.flatMap((size, at) => gridOf(REFERENCE_STRIDE * (at + 1), size)),
  ];
  const context: Context = {
    heads: config.num_attention_heads,
    fused: options.fused ?? true,
    scoreBytes: options.scoreBytes,
    rope: ropeTable(g, places, config.axes_dims_rope, config.rope_theta),
    epsilon: config.eps,
  };
  const joined = shown.length === 0 ? own : concat(g, [own, ...shown], 1);
  let picture = linearOf(g, joined, 'x_embedder');
  let text = linearOf(g, words, 'context_embedder');
  const ofPicture = parts(g, time, 'double_stream_modulation_img.linear', 6) as Six;
  const ofText = parts(g, time, 'double_stream_modulation_txt.linear', 6) as Six;
  for (let block = 0; block < config.num_layers; block++)
    [picture, text] = g.within(`transformer_blocks.${block}`, () =>
      doubleBlock(g, context, [picture, ofPicture], [text, ofText]),
    );
  const ofBoth = parts(g, time, 'single_stream_modulation.linear', 3) as Three;
  let both = concat(g, [text, picture], 1);
  for (let block = 0; block < config.num_single_layers; block++)
    both = g.within(`single_transformer_blocks.${block}`, () => singleBlock(g, context, both, ofBoth));
  // Of the rows behind the text only the picture's own are asked for.
  const rows = slice(g, both, 1, tokens, tokens + height * width);
  const [factor, shift] = parts(g, time, 'norm_out.linear', 2) as [Value, Value];
  const out = linearOf(g, modulate(g, plainLayerNorm(g, rows, config.eps), shift, factor), 'proj_out');
  const [, , channels = 1] = shapeOf(out);
  g.output('out', transpose(g, reshape(g, out, [batch, height, width, channels]), [0, 3, 1, 2]));
  return { graph: g.build(), layers: layersOf(config, { height, width }) };
}

const gridOf = (
  place: number,
  { height, width }: { readonly height: number; readonly width: number },
): number[][] =>
  Array.from({ length: height * width }, (_, at) => [place, Math.floor(at / width), at % width, 0]);

function layersOf(
  config: Flux2Config,
  size: { readonly height: number; readonly width: number },
): AttentionLayer[] {
  const kinds = {
    transformer_blocks: config.num_layers,
    single_transformer_blocks: config.num_single_layers,
  };
  const names = Object.entries(kinds).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, block) => `${name}.${block}.attn`),
  );
  const [heads, headSize] = [config.num_attention_heads, config.attention_head_dim];
  return names.map((name, index) => ({ ...size, name, kind: 'joint', heads, headSize, index }));
}

/** SiLU of the embedded noise level, `[B, C]`. */
function timeEmbedding(g: GraphBuilder, config: Flux2Config, batch: number): Value {
  const projected = g.input('time_proj', [batch, config.timestep_guidance_channels]);
  return g.within('time_guidance_embed.timestep_embedder', () =>
    silu(g, linear(g, silu(g, linear(g, projected, 'linear_1')), 'linear_2')),
  );
}

/** Shift, scale and gate, of the attention and then of the feed-forward layer. */
type Three = [shift: Value, scale: Value, gate: Value];
type Six = [...Three, ...Three];

/** Linear layer `name` of the time's embedding, cut in `count` parts `[B, 1, C]`. */
function parts(g: GraphBuilder, time: Value, name: string, count: number): Value[] {
  const all = linear(g, time, name);
  const [batch = 1, width = 1] = shapeOf(all);
  const size = width / count;
  return Array.from({ length: count }, (_, at) =>
    reshape(g, slice(g, all, 1, at * size, (at + 1) * size), [batch, 1, size]),
  );
}

const gated = (g: GraphBuilder, x: Value, gate: Value, change: Value): Value =>
  add(g, x, multiply(g, gate, change));

function doubleBlock(
  g: GraphBuilder,
  context: Context,
  [picture, ofPicture]: readonly [Value, Six],
  [text, ofText]: readonly [Value, Six],
): [Value, Value] {
  const normed = (x: Value, shift: Value, factor: Value): Value =>
    modulate(g, plainLayerNorm(g, x, context.epsilon), shift, factor);
  const seen = normed(picture, ofPicture[0], ofPicture[1]);
  const read = normed(text, ofText[0], ofText[1]);
  const [forPicture, forText] = g.within('attn', () => {
    const project = (x: Value, name: string, norm?: string): Value => {
      const projected = inHeads(g, context, linearOf(g, x, name));
      return norm === undefined ? projected : rmsNorm(g, projected, norm, context.epsilon);
    };
    const out = attend(g, context, {
      q: concat(g, [project(read, 'add_q_proj', 'norm_added_q'), project(seen, 'to_q', 'norm_q')], 1),
      k: concat(g, [project(read, 'add_k_proj', 'norm_added_k'), project(seen, 'to_k', 'norm_k')], 1),
      v: concat(g, [project(read, 'add_v_proj'), project(seen, 'to_v')], 1),
    });
    const [words, length] = [text.dims[1] as number, out.dims[1] as number];
    return [
      linearOf(g, slice(g, out, 1, words, length), 'to_out.0'),
      linearOf(g, slice(g, out, 1, 0, words), 'to_add_out'),
    ] as const;
  });
  const mixed = (x: Value, name: string, [shift, factor, gate]: Three): Value =>
    gated(g, x, gate, feedForward(g, normed(x, shift, factor), name));
  const [, , gate, ...rest] = ofPicture;
  const [, , textGate, ...textRest] = ofText;
  return [
    mixed(gated(g, picture, gate, forPicture), 'ff', rest),
    mixed(gated(g, text, textGate, forText), 'ff_context', textRest),
  ];
}

/** Attention and feed-forward side by side, of the same normed input. */
function singleBlock(g: GraphBuilder, context: Context, x: Value, [shift, factor, gate]: Three): Value {
  const normed = modulate(g, plainLayerNorm(g, x, context.epsilon), shift, factor);
  return g.within('attn', () => {
    const all = linearOf(g, normed, 'to_qkv_mlp_proj');
    const [, , inner = 1] = shapeOf(x);
    const third = (at: number): Value => inHeads(g, context, slice(g, all, 2, at * inner, (at + 1) * inner));
    const attended = attend(g, context, {
      q: rmsNorm(g, third(0), 'norm_q', context.epsilon),
      k: rmsNorm(g, third(1), 'norm_k', context.epsilon),
      v: third(2),
    });
    const wide = slice(g, all, 2, 3 * inner, all.dims[2] as number);
    return gated(g, x, gate, linearOf(g, concat(g, [attended, swiglu(g, wide)], 2), 'to_out'));
  });
}

/** `[B, S, heads·d]` → `[B, S, heads, d]` */
function inHeads(g: GraphBuilder, { heads }: Context, x: Value): Value {
  const [batch = 1, length = 1, channels = 1] = shapeOf(x);
  return reshape(g, x, [batch, length, heads, channels / heads]);
}

/** Attention of heads `[B, S, heads, d]`, queries and keys turned: `[B, S, heads·d]`. */
function attend(
  g: GraphBuilder,
  context: Context,
  { q, k, v }: { readonly q: Value; readonly k: Value; readonly v: Value },
): Value {
  const [batch = 1, length = 1, heads = 1, size = 1] = shapeOf(q);
  const flat = (x: Value): Value => reshape(g, x, [batch, length, heads * size]);
  const turned = (x: Value): Value => flat(rotate(g, x, context.rope, 'neighbours'));
  return jointAttention(g, context, { q: turned(q), k: turned(k), v: flat(v) });
}

/** SiLU of the first half, times the second. */
function swiglu(g: GraphBuilder, x: Value): Value {
  const [, , width = 2] = shapeOf(x);
  return multiply(g, silu(g, slice(g, x, 2, 0, width / 2)), slice(g, x, 2, width / 2, width));
}

const feedForward = (g: GraphBuilder, x: Value, name: string): Value =>
  g.within(name, () => linearOf(g, swiglu(g, linearOf(g, x, 'linear_in')), 'linear_out'));
