import { silent } from '../../src/log.ts';
import { chooseDevice } from '../../src/runtime/devices.ts';
import type { Peer } from './peers.ts';
import { race, seconds } from './race.ts';
import { type BenchRow, skipped } from './suite.ts';

const GPU_ROUNDS = 9;
/** diffusers takes CUDA in float16; what WebGPU gives away is the price of needing nothing but a driver. */
const GPU_GOALS: Readonly<Record<string, string>> = { cuda: '≥ 1.0 ×', webgpu: '≥ 0.8 ×' };

/** Steps per second on the GPU that this machine has, against diffusers on the same card. */
export async function gpuRows(
  findDiffusers: () => Promise<Peer>,
  checkpoints: Readonly<Record<string, () => Promise<string>>>,
): Promise<BenchRow[]> {
  const { name: device, refused } = await chooseDevice('auto', silent);
  const works = Object.keys(checkpoints).map(
    (model) => `${model} steps a second on the GPU / diffusers fp16`,
  );
  if (device === 'cpu') {
    const reasons = refused.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
    return works.map((work) => skipped(work, `no GPU (${reasons})`));
  }
  const peer = await findDiffusers();
  const rows: BenchRow[] = [];
  for (const [at, [model, open]] of Object.entries(checkpoints).entries()) {
    const kind = `${model}-step`;
    const result = await race(peer, open, [kind, kind], GPU_ROUNDS, [device, 'cuda']);
    const work = `${works[at]}, ${device}`;
    if (typeof result === 'string') rows.push(skipped(work, result));
    else {
      const value = seconds(result.peer) / seconds(result.own);
      rows.push({ work, value, unit: '×', goal: GPU_GOALS[device] });
    }
  }
  return rows;
}
