import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const hasShell = spawnSync('bash', ['-c', 'ulimit -f 100']).status === 0;

/** Runs the filling script with files limited to `kilobytes`: what a full disk does to a write, without a disk. */
function fill(kind: 'sessions' | 'pictures', kilobytes: number) {
  const folder = mkdtempSync(join(tmpdir(), 'limner-full-'));
  const script = join(import.meta.dirname, 'fill-store.ts');
  // SIGXFSZ is ignored, so that the write fails as it does on a full disk.
  const { stdout, stderr, status } = spawnSync(
    'bash',
    [
      '-c',
      `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$0" --import tsx "$1" "$2" "$3"`,
      process.execPath,
      script,
      folder,
      kind,
    ],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_COMPILE_CACHE: '' } },
  );
  rmSync(folder, { recursive: true, force: true });
  return { report: JSON.parse(stdout || '{}') as Record<string, unknown>, stderr, status };
}

describe.skipIf(!hasShell)('a full disk', () => {
  it('is said in a clear sentence for a picture, and leaves the others whole', () => {
    const { report } = fill('pictures', 300);
    expect(report).toEqual({
      code: 'STORE_FULL',
      message: expect.stringContaining('The disk of this bot takes nothing more') as string,
      before: true,
      strays: 0,
      after: true,
    });
  });

  it('is said in a clear sentence for a session, and loses nothing that was there', () => {
    const { report } = fill('sessions', 600);
    expect(report).toMatchObject({ code: 'STORE_FULL', before: true, after: true });
  });
});
