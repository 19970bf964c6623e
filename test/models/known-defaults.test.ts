import { describe, expect, it } from 'vitest';
import { type CheckpointTraits, knownDefaults, knownScheduler } from '../../src/models/known-defaults.ts';

const plain: CheckpointTraits = {
  name: 'stable-diffusion-v1-5',
  edits: 'none',
  pictureSize: 512,
  scheduler: { _class_name: 'PNDMScheduler' },
  takesGuidance: false,
};

describe('knownDefaults', () => {
  it.each([
    ['an ordinary model', {}, 'euler', 30, 7.5],
    ['InstructPix2Pix', { edits: 'instruct-pix2pix' }, 'euler_ancestral', 100, 7.5],
    ['a latent consistency model', { takesGuidance: true }, 'lcm', 4, 8.5],
    ['a model with an LCM scheduler', { scheduler: { _class_name: 'LCMScheduler' } }, 'lcm', 4, 1],
    ['a model merged with an LCM', { name: 'dreamshaper_lcm.v2' }, 'lcm', 4, 1],
    ['SD Turbo', { name: 'sd-turbo', scheduler: { _class_name: 'EulerDiscreteScheduler' } }, 'euler', 4, 1],
    [
      'SDXL Turbo',
      { name: 'sdxl-turbo', scheduler: { _class_name: 'EulerAncestralDiscreteScheduler' } },
      'euler_ancestral',
      4,
      1,
    ],
    ['SDXL Lightning', { name: 'sdxl_lightning_8step' }, 'euler', 8, 1],
    ['CosXL', { scheduler: { _class_name: 'EDMEulerScheduler' } }, 'edm_euler', 30, 7],
    [
      'the editor of CosXL',
      { edits: 'instruct-pix2pix', scheduler: { _class_name: 'EDMEulerScheduler' } },
      'edm_euler',
      20,
      7,
    ],
  ] as const)('of %s', (_, traits, sampler, steps, guidanceScale) => {
    expect(knownDefaults({ ...plain, ...traits })).toEqual({ sampler, steps, guidanceScale });
  });

  it('does not take every name with these letters for one of them', () => {
    expect(knownDefaults({ ...plain, name: 'welcome' }).sampler).toBe('euler');
    expect(knownDefaults({ ...plain, name: 'film-calcmix' }).sampler).toBe('euler');
  });
});

describe('knownScheduler', () => {
  it('lets few steps begin at the last timestep', () => {
    const scheduler = { _class_name: 'EulerDiscreteScheduler', timestep_spacing: 'leading' };
    expect(knownScheduler('sdxl_lightning_4step', scheduler)).toEqual({
      ...scheduler,
      timestep_spacing: 'trailing',
    });
    expect(knownScheduler('sdxl_lightning_1step_x0', scheduler)).toMatchObject({ prediction_type: 'sample' });
    expect(knownScheduler('sdxl', scheduler)).toBe(scheduler);
  });
});
