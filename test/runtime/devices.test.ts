import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../src/compiler/graph.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createEngineProcess } from '../../src/jobs/engine-process.ts';
import { createLogger, silent } from '../../src/log.ts';
import { chooseDevice } from '../../src/runtime/devices.ts';
import { failure, isOutOfMemory } from '../../src/runtime/failure.ts';
import { loadNetwork, supportedProviders } from '../../src/runtime/network.ts';
import { testDevice } from '../../src/runtime/self-test.ts';
import { tensor } from '../../src/tensor/tensor.ts';

describe('chooseDevice', () => {
  it('takes the CPU when it is told to', async () => {
    expect(await chooseDevice('cpu', silent)).toEqual({
      name: 'cpu',
      providers: ['cpu'],
      fused: true,
      half: false,
      // Not every processor has exact eight-bit products.
      int8: expect.any(Boolean) as boolean,
      refused: [],
    });
  });

  it('says why a device that must be used cannot be', async () => {
    const other = process.platform === 'win32' ? 'coreml' : 'dml';
    await expect(chooseDevice(other, silent)).rejects.toMatchObject({
      code: 'CONFIG',
      message: `configuration: DEVICE=${other} cannot be used: the runtime for ${process.platform} does not contain it`,
    });
  });

  it('tries what the runtime has, in order, with one line for each that is not taken', async () => {
    const lines: string[] = [];
    const { name, refused } = await chooseDevice(
      'auto',
      createLogger((line) => lines.push(line)),
    );
    const order = [...refused.map((other) => other.name), name];
    expect(order).toEqual(
      ['cuda', 'dml', 'coreml', 'webgpu', 'cpu']
        .filter((one) => supportedProviders().includes(one))
        .slice(0, order.length),
    );
    expect(lines.map((line) => line.split(' info ')[1]?.split(':')[0])).toEqual([
      ...refused.map((other) => `not computing on ${other.name}`),
      expect.stringMatching(`^computing on ${name}`) as string,
    ]);
  });
});

describe('failure', () => {
  it('tells memory that did not suffice from every other error', async () => {
    const g = new GraphBuilder('too large');
    const wide = g.node('Expand', [g.input('x', [1]), g.integers([2 ** 40])], [2 ** 40]);
    g.output('y', g.node('ReduceMax', [wide, g.integers([0])], [1], { attributes: { keepdims: 1 } }));
    const network = await loadNetwork(g.build());
    const run = network.run({ x: tensor([1], [1]) }, ['y']);
    await expect(run).rejects.toSatisfy(isOutOfMemory);
    await expect(network.run({}, ['y'])).rejects.toMatchObject({ code: 'RUN' });
    await network.dispose();
  });

  it('says what helps when the weights do not fit', () => {
    const { code, hint } = failure('LOAD', 'unet', new Error('std::bad_alloc'));
    expect({ code, hint }).toEqual({
      code: 'MEMORY',
      hint: expect.stringContaining('float32 files') as string,
    });
  });
});

describe('testDevice', () => {
  it('finds the CPU equal to itself, fused attention included', async () => {
    const { isRight, isFusedRight, plain, fused } = await testDevice(['cpu']);
    expect({ isRight, isFusedRight, plain }).toEqual({ isRight: true, isFusedRight: true, plain: 0 });
    expect(fused).toBeLessThan(1e-5);
  });
});

/** The description of a Vulkan driver; Chromium's SwiftShader brings the loader beside it. */
const driver = process.env['VK_ICD_FILENAMES'] ?? '';
const models = join(import.meta.dirname, '../golden/core/models');

describe('WebGPU through a software driver', () => {
  let engine: Engine | undefined;
  afterEach(() => engine?.dispose());

  const edit = async (env: Readonly<Record<string, string>>) => {
    engine = createEngineProcess({
      module: new URL('../../src/engine-entry.ts', import.meta.url),
      env: { ...process.env, MODELS_DIR: models, IMAGE_MODEL: 'tiny-ip2p', EDIT_MODEL: 'tiny-ip2p', ...env },
      log: silent,
    });
    const side = 32;
    const data = Uint8Array.from({ length: side * side * 3 }, (_, index) => (index * 7) % 256);
    const step = { instruction: 'make it red', keyword: 'red', action: 'style', scope: 'global' } as const;
    const result = await engine.run(
      {
        steps: [{ kind: 'instruct', strength: 1, ...step }],
        source: { width: side, height: side, data },
        settings: { seed: 1, steps: 2 },
      },
      () => undefined,
      new AbortController().signal,
    );
    await engine.dispose();
    return result.picture;
  };

  it.skipIf(!existsSync(driver))(
    `edits as the CPU does${existsSync(driver) ? '' : ' (skipped: VK_ICD_FILENAMES names no Vulkan driver)'}`,
    { timeout: 300_000 },
    async () => {
      const onCpu = await edit({ DEVICE: 'cpu' });
      const onGpu = await edit({
        DEVICE: 'webgpu',
        LD_LIBRARY_PATH: [dirname(driver), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
      });
      const apart = onCpu?.data.map((value, at) => Math.abs(value - (onGpu?.data[at] ?? 0))) ?? [];
      expect(apart).toHaveLength(32 * 32 * 3);
      expect(Math.max(...apart)).toBeLessThanOrEqual(2);
    },
  );
});
