import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import { buildUNet, type UNetOptions } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import type { AttentionLayer } from '../../src/compiler/control.ts';
import { createWeights } from '../../src/compiler/weights.ts';
import { controlFeeds } from '../../src/engine/run/control-feeds.ts';
import type { AttentionControl, MethodContext } from '../../src/methods/method.ts';
import { loadNetwork } from '../../src/runtime/network.ts';
import { sizeOf, tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { openComponent } from './component.ts';
import type { GoldenCase } from './golden-case.ts';
import { inputFeeds } from './networks.ts';

/** The U-Net of a case on the case's inputs, with attention control and everything to look at. */
export interface Forward {
  readonly layers: readonly AttentionLayer[];
  /** What a method is told of the run; its rows as given. */
  context(rows: readonly string[]): MethodContext;
  run(control: AttentionControl | undefined, read?: boolean): Promise<ForwardResult>;
  dispose(): Promise<void>;
}

export interface ForwardResult {
  readonly out: Tensor;
  /** Mean over the heads `[B, N, L]` by layer; empty unless read. */
  readonly maps: ReadonlyMap<string, Tensor>;
  /** Probabilities of one row `[heads, N, keys]`. */
  probabilities(layer: string, row: number): Tensor;
}

/**
 * Loads it; the timestep is the case's own.
 *
 * @param fused true for the graph as it is run on CPU and CUDA; the plain graph rounds less, and so shows the
 *   attention of all layers to the last digits
 * @param maximum  as in `UNetOptions`
 */
export async function openForward(
  golden: GoldenCase,
  fused: boolean,
  maximum: UNetOptions['maximum'] = 'row',
): Promise<Forward> {
  const { config: json, tensors } = await openComponent(golden);
  const config = parseUNetConfig(json);
  const feeds = await inputFeeds(golden, config.addition_time_embed_dim ?? 0);
  const [batch = 1, , height = 1, width = 1] = feeds['sample']?.dims ?? [];
  const tokens = feeds['encoder_hidden_states']?.dims[1] ?? 0;
  const options = { batch, height, width, tokens, control: true, maximum, inspect: !fused, fused };
  const { graph, layers } = buildUNet(config, createWeights(tensors), options);
  const network = await loadNetwork(graph, { threads: 1 });
  const [channels = 0] = config.block_out_channels;
  const timesteps = Array.from({ length: batch }, () => golden.sidecar['timestep'] as number);
  const style = { flipSinToCos: config.flip_sin_to_cos, shift: config.freq_shift };
  const time = tensor([batch, channels], timestepProjection(timesteps, channels, style));
  const cross = layers.filter(({ kind }) => kind === 'cross').map(({ name }) => name);
  const names = ['out', ...(fused ? [] : layers.map(({ name }) => `probabilities.${name}`))];
  const sampleSize = Array.isArray(config.sample_size) ? config.sample_size[0] : config.sample_size;
  return {
    layers,
    context: (rows) => ({
      rows,
      tokens,
      latents: { height, width },
      sampleSize: sampleSize ?? height,
      layers,
      steps: 1,
    }),
    async run(control, read = false) {
      const all = { ...feeds, time_proj: time, ...controlFeeds(control, read, { batch, tokens, layers }) };
      const mapNames = read ? cross.map((name) => `maps.${name}`) : [];
      const results = (await network.run(all, [...names, ...mapNames])) as Readonly<Record<string, Tensor>>;
      const output = (name: string): Tensor => {
        const found = results[name];
        if (found === undefined) throw new Error(`the U-Net has no output ${name}`);
        return found;
      };
      return {
        out: output('out'),
        maps: new Map(read ? cross.map((name) => [name, output(`maps.${name}`)]) : []),
        probabilities(layer, row) {
          const { dims, data } = output(`probabilities.${layer}`);
          const size = sizeOf(dims.slice(1));
          return { dims: dims.slice(1), data: data.subarray(row * size, (row + 1) * size) };
        },
      };
    },
    dispose: () => network.dispose(),
  };
}
