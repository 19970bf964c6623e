import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../src/models/hub/cache.ts';
import { findModel, type FindOptions } from '../../src/models/hub/find-model.ts';
import { timeInput } from '../fakes/time-input.ts';
import { openCheckpoint } from '../../src/models/index.ts';
import { openOwl } from '../../src/models/owl.ts';
import { silent } from '../../src/log.ts';
import { loadNetwork } from '../../src/runtime/network.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';
import { type FakeHub, startFakeHub } from '../fakes/hub.ts';

const tiny = join(import.meta.dirname, '../golden/core/models/tiny-ip2p');
const NAME = 'tiny/ip2p';
const COMMIT = '1f6ad48b2c0d1c8dc35c0b9a6ee6ec0a6b4f4f0a';

describe("the cache of Hugging Face's programs", () => {
  let hub: FakeHub;
  let root: string;
  let own: string;
  let snapshot: string;
  let options: FindOptions;
  beforeEach(async () => {
    hub = await startFakeHub({});
    root = await mkdtemp(join(tmpdir(), 'limner-cache-'));
    own = join(root, 'hub/models--tiny--ip2p');
    snapshot = join(own, 'snapshots', COMMIT);
    options = { endpoint: hub.endpoint, retryMs: 0, log: silent, cache: join(root, 'hub') };
    await mkdir(join(own, 'refs'), { recursive: true });
    await writeFile(join(own, 'refs/main'), COMMIT);
    await cp(tiny, snapshot, { recursive: true });
    await asLinks(snapshot, join(own, 'blobs'));
  });
  afterEach(async () => {
    await hub.close();
    await rm(root, { recursive: true });
  });
  const find = (name = NAME) => findModel(join(root, 'models'), name, options);

  it('is taken as it is, links and all, and computes', async () => {
    const folder = await find();
    expect(folder).toBe(snapshot);
    const { name, denoiser } = await openCheckpoint(folder);
    expect(name).toBe(NAME);
    const { graph } = denoiser.graph({ batch: 1, height: 8, width: 8, tokens: 77, control: false });
    const network = await loadNetwork(graph, { threads: 1 });
    const noise = createTorchGenerator(5);
    const { out } = await network.run(
      {
        sample: noise.randn([1, 8, 8, 8]),
        time_proj: timeInput({ denoiser }, 600, 1),
        encoder_hidden_states: noise.randn([1, 77, 24]),
      },
      ['out'],
    );
    await network.dispose();
    expect(out.data.every(Number.isFinite)).toBe(true);
    expect(hub.requests).toEqual([]);
  });

  it('is looked at by commit, and by a revision that has one', async () => {
    await writeFile(join(own, 'refs/v1'), `${COMMIT}\n`);
    expect(await find(`${NAME}@${COMMIT}`)).toBe(snapshot);
    expect(await find(`${NAME}@v1`)).toBe(snapshot);
    await expect(find(`${NAME}@v2`)).rejects.toMatchObject({ code: 'DOWNLOAD' });
  });

  it.each([
    ['a whole component', 'vae'],
    ['words', 'tokenizer/merges.txt'],
    ['weights', 'unet/diffusion_pytorch_model.safetensors', 'unet/diffusion_pytorch_model.fp16.safetensors'],
  ])('is left alone where %s are missing', async (_, ...gone) => {
    for (const path of gone) await rm(join(snapshot, path), { recursive: true });
    await expect(find()).rejects.toMatchObject({ code: 'DOWNLOAD' });
  });

  it('is left alone where a link leads nowhere, or a shard is missing', async () => {
    const weights = join(snapshot, 'vae/diffusion_pytorch_model.safetensors');
    const shard = join(snapshot, 'vae/diffusion_pytorch_model-00001-of-00002.safetensors');
    await rename(weights, shard);
    await expect(find()).rejects.toMatchObject({ code: 'DOWNLOAD' });
    await rename(shard, weights);
    expect(await find()).toBe(snapshot);
    await rm(join(own, 'blobs'), { recursive: true });
    await expect(find()).rejects.toMatchObject({ code: 'DOWNLOAD' });
  });

  it('is not looked at for single files: words would have to be put beside them', async () => {
    const file = 'unet/diffusion_pytorch_model.safetensors';
    await expect(find(`${NAME}/${file}`)).rejects.toMatchObject({ code: 'DOWNLOAD' });
  });

  it('comes after what is below MODELS_DIR, and only where it is looked for', async () => {
    await mkdir(join(root, 'models', NAME), { recursive: true });
    expect(await find()).toBe(join(root, 'models', NAME));
    await rm(join(root, 'models'), { recursive: true });
    options = { ...options, cache: undefined };
    await expect(find()).rejects.toMatchObject({ code: 'DOWNLOAD' });
  });

  it('gives a detector when it has its words and how its pictures are made', async () => {
    const detector = join(root, 'hub/models--tiny--owl/snapshots', COMMIT);
    await mkdir(join(root, 'hub/models--tiny--owl/refs'), { recursive: true });
    await writeFile(join(root, 'hub/models--tiny--owl/refs/main'), COMMIT);
    await cp(join(tiny, '../tiny-owlv2'), detector, { recursive: true });
    expect((await openOwl(await find('tiny/owl'))).name).toBe('tiny/owl');
    await rm(join(detector, 'vocab.json'));
    await expect(find('tiny/owl')).rejects.toMatchObject({ code: 'DOWNLOAD' });
  });

  it('is where the environment says', () => {
    expect(cacheFolder('/a', '/b')).toBe(resolve('/a'));
    expect(cacheFolder(undefined, '/b')).toBe(resolve('/b/hub'));
    expect(cacheFolder('~/models')).toBe(join(homedir(), 'models'));
    expect(cacheFolder()).toBe(join(homedir(), '.cache/huggingface/hub'));
  });
});

/** Moves every file of a folder into `blobs` and leaves a relative link, as huggingface_hub does. */
async function asLinks(folder: string, blobs: string): Promise<void> {
  await mkdir(blobs);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const [index, { parentPath, name }] of entries.filter((entry) => entry.isFile()).entries()) {
    const [path, blob] = [join(parentPath, name), join(blobs, `${index}`.padStart(40, '0'))];
    await rename(path, blob);
    await symlink(relative(dirname(path), blob), path);
  }
  expect(JSON.parse(await readFile(join(folder, 'model_index.json'), 'utf8'))).toHaveProperty('unet');
}
