import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';
import { buildUNet } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { GraphBuilder, type Value } from '../../src/compiler/graph.ts';
import * as ops from '../../src/compiler/ops.ts';
import { openSafetensors, storedTensors } from '../../src/compiler/safetensors.ts';
import { pullBack, withoutDeadNodes } from '../../src/compiler/vjp.ts';
import { RULES } from '../../src/compiler/vjp-rules.ts';
import { createWeights } from '../../src/compiler/weights.ts';
import { loadNetwork } from '../../src/runtime/network.ts';
import { sizeOf, type Tensor, weightedSum } from '../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

type Build = (g: GraphBuilder, ...x: Value[]) => Value;

/** Fixed numbers for weights and conditions. */
const fixed = (g: GraphBuilder, dims: readonly number[], seed = 7): Value =>
  g.constant(dims, createTorchGenerator(seed).randn(dims).data);
const away = (x: Value, g: GraphBuilder): Value => ops.add(g, ops.multiply(g, x, x), g.constant([], [0.5]));

/** Every rule: what is computed from inputs of which shapes. */
const cases: readonly (readonly [name: string, build: Build, ...dims: (readonly number[])[]])[] = [
  ['Identity', (g, x) => g.node('Identity', [x], x.dims), [3]],
  ['Add, broadcast', (g, a, b) => ops.add(g, a, b), [2, 3, 4], [3, 1]],
  ['Sub, broadcast', (g, a, b) => ops.subtract(g, a, b), [4], [2, 1, 4]],
  ['Mul, broadcast', (g, a, b) => ops.multiply(g, a, b), [2, 3, 4], [1, 4]],
  ['Mul of a value with itself', (g, x) => ops.multiply(g, x, x), [5]],
  ['Div, broadcast', (g, a, b) => ops.divide(g, a, away(b, g)), [2, 3], [3]],
  ['Neg', (g, x) => g.node('Neg', [x], x.dims), [3]],
  ['Exp', (g, x) => ops.exp(g, x), [2, 3]],
  ['Sqrt', (g, x) => g.node('Sqrt', [away(x, g)], x.dims), [6]],
  ['Reciprocal', (g, x) => g.node('Reciprocal', [away(x, g)], x.dims), [6]],
  ['Erf', (g, x) => g.node('Erf', [x], x.dims), [6]],
  ['Sigmoid', (g, x) => ops.sigmoid(g, x), [6]],
  ['Sigmoid in SiLU', (g, x) => ops.silu(g, x), [6]],
  ['Tanh', (g, x) => ops.tanh(g, x), [6]],
  ['Relu', (g, x) => ops.relu(g, x), [9]],
  ['Gelu', (g, x) => ops.gelu(g, x), [9]],
  ['Softmax', (g, x) => ops.softmax(g, x), [2, 3, 5]],
  ['Reshape', (g, x) => ops.reshape(g, x, [4, 3]), [2, 6]],
  ['Transpose', (g, x) => ops.transpose(g, x, [2, 0, 1]), [2, 3, 4]],
  ['Concat', (g, a, b) => ops.concat(g, [a, b, a], 1), [2, 3, 2], [2, 1, 2]],
  ['Slice', (g, x) => ops.slice(g, x, 1, 1, 4), [2, 6]],
  ['Gather with repeats', (g, x) => ops.gather(g, x, g.integers([2, 0, 2, -1]), 1), [2, 4, 3]],
  ['Where', (g, a, b) => ops.where(g, ops.isPositive(g, fixed(g, [2, 4])), a, b), [2, 4], [4]],
  ['Expand', (g, x) => g.node('Expand', [x, g.integers([2, 3, 4])], [2, 3, 4]), [3, 1]],
  ['ReduceSum', (g, x) => ops.reduce(g, 'ReduceSum', x, [0, 2]), [2, 3, 4]],
  ['ReduceMean', (g, x) => ops.reduce(g, 'ReduceMean', x, [-1]), [2, 3, 4]],
  ['MatMul', (g, a, b) => ops.matmul(g, a, b), [2, 3, 4], [2, 4, 5]],
  ['MatMul, broadcast', (g, a, b) => ops.matmul(g, a, b), [3, 4], [2, 2, 4, 5]],
  [
    'Gemm, transposed',
    (g, x) => g.node('Gemm', [x, fixed(g, [5, 4]), fixed(g, [5])], [3, 5], { attributes: { transB: 1 } }),
    [3, 4],
  ],
  [
    'Gemm, plain',
    (g, x) => g.node('Gemm', [x, fixed(g, [4, 5])], [3, 5], { attributes: { transB: 0 } }),
    [3, 4],
  ],
  ['Conv', (g, x) => conv(g, x, { size: 3, stride: 1, pads: [1, 1, 1, 1] }), [2, 3, 5, 4]],
  ['Conv with strides, even', (g, x) => conv(g, x, { size: 3, stride: 2, pads: [1, 1, 1, 1] }), [1, 3, 6, 8]],
  ['Conv with strides, odd', (g, x) => conv(g, x, { size: 3, stride: 2, pads: [1, 1, 1, 1] }), [1, 3, 5, 7]],
  ['Conv, padded below', (g, x) => conv(g, x, { size: 3, stride: 2, pads: [0, 0, 1, 1] }), [1, 3, 6, 7]],
  ['Conv, 1×1', (g, x) => conv(g, x, { size: 1, stride: 1, pads: [0, 0, 0, 0] }), [1, 3, 4, 4]],
  [
    'ConvTranspose',
    (g, x) =>
      g.node('ConvTranspose', [x, fixed(g, [3, 2, 3, 3])], [1, 2, 8, 7], {
        attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2], output_padding: [1, 0] },
      }),
    [1, 3, 4, 4],
  ],
  [
    'InstanceNormalization',
    (g, x) =>
      g.node('InstanceNormalization', [x, fixed(g, [3]), fixed(g, [3], 8)], x.dims, {
        attributes: { epsilon: { float: 1e-5 } },
      }),
    [2, 3, 7],
  ],
  [
    'LayerNormalization',
    (g, x) =>
      g.node('LayerNormalization', [x, fixed(g, [6]), fixed(g, [6], 8)], x.dims, {
        attributes: { axis: -1, epsilon: { float: 1e-5 } },
      }),
    [4, 6],
  ],
  ['Resize, doubled', (g, x) => ops.resizeNearest(g, x, 4, 6), [1, 2, 2, 3]],
  ['Resize to odd sizes', (g, x) => ops.resizeNearest(g, x, 5, 7), [1, 2, 3, 4]],
];

