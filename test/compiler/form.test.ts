import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { timeInput } from '../fakes/time-input.ts';
import { openCheckpoint } from '../../src/models/index.ts';
import { buildUNet } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { inForm, largestResultBytes, weightBytes } from '../../src/compiler/form.ts';
import { type Graph, GraphBuilder, type Node, type Value } from '../../src/compiler/graph.ts';
import { add, matmul, softmax } from '../../src/compiler/ops.ts';
import { toHalf } from '../../src/compiler/half.ts';
import { openSafetensors, storedTensors } from '../../src/compiler/safetensors.ts';
import { createWeights } from '../../src/compiler/weights.ts';
import { controlFeeds } from '../../src/engine/run/control-feeds.ts';
import type { AttentionControl } from '../../src/methods/method.ts';
import { type Feed, loadNetwork } from '../../src/runtime/network.ts';
import { sizeOf, tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

const root = join(import.meta.dirname, '../..');
const tiny = await openCheckpoint(join(root, 'test/golden/core/models/tiny-ip2p'));
const pocket = await openCheckpoint(join(root, 'models/pocket'));
const weights = createWeights(
  storedTensors(
    await openSafetensors(
      join(root, 'test/golden/core/models/tiny-ip2p/unet/diffusion_pytorch_model.safetensors'),
    ),
  ),
);
const SIZE = { batch: 2, height: 8, width: 8, tokens: 77 };

async function run(graph: Graph, feeds: Readonly<Record<string, Feed>>, output: string): Promise<Tensor> {
  const network = await loadNetwork(graph, { threads: 1 });
  const results = await network.run<string>(feeds, [output]);
  await network.dispose();
  return results[output] as Tensor;
}

/** Random inputs of a U-Net, the same at every call. */
function inputs(graph: Graph, timestep: Tensor): Record<string, Feed> {
  const noise = createTorchGenerator(5);
  const dimsOf = (name: string) => graph.inputs.find((input) => input.name === name)?.dims as number[];
  return {
    sample: noise.randn(dimsOf('sample')),
    time_proj: timestep,
    encoder_hidden_states: noise.randn(dimsOf('encoder_hidden_states')),
  };
}

/** Decibels of a result to what it should be, over the range of that. */
function psnr(got: Tensor, expected: Tensor): number {
  const squares = got.data.reduce((sum, value, i) => sum + (value - (expected.data[i] ?? 0)) ** 2, 0);
  const range = Math.max(...expected.data) - Math.min(...expected.data);
  return 10 * Math.log10(range ** 2 / (squares / got.data.length));
}
const apart = (got: Tensor, expected: Tensor): number =>
  Math.max(...got.data.map((value, i) => Math.abs(value - (expected.data[i] ?? Number.NaN))));

/** Nodes of one kind, branches included. */
const softmaxes = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) => [
    ...(node.op === 'Softmax' ? [node] : []),
    ...Object.values(node.attributes).flatMap((value) =>
      'graph' in value ? softmaxes(value.graph.nodes) : [],
    ),
  ]);

describe('attention in slices of queries', () => {
  /** Changed logits of self-attention: the form that needs every query's own row of the segments. */
  const modulated: AttentionControl = {
    modulate: {
      tokens: tensor([2, 1, 77], new Float32Array(154).fill(1)),
      strength: tensor([2, 77], new Float32Array(154).fill(1)),
      segments: ({ height, width }) =>
        tensor(
          [2, 1, height * width],
          Float32Array.from({ length: 2 * height * width }, (_, i) => i % 2),
        ),
      amount: ({ height, width }) =>
        tensor([2, height * width], new Float32Array(2 * height * width).fill(0.3)),
      selfAmount: ({ height, width }) =>
        tensor(
          [2, height * width],
          Float32Array.from({ length: 2 * height * width }, (_, i) => (i % 5) / 5),
        ),
    },
  };

  it.each([
    ['left alone', undefined],
    ['with changed logits', modulated],
  ])('gives what whole attention gives, %s', async (_, control) => {
    const unet = (scoreBytes?: number) =>
      tiny.denoiser.graph({
        ...SIZE,
        control: true,
        fused: false,
        ...(scoreBytes === undefined ? {} : { scoreBytes }),
      });
    const { graph, layers } = unet();
    const feeds = {
      ...inputs(graph, timeInput(tiny, 600, 2)),
      ...controlFeeds(control, false, { batch: 2, tokens: 77, layers }),
    };
    const whole = await run(graph, feeds, 'out');
    // 40 queries of 64: the last slice is shorter.
    const sliced = unet(40 * 2 * 2 * 64 * 4).graph;
    expect(softmaxes(sliced.nodes).length).toBeGreaterThan(softmaxes(graph.nodes).length);
    expect(apart(await run(sliced, feeds, 'out'), whole)).toBeLessThan(1e-5);
  });

  it('decodes what the whole decoder decodes', async () => {
    const latents = createTorchGenerator(3).randn([1, 4, 8, 8]);
    const size = { batch: 1, height: 64, width: 64 };
    const whole = await run(tiny.vae.decoder(size), { latents }, 'image');
    const sliced = tiny.vae.decoder({ ...size, scoreBytes: 7 * 64 * 4 });
    expect(sliced.nodes.filter(({ op }) => op === 'Softmax').length).toBe(10);
    expect(apart(await run(sliced, { latents }, 'image'), whole)).toBeLessThan(1e-5);
  });
});

