import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import sharp from 'sharp';
import { afterAll, describe, expect, it, vi } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const start = join(root, 'tools', 'start.js');
// Each case starts the whole program; on a busy machine that takes a while.
vi.setConfig({ testTimeout: 300_000 });
const folder = mkdtempSync(join(tmpdir(), 'limner-once-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [start, ...args], { cwd: folder, encoding: 'utf8' });
const json = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('npm start -- --once', () => {
  it('paints and edits with the embedded model, writes pictures and masks, and prints only JSON', async () => {
    const out = join(folder, 'a');
    const said = ['/imagine a cat and a dog on grass', 'replace the cat with a horse'];
    const { stdout, status } = run('--once', ...said, '--seed', '7', '--out', out, '--json');
    expect(status).toBe(0);
    const [first, second, ...more] = json(stdout);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      plan: [{ kind: 'generate' }],
      seed: 7,
      pictures: [
        {
          file: join(out, 'picture-1.png'),
          role: 'picture',
          alt: expect.stringMatching(/^a cat and a dog on grass\b/u),
        },
      ],
    });
    expect(second).toMatchObject({
      plan: [{ kind: 'instruct', instruction: 'replace the cat with a horse', keyword: 'cat' }],
      seed: 7,
      pictures: [
        {
          file: join(out, 'picture-2.png'),
          role: 'picture',
          alt: expect.stringMatching(/^a horse and a dog on grass\b/u),
        },
        { file: join(out, 'mask-2-1.png'), role: 'mask' },
      ],
    });
    expect(second?.['changed']).toBeGreaterThan(0);
    expect(second?.['seconds']).toBeGreaterThan(0);
    expect(readdirSync(out).toSorted()).toEqual(['mask-2-1.png', 'picture-1.png', 'picture-2.png']);
    for (const name of readdirSync(out)) {
      const { format, width, height } = await sharp(join(out, name)).metadata();
      expect([format, width, height]).toEqual(['png', 256, 256]);
    }
  });

  it('gives the same bytes for the same seed', () => {
    const [a, b] = ['b', 'c'].map((name) => {
      run('--once', '/imagine a red ball steps:2', '--seed', '3', '--out', join(folder, name), '--json');
      return readFileSync(join(folder, name, 'picture-1.png'));
    });
    expect(a?.equals(b as Buffer)).toBe(true);
  });

  it('takes a photo, and exits 1 with the error of what failed', async () => {
    const photo = join(folder, 'photo.jpg');
    writeFileSync(
      photo,
      await sharp({ create: { width: 300, height: 200, channels: 3, background: '#3a3' } })
        .jpeg()
        .toBuffer(),
    );
    const out = join(folder, 'd');
    const { stdout, status } = run(
      '--once',
      '/describe words:cat',
      '/nonsense',
      '--image',
      photo,
      '--out',
      out,
      '--json',
    );
    expect(status).toBe(1);
    const errors = json(stdout).map(({ error }) => error as { code: string; message: string } | undefined);
    expect(errors.at(-1)).toMatchObject({ code: 'UNKNOWN_COMMAND', message: expect.any(String) as string });
  });

  it('says what is wrong with a model, and with which file', () => {
    const models = join(folder, 'models');
    for (const name of ['damaged', 'unknown'])
      cpSync(join(root, 'models', 'pocket'), join(models, name), { recursive: true });
    const weights =
      readdirSync(join(models, 'damaged', 'unet')).find((name) => name.endsWith('.safetensors')) ?? '';
    // A header that claims to be longer than the file.
    writeFileSync(join(models, 'damaged', 'unet', weights), Buffer.from('ffffffffffff0000', 'hex'));
    writeFileSync(join(models, 'unknown', 'model_index.json'), '{"_class_name":"HoloDeckPipeline"}');
    const errorWith = (name: string) => {
      const env = { ...process.env, MODELS_DIR: models, IMAGE_MODEL: name, EDIT_MODEL: name };
      const options = { cwd: folder, env, encoding: 'utf8' } as const;
      const { stdout, status } = spawnSync(
        process.execPath,
        [start, '--once', '/imagine a cat', '--json'],
        options,
      );
      expect(status).toBe(1);
      return json(stdout)[0]?.['error'] as { code: string; message: string };
    };
    const damaged = errorWith('damaged');
    expect(damaged).toMatchObject({ code: 'BAD_SAFETENSORS' });
    expect(damaged.message).toContain(weights);
    const unknown = errorWith('unknown');
    expect(unknown).toMatchObject({ code: 'UNSUPPORTED_MODEL' });
    expect(unknown.message).toContain('HoloDeckPipeline');
    const absent = errorWith('absent');
    expect(absent).toMatchObject({ code: 'NO_MODEL' });
    expect(absent.message).not.toContain(folder);
  });

  it.each([
    [['--once', 'x', '--image', 'nothing.png'], '--image nothing.png: cannot read this file'],
    [['--once', 'x', '--out', join(start, 'x')], 'cannot make this folder'],
  ])('explains %j before anything is painted', (args, words) => {
    const { stdout, stderr, status } = run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });

  it('explains a wrong command line without a stack and exits 2', () => {
    const { stdout, stderr, status } = run('--onse', 'x');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe("Unknown option '--onse'. Did you mean --once? See npm start -- --help.\n");
  });

  it('shows how it is used', () => {
    const { stdout, status } = run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--once');
  });
});

describe('npm start', () => {
  it('serves the web chat, says where and what to try, and ends on SIGTERM', async () => {
    const env = { ...process.env, PORT: '0', DATA_DIR: join(folder, 'data') };
    const bot = spawn(process.execPath, [start], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    for await (const line of createInterface({ input: bot.stdout })) {
      lines.push(line);
      if (lines.length < 2) continue;
      const [address = ''] = /http:\/\/localhost:\d+/u.exec(lines[0] ?? '') ?? [];
      expect((await fetch(address)).status).toBe(200);
      bot.kill('SIGTERM');
      break;
    }
    const [code] = (await once(bot, 'exit')) as [number];
    expect([code, lines[1]]).toEqual([0, 'Try: /imagine a cat and a dog on grass']);
    expect(existsSync(join(folder, 'data'))).toBe(true);
  });

  it('names a folder it cannot write, and exits 2', () => {
    const env = { ...process.env, PORT: '0', DATA_DIR: start };
    const { status, stderr } = spawnSync(process.execPath, [start], { cwd: folder, env, encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('DATA_DIR: expected a folder that can be written');
    expect(stderr).not.toContain('    at ');
  });

  it('names every wrong variable at once and exits 2', () => {
    const env = { ...process.env, PORT: 'x', DEVICE: 'toaster' };
    const { status, stderr } = spawnSync(process.execPath, [start], { cwd: folder, env, encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/PORT.*DEVICE/su);
  });
});
