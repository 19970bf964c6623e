import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Another program that does the same work, as pip brings it. */
interface PeerPackages {
  readonly name: string;
  readonly packages: readonly string[];
  readonly modules: readonly string[];
  /** What does the work, in this folder. */
  readonly script: string;
  /** A Python that has the modules already. */
  readonly given?: string | undefined;
  /** For pip, when it has to build the package. */
  readonly environment?: Readonly<Record<string, string>>;
}

export const diffusers: PeerPackages = {
  name: 'diffusers',
  packages: ['torch', 'diffusers', 'transformers', 'safetensors'],
  modules: ['torch', 'diffusers', 'transformers', 'safetensors'],
  script: 'peer-diffusers.py',
  given: process.env['PEER_PYTHON'],
};

/** As a wheel brings it: for every processor with AVX2, nothing is built. */
export const stableDiffusionCpp: PeerPackages = {
  name: 'stable-diffusion.cpp',
  packages: ['cyllama==0.2.18'],
  modules: ['cyllama.sd'],
  script: 'peer-stable-diffusion-cpp.py',
};

/** Built from source, for this processor: takes a C++ compiler and some ten minutes, once. */
export const builtStableDiffusionCpp: PeerPackages = {
  name: 'stable-diffusion.cpp, built here',
  packages: ['stable-diffusion-cpp-python==0.4.7'],
  modules: ['stable_diffusion_cpp'],
  script: 'peer-stable-diffusion-cpp.py',
  environment: { CMAKE_ARGS: '-DSD_WEBP=OFF -DSD_WEBM=OFF' },
};

export interface FoundPeer {
  readonly python: string;
  readonly script: string;
}

/** A Python with the other program, or why there is none. */
export type Peer = FoundPeer | { readonly skipped: string };

const FETCH_MS = 1_800_000;
const IMPORT_MS = 300_000;

/**
 * The Python that is given, or a virtual environment in a folder for scratch that pip fills the first time.
 *
 * @param mayFetch  false: only what is there already
 */
export async function findPeer(peer: PeerPackages, mayFetch: boolean): Promise<Peer> {
  const { name, packages, modules, script, given, environment } = peer;
  const run = promisify(execFile);
  const folder = join(tmpdir(), `limner-bench-${name.replaceAll(/[^\w.]+/gu, '-')}`);
  const python = given ?? join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const imports = ['-c', `import ${modules.join(', ')}`];
  try {
    if (given === undefined && !(await exists(python))) {
      if (!mayFetch) return { skipped: `no ${name} at hand (leave --quick out, and pip fetches it)` };
      await run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder]);
    }
    const isThere = () => run(python, imports, { timeout: IMPORT_MS });
    if (given === undefined && mayFetch)
      // What an earlier try has left unfinished is finished now.
      await isThere().catch(() =>
        run(python, ['-m', 'pip', 'install', '--quiet', ...packages], {
          timeout: FETCH_MS,
          env: { ...process.env, ...environment },
        }),
      );
    await isThere();
    return { python, script };
  } catch (error) {
    return { skipped: `no ${name}: ${reason(error)}` };
  }
}

/** The line of pip or Python that says what is wrong: their last one; else the first of the error. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : '';
  const lines = said.split('\n').filter((line) => /error/iu.test(line));
  return (lines.at(-1) ?? error.message.split('\n')[0] ?? '').trim();
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
