import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSafetensors, readTensor } from '../../../src/compiler/safetensors.ts';
import { openDiffusersFolder } from '../../../src/models/diffusers-folder.ts';
import { loadNetwork } from '../../../src/runtime/network.ts';
import { rows, type Tensor } from '../../../src/tensor/tensor.ts';
import { familyContract } from '../../contracts/family.contract.ts';
import { joint, openTransformer } from './family.ts';

// The whole program is started in a copy of its own.
vi.setConfig({ testTimeout: 300_000 });

const root = join(import.meta.dirname, '../../..');
const tiny = join(import.meta.dirname, 'tiny-joint');
const parts = join(root, 'test/golden/core/models/tiny-cosxl');
const folder = mkdtempSync(join(tmpdir(), 'limner-family-'));
const model = join(folder, 'models', 'tiny-joint');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A checkpoint of the family: its own transformer, with a text encoder and an autoencoder of others. */
beforeAll(() => {
  mkdirSync(join(model, 'scheduler'), { recursive: true });
  cpSync(join(tiny, 'transformer'), join(model, 'transformer'), { recursive: true });
  for (const part of ['text_encoder_2', 'tokenizer_2', 'vae'])
    cpSync(join(parts, part), join(model, part), { recursive: true });
  const vae = join(model, 'vae/config.json');
  const config = JSON.parse(readFileSync(vae, 'utf8')) as object;
  writeFileSync(vae, JSON.stringify({ ...config, shift_factor: 0.1159 }));
  writeFileSync(join(model, 'model_index.json'), '{"_class_name": "TinyJointPipeline"}');
  writeFileSync(
    join(model, 'scheduler/scheduler_config.json'),
    '{"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3.0}',
  );
});

describe('a family by the recipe', () => {
  familyContract(joint, model);

  it.each([true, false])("says what diffusers' class says, attention in one kernel: %s", async (fused) => {
    const file = await openSafetensors(join(tiny, 'expected.safetensors'));
    const [sample, text, pooled, expected] = (await Promise.all(
      ['sample', 'encoder_hidden_states', 'pooled', 'out'].map((name) => readTensor(file, name)),
    )) as [Tensor, Tensor, Tensor, Tensor];
    const denoiser = await openTransformer(await openDiffusersFolder(model));
    const [batch = 1, , height = 1, width = 1] = sample.dims;
    const options = { batch, height, width, tokens: text.dims[1] ?? 0, control: false, fused };
    const network = await loadNetwork(denoiser.graph(options).graph);
    const conditioning = [0, 1].map((row) => ({
      embeddings: rows(text, row, row + 1),
      pooled: rows(pooled, row, row + 1),
    }));
    const picture = { width: 64, height: 64, guidanceScale: 1 };
    const { out } = await network.run(
      denoiser.inputs({ sample, rows: conditioning, timestep: 640, picture }),
      ['out'],
    );
    await network.dispose();
    const spread = Math.sqrt(
      expected.data.reduce((sum, value) => sum + value ** 2, 0) / expected.data.length,
    );
    const apart = Math.max(
      ...out.data.map((value, at) => Math.abs(value - (expected.data[at] ?? Number.NaN))),
    );
    expect(apart).toBeLessThan(1e-4 * spread);
  });

  it('paints when its files and its line are added, and nothing else is changed', async () => {
    const program = join(folder, 'program');
    for (const part of [
      'src',
      'commands',
      'tools/start.js',
      'tools/install-missing.js',
      'package.json',
      'tsconfig.json',
    ])
      cpSync(join(root, part), join(program, part), { recursive: true });
    // Nothing is to be installed there.
    writeFileSync(join(program, 'package-lock.json'), '{}');
    for (const part of ['models', 'node_modules']) symlinkSync(join(root, part), join(program, part));
    const added = {
      'family.ts': 'src/models/joint/family.ts',
      'joint-transformer.ts': 'src/compiler/blocks/joint-transformer.ts',
    };
    mkdirSync(join(program, 'src/models/joint'));
    for (const [from, to] of Object.entries(added))
      writeFileSync(
        join(program, to),
        readFileSync(join(import.meta.dirname, from), 'utf8')
          .replaceAll("'../../../src/", "'../../")
          .replace("'./joint-transformer.ts'", "'../../compiler/blocks/joint-transformer.ts'"),
      );
    const index = join(program, 'src/models/index.ts');
    writeFileSync(
      index,
      `import { joint } from './joint/family.ts';\n${readFileSync(index, 'utf8').replace('[stableDiffusion,', '[joint, stableDiffusion,')}`,
    );
    const out = join(folder, 'out');
    const said = ['/imagine a red cat on grass', '/imagine a blue house'];
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(program, 'tools/start.js'), '--once', ...said, '--seed', '3', '--out', out],
      {
        cwd: program,
        encoding: 'utf8',
        env: {
          ...process.env,
          IMAGE_MODEL: 'tiny-joint',
          MODELS_DIR: join(folder, 'models'),
          LOG_LEVEL: 'error',
        },
      },
    );
    expect(status, stderr).toBe(0);
    const [cat, house] = await Promise.all(
      [1, 2].map((at) =>
        sharp(join(out, `picture-${at}.png`))
          .raw()
          .toBuffer({ resolveWithObject: true }),
      ),
    );
    expect([cat?.info.width, cat?.info.height]).toEqual([128, 128]);
    expect(new Set(cat?.data).size).toBeGreaterThan(20);
    expect(house?.data.equals(cat?.data ?? Buffer.of())).toBe(false);
  });
});
