import { describe, expect, it } from 'vitest';
import { UnsupportedModelError, UserError } from '../../src/errors.ts';
import { edmEuler } from '../../src/sampling/edm-euler.ts';
import { euler, eulerSchedule } from '../../src/sampling/euler.ts';
import { eulerAncestral } from '../../src/sampling/euler-ancestral.ts';
import { flowEuler } from '../../src/sampling/flow-euler.ts';
import { findSampler, plainSampler, samplerFor, samplers } from '../../src/sampling/index.ts';
import { type NoiseProcess, noiseProcess } from '../../src/sampling/noise-process.ts';
import type { Sampler } from '../../src/sampling/sampler.ts';
import { parseSchedulerConfig, type SchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { mapTensor, tensor, type Tensor, weightedSum } from '../../src/tensor/tensor.ts';
import { samplerChecks, samplerContract } from '../contracts/sampler.contract.ts';

const STOCHASTIC = new Set(['euler_ancestral', 'lcm', 'ddpm']);
const traitsOf = ({ name }: Sampler) => ({
  isStochastic: STOCHASTIC.has(name),
  followsPath: name !== 'lcm',
  endsExactly: name !== 'pndm',
});

/** EDM's networks predict v for data of deviation 1, as CosXL does; its epsilon is none that others know. */
const TRAINED_FOR: Readonly<Record<NoiseProcess['name'], Partial<SchedulerConfig>>> = {
  'variance-preserving': {},
  edm: { process: 'edm', prediction_type: 'v_prediction', sigma_data: 1 },
  'flow-matching': { process: 'flow-matching', shift: 0.9 },
};

/** On a schedule of the noise process that it is for. */
function asTrained(sampler: Sampler): Sampler {
  const own = TRAINED_FOR[sampler.processes[0] ?? 'variance-preserving'];
  return {
    ...sampler,
    schedule: (config, steps, strength) => sampler.schedule({ ...config, ...own }, steps, strength),
  };
}

// The inverse goes from a picture to noise: none of these promises is its own; its gold is in the golden tests.
for (const sampler of samplers.filter(({ name }) => name !== 'ddim_inverse'))
  samplerContract(asTrained(sampler), traitsOf(sampler));

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
    expect(() => findSampler('dpm_adaptive')).toThrow(UserError);
    expect(() => findSampler('dpm_adaptive')).toThrow('euler_ancestral, euler, heun, ddim');
  });
});

describe('samplerFor', () => {
  const [edm, flow] = ['EDMEulerScheduler', 'FlowMatchEulerDiscreteScheduler'].map((name) =>
    parseSchedulerConfig({ _class_name: name }),
  ) as [SchedulerConfig, SchedulerConfig];
  const usual = parseSchedulerConfig({});

  it('gives the networks that are told the noise itself only their own sampler', () => {
    expect(samplerFor('edm_euler', edm, 'cosxl')).toBe(edmEuler);
    expect(samplerFor('ddim', usual, 'sd')).toBe(findSampler('ddim'));
    expect([edm, usual, flow].map(plainSampler)).toEqual([edmEuler, euler, flowEuler]);
    expect(() => samplerFor('euler', edm, 'cosxl')).toThrow(
      'cosxl paints only with the sampler edm_euler, not with euler.',
    );
    expect(() => samplerFor('edm_euler', usual, 'sd')).toThrow('for models such as CosXL, not for sd.');
    expect(() => samplerFor('flow_euler', usual, 'sd')).toThrow('for models such as FLUX, not for sd.');
    expect(() => samplerFor('heun', flow, 'flux')).toThrow(
      'only with the sampler flow_euler, not with heun.',
    );
  });
});

describe('noiseProcess', () => {
  const [x0, noise] = [tensor([3], [0.5, -1, 2]), tensor([3], [1, 0.3, -0.7])];
  const network = (config: SchedulerConfig, sigma: number) => {
    const { process, prediction_type: type, sigma_data: data = 0.5 } = config;
    if (process === 'flow-matching') return weightedSum([1, noise], [-1, x0]);
    if (process === 'edm') {
      // From x̂₀ = c_skip x + c_out F.
      const total = sigma ** 2 + data ** 2;
      const out = ((type === 'v_prediction' ? -1 : 1) * sigma * data) / Math.sqrt(total);
      const x = weightedSum([1, x0], [sigma, noise]);
      return weightedSum([1 / out, x0], [-(data ** 2) / total / out, x]);
    }
    const [signal, rate] = [1 / Math.sqrt(1 + sigma ** 2), sigma / Math.sqrt(1 + sigma ** 2)];
    if (type === 'v_prediction') return weightedSum([signal, noise], [-rate, x0]);
    return type === 'sample' ? x0 : noise;
  };

  it.each([
    [{}],
    [{ prediction_type: 'v_prediction' }],
    [{ prediction_type: 'sample' }],
    [{ _class_name: 'EDMEulerScheduler' }],
    [{ _class_name: 'EDMEulerScheduler', prediction_type: 'v_prediction', sigma_data: 1 }],
    [{ _class_name: 'FlowMatchEulerDiscreteScheduler' }],
  ])('finds picture and noise again, and the slope of the output by the noise: %j', (json) => {
    const config = parseSchedulerConfig(json);
    const process = noiseProcess(config);
    for (const sigma of [0.1, 0.7]) {
      const rates = process.rates(sigma);
      const scale = process.inputScale(sigma);
      const input = weightedSum([scale * rates.signal, x0], [scale * rates.noise, noise]);
      const output = network(config, sigma);
      near(process.denoised(input, output, sigma), x0);
      near(process.noise(input, output, sigma), noise);
      const changed = weightedSum([1, output], [process.outputPerNoise(sigma), x0]);
      near(process.noise(input, changed, sigma), weightedSum([1, noise], [1, x0]));
    }
  });

  const near = (got: Tensor, expected: Tensor): void =>
    got.data.forEach((value, at) => expect(value).toBeCloseTo(expected.data[at] as number, 4));

  it('counts training timesteps by their noise', () => {
    const { timesteps, sigmas } = euler.schedule(
      parseSchedulerConfig({ beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' }),
      4,
    );
    const [edm, flow] = ['EDMEulerScheduler', 'FlowMatchEulerDiscreteScheduler'].map((name) =>
      noiseProcess(parseSchedulerConfig({ _class_name: name })),
    ) as [NoiseProcess, NoiseProcess];
    timesteps.forEach((timestep, at) => {
      const sigma = sigmas[at] as number;
      expect(edm.trainingTimestep({ sigma, timestep: 0 })).toBeCloseTo(timestep, 2);
      expect(flow.trainingTimestep({ sigma: sigma / (1 + sigma), timestep: 0 })).toBeCloseTo(timestep, 2);
    });
    const ends = [120, 0.002].map((sigma) => edm.trainingTimestep({ sigma, timestep: 0 }));
    expect(ends).toEqual([999, 0]);
    expect(flow.trainingTimestep({ sigma: 1, timestep: 0 })).toBe(999);
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
    [{ _class_name: 'TCDScheduler' }, '_class_name = "TCDScheduler"'],
    [{ _class_name: 'toString' }, '_class_name = "toString"'],
    [{ _class_name: 'FlowMatchEulerDiscreteScheduler', shift_terminal: 0.02 }, 'shift_terminal = 0.02'],
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
