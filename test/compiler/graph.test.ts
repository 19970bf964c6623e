import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { type Graph, GraphBuilder } from '../../src/compiler/graph.ts';
import { writeOnnx } from '../../src/compiler/onnx.ts';
import { add, softmax } from '../../src/compiler/ops.ts';
import { verifyGraph } from '../../src/compiler/spec.ts';
import { loadNetwork } from '../../src/runtime/network.ts';
import { tensor } from '../../src/tensor/tensor.ts';

const tiny = join(import.meta.dirname, '../golden/core/models/tiny-ip2p');

/** One line per node: what it is, what it takes; branches indented. */
function textOf(graph: Graph, indent = ''): string[] {
  return graph.nodes.flatMap((node) => {
    const line = `${indent}${node.outputs.join(', ')} = ${node.op}(${node.inputs.join(', ')})`;
    const branches = Object.values(node.attributes).flatMap((value) =>
      'graph' in value ? textOf(value.graph, `${indent}  `) : [],
    );
    return [line, ...branches];
  });
}

describe('GraphBuilder', () => {
  it('computes only the branch that is taken', async () => {
    const g = new GraphBuilder('choice');
    const x = g.input('x', [2]);
    const flag = g.input('flag', [], 'bool');
    const [result] = g.choose(
      flag,
      () => [add(g, x, g.constant([2], [1, 1]))],
      () => [softmax(g, x)],
    );
    g.output('y', result!);
    const network = await loadNetwork(g.build());
    const run = async (on: boolean): Promise<number[]> => {
      const flagFeed = { dims: [], data: Uint8Array.of(on ? 1 : 0) };
      return [...(await network.run({ x: tensor([2], [0, 0]), flag: flagFeed }, ['y'])).y.data];
    };
    expect(await run(true)).toEqual([1, 1]);
    expect(await run(false)).toEqual([0.5, 0.5]);
    await network.dispose();
  });

  it('writes the same bytes for the same calls', async () => {
    const checkpoint = await openCheckpoint(tiny);
    const options = { batch: 3, height: 8, width: 8, tokens: 77, control: true };
    const write = (): Buffer => Buffer.from(writeOnnx(checkpoint.denoiser.graph(options).graph));
    expect(write().equals(write())).toBe(true);
  });
});

describe('buildUNet', () => {
  it('writes the graph it always wrote', async () => {
    const checkpoint = await openCheckpoint(tiny);
    const { graph } = checkpoint.denoiser.graph({
      batch: 1,
      height: 8,
      width: 8,
      tokens: 77,
      control: false,
      fused: false,
    });
    await expect(`${textOf(graph).join('\n')}\n`).toMatchFileSnapshot('__snapshots__/tiny-unet.txt');
  });

  it('names every weight of the checkpoint', async () => {
    const { denoiser } = await openCheckpoint(tiny);
    const { graph } = denoiser.graph({ batch: 1, height: 8, width: 8, tokens: 77, control: true });
    const used = new Set(graph.initializers.map(({ name }) => name.replace(/\[.*\]$/u, '')));
    const header = readFileSync(join(tiny, 'unet/diffusion_pytorch_model.safetensors'));
    const length = Number(header.readBigUInt64LE());
    const names = Object.keys(JSON.parse(header.subarray(8, 8 + length).toString('utf8')) as object);
    expect(names.filter((name) => name !== '__metadata__' && !used.has(name))).toEqual([]);
  });
});

describe('verifyGraph', () => {
  const node = { domain: '', name: 'n', outputs: ['y'], attributes: {} } as const;
  const graph = (nodes: Graph['nodes'], output = 'y'): Graph => ({
    name: 'g',
    inputs: [{ name: 'x', type: 'float32', dims: [1] }],
    outputs: [{ name: output, type: 'float32', dims: [1] }],
    nodes,
    initializers: [],
  });

  it.each([
    [
      'an op that is not in the spec',
      { ...node, op: 'Magic', inputs: ['x'] },
      "op 'Magic' is not in the spec",
    ],
    ['an input that nothing makes', { ...node, op: 'Tanh', inputs: ['z'] }, "nothing makes its input 'z'"],
    ['too few inputs', { ...node, op: 'Add', inputs: ['x'] }, 'Add takes 2…2 inputs, got 1'],
    ['a missing attribute', { ...node, op: 'Softmax', inputs: ['x'] }, "Softmax needs the attribute 'axis'"],
    [
      'a surplus attribute',
      { ...node, op: 'Tanh', inputs: ['x'], attributes: { axis: { int: 1 } } },
      "Tanh has no attribute 'axis'",
    ],
    [
      'a name that is made twice',
      { ...node, op: 'Tanh', inputs: ['x'], outputs: ['x'] },
      "'x' is made twice",
    ],
  ])('refuses %s', (_, bad, message) => {
    expect(() => verifyGraph(graph([bad]))).toThrow(message);
  });

  it('refuses an output that nothing makes', () => {
    expect(() => verifyGraph(graph([], 'gone'))).toThrow("nothing makes the output 'gone'");
  });
});

describe('parseUNetConfig', () => {
  const config = JSON.parse(readFileSync(join(tiny, 'unet/config.json'), 'utf8')) as object;

  it.each([
    [{ class_embed_type: 'timestep' }, /class_embed_type/u],
    [{ dual_cross_attention: true }, /dual_cross_attention = true/u],
    [{ a_field_of_tomorrow: 7 }, /the unknown field 'a_field_of_tomorrow'/u],
    [{ down_block_types: ['KDownBlock2D'] }, /down_block_types/u],
  ])('names the field of a network it cannot follow: %o', (change, message) => {
    expect(() => parseUNetConfig({ ...config, ...change })).toThrow(message);
  });
});
