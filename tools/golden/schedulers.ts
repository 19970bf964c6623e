import { findSampler, samplers } from '../../src/sampling/index.ts';
import { parseSchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { concat, mapTensor, rows, tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { compare, judge, type Comparison, type Outcome } from './comparison.ts';
import type { GoldenCase } from './golden-case.ts';

interface SchedulerCase {
  readonly scheduler: string;
  readonly config: unknown;
  readonly steps: number;
  readonly strength: number | null;
  readonly step_kwargs: { readonly eta?: number };
  readonly init_noise_sigma: number;
}

/** Sigmas are float32 tables inside diffusers: the set's note asks for 1e-5 relative. */
const SIGMA_TOLERANCE = 1e-5;

/** Runs every sampler of the set over the analytic network m(x, t) = 0.1 · x · cos(t / 100). */
export async function runSchedulers(golden: GoldenCase): Promise<readonly Outcome[]> {
  const cases = golden.sidecar['cases'] as Readonly<Record<string, SchedulerCase>>;
  return Promise.all(
    Object.entries(cases).map(async ([name, details]): Promise<Outcome> => {
      const title = `${golden.name}/${name}`;
      if (!samplers.some(({ scheduler }) => scheduler === details.scheduler))
        return { name: title, status: 'skip', reason: `no sampler for ${details.scheduler} yet` };
      return judge(title, await runCase(golden, name, details));
    }),
  );
}

async function runCase(golden: GoldenCase, name: string, details: SchedulerCase): Promise<Comparison[]> {
  const sampler = findSampler(details.scheduler);
  const { steps, strength } = details;
  const config = parseSchedulerConfig({ ...(details.config as object), _class_name: details.scheduler });
  const schedule = sampler.schedule(config, steps, strength ?? 1);
  const path = await golden.tensor(`${name}/x`);
  const timesteps = await golden.tensor(`${name}/timesteps`);
  const used = schedule.timesteps.slice(schedule.startIndex);
  const comparisons = [
    compare(
      'timesteps',
      { dims: [used.length], data: Float32Array.from(used) },
      timesteps,
      nearness(timesteps),
    ),
    compareNumber('init_noise_sigma', schedule.initNoiseSigma, details.init_noise_sigma),
  ];
  if (golden.keys.includes(`${name}/sigmas`)) {
    const sigmas = await golden.tensor(`${name}/sigmas`);
    comparisons.push(
      ...[...sigmas.data].map((sigma, i) => compareNumber(`sigma ${i}`, schedule.sigmas[i] ?? 0, sigma)),
    );
  }

  const start = await startOf(golden, name, details, (x0, noise) =>
    strength === null
      ? mapTensor(x0, (value) => value * schedule.initNoiseSigma)
      : sampler.addNoise(schedule, x0, noise, schedule.startIndex),
  );
  const noise = golden.keys.includes(`${name}/noise`) ? await golden.tensor(`${name}/noise`) : undefined;
  let drawn = 0;
  const run = sampler.sample(
    async (input, { timestep }) => mapTensor(input, (value) => 0.1 * value * Math.cos(timestep / 100)),
    start,
    schedule,
    {
      eta: details.step_kwargs.eta,
      noise() {
        if (noise === undefined || drawn >= (noise.dims[0] as number)) throw new Error(`${name} draws noise`);
        drawn++;
        return { dims: start.dims, data: rows(noise, drawn - 1, drawn).data };
      },
    },
  );
  const visited: Tensor[] = [{ dims: [1, ...start.dims], data: start.data }];
  for await (const { x } of run) visited.push({ dims: [1, ...x.dims], data: x.data });
  comparisons.push(compare('x', concat(visited, 0), path, golden.tolerances.of('x', path)));
  return comparisons;
}

async function startOf(
  golden: GoldenCase,
  name: string,
  { scheduler, strength }: SchedulerCase,
  begin: (x0: Tensor, noise: Tensor) => Tensor,
): Promise<Tensor> {
  const x0 = await golden.tensor(`${name}/x0`);
  if (scheduler === 'DDIMInverseScheduler') return x0;
  return begin(x0, strength === null ? x0 : await golden.tensor(`${name}/add_noise`));
}

/**
 * Whole timesteps must be exact. Fractions come out of float32 logarithms and roots, whose last digit depends on
 * the processor that made the golden: four units in the last place.
 */
export function nearness({ data }: Tensor): number {
  return data.every(Number.isInteger) ? 0 : 4 * 2 ** -24 * Math.max(...data.map(Math.abs));
}

function compareNumber(what: string, got: number, expected: number): Comparison {
  return compare(what, tensor([1], [got]), tensor([1], [expected]), SIGMA_TOLERANCE * Math.abs(expected));
}
