import { assert, describe, it } from 'vitest';
import type { Predict, Sampler, SamplingOptions, Schedule } from '../../src/sampling/sampler.ts';
import { parseSchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { mapTensor, type Tensor, weightedSum } from '../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

/** What cannot be asked of every sampler. */
export interface SamplerTraits {
  /** Draws noise in its steps. */
  readonly isStochastic: boolean;
  /** Follows the path of the data at any noise; a consistency model only jumps to its end. */
  readonly followsPath: boolean;
  /** Ends at data of one point exactly; PLMS mixes noise predictions and only comes near. */
  readonly endsExactly: boolean;
}

type Check = (sampler: Sampler, traits: SamplerTraits) => Promise<void>;

const DIMS = [1, 4, 24, 24];
const STABLE_DIFFUSION = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };

const configFor = (prediction: string, more: object = {}) =>
  parseSchedulerConfig({
    ...STABLE_DIFFUSION,
    prediction_type: prediction,
    timestep_spacing: 'trailing',
    clip_sample: false,
    set_alpha_to_one: true,
    original_inference_steps: 100,
    ...more,
  });

/**
 * The perfect network for data of independent normal values around `mean`: it knows E[x₀ | x], and tells it as the
 * config's prediction type asks. With a deviation of 0 the data is one point.
 */
function perfectNetwork(schedule: Schedule, mean: Tensor, deviation: number): Predict {
  return async (input, { sigma }) => {
    const variance = deviation ** 2;
    const { signal, noise } = inputRates(schedule, sigma);
    // Wiener: the share of what deviates from the mean that belongs to the data.
    const share = (variance * signal) / (variance * signal ** 2 + noise ** 2);
    const denoised = weightedSum([1 - share * signal, mean], [share, input]);
    if (schedule.config.process === 'flow-matching')
      return weightedSum([1 / noise, input], [-1 / noise, denoised]);
    switch (schedule.config.prediction_type) {
      case 'sample':
        return denoised;
      case 'epsilon':
        return weightedSum([1 / noise, input], [-signal / noise, denoised]);
      default: {
        const eps = weightedSum([1 / noise, input], [-signal / noise, denoised]);
        return weightedSum([signal, eps], [-noise, denoised]);
      }
    }
  };
}

/** Shares of picture and noise in what the network sees: a straight line for a flow, on a circle for all others. */
function inputRates(
  { config }: Schedule,
  sigma: number,
): { readonly signal: number; readonly noise: number } {
  if (config.process === 'flow-matching') return { signal: 1 - sigma, noise: sigma };
  return { signal: 1 / Math.sqrt(1 + sigma ** 2), noise: sigma / Math.sqrt(1 + sigma ** 2) };
}

/** A picture to end at. */
const picture = mapTensor(createTorchGenerator(11).randn(DIMS), (value) => value * 0.8);

interface RunOptions {
  readonly steps: number;
  readonly prediction?: string;
  readonly deviation?: number;
  readonly strength?: number;
  readonly seed?: number;
}

async function run(
  sampler: Sampler,
  { steps, prediction = 'epsilon', deviation = 0, strength = 1, seed = 1 }: RunOptions,
  watch: (schedule: Schedule, predict: Predict) => Predict = (_, predict) => predict,
  more: Partial<SamplingOptions> = {},
): Promise<{ x: Tensor; start: Tensor; schedule: Schedule; indices: number[] }> {
  const schedule = sampler.schedule(configFor(prediction), steps, strength);
  const generator = createTorchGenerator(seed);
  const noise = generator.randn(DIMS);
  const start =
    strength < 1
      ? sampler.addNoise(schedule, picture, noise, schedule.startIndex)
      : mapTensor(noise, (value) => value * schedule.initNoiseSigma);
  const mean = deviation === 0 ? picture : mapTensor(picture, () => 0);
  const predict = watch(schedule, perfectNetwork(schedule, mean, deviation));
  const options = { noise: () => generator.randn(DIMS), ...more };
  const running = sampler.sample(predict, start, schedule, options);
  const indices: number[] = [];
  for (;;) {
    const next = await running.next();
    if (next.done) return { x: next.value, start, schedule, indices };
    indices.push(next.value.step.index);
  }
}

const largestDifference = (a: Tensor, b: Tensor): number =>
  a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (b.data[i] as number))), 0);
const deviationOf = ({ data }: Tensor): number =>
  Math.sqrt(data.reduce((sum, value) => sum + value ** 2, 0) / data.length);
