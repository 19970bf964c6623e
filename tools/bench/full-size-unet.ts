import { join } from 'node:path';
import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import { buildUNet } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig, type UNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import type { GraphForm } from '../../src/compiler/form.ts';
import { openSafetensors, storedTensors } from '../../src/compiler/safetensors.ts';
import { createWeights, type Weights } from '../../src/compiler/weights.ts';
import { controlFeeds } from '../../src/engine/run/control-feeds.ts';
import { focusOnYourInstruction } from '../../src/methods/focus-on-your-instruction.ts';
import type { AttentionControl } from '../../src/methods/method.ts';
import { type Feed, loadNetwork, type Network, type NetworkOptions } from '../../src/runtime/network.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';
import { writeRandomWeights } from './random-checkpoint.ts';
import { unetShapes } from './shapes.ts';

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
  plainStep(): Promise<void>;
  foiStep(): Promise<void>;
}

/** @param folder  where the random weights are written */
export async function openFullSizeUNet(
  folder: string,
  options: NetworkOptions,
  { feedForwardBytes }: GraphForm,
): Promise<FullSizeUNet> {
  const weights = await randomWeights(CONFIG, folder);
  const { graph, layers } = buildUNet(CONFIG, weights, {
    batch: BATCH,
    height: SIDE,
    width: SIDE,
    tokens: TOKENS,
    control: true,
    feedForwardBytes,
  });
  const network = await loadNetwork(graph, options);
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
    plainStep: () => step(undefined),
    foiStep: () => step(control),
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
async function randomWeights(config: UNetConfig, folder: string): Promise<Weights> {
  const file = join(folder, 'unet.safetensors');
  await writeRandomWeights(file, unetShapes(config));
  return createWeights(storedTensors(await openSafetensors(file)));
}
