import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { int8Verdict, judgeInt8 } from '../../../src/engine/run/int8-verdict.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import { openDenoiser, type Denoiser } from '../../../src/engine/run/denoiser.ts';
import { createLogger } from '../../../src/log.ts';
import { tensor } from '../../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../../src/tensor/torch-random.ts';

const tiny = await openCheckpoint(join(import.meta.dirname, '../../golden/core/models/tiny-ip2p'));
/** Of its text embeddings. */
const width = 24;

const exact = tensor([4], [0, 1, 2, 3]);

describe('int8Verdict', () => {
  it('is what the setting says', () => {
    expect(int8Verdict(createNetworkCache(1, { int8: 'on' }), 'a')).toBe(true);
    expect(int8Verdict(createNetworkCache(1, {}), 'a')).toBe(false);
  });

  it('is remembered by checkpoint once one step was computed both ways', () => {
    const lines: string[] = [];
    const cache = createNetworkCache(
      1,
      { int8: 'auto' },
      createLogger((line) => lines.push(line)),
    );
    const [good, bad] = ['good', 'bad'].map((name) => join('models', name)) as [string, string];
    expect(int8Verdict(cache, good)).toBe('unknown');
    expect(judgeInt8(cache, good, exact, tensor([4], [0.001, 1, 2, 3]))).toBe(true);
    expect(judgeInt8(cache, bad, exact, tensor([4], [0.05, 1, 2, 3]))).toBe(false);
    expect([int8Verdict(cache, good), int8Verdict(cache, bad)]).toEqual([true, false]);
    expect(lines[0]).toContain('linear layers are computed in int8');
    expect(lines[1]).toContain('linear layers stay float32');
  });

  it('takes a prediction that is no number for bad', () => {
    const cache = createNetworkCache(1, { int8: 'auto' });
    expect(judgeInt8(cache, 'a', exact, tensor([4], [0, Number.NaN, 2, 3]))).toBe(false);
  });
});

describe('openDenoiser', () => {
  const size = { batch: 2, height: 8, width: 8 };
  const rows = {
    conditioning: [1, 2].map((seed) => ({ embeddings: createTorchGenerator(seed).randn([1, 77, width]) })),
    image: [3, 4].map((seed) => createTorchGenerator(seed).randn([1, 4, 8, 8])),
    picture: { width: 64, height: 64, guidanceScale: 1 },
  };
  const predict = (unet: Denoiser) =>
    unet.predict([createTorchGenerator(9).randn([1, 4, 8, 8])], rows, { timestep: 600 });

  it('computes the first step of a large U-Net both ways and goes on with one network', async () => {
    const lines: string[] = [];
    const log = createLogger((line) => lines.push(line));
    const cache = createNetworkCache(2 ** 30, { threads: 1, int8: 'auto', int8From: 0 }, log);
    const unet = await openDenoiser(cache, tiny, size, { control: false });
    const first = await predict(unet);
    const second = await predict(unet);
    expect(first.predictions.data).toEqual(second.predictions.data);
    // Its linear layers are too narrow for int8: both ways are the same.
    expect(lines).toEqual([expect.stringContaining('linear layers are computed in int8')]);
    expect(int8Verdict(cache, tiny.folder)).toBe(true);
    await cache.dispose();
  });

  it('leaves a small U-Net alone', async () => {
    const cache = createNetworkCache(2 ** 30, { threads: 1, int8: 'auto' });
    await predict(await openDenoiser(cache, tiny, size, { control: false }));
    expect(int8Verdict(cache, tiny.folder)).toBe('unknown');
    await cache.dispose();
  });
});