describe('feed-forward layers in parts of rows', () => {
  it('give what the whole ones give', async () => {
    const unet = (feedForwardBytes?: number) =>
      tiny.denoiser.graph({ ...SIZE, control: false, feedForwardBytes }).graph;
    const whole = unet();
    // 128 rows of 32 values at the highest level: parts of 43, 43 and 42 rows.
    const parts = unet(50 * 32 * 4);
    const projections = ({ nodes }: Graph): number =>
      nodes.filter(({ op, name }) => op === 'Gemm' && name.includes('ff.net.0.proj')).length;
    expect(projections(parts)).toBeGreaterThan(projections(whole));
    const feeds = inputs(whole, timeInput(tiny, 600, 2));
    const expected = await run(whole, feeds, 'out');
    expect(apart(await run(parts, feeds, 'out'), expected)).toBeLessThan(1e-5);
  });
});

describe('largestResultBytes', () => {
  it('is the largest of the shapes that are known', () => {
    const g = new GraphBuilder('sizes');
    const x = g.input('x', [2, 3]);
    const open = g.node('Sigmoid', [g.input('rows', ['N', 9])], ['N', 9]);
    g.output('y', g.node('Concat', [x, x, x], [2, 9], { attributes: { axis: 1 } }));
    g.output('z', open);
    const graph = g.build();
    expect(largestResultBytes(graph)).toBe(2 * 9 * 4);
    expect(largestResultBytes({ ...graph, values: new Map() })).toBe(4);
  });
});

describe('toHalf', () => {
  it.each([
    ['in one kernel', true],
    ['plain', false],
  ])('predicts in float16 nearly what float32 predicts, attention %s', async (_, fused) => {
    const { graph, layers } = pocket.denoiser.graph({ ...SIZE, control: true, fused });
    const feeds = {
      ...inputs(graph, timeInput(pocket, 600, 2)),
      ...controlFeeds(undefined, true, { batch: 2, tokens: 77, layers }),
    };
    const half = toHalf(graph);
    const expected = await run(graph, feeds, 'out');
    expect(psnr(await run(half, feeds, 'out'), expected)).toBeGreaterThan(50);
    expect(weightBytes(half)).toBeLessThan(0.6 * weightBytes(graph));
  });

  it('computes norms in float32: squares of 300 leave the range of float16', async () => {
    const g = new GraphBuilder('norm');
    const x = g.input('x', [1, 1, 4]);
    const [one, zero] = [g.constant([1], [1]), g.constant([1], [0])];
    const attributes = { epsilon: { float: 1e-5 } };
    g.output('y', g.node('InstanceNormalization', [x, one, zero], x.dims, { attributes }));
    const got = await run(toHalf(g.build()), { x: tensor([1, 1, 4], [-300, 300, -300, 300]) }, 'y');
    expect([...got.data]).toEqual([-1, 1, -1, 1]);
  });
});

describe('inFloat32', () => {
  it('keeps numbers beyond 65504 in a graph of float16, through branches too', async () => {
    const g = new GraphBuilder('large');
    const [x, keys] = [g.input('x', [2, 2]), g.input('keys', [2, 2])];
    const flag = g.input('flag', [], 'bool');
    const out = g.inFloat32(() => {
      const logits = matmul(g, x, keys);
      const [changed] = g.choose(
        flag,
        () => [add(g, logits, logits)],
        () => [logits],
      );
      return softmax(g, changed as Value);
    });
    g.output('y', out);
    const feeds = { x: tensor([2, 2], [300, 0, 0, 300]), keys: tensor([2, 2], [300, 250, 250, 300]) };
    for (const on of [0, 1]) {
      const flagFeed = { dims: [], data: Uint8Array.of(on) };
      const got = await run(toHalf(g.build()), { ...feeds, flag: flagFeed }, 'y');
      expect([...got.data]).toEqual([1, 0, 0, 1]);
    }
  });

  it.each([true, false])('computes the attention of a U-Net when upcast_attention is %s', (upcast) => {
    const folder = join(root, 'test/golden/core/models/tiny-ip2p/unet');
    const config: unknown = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    const parsed = parseUNetConfig({ ...(config as object), upcast_attention: upcast });
    const size = { ...SIZE, control: true, fused: false };
    const { graph } = buildUNet(parsed, weights, size);
    expect(new Set(softmaxes(graph.nodes).map(({ precision }) => precision === 'float32'))).toEqual(
      new Set([upcast]),
    );
  });
});

describe('withInt8Linears', () => {
  it('predicts with eight-bit products more than 35 dB of what float32 predicts', async () => {
    const { graph, layers } = pocket.denoiser.graph({ ...SIZE, control: true });
    const feeds = {
      ...inputs(graph, timeInput(pocket, 600, 2)),
      ...controlFeeds(undefined, true, { batch: 2, tokens: 77, layers }),
    };
    const int8 = inForm(graph, { linear: 'int8' });
    expect(JSON.stringify(int8.nodes)).toContain('DynamicQuantizeMatMul');
    expect(psnr(await run(int8, feeds, 'out'), await run(graph, feeds, 'out'))).toBeGreaterThan(35);
    expect(weightBytes(int8)).toBeLessThan(weightBytes(graph));
  });

  it('leaves a graph without large linear layers as it is', () => {
    const { graph } = tiny.denoiser.graph({ ...SIZE, control: false });
    expect(JSON.stringify(inForm(graph, { linear: 'int8' }).nodes)).toBe(JSON.stringify(graph.nodes));
    expect(sizeOf(graph.outputs[0]?.dims as number[])).toBe(2 * 4 * 64);
  });
});
