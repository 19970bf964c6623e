import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { allocatorEnvironment } from '../../src/jobs/allocator.ts';
import type { FoundPeer } from './peers.ts';

/** What a process says after it loaded, and after each time that it worked. */
export interface Report {
  readonly seconds: number;
  /** What the processors spent on it. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  readonly weightMiB?: number;
  /** The result of the work as float32 bytes, when it was asked for. */
  readonly output?: string;
}

/** A process that does one kind of work, over and over. */
export interface Runner {
  /** From the start of the process until everything was loaded. */
  readonly loaded: Report & { readonly sinceStart: number };
  /** @param how  what the work knows: `output` for a report with the result, `foi` for a step with its modulation */
  work(how?: string): Promise<Report>;
  stop(): Promise<void>;
}

/** Threads of every runner: all of this machine. */
export const THREADS = availableParallelism();

/** Does the work as this program does, on the CPU or on the device that is named. */
export const startOwn = (kind: string, folder: string, device = 'cpu'): Promise<Runner> =>
  start(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'work.ts'), kind, folder, String(THREADS)],
    // As the engine's process is started.
    { DEVICE: device, ...allocatorEnvironment(process.env) },
  );

/** Does the same work with another program, as its users start it, on the CPU or on PyTorch's device that is named. */
export const startPeer = (
  { python, script }: FoundPeer,
  kind: string,
  folder: string,
  device = 'cpu',
): Promise<Runner> =>
  start(python, [join(import.meta.dirname, script), kind, folder, String(THREADS), device]);

async function start(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Runner> {
  const begun = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...environment } });
  // It may end at any time, and before anybody waits for it.
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const reports = readReports(child);
  const loaded = { ...(await reports.next()), sinceStart: (performance.now() - begun) / 1000 };
  return {
    loaded,
    work(how = 'work') {
      child.stdin.write(`${how}\n`);
      return reports.next();
    },
    async stop() {
      child.stdin.end();
      await gone;
    },
  };
}

/** The lines of JSON that a process prints, one after another; everything else it prints is left out. */
function readReports(child: ChildProcessWithoutNullStreams): { next(): Promise<Report> } {
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => (complaint = `${complaint}${data.toString()}`.slice(-2000)));
  return {
    async next() {
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true)
          throw new Error(`${child.spawnfile} ended: ${complaint.trim().split('\n').at(-1) ?? ''}`);
        if (value.startsWith('{')) return JSON.parse(value) as Report;
      }
    },
  };
}