function conv(
  g: GraphBuilder,
  x: Value,
  {
    size,
    stride,
    pads,
  }: { readonly size: number; readonly stride: number; readonly pads: readonly number[] },
): Value {
  const [batch = 1, inner = 1, height = 1, width = 1] = x.dims as number[];
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  const outHeight = Math.floor((height + top + bottom - size) / stride) + 1;
  const outWidth = Math.floor((width + left + right - size) / stride) + 1;
  return g.node(
    'Conv',
    [x, fixed(g, [2, inner, size, size]), fixed(g, [2])],
    [batch, 2, outHeight, outWidth],
    {
      attributes: { kernel_shape: [size, size], pads, strides: [stride, stride] },
    },
  );
}

const dot = (a: Tensor, b: Tensor): number =>
  a.data.reduce((sum, value, i) => sum + value * (b.data[i] as number), 0);

describe('RULES', () => {
  it('has a case for every rule', () => {
    const tested = new Set(cases.map(([name]) => name.split(/[ ,]/u)[0]));
    expect(Object.keys(RULES).filter((op) => !tested.has(op))).toEqual([]);
  });

  const table = cases.map(([name, build, ...dims]) => ({ name, build, dims }));
  it.each(table)('$name: the gradient is the slope in a random direction', async ({ build, dims }) => {
    const g = new GraphBuilder('rule');
    const inputs = dims.map((shape, i) => g.input(`x${i}`, shape));
    const result = build(g, ...inputs);
    g.output('y', result);
    const forward = await loadNetwork(g.build());
    const names = inputs.map(({ name }) => name);
    const backward = await loadNetwork(pullBack(g.build(), { outputs: ['y'], inputs: names, keep: ['y'] }));
    const random = createTorchGenerator(3);
    const feeds = Object.fromEntries(names.map((name, i) => [name, random.randn(dims[i] as number[])]));
    const direction = Object.fromEntries(names.map((name, i) => [name, random.randn(dims[i] as number[])]));
    const cotangent = random.randn(result.dims as number[]);
    try {
      const gradients = names.map((name) => `gradient.${name}`);
      const pulled = await backward.run({ ...feeds, 'cotangent.y': cotangent }, ['y', ...gradients]);
      const analytic = names.reduce(
        (sum, name) => sum + dot(pulled[`gradient.${name}`] as Tensor, direction[name] as Tensor),
        0,
      );
      const step = 1e-2;
      const energy = async (sign: number): Promise<number> => {
        const moved = Object.fromEntries(
          names.map((name) => [
            name,
            weightedSum([1, feeds[name] as Tensor], [sign * step, direction[name] as Tensor]),
          ]),
        );
        return dot((await forward.run(moved, ['y'])).y, cotangent);
      };
      const numeric = ((await energy(1)) - (await energy(-1))) / (2 * step);
      for (const name of names)
        expect(pulled[`gradient.${name}`]?.data).toHaveLength(sizeOf((feeds[name] as Tensor).dims));
      expect(Math.abs(analytic - numeric), `analytic ${analytic}, numeric ${numeric}`).toBeLessThan(
        2e-3 * Math.max(1, Math.abs(numeric)),
      );
    } finally {
      await forward.dispose();
      await backward.dispose();
    }
  });
});

