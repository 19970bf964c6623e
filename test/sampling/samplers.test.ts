import { describe, expect, it } from 'vitest';
import { UnsupportedModelError, UserError } from '../../src/errors.ts';
import { edmEuler, equivalentTimestep } from '../../src/sampling/edm-euler.ts';
import { euler, eulerSchedule } from '../../src/sampling/euler.ts';
import { eulerAncestral } from '../../src/sampling/euler-ancestral.ts';
import { findSampler, plainSampler, samplerFor, samplers } from '../../src/sampling/index.ts';
import type { Sampler } from '../../src/sampling/sampler.ts';
import { parseSchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { mapTensor } from '../../src/tensor/tensor.ts';
import { samplerChecks, samplerContract } from '../contracts/sampler.contract.ts';

const STOCHASTIC = new Set(['euler_ancestral', 'lcm', 'ddpm']);
const traitsOf = ({ name }: Sampler) => ({
  isStochastic: STOCHASTIC.has(name),
  followsPath: name !== 'lcm',
  endsExactly: name !== 'pndm',
});

// The inverse goes from a picture to noise: none of these promises is its own; its gold is in the golden tests.
for (const sampler of samplers.filter(({ name }) => name !== 'ddim_inverse'))
  samplerContract(asTrained(sampler), traitsOf(sampler));

/** EDM's networks predict v for data of deviation 1, as CosXL does; its epsilon is none that others know. */
function asTrained(sampler: Sampler): Sampler {
  if (sampler !== edmEuler) return sampler;
  return {
    ...edmEuler,
    schedule: (config, steps, strength) =>
      edmEuler.schedule({ ...config, prediction_type: 'v_prediction', sigma_data: 1 }, steps, strength),
  };
}

describe('samplerContract', () => {
  const broken: readonly (readonly [what: string, sampler: Sampler, breaks: string])[] = [
    [
      'forgets the last step',
      {
        ...euler,
        schedule(config, steps, strength) {
          const whole = euler.schedule(config, steps, strength);
          return { ...whole, timesteps: whole.timesteps.slice(0, -1), sigmas: whole.sigmas.slice(0, -1) };
        },
      },
      'ends at the picture when the network knows it, whatever the network predicts',
    ],
    [
      'does not scale its input',
      { ...euler, schedule: (config, steps) => ({ ...euler.schedule(config, steps), initNoiseSigma: 1 }) },
      'shows the network inputs of the noise it was trained on',
    ],
    [
      'draws its own noise',
      {
        ...eulerAncestral,
        sample: (predict, x, schedule, options) =>
          eulerAncestral.sample(predict, x, schedule, {
            ...options,
            noise: () => mapTensor(x, () => Math.random()),
          }),
      },
      'gives the same for the same seed, another for another',
    ],
    [
      'ignores the signal',
      {
        ...euler,
        sample: (predict, x, schedule, { noise }) => euler.sample(predict, x, schedule, { noise }),
      },
      'stops between steps when it is told to',
    ],
    [
      'starts at the beginning whatever the strength',
      { ...euler, schedule: (config, steps) => eulerSchedule(config, steps) },
      'ends at the picture from a part of its noise',
    ],
    [
      'writes into what the network gave',
      {
        ...euler,
        sample: (predict, x, schedule, options) =>
          euler.sample(
            async (input, step) => {
              const output = await predict(input, step);
              input.data[0] = 0;
              return output;
            },
            x,
            schedule,
            options,
          ),
      },
      'leaves the tensors it is given as they are',
    ],
    [
      'does not take latents back',
      {
        ...euler,
        async *sample(predict, x, schedule, options) {
          let last = x;
          for await (const state of euler.sample(predict, x, schedule, options)) {
            last = state.x;
            yield state;
          }
          return last;
        },
      },
      'goes on from the latents it is handed',
    ],
    [
      'makes too much noise',
      {
        ...eulerAncestral,
        sample: (predict, x, schedule, options) =>
          eulerAncestral.sample(predict, x, schedule, {
            ...options,
            noise: () => mapTensor(options.noise(), (value) => value * 1.5),
          }),
      },
      'gives normal data their spread',
    ],
  ];

  it.each(broken)('rejects a sampler that %s', async (_, sampler, breaks) => {
    const check = samplerChecks[breaks];
    if (check === undefined) throw new Error(`no check "${breaks}"`);
    await expect(check(sampler, traitsOf(sampler))).rejects.toThrow();
  });
});

describe('findSampler', () => {
  it('finds by our name and by the class of diffusers', () => {
    for (const sampler of samplers) {
      expect(findSampler(sampler.name)).toBe(sampler);
      expect(findSampler(sampler.scheduler)).toBe(sampler);
    }
  });

  it('names the samplers there are', () => {
    expect(() => findSampler('heun')).toThrow(UserError);
    expect(() => findSampler('heun')).toThrow('euler_ancestral, euler, ddim');
  });
});

describe('samplerFor', () => {
  const [edm, usual] = [parseSchedulerConfig({ _class_name: 'EDMEulerScheduler' }), parseSchedulerConfig({})];

  it('gives the networks that are told the noise itself only their own sampler', () => {
    expect(samplerFor('edm_euler', edm, 'cosxl')).toBe(edmEuler);
    expect(samplerFor('ddim', usual, 'sd')).toBe(findSampler('ddim'));
    expect([plainSampler(edm), plainSampler(usual)]).toEqual([edmEuler, euler]);
    expect(() => samplerFor('euler', edm, 'cosxl')).toThrow(
      'cosxl paints only with the sampler edm_euler, not with euler.',
    );
    expect(() => samplerFor('edm_euler', usual, 'sd')).toThrow('for models such as CosXL, not for sd.');
  });
});

describe('equivalentTimestep', () => {
  it('is the training timestep with as much noise', () => {
    const { timesteps, sigmas } = euler.schedule(
      parseSchedulerConfig({ beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' }),
      4,
    );
    timesteps.forEach((timestep, at) =>
      expect(equivalentTimestep(sigmas[at] as number)).toBeCloseTo(timestep, 2),
    );
    expect([equivalentTimestep(120), equivalentTimestep(0.002)]).toEqual([999, 0]);
  });
});

describe('parseSchedulerConfig', () => {
  it('reads over fields that change nothing', () => {
    const config = parseSchedulerConfig({
      _class_name: 'DDIMScheduler',
      _diffusers_version: '0.6.0',
      foo: 1,
    });
    expect(config).toMatchObject({ num_train_timesteps: 1000, prediction_type: 'epsilon', steps_offset: 0 });
  });

  it.each([
    [{ prediction_type: 'flow_prediction' }, 'prediction_type = "flow_prediction"'],
    [{ beta_schedule: 'laplace' }, 'beta_schedule = "laplace"'],
    [{ thresholding: true }, 'thresholding = true'],
    [{ algorithm_type: 'dpmsolver' }, 'algorithm_type = "dpmsolver"'],
    [{ use_beta_sigmas: true }, 'use_beta_sigmas = true'],
    [null, 'the file = null'],
  ])('names what it does not know in %j', (value, found) => {
    expect(() => parseSchedulerConfig(value)).toThrow(UnsupportedModelError);
    expect(() => parseSchedulerConfig(value)).toThrow(found);
  });

  it('refuses a number of steps that is not there', () => {
    const config = parseSchedulerConfig({});
    for (const steps of [0, 2.5, 1001]) expect(() => euler.schedule(config, steps)).toThrow('1…1000');
    expect(() => findSampler('lcm').schedule(config, 51)).toThrow('1…50');
  });
});
