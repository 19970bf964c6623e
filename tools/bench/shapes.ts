/** Names and shapes of the weights of full-size networks, as diffusers and transformers write them. */
import type { UNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { atBlock } from '../../src/compiler/config.ts';

export type Shapes = Map<string, readonly number[]>;

interface Collector {
  readonly shapes: Shapes;
  readonly withBias: (name: string, dims: readonly number[]) => void;
}

function collect(): Collector {
  const shapes: Shapes = new Map();
  return {
    shapes,
    withBias(name, dims) {
      shapes.set(`${name}.weight`, dims);
      shapes.set(`${name}.bias`, [dims[0] as number]);
    },
  };
}

function resnet({ withBias }: Collector, name: string, from: number, to: number, time?: number): void {
  withBias(`${name}.norm1`, [from]);
  withBias(`${name}.conv1`, [to, from, 3, 3]);
  if (time !== undefined) withBias(`${name}.time_emb_proj`, [to, time]);
  withBias(`${name}.norm2`, [to]);
  withBias(`${name}.conv2`, [to, to, 3, 3]);
  if (from !== to) withBias(`${name}.conv_shortcut`, [to, from, 1, 1]);
}

function transformer(
  { shapes, withBias }: Collector,
  name: string,
  width: number,
  options: { readonly text: number; readonly layers: number; readonly isLinear: boolean },
): void {
  const projection = options.isLinear ? [width, width] : [width, width, 1, 1];
  withBias(`${name}.norm`, [width]);
  withBias(`${name}.proj_in`, projection);
  withBias(`${name}.proj_out`, projection);
  for (let layer = 0; layer < options.layers; layer++) {
    const block = `${name}.transformer_blocks.${layer}`;
    for (const norm of ['norm1', 'norm2', 'norm3']) withBias(`${block}.${norm}`, [width]);
    for (const [attention, keys] of [
      ['attn1', width],
      ['attn2', options.text],
    ] as const) {
      shapes.set(`${block}.${attention}.to_q.weight`, [width, width]);
      shapes.set(`${block}.${attention}.to_k.weight`, [width, keys]);
      shapes.set(`${block}.${attention}.to_v.weight`, [width, keys]);
      withBias(`${block}.${attention}.to_out.0`, [width, width]);
    }
    withBias(`${block}.ff.net.0.proj`, [8 * width, width]);
    withBias(`${block}.ff.net.2`, [width, 4 * width]);
  }
}

/** UNet2DConditionModel. */
export function unetShapes(config: UNetConfig): Shapes {
  const all = collect();
  const { withBias } = all;
  const { block_out_channels: channels, in_channels, out_channels } = config;
  const [first = 0] = channels;
  const time = 4 * first;
  const last = channels.length - 1;
  const attend = (name: string, width: number, block: number): void =>
    transformer(all, name, width, {
      text: atBlock(config.cross_attention_dim, block),
      layers: atBlock(config.transformer_layers_per_block as number | readonly number[], block),
      isLinear: config.use_linear_projection,
    });
  withBias('conv_in', [first, in_channels, 3, 3]);
  withBias('time_embedding.linear_1', [time, first]);
  withBias('time_embedding.linear_2', [time, time]);
  if (config.addition_embed_type === 'text_time') {
    withBias('add_embedding.linear_1', [time, config.projection_class_embeddings_input_dim ?? 0]);
    withBias('add_embedding.linear_2', [time, time]);
  }
  const skips = [first];
  let width = first;
  channels.forEach((to, block) => {
    for (let layer = 0; layer < atBlock(config.layers_per_block, block); layer++) {
      resnet(all, `down_blocks.${block}.resnets.${layer}`, width, to, time);
      width = to;
      if (config.down_block_types[block] === 'CrossAttnDownBlock2D')
        attend(`down_blocks.${block}.attentions.${layer}`, to, block);
      skips.push(to);
    }
    if (block === last) return;
    withBias(`down_blocks.${block}.downsamplers.0.conv`, [to, to, 3, 3]);
    skips.push(to);
  });
  resnet(all, 'mid_block.resnets.0', width, width, time);
  attend('mid_block.attentions.0', width, last);
  resnet(all, 'mid_block.resnets.1', width, width, time);
  channels.toReversed().forEach((to, block) => {
    for (let layer = 0; layer < atBlock(config.layers_per_block, last - block) + 1; layer++) {
      resnet(all, `up_blocks.${block}.resnets.${layer}`, width + (skips.pop() as number), to, time);
      width = to;
      if (config.up_block_types[block] === 'CrossAttnUpBlock2D')
        attend(`up_blocks.${block}.attentions.${layer}`, to, last - block);
    }
    if (block < last) withBias(`up_blocks.${block}.upsamplers.0.conv`, [to, to, 3, 3]);
  });
  withBias('conv_norm_out', [first]);
  withBias('conv_out', [out_channels, first, 3, 3]);
  return all.shapes;
}

/** AutoencoderKL with two layers in a block. */
export function autoencoderShapes(channels: readonly number[], latents: number): Shapes {
  const all = collect();
  const { withBias } = all;
  const [first = 0] = channels;
  const top = channels.at(-1) as number;
  const middle = (name: string): void => {
    resnet(all, `${name}.mid_block.resnets.0`, top, top);
    resnet(all, `${name}.mid_block.resnets.1`, top, top);
    withBias(`${name}.mid_block.attentions.0.group_norm`, [top]);
    for (const layer of ['to_q', 'to_k', 'to_v', 'to_out.0'])
      withBias(`${name}.mid_block.attentions.0.${layer}`, [top, top]);
  };
  const side = (name: string, blocks: readonly number[], layers: number, sampler: string): void => {
    let width = blocks[0] as number;
    const kind = sampler === 'downsamplers' ? 'down_blocks' : 'up_blocks';
    blocks.forEach((to, block) => {
      for (let layer = 0; layer < layers; layer++) {
        resnet(all, `${name}.${kind}.${block}.resnets.${layer}`, width, to);
        width = to;
      }
      if (block < blocks.length - 1) withBias(`${name}.${kind}.${block}.${sampler}.0.conv`, [to, to, 3, 3]);
    });
  };
  withBias('encoder.conv_in', [first, 3, 3, 3]);
  side('encoder', channels, 2, 'downsamplers');
  middle('encoder');
  withBias('encoder.conv_norm_out', [top]);
  withBias('encoder.conv_out', [2 * latents, top, 3, 3]);
  withBias('quant_conv', [2 * latents, 2 * latents, 1, 1]);
  withBias('post_quant_conv', [latents, latents, 1, 1]);
  withBias('decoder.conv_in', [top, latents, 3, 3]);
  middle('decoder');
  side('decoder', channels.toReversed(), 3, 'upsamplers');
  withBias('decoder.conv_norm_out', [first]);
  withBias('decoder.conv_out', [3, first, 3, 3]);
  return all.shapes;
}

/** CLIPTextModel. */
export function textShapes(width: number, layers: number, words: number, positions: number): Shapes {
  const { shapes, withBias } = collect();
  shapes.set('text_model.embeddings.token_embedding.weight', [words, width]);
  shapes.set('text_model.embeddings.position_embedding.weight', [positions, width]);
  for (let layer = 0; layer < layers; layer++) {
    const name = `text_model.encoder.layers.${layer}`;
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'out_proj'])
      withBias(`${name}.self_attn.${part}`, [width, width]);
    withBias(`${name}.layer_norm1`, [width]);
    withBias(`${name}.layer_norm2`, [width]);
    withBias(`${name}.mlp.fc1`, [4 * width, width]);
    withBias(`${name}.mlp.fc2`, [width, 4 * width]);
  }
  withBias('text_model.final_layer_norm', [width]);
  return shapes;
}
