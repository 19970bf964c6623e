import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';
import { openSafetensors, readTensor } from '../../src/compiler/safetensors.ts';
import { inTiles } from '../../src/engine/run/latents.ts';
import { BotError } from '../../src/errors.ts';
import { loadNetwork } from '../../src/runtime/network.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { computeInTiles, cutTile, type Span, tileSpans } from '../../src/tensor/tiles.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const golden = await openSafetensors(file('tiling/tiny-ip2p.safetensors'));
const [latents, image, mean] = await Promise.all(
  ['latents', 'image', 'mean'].map((name) => readTensor(golden, name)),
);
const { vae } = await openCheckpoint(file('core/models/tiny-ip2p'));
/** What tools/golden/tiling.py set: tiles of 8 cells every 6 cells. */
const rows = tileSpans(10, 8, 6);
const columns = tileSpans(16, 8, 6);

async function decode(part: Tensor): Promise<Tensor> {
  const [batch = 1, , height = 1, width = 1] = part.dims;
  const network = await loadNetwork(
    vae.decoder({ batch, height: height * vae.factor, width: width * vae.factor }),
  );
  const outputs = await network.run({ latents: part }, ['image']);
  await network.dispose();
  return outputs.image;
}

async function encode(sample: Tensor): Promise<Tensor> {
  const [batch = 1, , height = 1, width = 1] = sample.dims;
  const network = await loadNetwork(vae.encoder({ batch, height, width }));
  const outputs = await network.run({ sample }, ['mean']);
  await network.dispose();
  return outputs.mean;
}

const times = ({ from, length }: Span): Span => ({ from: from * vae.factor, length: length * vae.factor });
const apart = (got: Tensor, expected: Tensor | undefined): number =>
  Math.max(...got.data.map((value, i) => Math.abs(value - (expected?.data[i] ?? Number.NaN))));

describe('an autoencoder in tiles', () => {
  it('decodes as diffusers does with enable_tiling', async () => {
    const got = await computeInTiles(rows, columns, vae.factor, (down, across) =>
      decode(cutTile(latents as Tensor, down, across)),
    );
    expect(got.dims).toEqual(image?.dims);
    expect(apart(got, image)).toBeLessThan(1e-4);
  });

  it('encodes as diffusers does with enable_tiling', async () => {
    const got = await computeInTiles(rows, columns, 1, (down, across) =>
      encode(cutTile(image as Tensor, times(down), times(across))),
    );
    expect(got.dims).toEqual(mean?.dims);
    expect(apart(got, mean)).toBeLessThan(1e-4);
  });
});

const tile = (down: Span, across: Span): Promise<Tensor> =>
  Promise.resolve({
    dims: [1, 1, down.length, across.length],
    data: new Float32Array(down.length * across.length),
  });

describe('inTiles', () => {
  it('takes smaller tiles until the memory suffices', async () => {
    const sides: number[] = [];
    const { dims } = await inTiles({ height: 128, width: 96 }, undefined, (down, across) => {
      sides.push(Math.max(down.length, across.length));
      if (down.length * across.length > 64 * 64) throw new BotError('MEMORY', 'decoder: bad allocation');
      return tile(down, across);
    });
    expect(dims).toEqual([1, 1, 128, 96]);
    expect(sides[0]).toBe(128);
    expect(Math.max(...sides.slice(1))).toBeLessThanOrEqual(64);
  });

  it('gives up with the smallest tile, and at once on any other error', async () => {
    let tries = 0;
    const fail = (code: string) => (): Promise<Tensor> => {
      tries++;
      throw new BotError(code, 'decoder: no');
    };
    await expect(inTiles({ height: 128, width: 128 }, undefined, fail('MEMORY'))).rejects.toMatchObject({
      code: 'MEMORY',
    });
    expect(tries).toBe(3);
    await expect(inTiles({ height: 128, width: 128 }, undefined, fail('RUN'))).rejects.toMatchObject({
      code: 'RUN',
    });
    expect(tries).toBe(4);
  });
});
