import { describe, expect, it } from 'vitest';
import type { GraphForm } from '../../../src/compiler/form.ts';
import { type Graph, GraphBuilder } from '../../../src/compiler/graph.ts';
import { add } from '../../../src/compiler/ops.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import { BotError } from '../../../src/errors.ts';
import { createLogger } from '../../../src/log.ts';
import { loadNetwork } from '../../../src/runtime/network.ts';
import { tensor } from '../../../src/tensor/tensor.ts';

const x = tensor([2], [1, 2]);

/** x + amount, with weights that count as `kilobytes`. */
function adder(amount: number, kilobytes = 1): Graph {
  const g = new GraphBuilder(`add ${amount}`);
  const weight = g.constant([256 * kilobytes], new Float32Array(256 * kilobytes).fill(amount));
  g.output(
    'y',
    add(
      g,
      g.input('x', [2]),
      g.node('Slice', [weight, g.integers([0]), g.integers([2]), g.integers([0])], [2]),
    ),
  );
  return g.build();
}

/** Asks for more memory than there is, unless attention is to be taken in small slices. */
function greedy({ scoreBytes }: GraphForm): Graph {
  const g = new GraphBuilder('greedy');
  const count = scoreBytes === undefined ? 2 ** 40 : 16;
  const wide = g.node('Expand', [g.input('x', [1]), g.integers([count])], [count]);
  g.output('y', g.node('ReduceMax', [wide, g.integers([0])], [1], { attributes: { keepdims: 1 } }));
  return g.build();
}

describe('createNetworkCache', () => {
  it('takes what was not used for longest out of memory, and loads it again when it runs', async () => {
    const cache = createNetworkCache(5000, { threads: 1 });
    const built: number[] = [];
    const get = (amount: number) =>
      cache.get(String(amount), () => {
        built.push(amount);
        return adder(amount, 2);
      });
    const [one, two] = [await get(1), await get(2)];
    await one.run({ x }, ['y']);
    await get(3);
    expect(built).toEqual([1, 2, 3]);
    expect([...(await one.run({ x }, ['y'])).y.data]).toEqual([2, 3]);
    expect(built).toEqual([1, 2, 3]);
    expect([...(await two.run({ x }, ['y'])).y.data]).toEqual([3, 4]);
    expect(built).toEqual([1, 2, 3, 2]);
    await cache.dispose();
  });

  it('gives no network when another one would have to go', async () => {
    const cache = createNetworkCache(5000, { threads: 1 });
    const first = await cache.get('1', () => adder(1, 4));
    expect(await cache.getIfRoom('2', () => adder(2, 4))).toBeUndefined();
    expect(await cache.getIfRoom('1', () => adder(1, 4))).toBe(first);
    await cache.forget('1');
    expect(await cache.getIfRoom('2', () => adder(2, 4))).toBeDefined();
    await cache.dispose();
  });

  it('runs in slices what ran out of memory, and says so once', async () => {
    const lines: string[] = [];
    const cache = createNetworkCache(
      2 ** 20,
      { threads: 1 },
      createLogger((line) => lines.push(line)),
    );
    const network = await cache.get('greedy', greedy);
    const run = async () => [...(await network.run({ x: tensor([1], [7]) }, ['y'])).y.data];
    expect(await run()).toEqual([7]);
    expect(await run()).toEqual([7]);
    expect(lines).toEqual([expect.stringContaining('greedy: out of memory; once more in slices')]);
    await cache.dispose();
  });

  it('throws MEMORY when slices do not help', async () => {
    const cache = createNetworkCache(2 ** 20, { threads: 1 });
    const network = await cache.get('greedy', () => greedy({}));
    await expect(network.run({ x: tensor([1], [7]) }, ['y'])).rejects.toMatchObject({ code: 'MEMORY' });
    await cache.dispose();
  });

  it('leaves a device that fails while it runs, for good', async () => {
    const lines: string[] = [];
    const loadedOn: (string | undefined)[] = [];
    const precisions: (string | undefined)[] = [];
    const cache = createNetworkCache(
      5000,
      {
        threads: 1,
        providers: ['webgpu', 'cpu'],
        form: { precision: 'float16' },
        // A device that takes every graph, and is lost when it is to compute.
        async load(graph, options) {
          const device = options?.providers?.[0];
          loadedOn.push(device);
          const network = await loadNetwork(graph, { ...options, providers: ['cpu'] });
          if (device === 'cpu') return network;
          const lost = () => Promise.reject(new BotError('RUN', 'the device is lost'));
          return { ...network, run: lost, dispose: lost };
        },
      },
      createLogger((line) => lines.push(line)),
    );
    const get = (amount: number) =>
      cache.get(String(amount), ({ precision }) => {
        precisions.push(precision);
        return adder(amount);
      });
    const one = await get(1);
    expect([...(await one.run({ x }, ['y'])).y.data]).toEqual([2, 3]);
    expect([...(await (await get(2)).run({ x }, ['y'])).y.data]).toEqual([3, 4]);
    expect(loadedOn).toEqual(['webgpu', 'cpu', 'cpu']);
    expect(precisions).toEqual(['float16', 'float32', 'float32']);
    expect(lines.filter((line) => line.includes('from now on the CPU computes'))).toHaveLength(1);
    await cache.dispose();
  });
});
