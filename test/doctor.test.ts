import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { drawChecks, examine } from '../src/doctor.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limner-doctor-'));
});
afterAll(() => rm(folder, { recursive: true }));

const lineOf = async (part: string, env: Record<string, string> = {}) => {
  const checks = await examine(readConfig({ DATA_DIR: folder, ...env }));
  return checks.find((check) => check.part === part);
};

describe('examine', () => {
  it('finds nothing wrong with a fresh clone but what is not set up', async () => {
    const checks = await examine(readConfig({ DATA_DIR: folder }));
    const failing = checks.filter(({ ok }) => !ok).map(({ part }) => part);
    expect(failing.filter((part) => part !== 'Detector')).toEqual([]);
    expect(drawChecks(checks)).toMatch(/✓ Model that edits +pocket \(stable-diffusion, instruct-pix2pix\)/u);
  });

  it('names the variable of a model that is not there', async () => {
    expect(await lineOf('Model that paints', { IMAGE_MODEL: 'nowhere' })).toMatchObject({
      ok: false,
      next: 'set IMAGE_MODEL to a folder below models',
    });
  });

  it('lists what lies in loras/ and embeddings/, each file with what it is', async () => {
    const models = join(folder, 'models');
    const gold = join(import.meta.dirname, 'golden');
    await cp(join(gold, 'core/embeddings'), join(models, 'embeddings'), { recursive: true });
    await mkdir(join(models, 'loras'));
    await cp(join(gold, 'loras/patterns.safetensors'), join(models, 'loras/patterns.safetensors'));
    await cp(join(models, 'embeddings/moss.safetensors'), join(models, 'loras/moss.safetensors'));
    await writeFile(join(models, 'loras/old.ckpt'), 'a pickle');
    await writeFile(join(models, 'loras/patterns.preview.png'), 'a picture');
    await writeFile(join(models, 'embeddings/cut.safetensors'), 'no');
    const checks = await examine(readConfig({ DATA_DIR: folder, MODELS_DIR: models }));
    expect(
      checks
        .filter(({ part }) => part === 'LoRA' || part === 'Learned word')
        .map(({ ok, detail }) => `${ok} ${detail}`),
    ).toEqual([
      'false LoRA moss: got the tensor clip_g, expected lora_down and lora_up, lora_A and lora_B, or lora.down and lora.up',
      expect.stringMatching(/^true patterns\.safetensors: \d+ layers of unet, rank [23], [23]$/u),
      'false old.ckpt: pickles are never read, only .safetensors files',
      expect.stringContaining('cut.safetensors: got 2 bytes, expected a header. The file is damaged'),
      'true hazy.safetensors: said as hazy; 3 × 16 numbers',
      'true moss.safetensors: said as moss; 2 × 12 and 2 × 8 numbers',
      'true toy.safetensors: said as <toy>, toy; 2 × 16 numbers',
    ]);
  });

  it('says how to start an Ollama that does not answer', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const check = await lineOf('Ollama', { OLLAMA_HOST: `http://127.0.0.1:${port}` });
    expect(check).toMatchObject({ ok: false, next: 'ollama serve' });
  });
});

describe('drawChecks', () => {
  it('gives each failing line its next step', () => {
    const screen = drawChecks([
      { part: 'A', ok: true, detail: 'fine', next: 'nothing' },
      { part: 'Longer', ok: false, detail: 'broken', next: 'mend it' },
    ]);
    expect(screen).toBe('✓ A       fine\n✗ Longer  broken\n  → mend it');
  });
});
