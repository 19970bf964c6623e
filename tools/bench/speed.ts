import { freemem, loadavg } from 'node:os';
import { gpuRows } from './gpu.ts';
import { builtStableDiffusionCpp, diffusers, findPeer, type Peer, stableDiffusionCpp } from './peers.ts';
import { oneByOne, peak, race, ratio, seconds } from './race.ts';
import { openRandomCheckpoints, type RandomCheckpoints } from './random-checkpoint.ts';
import { type BenchOptions, type BenchPart, type BenchRow, median, skipped } from './suite.ts';
import { type Report, startOwn, startPeer, type Runner } from './processes.ts';

const ROUNDS = 3;
const GIB = 2 ** 30;
/** Both programs one after the other: the fp32 weights, what a step holds, and the file's pages. */
const SDXL_BYTES = 14 * GIB;

/** Speed against other programs, all of it measured now and in turns: a busy machine is busy for both. */
export async function speedParts({ quick, buildPeers = false }: BenchOptions): Promise<{
  readonly parts: readonly BenchPart[];
  dispose(): Promise<void>;
}> {
  const checkpoints = await openRandomCheckpoints();
  // Looked for by the first part that needs it.
  let found: Promise<Peer> | undefined;
  const peer = (): Promise<Peer> => (found ??= findPeer(diffusers, !quick));
  const rounds = quick ? 1 : ROUNDS;
  const parts: BenchPart[] = [
    { name: 'load', rows: () => Promise.resolve([loadRow()]) },
    { name: 'foi', isLong: true, rows: async () => foiRows(await checkpoints.empty(), rounds) },
    { name: 'sd15', rows: async () => sd15Rows(await peer(), () => checkpoints.sd15(), rounds) },
    { name: 'int8', rows: async () => int8Rows(await peer(), () => checkpoints.sd15(), rounds) },
    {
      name: 'stable-diffusion.cpp',
      rows: async () => stableDiffusionCppRows(checkpoints, quick, buildPeers),
    },
    { name: 'decode', rows: async () => decodeRows(await peer(), () => checkpoints.sd15(), quick) },
    {
      name: 'open',
      rows: async () => [
        ...(await openRows(await peer(), () => checkpoints.sd15Float32(), 'fp32', rounds)),
        ...(await openRows(await peer(), () => checkpoints.sd15(), 'fp16', rounds)),
      ],
    },
    {
      name: 'gpu',
      rows: async () => gpuRows(peer, { sd15: () => checkpoints.sd15(), sdxl: () => checkpoints.sdxl() }),
    },
    { name: 'sdxl', isLong: true, rows: async () => sdxlRows(await peer(), () => checkpoints.sdxl()) },
  ];
  return { parts, dispose: () => checkpoints.dispose() };
}

const loadRow = (): BenchRow => ({
  work: 'load of the machine (above two for each processor, ratios are of processor seconds)',
  value: loadavg()[0],
  unit: '',
});

/** FoI's modulation against the same U-Net without it. */
async function foiRows(folder: string, rounds: number): Promise<BenchRow[]> {
  const runner = await startOwn('foi-step', folder);
  const [plain, foi]: [Report[], Report[]] = [[], []];
  try {
    await runner.work('plain');
    for (let round = 0; round < rounds; round++) {
      plain.push(await runner.work('plain'));
      foi.push(await runner.work('foi'));
    }
  } finally {
    await runner.stop();
  }
  const name = 'InstructPix2Pix of SD 1.5, 512 px, three rows';
  return [
    { work: `${name}: step`, value: seconds(plain), unit: 's' },
    {
      work: `${name}: FoI step / plain step`,
      value: ratio({ own: foi, peer: plain }),
      unit: '×',
      goal: '≤ 1.05 ×',
    },
    { work: `${name}: peak memory`, value: peak(foi), unit: 'MiB' },
  ];
}

const STEP = 'SD 1.5 step, 512 px, two rows';

async function sd15Rows(peer: Peer, open: () => Promise<string>, rounds: number): Promise<BenchRow[]> {
  const result = await race(peer, open, ['sd15-step', 'sd15-step'], rounds);
  const work = `${STEP} / diffusers fp32`;
  if (typeof result === 'string') return [skipped(work, result)];
  return [
    { work: STEP, value: seconds(result.own), unit: 's' },
    { work, value: ratio(result), unit: '×', goal: '≤ 0.9 ×' },
    {
      work: 'SD 1.5 U-Net: peak memory / fp32 weights',
      value: peak(result.own) / result.weightMiB,
      unit: '×',
      goal: '≤ 1.15 ×',
    },
  ];
}

