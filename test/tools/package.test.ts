import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

// Compiles everything once.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
const MB = 1_000_000;
const read = (name: string) => readFileSync(join(dist, name), 'utf8');

interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

describe('the npm package', () => {
  let packed: Packed;
  const home = mkdtempSync(join(tmpdir(), 'limner-package-'));
  beforeAll(() => {
    const built = spawnSync(process.execPath, [join(root, 'tools', 'package', 'build.js')], {
      encoding: 'utf8',
    });
    expect([built.status, built.stdout, built.stderr]).toEqual([0, '', '']);
    const { stdout } = spawnSync('npm', ['pack', dist, '--dry-run', '--json'], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    packed = (JSON.parse(stdout) as [Packed])[0];
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it('is at most 5 MB beside the embedded weights, and holds nothing of tests or training', () => {
    const weights = packed.files.filter(({ path }) => path.endsWith('.safetensors'));
    expect(weights.length).toBeGreaterThan(3);
    // Weights are noise to gzip: what they add to the tarball is nearly what they are.
    const beside = packed.size - 0.9 * weights.reduce((sum, { size }) => sum + size, 0);
    expect(beside).toBeLessThan(5 * MB);
    const stray = packed.files.filter(({ path }) =>
      /(?<!\.d)\.ts$|(?:^|\/)(?:test|train|tools|dist)\//u.test(path),
    );
    expect(stray.map(({ path }) => path)).toEqual([]);
  });

  it('says what it needs and where it is entered, without what runs TypeScript', () => {
    const manifest = JSON.parse(read('package.json')) as {
      readonly dependencies: Readonly<Record<string, string>>;
      readonly bin: { readonly limner: string };
      readonly exports: { readonly './engine': { readonly types: string; readonly default: string } };
    };
    expect(manifest).not.toHaveProperty('private');
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).toMatchObject({ engines: { node: '>=20.19' }, publishConfig: { provenance: true } });
    expect(manifest.dependencies).not.toHaveProperty('tsx');
    const { types, default: entry } = manifest.exports['./engine'];
    for (const file of [manifest.bin.limner, types, entry])
      expect(statSync(join(dist, file)).isFile()).toBe(true);
    expect(read('src/jobs/engine-process.js')).toContain('.js');
  });

  it('runs compiled: answers, and keeps what it writes in the folders of the person', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(dist, 'bin', 'limner.js'), '--once', '/help', '--json', '--out', join(home, 'out')],
      { cwd: home, encoding: 'utf8', env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data') } },
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ text: expect.stringContaining('/imagine') as string });
  });

  it('opens as a library', () => {
    const script = "import('limner/engine').then((m) => console.log(typeof m.createEngine, m.embeddedModel))";
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: dist,
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe(`function ${join(dist, 'models', 'pocket')}`);
  });
});
