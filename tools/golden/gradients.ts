/** Gradients of losses with respect to the inputs of a U-Net, pulled back through the VJP graph. */
import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import { buildUNet } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { pullBack } from '../../src/compiler/vjp.ts';
import { createWeights } from '../../src/compiler/weights.ts';
import { mapTensor, tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { openComponent } from './component.ts';
import { compare, type Comparison, judge, type Outcome } from './comparison.ts';
import type { GoldenCase } from './golden-case.ts';
import { against, inputFeeds, once } from './networks.ts';

const INPUTS = ['sample', 'encoder_hidden_states'] as const;

/** Relative error of a loss; the sidecar's tolerance is about gradients. */
const LOSS = 1e-4;

/** A number of some output of the U-Net, with its derivative. */
interface Loss {
  readonly output: string;
  readonly of: (value: Tensor) => { readonly loss: number; readonly cotangent: Tensor };
}

/** Every loss of the case through a graph of its own, which ends at what that loss reads. */
export async function runGradients(golden: GoldenCase): Promise<readonly Outcome[]> {
  const { config: json, tensors } = await openComponent(golden);
  const config = parseUNetConfig(json);
  const inputs = await inputFeeds(golden, config.addition_time_embed_dim ?? 0);
  const [batch = 1, , height = 1, width = 1] = inputs['sample']?.dims ?? [];
  const tokens = inputs['encoder_hidden_states']?.dims[1] ?? 0;
  const [channels = 0] = config.block_out_channels;
  const style = { flipSinToCos: config.flip_sin_to_cos, shift: config.freq_shift };
  const times = Array.from({ length: batch }, () => golden.sidecar['timestep'] as number);
  const feeds = {
    ...inputs,
    time_proj: tensor([batch, channels], timestepProjection(times, channels, style)),
  };
  const options = { batch, height, width, tokens, control: false, fused: false, inspect: true };
  const { graph } = buildUNet(config, createWeights(tensors), options);
  const losses = Object.keys(golden.sidecar['losses'] as object);
  const read = await Promise.all(losses.map(async (name) => [name, await lossNamed(golden, name)] as const));
  const forward = await once(
    graph,
    feeds,
    read.map(([, { output }]) => output),
  );
  const comparisons: Comparison[] = [];
  for (const [name, { output, of }] of read) {
    const { loss, cotangent } = of(forward[output] as Tensor);
    const expected = await golden.tensor(`${name}/loss`);
    const limit = LOSS * Math.max(1, Math.abs(expected.data[0] as number));
    comparisons.push(compare(`${name}/loss`, tensor([1], [loss]), expected, limit));
    const backward = pullBack(graph, { outputs: [output], inputs: INPUTS });
    const names = INPUTS.map((input) => `gradient.${input}` as const);
    const results = await once(backward, { ...feeds, [`cotangent.${output}`]: cotangent }, names);
    for (const input of INPUTS)
      comparisons.push(await against(golden, `${name}/d_${input}`, results[`gradient.${input}`], 'gradient'));
  }
  return [judge(golden.name, comparisons)];
}

/** The losses that the sidecar's `definition` tells of. */
async function lossNamed(golden: GoldenCase, name: string): Promise<Loss> {
  if (name.startsWith('attn.')) {
    const token = golden.sidecar['token'] as number;
    const mask = (await golden.tensor(`${name}/mask`)).data;
    return {
      output: name.replace('attn.', 'probabilities.'),
      of(probabilities) {
        const [, , queries = 1, tokens = 1] = probabilities.dims;
        const cotangent = mapTensor(probabilities, (_, i) =>
          i % tokens === token ? (mask[Math.floor(i / tokens) % queries] as number) : 0,
        );
        return { loss: dot(probabilities, cotangent), cotangent };
      },
    };
  }
  if (name.startsWith('feature_l1.')) {
    const reference = await golden.tensor(`${name}/reference`);
    return {
      output: name.replace('feature_l1.', 'feature.'),
      of(feature) {
        const away = mapTensor(feature, (value, i) => value - (reference.data[i] as number));
        const cotangent = mapTensor(away, (value) => Math.sign(value) / away.data.length);
        return { loss: dot(away, cotangent), cotangent };
      },
    };
  }
  if (name === 'out_mse')
    return {
      output: 'out',
      of(out) {
        const away = mapTensor(out, (value) => value - 0.5);
        const cotangent = mapTensor(away, (value) => (2 * value) / away.data.length);
        return { loss: dot(away, cotangent) / 2, cotangent };
      },
    };
  throw new Error(`nothing computes the loss '${name}'`);
}

const dot = (a: Tensor, b: Tensor): number =>
  a.data.reduce((sum, value, i) => sum + value * (b.data[i] as number), 0);
