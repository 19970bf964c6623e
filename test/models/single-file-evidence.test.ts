import { describe, expect, it } from 'vitest';
import type { StoredTensor } from '../../src/compiler/weights.ts';
import { isOfficialTurbo, knownDefaults } from '../../src/models/known-defaults.ts';
import { readMarkers } from '../../src/models/single-file/markers.ts';
import { readText, unusedLayers } from '../../src/models/single-file/text.ts';
import { chooseWeightFiles, missingShard } from '../../src/models/weight-files.ts';

const stored = (name: string, dims: readonly number[] = [1]): StoredTensor => ({
  name,
  type: 'float32',
  dims,
  file: '/x',
  offset: 0,
  length: 4 * dims.reduce((product, size) => product * size, 1),
});

describe('readMarkers', () => {
  it('reads what says how a file was trained, and leaves what says nothing', () => {
    const names = [
      'v_pred',
      'ztsnr',
      'betas',
      'alphas_cumprod',
      'global_step',
      'model.diffusion_model.out.2.bias',
    ];
    expect([
      ...readMarkers(
        'a',
        names.map((name) => stored(name)),
      ),
    ]).toEqual(['v_pred', 'ztsnr']);
  });

  it.each(['edm_mean', 'edm_std', 'sigma_shift', 'depth_model.blocks.0.weight', 'low_scale_model.betas'])(
    'refuses %s by name',
    (name) => {
      expect(() => readMarkers('play.safetensors', [stored(name)])).toThrow(
        `play.safetensors: got the marker ${name}, expected a file of SD 1.x, 2.x or XL`,
      );
    },
  );
});

describe('readText', () => {
  const WORDS = 'embeddings.token_embedding.weight';
  const prefixes = { clip: ['a.transformer.'], openClip: ['a.model.'] };
  const read = (...names: readonly string[]) =>
    readText(
      (prefix) =>
        names
          .filter((name) => name.startsWith(prefix))
          .map((name) => stored(name.slice(prefix.length), [4, 2])),
      prefixes,
    )?.tensors.map(({ name }) => name);

  it('takes the names of transformers, with and without text_model', () => {
    expect(read(`a.transformer.text_model.${WORDS}`)).toEqual([WORDS]);
    expect(read(`a.transformer.${WORDS}`)).toEqual([WORDS]);
  });

  it('takes the names of OpenCLIP, and a projection beside renamed layers', () => {
    expect(read('a.model.token_embedding.weight', 'a.model.ln_final.bias')).toEqual([
      WORDS,
      'final_layer_norm.bias',
    ]);
    expect(read(`a.transformer.${WORDS}`, 'a.model.text_projection')).toEqual([
      WORDS,
      'text_projection.weight',
    ]);
  });

  it('finds none where there is none', () => expect(read('b.transformer.x')).toBeUndefined());
});

describe('unusedLayers', () => {
  it.each([
    [1024, 24, 1],
    [1024, 23, 0],
    [768, 12, 0],
  ])('of width %d with %d layers: %d', (width, layers, unused) => {
    const names = Array.from({ length: layers }, (_, at) => `encoder.layers.${at}.mlp.fc1.weight`);
    const words = stored('embeddings.token_embedding.weight', [10, width]);
    const tensors = [words, ...names.map((name) => stored(name))];
    expect(unusedLayers(new Map(tensors.map((tensor) => [tensor.name, tensor])))).toBe(unused);
  });
});

describe('chooseWeightFiles', () => {
  const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  it.each([
    [
      'shards with their list before an older whole file',
      [...shards, 'model.safetensors', 'model.safetensors.index.json'],
      shards,
    ],
    ['a whole file before shards without a list', [...shards, 'model.safetensors'], ['model.safetensors']],
    [
      'bfloat16 alone',
      ['diffusion_pytorch_model.bf16.safetensors'],
      ['diffusion_pytorch_model.bf16.safetensors'],
    ],
    [
      'float16 before bfloat16',
      ['model.bf16.safetensors', 'model.fp16.safetensors'],
      ['model.fp16.safetensors'],
    ],
  ])('takes %s', (_, files, expected) => expect(chooseWeightFiles(files)).toEqual(expected));

  it('takes the half ones where those are wanted', () => {
    const files = ['model.bf16.safetensors', 'model.safetensors'];
    expect(chooseWeightFiles(files, 'fp16')).toEqual(['model.bf16.safetensors']);
  });

  it('knows which shard is missing', () => {
    expect(missingShard(shards)).toBeUndefined();
    expect(missingShard(shards.slice(0, 1))).toBe(shards[1]);
    expect(missingShard(['model.safetensors'])).toBeUndefined();
  });
});

describe('names of distilled models', () => {
  const defaultsOf = (name: string) => {
    const { sampler, steps, guidanceScale } = knownDefaults({
      name,
      edits: 'none',
      pictureSize: 1024,
      scheduler: {},
      takesGuidance: false,
    });
    return `${sampler} ${steps} ${guidanceScale}`;
  };
  it.each([
    ['sd_xl_turbo_1.0_fp16', 'euler 4 1'],
    ['dreamyturboV2', 'euler 8 2'],
    ['turboVisionXL_v431', 'euler 8 2'],
    ['hyper-sdxl-4step', 'ddim 4 1'],
    ['Hyper-SD15-8steps-CFG', 'ddim 8 5'],
    ['realisticVision_hyper', 'ddim 4 1'],
    ['hyperrealism_v3', 'euler 30 7.5'],
    ['sdxl_lightning_8step', 'euler 8 1'],
    ['dreamshaper_8_lightning', 'euler 4 1'],
    ['dmd2-xl', 'lcm 4 1'],
    ['dmd2_sdxl_1step', 'lcm 1 1'],
    ['portrait_30000steps_turbo', 'euler 8 2'],
  ])('%s: %s', (name, expected) => expect(defaultsOf(name)).toBe(expected));

  it.each([
    ['sd_xl_turbo_1.0', true],
    ['sdxl-turbo', true],
    ['sd-turbo', true],
    ['dreamyturboV2', false],
  ])('%s is of half the size: %s', (name, expected) => expect(isOfficialTurbo(name)).toBe(expected));
});
