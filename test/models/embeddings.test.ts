import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEmbedding } from '../../src/models/embeddings/read-embedding.ts';
import { namedIn, withEmbeddings } from '../../src/models/embeddings/with-embeddings.ts';
import { openCheckpoint } from '../../src/models/index.ts';
import { writeSafetensors } from '../../tools/safetensors-writer.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createEngine } from '../../src/engine/index.ts';
import { silent } from '../../src/log.ts';

const core = join(import.meta.dirname, '../golden/core');
const read = (name: string) => readEmbedding(join(core, `embeddings/${name}.safetensors`));

describe('readEmbedding', () => {
  it.each([
    ['toy', ['<toy>', 'toy'], { text_encoder: [2, 16] }],
    ['hazy', ['hazy'], { text_encoder: [3, 16] }],
    ['moss', ['moss'], { text_encoder: [2, 8], text_encoder_2: [2, 12] }],
  ])('reads the format of %s', async (name, words, dims) => {
    const embedding = await read(name);
    expect(embedding.words).toEqual(words);
    expect(
      Object.fromEntries(Object.entries(embedding.vectors).map(([part, vectors]) => [part, vectors.dims])),
    ).toEqual(dims);
  });

  it('names what is no learned word', async () => {
    const unet = join(core, 'models/tiny-lcm/unet/diffusion_pytorch_model.safetensors');
    await expect(readEmbedding(unet)).rejects.toThrow(/^embedding diffusion_pytorch_model: got \d+ tensors/u);
  });
});

describe('readEmbedding, of what other programs save,', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limner-embedding-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const vectors = Float32Array.of(1, 2, 3, 4, 5, 6);
  const f32 = (name: string, dims: number[], data = vectors) => ({
    name,
    dtype: 'F32',
    dims,
    bytes: new Uint8Array(data.buffer),
  });

  it.each([
    [
      'a counter of steps beside the vectors',
      [f32('emb_params', [2, 3]), f32('step', [], Float32Array.of(100))],
    ],
    ["AUTOMATIC1111's older name", [f32('string_to_param.*', [2, 3])]],
    ['an axis in front', [f32('emb_params', [1, 2, 3])]],
    ['the vectors of the first encoder alone', [f32('clip_l', [2, 3])]],
    [
      'float64',
      [
        {
          ...f32('emb_params', [2, 3]),
          dtype: 'F64',
          bytes: new Uint8Array(Float64Array.from(vectors).buffer),
        },
      ],
    ],
    // 1…6 as E4M3.
    [
      'float8',
      [{ ...f32('emb_params', [2, 3]), dtype: 'F8_E4M3', bytes: Uint8Array.of(56, 64, 68, 72, 74, 76) }],
    ],
  ])('reads %s', async (_, tensors) => {
    const path = join(folder, 'bad hand-v4.safetensors');
    await writeSafetensors(path, tensors);
    const { words, vectors: found } = await readEmbedding(path);
    expect(words).toEqual(['bad hand-v4']);
    expect(found['text_encoder']).toMatchObject({ dims: [2, 3], data: vectors });
  });
});

describe('withEmbeddings', () => {
  it('gives a word ids behind the vocabulary, wherever it stands as a whole word', async () => {
    const plain = await openCheckpoint(join(core, 'models/tiny-lcm'));
    const { tokenizer } = withEmbeddings(plain, [await read('toy'), await read('hazy')]).text;
    const words = (text: string): number[] => plain.text.tokenizer.tokenize(text);
    const { vocabulary } = tokenizer;
    expect(tokenizer.tokenize('a <toy> here')).toEqual([
      ...words('a'),
      vocabulary,
      vocabulary + 1,
      ...words('here'),
    ]);
    expect(tokenizer.tokenize('Hazy, embedding:hazy')).toEqual([
      ...[2, 3, 4].map((id) => vocabulary + id),
      ...words(','),
      ...[2, 3, 4].map((id) => vocabulary + id),
    ]);
    expect(tokenizer.tokenize('hazyness un-hazy')).toEqual(words('hazyness un-hazy'));
    expect(tokenizer.pieces([vocabulary, vocabulary + 1])).toEqual(['', '<toy>']);
    expect([0, 1, 2, 3].map((id) => tokenizer.continues?.(vocabulary + id))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('says when a word was made for another text encoder', async () => {
    const sd = await openCheckpoint(join(core, 'models/tiny-lcm'));
    const xl = await openCheckpoint(join(core, 'models/tiny-cosxl'));
    const [toy, moss] = [await read('toy'), await read('moss')];
    expect(() => withEmbeddings(xl, [toy])).toThrow(
      'The learned word toy was made for another kind of model than tiny-cosxl: its vectors have 16 numbers, here they need 8 + 12.',
    );
    expect(() => withEmbeddings(sd, [moss])).toThrow('its vectors have 8 + 12 numbers, here they need 16.');
  });

  it('knows which words a text says', async () => {
    const all = [await read('toy'), await read('hazy'), await read('moss')];
    expect(namedIn('a Moss-green thing, made of moss', all).map(({ name }) => name)).toEqual(['moss']);
    expect(namedIn('mossy toys', all)).toEqual([]);
  });
});

describe('an engine with learned words', () => {
  let folder: string;
  let engine: Engine;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limner-words-'));
    await cp(join(core, 'embeddings'), folder, { recursive: true });
    await writeFile(join(folder, 'broken.safetensors'), 'no weights');
    await writeFile(join(folder, 'empty.safetensors'), '');
    await mkdir(join(folder, 'drawer.safetensors'));
    await symlink(join(folder, 'gone'), join(folder, 'lost.safetensors'));
    for (const dtype of ['U16', 'I8', 'F6_E3M2'])
      await writeSafetensors(join(folder, `old ${dtype}.v1.safetensors`), [
        { name: 'emb_params', dtype, dims: [1, 8], bytes: new Uint8Array(dtype === 'U16' ? 16 : 8) },
      ]);
    const path = join(core, 'models/tiny-cosxl');
    engine = await createEngine({
      imageModel: path,
      editModel: path,
      embeddings: folder,
      threads: 1,
      log: silent,
    });
  });
  afterAll(async () => {
    await engine.dispose();
    await rm(folder, { recursive: true });
  });
  const paint = async (prompt: string): Promise<Buffer> => {
    const { picture } = await engine.run(
      { steps: [{ kind: 'generate', prompt }], settings: { seed: 1, steps: 2, width: 64, height: 64 } },
      () => undefined,
      new AbortController().signal,
    );
    return Buffer.from(picture?.data ?? []);
  };

  it('paints with those that a prompt says, and as before without them', async () => {
    const before = await paint('a cat');
    const mossy = await paint('a cat moss');
    expect(mossy.equals(await paint('a cat'))).toBe(false);
    expect(before.equals(await paint('a cat'))).toBe(true);
  });

  it.each(['U16', 'I8', 'F6_E3M2'])('says why one in %s is not read, to who names it', async (dtype) => {
    await expect(paint(`a cat (embedding:old ${dtype}.v1:1.2)`)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message: expect.stringMatching(
        new RegExp(`old ${dtype}.*: got emb_params as ${dtype}, expected F`, 'u'),
      ) as string,
    });
  });

  it('says which there are, and which do not fit', async () => {
    await expect(paint('a cat, embedding:gloss')).rejects.toMatchObject({
      code: 'NO_EMBEDDING',
      message: expect.stringContaining('There is no learned word "gloss" here. There is: '),
    });
    await expect(paint('a toy')).rejects.toMatchObject({ code: 'EMBEDDING_MISFIT' });
  });
});
