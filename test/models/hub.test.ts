import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseFiles } from '../../src/models/hub/choose-files.ts';
import { findCheckpoint, findModel, type FindOptions } from '../../src/models/hub/find-model.ts';
import { assertAllowed, parseHubName } from '../../src/models/hub/model-name.ts';
import { createProgressBar, formatBytes } from '../../src/models/hub/progress-bar.ts';
import { openCheckpoint } from '../../src/models/index.ts';
import { openOwl } from '../../src/models/owl.ts';
import { chooseWeightFiles } from '../../src/models/weight-files.ts';
import { createLogger, silent } from '../../src/log.ts';
import { type FakeHub, type HubRepository, startFakeHub } from '../fakes/hub.ts';

const core = join(import.meta.dirname, '../golden/core/models');
const NAME = 'tiny/ip2p';
const UNET = 'unet/diffusion_pytorch_model.safetensors';

async function readRepository(folder: string, extra: HubRepository = {}): Promise<HubRepository> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const contents = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const);
  return { ...Object.fromEntries(await Promise.all(contents)), ...extra };
}

describe('a model of the Hub', () => {
  let hub: FakeHub;
  let models: string;
  let drawn: string[];
  let options: FindOptions;
  beforeEach(async () => {
    const pickle = Buffer.from('a pickle');
    hub = await startFakeHub({
      [NAME]: await readRepository(join(core, 'tiny-ip2p'), {
        'README.md': Buffer.from('# tiny'),
        'unet/diffusion_pytorch_model.bin': pickle,
        'unet/diffusion_pytorch_model.non_ema.safetensors': pickle,
        'safety_checker/config.json': Buffer.from('{}'),
        'safety_checker/model.safetensors': pickle,
        'tokenizer/special_letters.json': Buffer.from('{}'),
      }),
      'openai/clip-vit-large-patch14': await readRepository(join(core, 'tiny-ip2p/tokenizer')),
      'tiny/owl': await readRepository(join(core, 'tiny-owlv2')),
      'tiny/pickles': { 'config.json': Buffer.from('{}'), 'pytorch_model.bin': pickle },
      'tiny/empty': { 'README.md': Buffer.from('nothing') },
    });
    models = await mkdtemp(join(tmpdir(), 'limner-hub-'));
    drawn = [];
    const progress = { write: (text: string | Uint8Array) => drawn.push(String(text)) > 0 };
    options = { endpoint: hub.endpoint, retryMs: 0, log: silent, progress };
  });
  afterEach(async () => {
    await hub.close();
    await rm(models, { recursive: true });
  });
  const text = (path: string) => readFile(join(models, NAME, path), 'utf8');
  /** The downloaded file is the one of the repository, byte for byte. */
  const isWhole = async (path: string) =>
    (await readFile(join(models, NAME, path))).equals(await readFile(join(core, 'tiny-ip2p', path)));

  it('is downloaded, opened, and found again without a network', async () => {
    const lines: string[] = [];
    const folder = await findModel(models, NAME, {
      ...options,
      log: createLogger((line) => lines.push(line)),
    });
    expect(folder).toBe(join(models, NAME));
    expect(await isWhole(UNET)).toBe(true);
    expect((await openCheckpoint(folder)).edits).toBe('instruct-pix2pix');
    expect(JSON.parse(await text('hub.json'))).toMatchObject({ repository: NAME, revision: 'main' });
    expect(lines[0]).toMatch(/downloading tiny\/ip2p: 13 files, 2\.1 MB/u);
    expect(drawn.at(-1)).toMatch(/^tiny\/ip2p: 100 %, 2\.1 MB of 2\.1 MB/u);
    await hub.close();
    expect(await findModel(models, NAME, options)).toBe(folder);
    hub = await startFakeHub({});
  });

  it('brings only what is read', async () => {
    await findModel(models, NAME, options);
    const files = await readdir(join(models, NAME), { recursive: true });
    expect(files.filter((file) => /bin$|non_ema|fp16|safety|README/u.test(file))).toEqual([]);
    expect(await readdir(join(models, 'tiny'))).toEqual(['ip2p']);
  });

  it('brings half precision when that is asked for, whole where there is no half', async () => {
    await findModel(models, NAME, { ...options, variant: 'fp16' });
    expect(await readdir(join(models, NAME, 'unet'))).toEqual([
      'config.json',
      'diffusion_pytorch_model.fp16.safetensors',
    ]);
    expect(await readdir(join(models, NAME, 'vae'))).toEqual([
      'config.json',
      'diffusion_pytorch_model.safetensors',
    ]);
  });

  it('keeps a revision apart', async () => {
    expect(await findModel(models, `${NAME}@v1`, options)).toBe(join(models, `${NAME}@v1`));
    await expect(findModel(models, `${NAME}@v2`, options)).rejects.toThrow(
      "tiny/ip2p: the Hub knows no such repository or revision 'v2'",
    );
  });

  it('brings a detector, and a single file', async () => {
    expect((await openOwl(await findModel(models, 'tiny/owl', options))).name).toBe('owl');
    const file = await findModel(models, `${NAME}/${UNET}`, options);
    expect((await stat(file)).size).toBe(1_506_136);
    await expect(findModel(models, `${NAME}/nothing.safetensors`, options)).rejects.toMatchObject({
      code: 'DOWNLOAD',
      message: 'tiny/ip2p: it has no file nothing.safetensors at main',
      hint: expect.stringContaining(UNET) as string,
    });
  });

  it('brings the words of a checkpoint that is a single file', async () => {
    const file = await findCheckpoint(models, `${NAME}/${UNET}`, options);
    const words = join(file, '../tokenizer');
    expect((await readdir(words)).toSorted()).toEqual(['hub.json', 'merges.txt', 'vocab.json']);
    expect(await findCheckpoint(models, `${NAME}/${UNET}`, options)).toBe(file);
  });

  it('goes on in the middle after the connection was cut', async () => {
    hub.cuts.set(UNET, [500_000, 400_000]);
    await findModel(models, NAME, options);
    expect(await isWhole(UNET)).toBe(true);
    const ranges = hub.requests.filter((request) => request.includes(`/store/`) && request.includes(UNET));
    expect(ranges.filter((request) => /bytes=[1-9]\d*-1506135$/u.test(request))).toHaveLength(2);
  });

  it('goes on in the middle in the next start', async () => {
    hub.cuts.set(UNET, [700_000, 0, 0, 0, 0, 0, 0]);
    await expect(findModel(models, NAME, options)).rejects.toMatchObject({
      code: 'DOWNLOAD',
      message: expect.stringMatching(/connection was cut \d times/u) as string,
      hint: 'What is there is kept: the next start goes on from it.',
    });
    hub.cuts.clear();
    const before = hub.requests.length;
    await findModel(models, NAME, options);
    const again = hub.requests.slice(before).filter((request) => request.includes('/resolve/'));
    expect(again.some((request) => request.includes('model_index.json'))).toBe(false);
    expect(await isWhole(UNET)).toBe(true);
  });

  it.each([
    [UNET, 'sha256'],
    ['unet/config.json', 'git hash'],
  ])('refuses %s when it is not what the Hub says, and fetches it afresh', async (path, kind) => {
    hub.damaged.add(path);
    await expect(findModel(models, NAME, options)).rejects.toThrow(`tiny/ip2p/${path}: expected ${kind} `);
    expect(await readdir(join(models, 'tiny'))).toEqual(['ip2p.download']);
    hub.damaged.clear();
    await findModel(models, NAME, options);
    expect(await isWhole(path)).toBe(true);
  });

  it('says when a file is listed and not there', async () => {
    hub.gone.add('vae/config.json');
    await expect(findModel(models, NAME, options)).rejects.toThrow(
      'tiny/ip2p/vae/config.json: the Hub lists this file and has it not',
    );
  });

  it('asks for a token, uses it, and never writes it', async () => {
    hub.token = 'hf_notarealtoken';
    const refused = findModel(models, NAME, options);
    await expect(refused).rejects.toMatchObject({
      message: 'tiny/ip2p: the Hub answers 401',
      code: 'DOWNLOAD',
    });
    await expect(refused).rejects.toHaveProperty('hint', expect.stringContaining('HF_TOKEN'));
    const wrong = findModel(models, NAME, { ...options, token: 'hf_anotherone' });
    await expect(wrong).rejects.toThrow('the Hub answers 401 to the token in HF_TOKEN');
    const lines: string[] = [];
    const log = createLogger((line) => lines.push(line));
    const folder = await findModel(models, NAME, { ...options, token: hub.token, log });
    const written = await readFile(join(folder, 'hub.json'), 'utf8');
    expect([...lines, ...drawn, written].join('\n')).not.toContain('hf_');
  });

  it('says what to do without a network', async () => {
    await hub.close();
    const lost = findModel(models, NAME, options);
    await expect(lost).rejects.toThrow(
      /^tiny\/ip2p: it is not below MODELS_DIR, and http:\/\/127\S+ cannot be reached \(.*ECONNREFUSED/u,
    );
    await expect(lost).rejects.toHaveProperty('hint', expect.stringContaining('HF_ENDPOINT'));
    hub = await startFakeHub({});
  });

  it('never takes a pickle, and nothing that is no model', async () => {
    await expect(findModel(models, 'tiny/pickles', options)).rejects.toThrow(
      'tiny/pickles: got no weights as safetensors, expected a .safetensors file',
    );
    await expect(findModel(models, 'tiny/empty', options)).rejects.toThrow('neither a model_index.json nor');
  });

  it('takes a folder of the person as it is, and knows a plain word that is none', async () => {
    await writeFile(join(models, 'mine'), '');
    expect(await findModel(models, 'mine', options)).toBe(join(models, 'mine'));
    await expect(findModel(models, 'yours', options)).rejects.toThrow(
      'expected a folder below MODELS_DIR or a name',
    );
    expect(hub.requests).toEqual([]);
  });

  it('keeps to the list of allowed names', async () => {
    await expect(findModel(models, NAME, { ...options, allowed: ['other/*'] })).rejects.toThrow(
      'model "tiny/ip2p" is not on the list MODELS_ALLOW (other/*)',
    );
    expect(await findModel(models, NAME, { ...options, allowed: ['tiny/*'] })).toContain(NAME);
  });
});

describe('parseHubName', () => {
  it.each([
    ['a/b', { repository: 'a/b', revision: 'main' }],
    ['a/b-1.0@refs/pr/3', { repository: 'a/b-1.0', revision: 'refs/pr/3' }],
    ['a/b/c/d.safetensors@v1', { repository: 'a/b', revision: 'v1', files: ['c/d.safetensors'] }],
  ])('reads %s', (text, expected) => expect(parseHubName(text)).toEqual(expected));

  it.each(['pocket', '../a/b', 'a/..', '/a/b', 'a/b/c', 'a/b/../c.safetensors', 'a\\b/c', 'https://x/y'])(
    'refuses %s',
    (text) => expect(parseHubName(text)).toBeUndefined(),
  );

  it('has no opinion without a list', () => expect(() => assertAllowed('a/b', undefined)).not.toThrow());
});

describe('chooseWeightFiles', () => {
  it.each([
    ['a/whole', ['model.fp16.safetensors', 'model.safetensors', 'model.bin'], ['model.safetensors']],
    ['a/half', ['model.fp16.safetensors', 'model.fp16.bin'], ['model.fp16.safetensors']],
    [
      'shards',
      [
        'model-00002-of-00002.safetensors',
        'model-00001-of-00002.safetensors',
        'model.fp16-00001-of-00001.safetensors',
      ],
      ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'],
    ],
    ['late', ['model-00001-of-00001.fp16.safetensors'], ['model-00001-of-00001.fp16.safetensors']],
    ['nothing', ['diffusion_pytorch_model.non_ema.safetensors', 'openvino_model.xml'], []],
  ])('of %s', (_, files, expected) => expect(chooseWeightFiles(files)).toEqual(expected));
});

describe('chooseFiles', () => {
  it('leaves lists of shards and other tools’ settings alone', () => {
    const files = [
      'model_index.json',
      'unet/config.json',
      'unet/diffusion_pytorch_model.safetensors.index.json',
      'unet/diffusion_pytorch_model-00001-of-00001.safetensors',
      'text_encoder/flax_model.msgpack',
      'text_encoder/flax_config.json',
      'vae_decoder/config.json',
      'vae_1_0/config.json',
    ].map((path) => ({ path }));
    expect(chooseFiles('a/b', files).map(({ path }) => path)).toEqual([
      'model_index.json',
      'unet/config.json',
      'unet/diffusion_pytorch_model-00001-of-00001.safetensors',
    ]);
  });
});

describe('createProgressBar', () => {
  it('redraws one line on a terminal', () => {
    const drawn: string[] = [];
    const bar = createProgressBar('x', 1000, 0, {
      isTTY: true,
      write: (text) => drawn.push(String(text)) > 0,
    });
    bar.update(0);
    bar.update(500);
    bar.update(500);
    bar.end();
    expect(drawn).toHaveLength(3);
    expect(drawn[1]).toMatch(/^\rx \[█{12}░{12}\] 500 B of 1\.0 kB, /u);
  });

  it.each([
    [999, '999 B'],
    [6_940_000_000, '6.9 GB'],
  ])('writes %d as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});
