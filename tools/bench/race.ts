import { loadavg } from 'node:os';
import type { FoundPeer, Peer } from './peers.ts';
import { median } from './suite.ts';
import { type Report, startOwn, startPeer, THREADS, type Runner } from './processes.ts';

/** What both did, round by round. */
export interface Duel {
  readonly own: readonly Report[];
  readonly peer: readonly Report[];
  readonly weightMiB: number;
}

/** Both in memory, one computing at a time; the first round of each only warms up. */
async function inTurns(own: Runner, other: Runner, rounds: number): Promise<Duel> {
  const results: [Report[], Report[]] = [[], []];
  await own.work();
  await other.work();
  for (let round = 0; round < rounds; round++) {
    results[0].push(await own.work());
    results[1].push(await other.work());
  }
  return duel(own, results);
}

/**
 * Starts both, lets them work in turns, and stops them, whatever happens.
 *
 * @param open  the folder of both, or of each; called only when there is somebody to race
 * @returns why there is nobody, when that is so
 */
export async function race(
  peer: Peer,
  open: () => Promise<string | readonly [own: string, peer: string]>,
  [ownKind, peerKind]: readonly [own: string, peer: string],
  rounds: number,
  devices: readonly [own: string, peer: string] = ['cpu', 'cpu'],
): Promise<Duel | string> {
  if ('skipped' in peer) return peer.skipped;
  const folder = await open();
  const [ownFolder, peerFolder] = typeof folder === 'string' ? [folder, folder] : folder;
  const own = await startOwn(ownKind, ownFolder, devices[0]);
  try {
    const other = await startPeer(peer, peerKind, peerFolder, devices[1]);
    try {
      return await inTurns(own, other, rounds);
    } finally {
      await other.stop();
    }
  } finally {
    await own.stop();
  }
}

/** The one after the other, for what does not fit into memory twice. */
export async function oneByOne(peer: FoundPeer, folder: string, kind: string, rounds: number): Promise<Duel> {
  const own = await startOwn(kind, folder);
  const ownReports = await reportsOf(own, rounds);
  return duel(own, [ownReports, await reportsOf(await startPeer(peer, kind, folder), rounds)]);
}

/** Reports of a runner after its first round, and its end. */
async function reportsOf(runner: Runner, rounds: number): Promise<Report[]> {
  const reports: Report[] = [];
  try {
    for (let round = 0; round <= rounds; round++) reports.push(await runner.work());
  } finally {
    await runner.stop();
  }
  return reports.slice(1);
}

const duel = (own: Runner, [ownReports, peerReports]: readonly [Report[], Report[]]): Duel => ({
  own: ownReports,
  peer: peerReports,
  weightMiB: own.loaded.weightMiB ?? 0,
});

/** The middle of what the rounds took. */
export const seconds = (reports: readonly Report[]): number =>
  median(reports.map((report) => report.seconds));
/** MiB at the highest, from the start of the process. */
export const peak = (reports: readonly Report[]): number => reports.at(-1)?.peakMiB ?? 0;

/**
 * The middle of the ratios of neighbours in time; where other programs take the processors, of the seconds that the
 * processors spent.
 */
export function ratio({ own, peer }: Pick<Duel, 'own' | 'peer'>): number {
  const unit = (loadavg()[0] ?? 0) > 2 * THREADS ? 'cpuSeconds' : 'seconds';
  return median(own.map((report, round) => report[unit] / (peer[round]?.[unit] ?? Number.NaN)));
}