/** The folder for this program, the same weights in one file for the other one. */
async function stableDiffusionCppRows(
  checkpoints: RandomCheckpoints,
  quick: boolean,
  isBuilt: boolean,
): Promise<BenchRow[]> {
  const program = isBuilt ? builtStableDiffusionCpp : stableDiffusionCpp;
  const peer = await findPeer(program, !quick);
  const work = `${STEP} / ${program.name}, fp16 weights`;
  if ('skipped' in peer) return [skipped(work, peer.skipped)];
  const open = async () => [await checkpoints.sd15(), await checkpoints.sd15File()] as const;
  const result = await race(peer, open, ['sd15-step', 'sd15-step'], quick ? 1 : ROUNDS);
  if (typeof result === 'string') return [skipped(work, result)];
  return [
    { work: `${STEP}: ${program.name}`, value: seconds(result.peer), unit: 's' },
    { work, value: ratio(result), unit: '×', goal: '≤ 0.8 ×' },
  ];
}

async function int8Rows(peer: Peer, open: () => Promise<string>, rounds: number): Promise<BenchRow[]> {
  const result = await race(peer, open, ['sd15-step-int8', 'sd15-step'], rounds);
  const work = `${STEP}, int8 / diffusers fp32`;
  return [
    typeof result === 'string'
      ? skipped(work, result)
      : { work, value: ratio(result), unit: '×', goal: '≤ 0.75 ×' },
    {
      work: 'int8 prediction to float32',
      value: await int8Decibels(await open()),
      unit: 'dB',
      goal: '≥ 35 dB',
    },
  ];
}

/** Decibels of one step's prediction with eight-bit linear layers to float32's, over its range. */
async function int8Decibels(folder: string): Promise<number> {
  const output = async (kind: string): Promise<Float32Array> => {
    const runner = await startOwn(kind, folder);
    try {
      const { output: text = '' } = await runner.work('output');
      const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
      return new Float32Array(bytes.buffer);
    } finally {
      await runner.stop();
    }
  };
  const exact = await output('sd15-step');
  const fast = await output('sd15-step-int8');
  const squares = exact.reduce((sum, value, at) => sum + (value - (fast[at] ?? Number.NaN)) ** 2, 0);
  const [low, high] = exact.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return 10 * Math.log10((high - low) ** 2 / (squares / exact.length));
}

async function decodeRows(peer: Peer, open: () => Promise<string>, quick: boolean): Promise<BenchRow[]> {
  // Small enough for --quick: whole on both sides.
  const [kind, name] = quick
    ? ['decode-512', 'decode, 512 px']
    : ['decode-1024', 'decode, 1024 px, in tiles'];
  const result = await race(peer, open, [kind, kind] as [string, string], 1);
  if (typeof result === 'string') return [skipped(`${name} / diffusers fp32`, result)];
  return [
    { work: name, value: seconds(result.own), unit: 's' },
    { work: `${name} / diffusers fp32, whole`, value: ratio(result), unit: '×', goal: '≤ 1.0 ×' },
    {
      work: `${name}: peak memory / diffusers'`,
      value: peak(result.own) / peak(result.peer),
      unit: '×',
      ...(quick ? {} : { goal: '≤ 0.5 ×' }),
    },
  ];
}

async function openRows(
  peer: Peer,
  open: () => Promise<string>,
  files: string,
  rounds: number,
): Promise<BenchRow[]> {
  const name = `SD 1.5, ${files} files: compile, load, text`;
  const work = `${name} / import and from_pretrained`;
  if ('skipped' in peer) return [skipped(work, peer.skipped)];
  const folder = await open();
  const [own, other]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    other.push(await secondsToOpen(startPeer(peer, 'open', folder)));
    own.push(await secondsToOpen(startOwn('open', folder)));
  }
  const ratios = own.map((mine, round) => mine / (other[round] as number));
  return [
    { work: name, value: median(own), unit: 's' },
    { work, value: median(ratios), unit: '×', goal: '≤ 0.5 ×' },
  ];
}

async function secondsToOpen(starting: Promise<Runner>): Promise<number> {
  const runner = await starting;
  await runner.stop();
  return runner.loaded.sinceStart;
}

async function sdxlRows(peer: Peer, open: () => Promise<string>): Promise<BenchRow[]> {
  const work = 'SDXL step, 1024 px, one row / diffusers fp32';
  if ('skipped' in peer) return [skipped(work, peer.skipped)];
  const free = freemem();
  if (free < SDXL_BYTES)
    return [skipped(work, `${(free / GIB).toFixed(1)} GiB of memory are free, it takes ${SDXL_BYTES / GIB}`)];
  const result = await oneByOne(peer, await open(), 'sdxl-step', 1);
  return [
    { work: 'SDXL step, 1024 px, one row', value: seconds(result.own), unit: 's' },
    { work, value: ratio(result), unit: '×', goal: '≤ 1.0 ×' },
  ];
}
