import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

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
export interface Worker {
  /** From the start of the process until everything was loaded. */
  readonly loaded: Report & { readonly sinceStart: number };
  work(wantsOutput?: boolean): Promise<Report>;
  stop(): Promise<void>;
}

/** Threads of every worker: all of this machine. */
export const THREADS = availableParallelism();

/** Does the work as this program does. */
export const startOwn = (kind: string, folder: string): Promise<Worker> =>
  start(process.execPath, [
    '--import',
    'tsx',
    join(import.meta.dirname, 'work.ts'),
    kind,
    folder,
    String(THREADS),
  ]);

/** Does the same work with diffusers. */
export const startPeer = (python: string, kind: string, folder: string): Promise<Worker> =>
  start(python, [join(import.meta.dirname, 'peer.py'), kind, folder, String(THREADS)]);

async function start(program: string, args: readonly string[]): Promise<Worker> {
  const begun = performance.now();
  // glibc then gives large freed blocks back, as in the engine's process.
  const env = { ...process.env, MALLOC_MMAP_THRESHOLD_: '1048576' };
  const child = spawn(program, args, { env });
  const reports = readReports(child);
  const loaded = { ...(await reports.next()), sinceStart: (performance.now() - begun) / 1000 };
  return {
    loaded,
    work(wantsOutput = false) {
      child.stdin.write(wantsOutput ? 'output\n' : 'work\n');
      return reports.next();
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
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

/** Python with diffusers, or why there is none. */
export type Peer = { readonly python: string } | { readonly skipped: string };

const PACKAGES = ['torch', 'diffusers', 'transformers', 'safetensors'];

/**
 * PEER_PYTHON, or a virtual environment in a folder for scratch that pip fills the first time.
 *
 * @param mayFetch  false: only what is there already
 */
export async function findPeer(mayFetch: boolean): Promise<Peer> {
  const run = promisify(execFile);
  const given = process.env['PEER_PYTHON'];
  const folder = join(tmpdir(), 'limner-bench-peer');
  const python = given ?? join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  try {
    if (given === undefined && !(await exists(python))) {
      if (!mayFetch) return { skipped: 'no diffusers at hand (set PEER_PYTHON, or leave --quick out)' };
      await run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder]);
      await run(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES], { timeout: 1_800_000 });
    }
    await run(python, ['-c', `import ${PACKAGES.join(', ')}`], { timeout: 300_000 });
    return { python };
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    return { skipped: `no diffusers: ${line}` };
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
