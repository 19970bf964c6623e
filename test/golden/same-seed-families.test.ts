import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { EngineRequest } from '../../src/engine/engine.ts';
import { decodePicture } from '../../src/image/decode.ts';
import type { Mask, RgbImage } from '../../src/image/image.ts';
import { silent } from '../../src/log.ts';

const core = join(import.meta.dirname, 'core/models');
const SIDE = 64;
/** The picture and the mask of tools/golden/families.py. */
const source: RgbImage = {
  width: SIDE,
  height: SIDE,
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return ((pixel % SIDE) * 5 + Math.floor(pixel / SIDE) * 3 + (at % 3) * 40) % 256;
  }),
};
const region: Mask = {
  width: SIDE,
  height: SIDE,
  data: Float32Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    return x >= 16 && x < 40 && y >= 20 && y < 48 ? 1 : 0;
  }),
};
const settings = { seed: 7, steps: 4, width: SIDE, height: SIDE };

async function paint(
  model: string,
  request: Omit<EngineRequest, 'settings'>,
  guidanceScale: number,
  sampler?: string,
) {
  const path = join(core, model);
  const engine = await createEngine({ imageModel: path, editModel: path, threads: 1, log: silent });
  try {
    const order = { ...request, settings: { ...settings, guidanceScale, sampler } };
    return await engine.run(order, () => undefined, new AbortController().signal);
  } finally {
    await engine.dispose();
  }
}

const expected = async (name: string): Promise<RgbImage> =>
  decodePicture(await readFile(join(import.meta.dirname, `same-seed/${name}.png`)));

/** Peak signal to noise in dB, over the pixels that count. */
function psnr(
  got: RgbImage | undefined,
  wanted: RgbImage,
  counts: (pixel: number) => boolean = () => true,
): number {
  let [squares, count] = [0, 0];
  wanted.data.forEach((value, at) => {
    if (!counts(Math.floor(at / 3))) return;
    squares += (value - (got?.data[at] ?? 0)) ** 2;
    count++;
  });
  return 10 * Math.log10(255 ** 2 / Math.max(squares / count, Number.MIN_VALUE));
}

describe('the same seed paints the picture of diffusers', () => {
  it('with a latent consistency model: guidance is an input, no row without words', async () => {
    const painted = await paint('tiny-lcm', { steps: [{ kind: 'generate', prompt: 'a red cat' }] }, 6);
    expect(painted.sampler).toBe('lcm');
    expect(psnr(painted.picture, await expected('lcm'))).toBeGreaterThan(40);
  });

  it('with CosXL', async () => {
    const painted = await paint('tiny-cosxl', { steps: [{ kind: 'generate', prompt: 'a red cat' }] }, 5);
    expect(painted.sampler).toBe('edm_euler');
    expect(psnr(painted.picture, await expected('cosxl'))).toBeGreaterThan(40);
  });

  it.each([
    ['inpaint.replace', { action: 'replace', instruction: 'replace the dog with a cat', target: 'cat' }],
    ['inpaint.recolor', { action: 'recolor', instruction: 'make the dog red', target: 'red' }],
  ] as const)('into a mask: %s', async (name, step) => {
    const painted = await paint(
      'tiny-inpaint',
      { source, region, steps: [{ kind: 'instruct', keyword: 'dog', scope: 'local', strength: 1, ...step }] },
      5,
      'ddim',
    );
    const isInside = (pixel: number): boolean => region.data[pixel] === 1;
    expect(psnr(painted.picture, await expected(name), isInside)).toBeGreaterThan(40);
    const far = painted.picture?.data.slice(0, SIDE * 3 * 10);
    expect(far).toEqual(source.data.slice(0, SIDE * 3 * 10));
    expect(painted.method).toBe('inpainting');
  });
});
