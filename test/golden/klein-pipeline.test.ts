import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSafetensors, readTensor } from '../../src/compiler/safetensors.ts';
import { denoise } from '../../src/engine/run/denoise.ts';
import { openDenoiser } from '../../src/engine/run/denoiser.ts';
import { classifierFreeGuidance } from '../../src/engine/run/guidance.ts';
import { decodeLatents } from '../../src/engine/run/latents.ts';
import { createNetworkCache } from '../../src/engine/run/networks.ts';
import { encodeText } from '../../src/engine/run/text.ts';
import type { Checkpoint, Conditioning } from '../../src/models/family.ts';
import { empiricalMu } from '../../src/models/flux2-klein/family.ts';
import { loadQwenTokenizer } from '../../src/models/flux2-klein/qwen-tokenizer.ts';
import { openCheckpoint } from '../../src/models/index.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

const root = '../shared/golden-klein';
const cache = createNetworkCache(2 ** 30, { threads: 1 });
afterAll(() => cache.dispose());

const sidecarOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(root, 'goldens', `${name}.json`), 'utf8')) as Record<string, unknown>;
const openGolden = (name: string) => openSafetensors(join(root, 'goldens', `${name}.safetensors`));

/** Cells row by row, `[1, N, C]`, of latents `[1, C, h, w]`. */
function packed({ dims, data }: Tensor): number[] {
  const [, channels = 1, height = 1, width = 1] = dims;
  const cells = height * width;
  return Array.from(
    { length: cells * channels },
    (_, at) => data[(at % channels) * cells + Math.floor(at / channels)] as number,
  );
}

const largest = (got: ArrayLike<number>, expected: ArrayLike<number>): number => {
  expect(got).toHaveLength(expected.length);
  return Array.from(got).reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? Number.NaN))),
    0,
  );
};

describe.skipIf(!existsSync(join(root, 'goldens')))(`FLUX.2 [klein] against ${root}`, () => {
  it('reads prompts as token ids', async () => {
    const sidecar = sidecarOf('qwen_tokens') as unknown as {
      readonly max_length: number;
      readonly strings: readonly {
        readonly text: string;
        readonly ids_without_template: readonly number[];
      }[];
    };
    const ids = await readTensor(await openGolden('qwen_tokens'), 'input_ids');
    const tokenizer = await loadQwenTokenizer(join(root, 'models/tiny-klein/tokenizer'), sidecar.max_length);
    sidecar.strings.forEach(({ text, ids_without_template: bare }, row) => {
      expect(tokenizer.tokenize(text), text).toEqual(bare);
      // What begins with a line break runs into the one of the template; messages are trimmed.
      if (/^[\r\n]/u.test(text)) return;
      const expected = ids.data.slice(row * sidecar.max_length, (row + 1) * sidecar.max_length);
      expect(tokenizer.frame(tokenizer.tokenize(text)), text).toEqual([...expected]);
    });
  });

  it('moves sigmas as far as the pipeline', async () => {
    const file = await openGolden('flow_schedules');
    const [mus, tokens] = [await readTensor(file, 'mu'), await readTensor(file, 'tokens')];
    const got = [...tokens.data].flatMap((width) =>
      Array.from({ length: mus.dims[1] ?? 0 }, (_, at) => empiricalMu({ height: 1, width }, at + 1)),
    );
    expect(largest(got, mus.data)).toBeLessThan(1e-6);
  });

  it.each(['pipeline/klein.t2i.4steps.512', 'pipeline/base.t2i.cfg'])('paints %s', async (name) => {
    const {
      arguments: given,
      model,
      ...sidecar
    } = sidecarOf(name) as unknown as {
      readonly arguments: {
        readonly prompt: string;
        readonly height: number;
        readonly width: number;
        readonly num_inference_steps: number;
        readonly guidance_scale: number;
      };
      readonly model: string;
      readonly final_latents_std: number;
    };
    const file = await openGolden(name);
    const opened = await openCheckpoint(join(root, model));
    const keys = file.entries.map((entry) => entry.name);
    const embeds = async (key: string): Promise<Conditioning> => ({
      embeddings: await readTensor(file, key),
    });
    const isGuided = keys.includes('negative_prompt_embeds');
    const conditioning = isGuided
      ? [await embeds('negative_prompt_embeds'), await embeds('prompt_embeds')]
      : [await encodeText(cache, opened, opened.text.tokenizer.tokenize(given.prompt))];
    // The pipeline was told to read fewer tokens.
    const tokens = conditioning[0]?.embeddings.dims[1] ?? 0;
    const checkpoint: Checkpoint = { ...opened, text: { ...opened.text, tokens } };
    const start = await readTensor(file, 'initial_latents');
    const [, , height = 1, width = 1] = start.dims;
    const names = isGuided ? ['none', 'text'] : ['text'];
    const denoiser = await openDenoiser(
      cache,
      checkpoint,
      { batch: names.length, height, width },
      { control: false },
    );
    const latents = await denoise({
      cache,
      checkpoint,
      denoiser,
      conditioning,
      picture: { width: given.width, height: given.height, guidanceScale: given.guidance_scale },
      method: { combine: (predictions) => classifierFreeGuidance(predictions, names, given.guidance_scale) },
      sampler: checkpoint.card.defaults.sampler,
      steps: given.num_inference_steps,
      seed: 0,
      start,
      latentDims: start.dims,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    const expected = await readTensor(file, 'final_latents');
    expect(largest(packed(latents), expected.data)).toBeLessThan(2e-4 * sidecar.final_latents_std);
    const picture = await decodeLatents(cache, checkpoint, latents);
    expect(largest(picture.data, (await readTensor(file, 'image_u8')).data)).toBeLessThanOrEqual(2);
  });
});
