import type { StoredTensor } from '../../compiler/weights.ts';

type Json = Readonly<Record<string, unknown>>;
type Tensors = ReadonlyMap<string, StoredTensor>;

/** Tensors by name. */
export const byName = (tensors: readonly StoredTensor[]): Tensors =>
  new Map(tensors.map((stored) => [stored.name, stored]));

/** How many different numbers stand in a name's first group. */
function count(tensors: Tensors, pattern: RegExp): number {
  const numbers = [...tensors.keys()]
    .map((name) => pattern.exec(name)?.[1])
    .filter((found) => found !== undefined);
  return new Set(numbers).size;
}
const dim = (tensors: Tensors, name: string, axis: number): number => tensors.get(name)?.dims[axis] ?? 0;

/** Layers of each transformer of a block; empty for one without attention. */
function depthsOf(tensors: Tensors, place: string): number[] {
  const within = (pattern: string): RegExp =>
    new RegExp(`^${place.replaceAll('.', '\\.')}\\.attentions\\.${pattern}`, 'u');
  const transformers = count(tensors, within('(\\d+)\\.'));
  return Array.from({ length: transformers }, (_, at) =>
    count(tensors, within(`${at}\\.transformer_blocks\\.(\\d+)\\.`)),
  );
}

/** Distilled models left out the middle's attention, or all of it. */
function middleType(tensors: Tensors, depth: number): string | null {
  if (depth > 0) return 'UNetMidBlock2DCrossAttn';
  return tensors.has('mid_block.resnets.0.conv1.weight') ? 'UNetMidBlock2D' : null;
}

/** The config of a U-Net as its weights show it; heads and groups are those of every published model. */
export function unetConfig(tensors: Tensors, pictureCells: number): Json {
  const blocks = count(tensors, /^down_blocks\.(\d+)\./u);
  const each = <T>(make: (block: number) => T): T[] =>
    Array.from({ length: blocks }, (_, block) => make(block));
  const channels = each((block) => dim(tensors, `down_blocks.${block}.resnets.0.conv1.weight`, 0));
  const depth = each((block) => depthsOf(tensors, `down_blocks.${block}`));
  const up = each((block) => depthsOf(tensors, `up_blocks.${block}`));
  const middle = depthsOf(tensors, 'mid_block')[0] ?? 0;
  const isMirrored = up.every((depths, block) => {
    const [down = 0, ...others] = depth[blocks - 1 - block] ?? [];
    return [...depths, ...others].every((layers) => layers === down);
  });
  const isLinear = [...tensors].some(
    ([name, { dims }]) => name.endsWith('.proj_in.weight') && dims.length === 2,
  );
  const keys = [...tensors].find(([name]) => name.endsWith('.attn2.to_k.weight'))?.[1];
  const isXl = tensors.has('add_embedding.linear_1.weight');
  return {
    in_channels: dim(tensors, 'conv_in.weight', 1),
    out_channels: dim(tensors, 'conv_out.weight', 0),
    sample_size: pictureCells,
    block_out_channels: channels,
    down_block_types: depth.map(([layers = 0]) => (layers > 0 ? 'CrossAttnDownBlock2D' : 'DownBlock2D')),
    up_block_types: up.map(([layers = 0]) => (layers > 0 ? 'CrossAttnUpBlock2D' : 'UpBlock2D')),
    layers_per_block: count(tensors, /^down_blocks\.0\.resnets\.(\d+)\./u),
    mid_block_type: middleType(tensors, middle),
    // A block without attention has a depth too: it is not read.
    transformer_layers_per_block: isMirrored
      ? depth.map(([layers]) => layers ?? Math.max(1, middle))
      : depth.map((depths) => (depths.length > 0 ? depths : Math.max(1, middle))),
    ...(isMirrored
      ? {}
      : { reverse_transformer_layers_per_block: up.map((depths) => (depths.length > 0 ? depths : 0)) }),
    cross_attention_dim: keys?.dims[1] ?? 0,
    use_linear_projection: isLinear,
    // Named for the size of a head, it is their number. Eight in SD 1.x; heads of 64 channels in 2.x and XL.
    attention_head_dim: isLinear ? channels.map((width) => width / 64) : 8,
    ...(isXl
      ? {
          addition_embed_type: 'text_time',
          addition_time_embed_dim: 256,
          projection_class_embeddings_input_dim: dim(tensors, 'add_embedding.linear_1.weight', 1),
        }
      : {}),
  };
}

/** The config of an AutoencoderKL as its weights show it. */
export function vaeConfig(tensors: Tensors, isXl: boolean): Json {
  const blocks = count(tensors, /^encoder\.down_blocks\.(\d+)\./u);
  const channels = Array.from({ length: blocks }, (_, block) =>
    dim(tensors, `encoder.down_blocks.${block}.resnets.0.conv1.weight`, 0),
  );
  return {
    _class_name: 'AutoencoderKL',
    latent_channels: dim(tensors, 'decoder.conv_in.weight', 1),
    block_out_channels: channels,
    layers_per_block: count(tensors, /^encoder\.down_blocks\.0\.resnets\.(\d+)\./u),
    down_block_types: channels.map(() => 'DownEncoderBlock2D'),
    up_block_types: channels.map(() => 'UpDecoderBlock2D'),
    scaling_factor: isXl ? 0.13025 : 0.18215,
  };
}

/**
 * The config of a text encoder as its weights show it.
 *
 * @param isOpenClip  Stability's larger encoders: another activation
 * @param unused      last layers that the model was trained without (SD 2.x: one)
 */
export function textConfig(tensors: Tensors, isOpenClip: boolean, unused: number): Json {
  const width = dim(tensors, 'embeddings.token_embedding.weight', 1);
  const projection = dim(tensors, 'text_projection.weight', 0);
  return {
    vocab_size: dim(tensors, 'embeddings.token_embedding.weight', 0),
    hidden_size: width,
    intermediate_size: dim(tensors, 'encoder.layers.0.mlp.fc1.weight', 0),
    num_hidden_layers: count(tensors, /^encoder\.layers\.(\d+)\./u) - unused,
    num_attention_heads: width / 64,
    max_position_embeddings: dim(tensors, 'embeddings.position_embedding.weight', 0),
    hidden_act: isOpenClip ? 'gelu' : 'quick_gelu',
    projection_dim: projection || width,
    eos_token_id: 2,
  };
}

/** The noise schedule of every Stable Diffusion model; XL's repository names the spacing, the others leave it open. */
export const schedulerConfig = (prediction: 'epsilon' | 'v_prediction', isXl: boolean): Json => ({
  _class_name: 'EulerDiscreteScheduler',
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
  prediction_type: prediction,
  steps_offset: 1,
  ...(isXl ? { timestep_spacing: 'leading' } : {}),
});
