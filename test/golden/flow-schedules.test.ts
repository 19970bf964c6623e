import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSafetensors, readTensor } from '../../src/compiler/safetensors.ts';
import { flowEuler } from '../../src/sampling/flow-euler.ts';
import { parseSchedulerConfig } from '../../src/sampling/scheduler-config.ts';
import { mapTensor, rows, type Tensor } from '../../src/tensor/tensor.ts';

const FILE = '../shared/golden-klein/goldens/flow_schedules.safetensors';
const CLASS = { _class_name: 'FlowMatchEulerDiscreteScheduler' };

/** The largest difference of numbers to the beginning of a row of the golden set. */
const apart = (got: readonly number[], expected: Tensor): number =>
  Math.max(...got.map((value, at) => Math.abs(value - (expected.data[at] ?? Number.NaN))));

describe.skipIf(!existsSync(FILE))(`flowEuler against ${FILE}`, () => {
  const read = async (name: string): Promise<Tensor> => readTensor(await openSafetensors(FILE), name);

  it('moves sigmas by the mu that it is told', async () => {
    const [sigmas, timesteps, mus] = [await read('sigmas'), await read('timesteps'), await read('mu')];
    const config = parseSchedulerConfig({ ...CLASS, use_dynamic_shifting: true });
    const [counts = 0, most = 0] = mus.dims;
    for (let at = 0; at < counts; at++)
      for (let steps = 1; steps <= most; steps++) {
        const row = at * most + steps - 1;
        const schedule = flowEuler.schedule(config, steps, 1, mus.data[row]);
        const flat = (tensor: Tensor): Tensor =>
          rows({ ...tensor, dims: [counts * most, tensor.dims[2] ?? 1] }, row, row + 1);
        expect(apart(schedule.sigmas, flat(sigmas))).toBeLessThan(1e-6);
        expect(apart(schedule.timesteps, flat(timesteps))).toBeLessThan(1e-3);
      }
  });

  it('moves sigmas by a fixed shift', async () => {
    const expected = await read('static_shift3_sigmas');
    const config = parseSchedulerConfig({ ...CLASS, shift: 3 });
    for (let steps = 1; steps <= 50; steps++)
      expect(apart(flowEuler.schedule(config, steps).sigmas, rows(expected, steps - 1, steps))).toBeLessThan(
        1e-6,
      );
  });

  it('puts noise on and takes it off along straight lines', async () => {
    const [x, noise, noised] = [await read('in/x'), await read('in/noise'), await read('scale_noise')];
    const [mus, all] = [await read('mu'), await read('tokens')];
    const at = [...all.data].indexOf(1024);
    const config = parseSchedulerConfig({ ...CLASS, use_dynamic_shifting: true });
    const schedule = flowEuler.schedule(config, 4, 1, mus.data[at * 50 + 3]);
    for (let index = 0; index < 4; index++)
      expect(
        apart([...flowEuler.addNoise(schedule, x, noise, index).data], rows(noised, index, index + 1)),
      ).toBeLessThan(1e-5);
    const run = flowEuler.sample(
      async (input, { sigma }) => mapTensor(input, (value) => 0.3 * value * Math.cos(3 * sigma) + 0.1),
      x,
      schedule,
      { noise: () => noise },
    );
    let index = 0;
    for await (const state of run)
      expect(apart([...state.x.data], await read(`traj/${index++}`))).toBeLessThan(1e-5);
  });

  it('asks for the mu of a schedule that needs one', () => {
    const config = parseSchedulerConfig({ ...CLASS, use_dynamic_shifting: true });
    expect(() => flowEuler.schedule(config, 4)).toThrow('use_dynamic_shifting = true');
  });
});
