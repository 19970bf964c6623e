import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timestepProjection } from '../src/compiler/blocks/timestep-projection.ts';
import { buildUNet } from '../src/compiler/blocks/unet.ts';
import { parseUNetConfig, type UNetConfig } from '../src/compiler/blocks/unet-config.ts';
import { createWeights, type StoredTensor, type Weights } from '../src/compiler/weights.ts';
import { controlFeeds } from '../src/engine/control-feeds.ts';
import { focusOnYourInstruction } from '../src/methods/focus-on-your-instruction.ts';
import type { AttentionControl } from '../src/methods/method.ts';
import { type Feed, loadNetwork, type Network } from '../src/runtime/network.ts';
import { sizeOf, tensor } from '../src/tensor/tensor.ts';
import { createTorchGenerator } from '../src/tensor/torch-random.ts';

/** U-Net of InstructPix2Pix: SD 1.5 with eight input channels. */
const CONFIG = parseUNetConfig({
  sample_size: 64,
  in_channels: 8,
  out_channels: 4,
  block_out_channels: [320, 640, 1280, 1280],
  down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
  cross_attention_dim: 768,
});
const BATCH = 3;
const SIDE = 64;
const TOKENS = 77;

/** A full-size U-Net with random float16 weights, and one step of it, plain and with FoI's modulation. */
export interface FullSizeUNet {
  readonly loadSeconds: number;
  plainStep(): Promise<void>;
  foiStep(): Promise<void>;
  dispose(): Promise<void>;
}

export async function openFullSizeUNet(): Promise<FullSizeUNet> {
  const folder = await mkdtemp(join(tmpdir(), 'limner-bench-'));
  const weights = await randomWeights(CONFIG, join(folder, 'weights.bin'));
  const begun = performance.now();
  const { graph, layers } = buildUNet(CONFIG, weights, {
    batch: BATCH,
    height: SIDE,
    width: SIDE,
    tokens: TOKENS,
    control: true,
  });
  const network = await loadNetwork(graph);
  const sizes = { batch: BATCH, tokens: TOKENS, layers };
  const run = focusOnYourInstruction.start(
    {
      rows: ['text', 'image', 'none'],
      tokens: TOKENS,
      latents: { height: SIDE, width: SIDE },
      sampleSize: SIDE,
      layers,
      steps: 2,
    },
    focusOnYourInstruction.settings.parse({
      subInstructions: [{ span: [1, 8], keyword: [3], mask: { height: 16, width: 16, data: halfMask() } }],
    }),
  );
  const control = run.control?.({ index: 1, count: 2, start: 0, timestep: 600 });
  const step = (used: AttentionControl | undefined) => runStep(network, controlFeeds(used, false, sizes));
  return {
    loadSeconds: (performance.now() - begun) / 1000,
    plainStep: () => step(undefined),
    foiStep: () => step(control),
    async dispose() {
      await network.dispose();
      await rm(folder, { recursive: true });
    },
  };
}

const halfMask = (): Float32Array => Float32Array.from({ length: 256 }, (_, cell) => (cell % 16 < 8 ? 1 : 0));

async function runStep(network: Network, control: Record<string, Feed>): Promise<void> {
  const noise = createTorchGenerator(1);
  await network.run(
    {
      sample: noise.randn([BATCH, CONFIG.in_channels, SIDE, SIDE]),
      time_proj: tensor([BATCH, 320], timestepProjection([600, 600, 600], 320)),
      encoder_hidden_states: noise.randn([BATCH, TOKENS, 768]),
      ...control,
    },
    ['out'],
  );
}

