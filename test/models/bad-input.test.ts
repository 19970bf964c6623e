import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';

const tiny = join(import.meta.dirname, '../golden/core/models/tiny-lcm');
const UNET = 'unet/diffusion_pytorch_model.safetensors';

describe('openCheckpoint says in one sentence what is wrong with', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'limner-bad-')), 'model');
    await cp(tiny, folder, { recursive: true });
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  const change = async (file: string, edit: (json: Record<string, unknown>) => void): Promise<void> => {
    const json = JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, unknown>;
    edit(json);
    await writeFile(join(folder, file), JSON.stringify(json));
  };
  /** Puts another type into the header of the U-Net's first weight; the sizes stay right when both have as many bytes. */
  const retype = async (from: string, to: string): Promise<void> => {
    const path = join(folder, UNET);
    const bytes = await readFile(path);
    const at = bytes.indexOf(`"dtype":"${from}"`, bytes.indexOf('conv_in.weight'));
    bytes.write(`"dtype":"${to}"`, at);
    await writeFile(path, bytes);
  };

  it('an unknown pipeline', async () => {
    await change('model_index.json', (json) => (json['_class_name'] = 'FluxPipeline'));
    await expect(openCheckpoint(folder)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message:
        'model: got the pipeline FluxPipeline, expected one of stable-diffusion, stable-diffusion-xl, flux2-klein',
    });
  });

  it('an unknown architecture of the U-Net', async () => {
    await change('unet/config.json', (json) => (json['class_embed_type'] = 'projection'));
    await expect(openCheckpoint(folder)).rejects.toThrow(
      "UNet2DConditionModel config: got the unknown field 'class_embed_type'",
    );
  });

  it.each(['unet/config.json', 'scheduler/scheduler_config.json', 'vae/config.json'])(
    'a missing file: %s',
    async (file) => {
      await rm(join(folder, file));
      await expect(openCheckpoint(folder)).rejects.toMatchObject({
        code: 'UNSUPPORTED_MODEL',
        message: `model/${file}: got nothing there, expected every part that model_index.json names`,
        hint: 'The folder is not complete: download the model again.',
      });
    },
  );

  it('missing and pickled weights', async () => {
    await rm(join(folder, UNET));
    await writeFile(join(folder, 'unet/diffusion_pytorch_model.bin'), 'pickle');
    await expect(openCheckpoint(folder)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      hint: expect.stringContaining('never read'),
    });
  });

  it('a config that is no JSON', async () => {
    await writeFile(join(folder, 'unet/config.json'), '<html>');
    await expect(openCheckpoint(folder)).rejects.toThrow(
      'model/unet/config.json: got a file that is no JSON',
    );
  });

  it('weights of a type that is not computed with', async () => {
    await retype('F32', 'U32');
    await expect(openCheckpoint(folder)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message: expect.stringMatching(
        /^model\/unet: got \S+ as U32, expected F32, F16, BF16, F64, F8_E4M3, F8_E5M2$/u,
      ),
      hint: expect.stringContaining('quantised'),
    });
  });

  it('a download that was cut off', async () => {
    await truncate(join(folder, UNET), 100_000);
    await expect(openCheckpoint(folder)).rejects.toMatchObject({
      code: 'BAD_SAFETENSORS',
      message: expect.stringMatching(
        /ends outside the file \(100000 bytes\)\. The file is damaged: download it again\.$/u,
      ),
    });
  });

  it('the refiner of SDXL', async () => {
    const refiner = join(folder, '..', 'refiner');
    await mkdir(refiner);
    await writeFile(
      join(refiner, 'model_index.json'),
      JSON.stringify({ _class_name: 'StableDiffusionXLImg2ImgPipeline', text_encoder: [null, null] }),
    );
    await expect(openCheckpoint(refiner)).rejects.toThrow(
      'refiner: got no text_encoder, expected both text encoders',
    );
  });
});