describe('pullBack', () => {
  const tiny = join(import.meta.dirname, '../golden/core/models/tiny-ip2p');
  const unet = async () => {
    const { denoiser: part } = await openCheckpoint(tiny);
    const options = {
      batch: 1,
      height: 8,
      width: 8,
      tokens: 77,
      control: false,
      fused: false,
      inspect: true,
    };
    return part.graph(options).graph;
  };

  it('ends at the deepest output that is read, and leaves the text alone unless it is asked for', async () => {
    const graph = await unet();
    const outputs = ['feature.up_blocks.1'];
    const pulled = pullBack(graph, { outputs, inputs: ['sample'] });
    const names = pulled.nodes.map(({ name }) => name);
    expect(names.filter((name) => /up_blocks\.[23]|conv_out|conv_norm_out/u.test(name))).toEqual([]);
    expect(names.filter((name) => /^vjp\..*(attn2\.to_[kv]|time_emb)/u.test(name))).toEqual([]);
    expect(pulled.outputs.map(({ name }) => name)).toEqual(['gradient.sample']);
    const withText = pullBack(graph, { outputs, inputs: ['sample', 'encoder_hidden_states'] });
    expect(withText.nodes.length).toBeGreaterThan(pulled.nodes.length);
  });

  it('reads weights from where they lie', async () => {
    const file = join(tiny, 'unet/diffusion_pytorch_model.safetensors');
    const size = readFileSync(file).length;
    const pulled = pullBack(await unet(), { outputs: ['out'], inputs: ['sample'] });
    const own = pulled.initializers.filter(({ data }) => data instanceof Uint8Array);
    const bytes = own.reduce((sum, { data }) => sum + (data as Uint8Array).length, 0);
    expect(bytes).toBeLessThan(size / 20);
  });

  const layouts = [
    'layout-lists',
    'layout-no_middle',
    'layout-settings',
    'layout-simple_middle',
    'tiny-sdxl',
  ];
  it.each(layouts)('gives the slope of the U-Net %s at odd sizes', async (name) => {
    const folder = join(tiny, '..', name, 'unet');
    const config = parseUNetConfig(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')));
    const file = await openSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
    const size = { batch: 1, height: 10, width: 13, tokens: 7 };
    const options = { ...size, control: false, fused: false, inspect: true };
    const { graph } = buildUNet(config, createWeights(storedTensors(file)), options);
    const random = createTorchGenerator(4);
    const feeds = Object.fromEntries(
      graph.inputs.map((input) => [input.name, random.randn(input.dims as number[])]),
    );
    const cotangent = random.randn([1, config.out_channels, 10, 13]);
    const direction = random.randn([1, config.in_channels, 10, 13]);
    const network = await loadNetwork(
      pullBack(graph, { outputs: ['out'], inputs: ['sample'], keep: ['out'] }),
      { threads: 1 },
    );
    const run = (by: number) =>
      network.run(
        {
          ...feeds,
          'cotangent.out': cotangent,
          sample: weightedSum([1, feeds['sample'] as Tensor], [by, direction]),
        },
        ['out', 'gradient.sample'],
      );
    const analytic = dot((await run(0))['gradient.sample'], direction);
    // Normalised over few cells, these networks bend within a hundredth; below a thousandth float32 rounds.
    const step = 5e-4;
    const [up, down] = [await run(step), await run(-step)];
    await network.dispose();
    const numeric = (dot(up.out, cotangent) - dot(down.out, cotangent)) / (2 * step);
    expect(Math.abs(analytic - numeric), `analytic ${analytic}, numeric ${numeric}`).toBeLessThan(
      5e-2 * Math.max(1, Math.abs(numeric)),
    );
  });

  it('names the op that has no rule', () => {
    const g = new GraphBuilder('unruly');
    g.output('y', ops.reduce(g, 'ReduceMax', g.input('x', [2, 3]), [1]));
    expect(() => pullBack(g.build(), { outputs: ['y'], inputs: ['x'] })).toThrow(
      'the VJP of ReduceMax is not defined',
    );
  });

  it('names the weight that it gives no gradient of', () => {
    const g = new GraphBuilder('weights');
    const [x, weight] = [g.input('x', [3, 4]), g.input('w', [5, 4])];
    g.output('y', g.node('Gemm', [x, weight], [3, 5], { attributes: { transB: 1 } }));
    expect(() => pullBack(g.build(), { outputs: ['y'], inputs: ['w'] })).toThrow(
      'the VJP of Gemm with respect to its input 1 is not defined',
    );
  });

  it('names the input that nothing depends on', () => {
    const g = new GraphBuilder('aside');
    const x = g.input('x', [2]);
    g.input('z', [2]);
    g.output('y', ops.tanh(g, x));
    expect(() => pullBack(g.build(), { outputs: ['y'], inputs: ['z'] })).toThrow(
      "none of y depends on the input 'z'",
    );
  });
});

describe('withoutDeadNodes', () => {
  it('drops what no output needs and keeps what a branch uses', () => {
    const g = new GraphBuilder('branches');
    const [x, flag] = [g.input('x', [2]), g.input('flag', [], 'bool')];
    const inner = ops.tanh(g, x);
    ops.exp(g, x);
    const [y] = g.choose(
      flag,
      () => [ops.add(g, inner, g.constant([], [1]))],
      () => [ops.relu(g, x)],
    );
    g.output('y', y as Value);
    const kept = withoutDeadNodes(g.build());
    expect(kept.nodes.map(({ op }) => op)).toEqual(['Tanh', 'If', 'Identity']);
    expect(kept.initializers).toHaveLength(1);
  });
});