/** How far from a known picture a run may end. */
const nearness = ({ endsExactly }: SamplerTraits): number => (endsExactly ? 2e-3 : 0.3);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** The promises of a sampler, each a check that rejects when it is broken. */
export const samplerChecks: Readonly<Record<string, Check>> = {
  async 'ends at the picture when the network knows it, whatever the network predicts'(sampler, traits) {
    for (const prediction of ['epsilon', 'v_prediction', 'sample'])
      for (const steps of traits.endsExactly ? [1, 2, 3, 10] : [10]) {
        const { x } = await run(sampler, { steps, prediction });
        assert.isBelow(largestDifference(x, picture), nearness(traits), `${prediction}, ${steps} steps`);
      }
  },

  async 'ends at the picture from a part of its noise'(sampler, traits) {
    const { x, indices, schedule } = await run(sampler, { steps: 10, strength: 0.5 });
    assert.isBelow(largestDifference(x, picture), nearness(traits));
    const whole = sampler.schedule(configFor('epsilon'), 10);
    assert.isBelow(schedule.sigmas[schedule.startIndex] as number, 0.5 * (whole.sigmas[0] as number));
    assert.deepEqual(indices, range(schedule.startIndex, schedule.timesteps.length));
  },

  async 'gives normal data their spread'(sampler, { isStochastic, followsPath }) {
    if (!followsPath) return;
    const deviation = 0.6;
    const { x, start, schedule } = await run(sampler, { steps: 200, deviation });
    assert.approximately(deviationOf(x), deviation, 0.06 * deviation);
    if (isStochastic) return;
    // The exact solution of the probability flow: every value keeps its rank.
    const { signal, noise } = inputRates(schedule, schedule.sigmas[0] as number);
    const total = schedule.initNoiseSigma === 1 ? 1 : signal;
    const scale = (deviation * total) / Math.sqrt((deviation * signal) ** 2 + noise ** 2);
    const exact = mapTensor(start, (value) => value * scale);
    assert.isBelow(largestDifference(x, exact), 0.08);
  },

  async 'gives the same for the same seed, another for another'(sampler, { isStochastic }) {
    const first = await run(sampler, { steps: 6, deviation: 0.5, seed: 3 });
    const second = await run(sampler, { steps: 6, deviation: 0.5, seed: 3 });
    const other = await run(sampler, { steps: 6, deviation: 0.5, seed: 4 });
    assert.deepEqual(second.x.data, first.x.data);
    assert.notDeepEqual(other.x.data, first.x.data);
    let draws = 0;
    const noise = (): Tensor => {
      draws++;
      return createTorchGenerator(9).randn(DIMS);
    };
    await run(sampler, { steps: 6 }, undefined, { noise });
    assert.equal(draws > 0, isStochastic, 'draws noise');
  },

  async 'makes every step once, in falling timesteps and sigmas'(sampler) {
    const { indices, schedule } = await run(sampler, { steps: 12 });
    assert.deepEqual(indices, range(0, schedule.timesteps.length));
    assert.lengthOf(schedule.sigmas, schedule.timesteps.length + 1);
    for (let i = 1; i < schedule.sigmas.length; i++) {
      assert.isAtMost(schedule.sigmas[i] as number, schedule.sigmas[i - 1] as number);
      assert.isAtMost(schedule.timesteps[i] ?? Number.NEGATIVE_INFINITY, schedule.timesteps[i - 1] as number);
    }
  },

  async 'shows the network inputs of the noise it was trained on'(sampler, { followsPath }) {
    await run(sampler, { steps: 50, deviation: 1 }, (schedule, predict) => (input, step) => {
      const { signal, noise } = inputRates(schedule, step.sigma);
      const expected = Math.sqrt(signal ** 2 + noise ** 2);
      assert.approximately(deviationOf(input), expected, followsPath ? 0.15 : 0.4, `step ${step.index}`);
      return predict(input, step);
    });
  },

  async 'stops between steps when it is told to'(sampler) {
    const controller = new AbortController();
    let calls = 0;
    const counting = (_: Schedule, predict: Predict): Predict => {
      return (input, step) => {
        if (++calls === 3) controller.abort();
        return predict(input, step);
      };
    };
    const stopped = await run(sampler, { steps: 8 }, counting, { signal: controller.signal }).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.instanceOf(stopped, DOMException);
    assert.equal(stopped.name, 'AbortError');
    assert.equal(calls, 3);
  },

  async 'goes on from the latents it is handed'(sampler) {
    const schedule = sampler.schedule(configFor('sample'), 4);
    const [first, handed] = [1, 2].map((seed) => createTorchGenerator(seed).randn(DIMS)) as [Tensor, Tensor];
    const seen: Tensor[] = [];
    const predict: Predict = async (input) => {
      seen.push(input);
      return picture;
    };
    const running = sampler.sample(predict, first, schedule, { noise: () => picture });
    await running.next();
    const before = seen.length;
    await running.next(handed);
    assert.deepEqual(seen[before], sampler.scaleInput(schedule, handed, 1));
  },

  async 'leaves the tensors it is given as they are'(sampler) {
    const given: { tensor: Tensor; copy: Float32Array }[] = [];
    const keep = (tensor: Tensor): Tensor => {
      given.push({ tensor, copy: Float32Array.from(tensor.data) });
      return tensor;
    };
    const { start } = await run(sampler, { steps: 5 }, (_, predict) => async (input, step) => {
      keep(input);
      return keep(await predict(input, step));
    });
    for (const { tensor, copy } of given) assert.deepEqual(tensor.data, copy);
    const again = await run(sampler, { steps: 5 });
    assert.deepEqual(again.start.data, start.data);
  },
};

/** Holds a sampler to its promises. */
export function samplerContract(sampler: Sampler, traits: SamplerTraits): void {
  describe(`${sampler.name} keeps the sampler contract`, () => {
    it.each(Object.entries(samplerChecks))('%s', async (_, check) => check(sampler, traits));
  });
}