/** Random weights in a file of their own: nothing is downloaded. */
async function randomWeights(config: UNetConfig, file: string): Promise<Weights> {
  const shapes = unetShapes(config);
  const tensors: StoredTensor[] = [];
  let offset = 0;
  for (const [name, dims] of shapes) {
    const length = 2 * sizeOf(dims);
    tensors.push({ name, type: 'float16', dims, file, offset, length });
    offset += length;
  }
  const block = new Uint16Array(1 << 20);
  const generator = createTorchGenerator(0).randn([block.length]).data;
  // Sign and fraction at random, an exponent around 2⁻⁶: weights of about ±0.02.
  generator.forEach(
    (value, at) => (block[at] = (value < 0 ? 0x8000 : 0) | (9 << 10) | (Math.abs(value * 300) & 0x3ff)),
  );
  const handle = await open(file, 'w');
  for (let written = 0; written < offset; written += block.byteLength) await handle.write(block);
  await handle.close();
  return createWeights(tensors);
}

/** Names and shapes of a U-Net with convolutional projections, four blocks, and the same heads everywhere. */
function unetShapes(config: UNetConfig): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  const { block_out_channels: channels, in_channels, out_channels } = config;
  const text = config.cross_attention_dim as number;
  const [first = 0] = channels;
  const time = 4 * first;
  const withBias = (name: string, dims: number[]): void => {
    shapes.set(`${name}.weight`, dims);
    shapes.set(`${name}.bias`, [dims[0] as number]);
  };
  const resnet = (name: string, from: number, to: number): void => {
    withBias(`${name}.norm1`, [from]);
    withBias(`${name}.conv1`, [to, from, 3, 3]);
    withBias(`${name}.time_emb_proj`, [to, time]);
    withBias(`${name}.norm2`, [to]);
    withBias(`${name}.conv2`, [to, to, 3, 3]);
    if (from !== to) withBias(`${name}.conv_shortcut`, [to, from, 1, 1]);
  };
  const transformer = (name: string, width: number): void => {
    withBias(`${name}.norm`, [width]);
    withBias(`${name}.proj_in`, [width, width, 1, 1]);
    withBias(`${name}.proj_out`, [width, width, 1, 1]);
    const block = `${name}.transformer_blocks.0`;
    for (const norm of ['norm1', 'norm2', 'norm3']) withBias(`${block}.${norm}`, [width]);
    for (const [attention, keys] of [
      ['attn1', width],
      ['attn2', text],
    ] as const) {
      shapes.set(`${block}.${attention}.to_q.weight`, [width, width]);
      shapes.set(`${block}.${attention}.to_k.weight`, [width, keys]);
      shapes.set(`${block}.${attention}.to_v.weight`, [width, keys]);
      withBias(`${block}.${attention}.to_out.0`, [width, width]);
    }
    withBias(`${block}.ff.net.0.proj`, [8 * width, width]);
    withBias(`${block}.ff.net.2`, [width, 4 * width]);
  };
  withBias('conv_in', [first, in_channels, 3, 3]);
  withBias('time_embedding.linear_1', [time, first]);
  withBias('time_embedding.linear_2', [time, time]);
  const skips = [first];
  let width = first;
  channels.forEach((to, block) => {
    for (let layer = 0; layer < 2; layer++) {
      resnet(`down_blocks.${block}.resnets.${layer}`, width, to);
      width = to;
      if (config.down_block_types[block] === 'CrossAttnDownBlock2D')
        transformer(`down_blocks.${block}.attentions.${layer}`, to);
      skips.push(to);
    }
    if (block === channels.length - 1) return;
    withBias(`down_blocks.${block}.downsamplers.0.conv`, [to, to, 3, 3]);
    skips.push(to);
  });
  resnet('mid_block.resnets.0', width, width);
  transformer('mid_block.attentions.0', width);
  resnet('mid_block.resnets.1', width, width);
  channels.toReversed().forEach((to, block) => {
    for (let layer = 0; layer < 3; layer++) {
      resnet(`up_blocks.${block}.resnets.${layer}`, width + (skips.pop() as number), to);
      width = to;
      if (config.up_block_types[block] === 'CrossAttnUpBlock2D')
        transformer(`up_blocks.${block}.attentions.${layer}`, to);
    }
    if (block < channels.length - 1) withBias(`up_blocks.${block}.upsamplers.0.conv`, [to, to, 3, 3]);
  });
  withBias('conv_norm_out', [first]);
  withBias('conv_out', [out_channels, first, 3, 3]);
  return shapes;
}
