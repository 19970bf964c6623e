import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { decodePicture } from '../../src/image/decode.ts';
import { silent } from '../../src/log.ts';

const model = resolve(process.env['GOLDEN_DIR'] ?? '../shared/golden', 'models/tiny-sd15');
const isAtHand = existsSync(model);

// Without the shared set there is no model that paints from words and that diffusers was asked about too.
describe.skipIf(!isAtHand)(`the same seed paints the picture of diffusers (needs ${model})`, () => {
  let engine: Engine | undefined;
  afterAll(() => engine?.dispose());

  it.each(['euler_ancestral', 'euler', 'ddim'])('with %s', async (sampler) => {
    engine ??= await createEngine({ imageModel: model, editModel: model, threads: 1, log: silent });
    const expected = await decodePicture(
      await readFile(new URL(`same-seed/${sampler}.png`, import.meta.url)),
    );
    const { picture } = await engine.run(
      {
        steps: [{ kind: 'generate', prompt: 'a photo of a cat', negativePrompt: 'blurry' }],
        settings: { seed: 7, sampler, steps: 12, guidanceScale: 6, width: 64, height: 128 },
      },
      () => {},
      new AbortController().signal,
    );
    const squares = expected.data.reduce((sum, value, i) => sum + (value - (picture?.data[i] ?? 0)) ** 2, 0);
    const psnr = 10 * Math.log10(255 ** 2 / Math.max(squares / expected.data.length, Number.MIN_VALUE));
    expect(psnr).toBeGreaterThan(40);
  });
});
