import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compare, judge } from '../../tools/golden/comparison.ts';
import { readTolerances } from '../../tools/golden/tolerance.ts';
import { tensor } from '../../src/tensor/tensor.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const core = join(root, 'test/golden/core/goldens');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limner-golden-'));
  await mkdir(join(folder, 'goldens', 'group'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function golden(...more: string[]): Promise<{ code: number; lines: string[] }> {
  const run = promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'tools/golden/main.ts', folder, ...more],
    { cwd: root },
  ).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => error,
  );
  const { code, stdout } = await run;
  return { code, lines: stdout.trim().split('\n') };
}

const copy = (name: string, to = name): Promise<void[]> =>
  Promise.all(
    ['json', 'safetensors'].map((end) =>
      cp(join(core, `${name}.${end}`), join(folder, 'goldens', `${to}.${end}`)),
    ),
  );

describe('npm run golden', () => {
  it('prints one line for each case and a closing count', async () => {
    await copy('schedulers_more');
    await copy('schedulers_more', 'group/unheard-of');
    const { code, lines } = await golden();
    expect(code).toBe(0);
    expect(lines.filter((line) => /^ok schedulers_more\/\S+ \S+e\S+ \S+e\S+$/.test(line))).toHaveLength(36);
    expect(lines).toContainEqual(expect.stringMatching(/^skip group\/unheard-of \(.+\)$/));
    expect(lines.at(-1)).toBe('36 ok, 0 FAIL, 1 skip');
  });

  it('exits with 1 and says where when one value is wrong', async () => {
    await copy('schedulers_more');
    const path = join(folder, 'goldens/schedulers_more.safetensors');
    const bytes = await readFile(path);
    const headerBytes = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerBytes)) as Record<
      string,
      { data_offsets: [number, number] }
    >;
    const [from = 0] = header['euler.sigma_min/x']?.data_offsets ?? [];
    const at = 8 + headerBytes + from + 4 * 100;
    bytes.writeFloatLE(bytes.readFloatLE(at) + 0.01, at);
    await writeFile(path, bytes);
    const { code, lines } = await golden('schedulers_more/euler.sigma_min');
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^FAIL schedulers_more\/euler\.sigma_min 1\.00e-2 /);
    expect(lines[1]).toContain('x at 100: got');
    expect(lines.at(-1)).toBe('0 ok, 1 FAIL, 0 skip');
  });

  it('fails a case that cannot be run', async () => {
    await copy('vae/tiny-ip2p.b2_48x80', 'group/vae');
    await mkdir(join(folder, 'goldens/vae'));
    await copy('vae/tiny-ip2p.b2_48x80');
    const { code, lines } = await golden('vae/');
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('models/tiny-ip2p/vae is not there');
  });

  it('asks for a folder', async () => {
    folder = await mkdtemp(join(tmpdir(), 'limner-golden-'));
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/golden/main.ts'], {
      cwd: root,
    });
    await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('usage:') as string });
  });
});

describe('readTolerances', () => {
  const values = tensor([4], [-2, 2, -2, 2]);
  it.each([
    ['max abs 1e-4 x std of the tensor (fp32)', 'states', 2e-4],
    ['max abs 1e-4 x std for out and features, 1e-5 absolute for probabilities', 'features', 2e-4],
    ['max abs 1e-4 x std for out and features, 1e-5 absolute for probabilities', 'probabilities', 1e-5],
    ['max abs 1e-4 x std', 'probabilities', 1e-5],
    ['max abs 1e-4 x std; u8 within 1', 'u8', 1],
    ['max abs 1e-4 x std; u8 within 1', 'mean', 2e-4],
    ['latents max abs 5e-4 x std, masks exact', 'masks', 0],
    ['latents max abs 5e-4 x std, masks exact', 'latents', 1e-3],
    ['maps 1e-5 absolute, masks exact', 'maps', 1e-5],
    ['1e-5 (mask exact)', 'mask', 0],
    ['1e-5 (mask exact)', 'out', 1e-5],
    ['exact (1e-7 for the fractions)', 'fractions', 1e-7],
    ['exact (1e-7 for the fractions)', 'ids', 0],
    ['max abs 1e-3 x std of the gradient (fp32)', 'gradient', 2e-3],
    ['max abs 1e-4 x max(1, max|x|)', 'x', 2e-4],
  ])('reads "%s" for %s', (tolerance, subject, expected) => {
    expect(readTolerances({ tolerance }).of(subject, values)).toBeCloseTo(expected, 10);
  });

  it('allows what PyTorch itself is off where the sidecar says so', () => {
    const tolerance =
      'final_latents: max abs 2e-4 x std (or 30 x fp32_vs_fp64 where that is larger); image_u8 within 2';
    const of = (measured: number) =>
      readTolerances({ tolerance, fp32_vs_fp64: { final_latents_max_abs_over_std: measured } });
    expect(of(1e-6).of('final_latents', values)).toBeCloseTo(4e-4, 10);
    expect(of(1e-5).of('final_latents', values)).toBeCloseTo(6e-4, 10);
    expect(of(1e-5).of('image_u8', values)).toBe(2);
  });

  it('does not guess', () => {
    expect(() => readTolerances({ tolerance: 'roughly right' })).toThrow('roughly right');
    expect(() => readTolerances({ tolerance: 'maps 1e-5 absolute' }).of('out', values)).toThrow('out');
  });
});

describe('judge', () => {
  it('fails on a shape, on a value that is no number, and on nothing but the worst', () => {
    const expected = tensor([3], [1, 2, 3]);
    const near = compare('near', tensor([3], [1, 2, 3.01]), expected, 0.1);
    expect(judge('case', [near])).toMatchObject({ status: 'ok', worst: { what: 'near' } });
    const wrong = compare('wrong', tensor([3], [1, Number.NaN, 3]), expected, 0.1);
    expect(judge('case', [near, wrong])).toMatchObject({ status: 'FAIL', worst: { what: 'wrong' } });
    const shape = compare('shape', tensor([2], [1, 2]), expected, 0.1);
    expect(judge('case', [shape, near])).toMatchObject({ status: 'FAIL', worst: { what: 'shape' } });
    expect(judge('case', [])).toMatchObject({ status: 'skip' });
  });
});
