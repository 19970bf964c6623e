import { freemem, loadavg } from 'node:os';
import { openRandomCheckpoints } from './random-checkpoint.ts';
import { type BenchRow, median } from './suite.ts';
import { findPeer, type Peer, type Report, startOwn, startPeer, THREADS, type Worker } from './workers.ts';

const ROUNDS = 3;
const GIB = 2 ** 30;

/** What both did, round by round. */
interface Duel {
  readonly own: readonly Report[];
  readonly peer: readonly Report[];
  readonly ownLoad: number;
  readonly peerLoad: number;
  readonly weightMiB: number;
}

/** Speed against diffusers and PyTorch, all of it measured now and in turns: a busy machine is busy for both. */
export async function speedRows(quick: boolean): Promise<BenchRow[]> {
  const [load = 0] = loadavg();
  const peer = await findPeer(!quick);
  const checkpoints = await openRandomCheckpoints();
  try {
    return [
      {
        work: 'load of the machine (above two for each processor, ratios are of processor seconds)',
        value: load,
        unit: '',
      },
      ...(await sd15Rows(peer, await checkpoints.sd15(), quick ? 1 : ROUNDS)),
      ...(await decodeRows(peer, await checkpoints.sd15(), quick)),
      ...(await openRows(peer, await checkpoints.sd15())),
      ...(quick ? [] : await sdxlRows(peer, () => checkpoints.sdxl())),
      skipped('SD 1.5 step / stable-diffusion.cpp', 'no package client brings a program of it'),
    ];
  } finally {
    await checkpoints.dispose();
  }
}

const skipped = (work: string, note: string): BenchRow => ({ work, value: undefined, unit: '', note });

/** Both in memory, one computing at a time; the first round of each only warms up. */
async function inTurns(
  peer: Peer,
  folder: string,
  kinds: readonly [own: string, peer: string],
  rounds: number,
): Promise<Duel | string> {
  if ('skipped' in peer) return peer.skipped;
  const own = await startOwn(kinds[0], folder);
  const other = await startPeer(peer.python, kinds[1], folder).catch((error: Error) => error.message);
  if (typeof other === 'string') {
    await own.stop();
    return other;
  }
  const results: [Report[], Report[]] = [[], []];
  await own.work();
  await other.work();
  for (let round = 0; round < rounds; round++) {
    results[0].push(await own.work());
    results[1].push(await other.work());
  }
  await own.stop();
  await other.stop();
  return duel(own, other, results);
}

/** The one after the other, for what does not fit into memory twice. */
async function oneByOne(peer: Peer, folder: string, kind: string, rounds: number): Promise<Duel | string> {
  if ('skipped' in peer) return peer.skipped;
  const run = async (worker: Worker): Promise<Report[]> => {
    const reports: Report[] = [];
    for (let round = 0; round <= rounds; round++) reports.push(await worker.work());
    await worker.stop();
    return reports.slice(1);
  };
  const own = await startOwn(kind, folder);
  const ownReports = await run(own);
  const other = await startPeer(peer.python, kind, folder);
  return duel(own, other, [ownReports, await run(other)]);
}

const duel = (own: Worker, peer: Worker, [ownReports, peerReports]: readonly [Report[], Report[]]): Duel => ({
  own: ownReports,
  peer: peerReports,
  ownLoad: own.loaded.sinceStart,
  peerLoad: peer.loaded.sinceStart,
  weightMiB: own.loaded.weightMiB ?? 0,
});

const seconds = (reports: readonly Report[]): number => median(reports.map((report) => report.seconds));
const peak = (reports: readonly Report[]): number => reports.at(-1)?.peakMiB ?? 0;
/**
 * The middle of the ratios of neighbours in time; where other programs take the processors, of the seconds that the
 * processors spent.
 */
function ratio({ own, peer }: Duel): number {
  const unit = (loadavg()[0] ?? 0) > 2 * THREADS ? 'cpuSeconds' : 'seconds';
  return median(own.map((report, round) => report[unit] / (peer[round]?.[unit] ?? Number.NaN)));
}

async function sd15Rows(peer: Peer, folder: string, rounds: number): Promise<BenchRow[]> {
  const step = 'SD 1.5 step, 512 px, two rows';
  const plain = await inTurns(peer, folder, ['sd15-step', 'sd15-step'], rounds);
  const int8 = await inTurns(peer, folder, ['sd15-step-int8', 'sd15-step'], rounds);
  const rows: BenchRow[] =
    typeof plain === 'string'
      ? [skipped(`${step} / diffusers fp32`, plain)]
      : [
          { work: step, value: seconds(plain.own), unit: 's' },
          { work: `${step} / diffusers fp32`, value: ratio(plain), unit: '×', goal: '≤ 0.9 ×' },
          {
            work: 'SD 1.5 U-Net: peak memory / fp32 weights',
            value: peak(plain.own) / plain.weightMiB,
            unit: '×',
            goal: '≤ 1.15 ×',
          },
        ];
  const quality = await int8Decibels(folder);
  return [
    ...rows,
    typeof int8 === 'string'
      ? skipped(`${step}, int8 / diffusers fp32`, int8)
      : { work: `${step}, int8 / diffusers fp32`, value: ratio(int8), unit: '×', goal: '≤ 0.75 ×' },
    { work: 'int8 prediction to float32', value: quality, unit: 'dB', goal: '≥ 35 dB' },
  ];
}

/** Decibels of one step's prediction with eight-bit linear layers to float32's, over its range. */
async function int8Decibels(folder: string): Promise<number> {
  const output = async (kind: string): Promise<Float32Array> => {
    const worker = await startOwn(kind, folder);
    const { output: text = '' } = await worker.work(true);
    await worker.stop();
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
    return new Float32Array(bytes.buffer);
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

async function decodeRows(peer: Peer, folder: string, quick: boolean): Promise<BenchRow[]> {
  // Small enough for --quick: whole on both sides.
  const [kind, name] = quick
    ? ['decode-512', 'decode, 512 px']
    : ['decode-1024', 'decode, 1024 px, in tiles'];
  const result = await inTurns(peer, folder, [kind, kind] as [string, string], 1);
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

async function openRows(peer: Peer, folder: string): Promise<BenchRow[]> {
  const work = 'SD 1.5: compile, load, text / import and from_pretrained';
  if ('skipped' in peer) return [skipped(work, peer.skipped)];
  const other = await startPeer(peer.python, 'open', folder);
  await other.stop();
  const own = await startOwn('open', folder);
  await own.stop();
  const value = own.loaded.sinceStart / other.loaded.sinceStart;
  return [
    { work: 'SD 1.5: compile, load, text', value: own.loaded.sinceStart, unit: 's' },
    { work, value, unit: '×', goal: '≤ 0.5 ×' },
  ];
}

async function sdxlRows(peer: Peer, open: () => Promise<string>): Promise<BenchRow[]> {
  const work = 'SDXL step, 1024 px, one row / diffusers fp32';
  const free = freemem();
  if (free < 14 * GIB)
    return [skipped(work, `${(free / GIB).toFixed(1)} GiB of memory are free, it takes 14`)];
  const result = await oneByOne(peer, await open(), 'sdxl-step', 1);
  return typeof result === 'string'
    ? [skipped(work, result)]
    : [{ work, value: ratio(result), unit: '×', goal: '≤ 1.0 ×' }];
}
