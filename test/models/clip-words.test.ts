import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/index.ts';
import { decodePicture } from '../../src/image/decode.ts';
import { silent } from '../../src/log.ts';
import { type ClipTokenizer, loadClipTokenizer } from '../../src/models/clip-tokenizer.ts';

const gold = join(import.meta.dirname, '../golden');
const today = join(gold, 'saved-today');
const { strings } = JSON.parse(await readFile(join(today, 'tokens.json'), 'utf8')) as {
  readonly strings: readonly { readonly text: string; readonly ids: readonly number[] }[];
};
const idsOf = (tokenizer: ClipTokenizer) =>
  strings.map(({ text }) => ({ text, ids: tokenizer.tokenize(text) }));

describe('a tokenizer with learned words', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limner-words-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = (file: string, content: string) => writeFile(join(folder, file), content);
  /** The older layout, its lines ended and its files begun as programs on Windows do. */
  const writeOlder = async (): Promise<void> => {
    await cp(join(gold, 'core/models/tiny-ip2p/tokenizer'), folder, { recursive: true });
    const merges = await readFile(join(folder, 'merges.txt'), 'utf8');
    await write('merges.txt', merges.replaceAll('\n', '\r\n'));
    await write('vocab.json', `\uFEFF${await readFile(join(folder, 'vocab.json'), 'utf8')}`);
  };

  it('reads tokenizer.json alone, as transformers saves it', async () => {
    const tokenizer = await loadClipTokenizer(join(today, 'pipeline/tokenizer'));
    expect(idsOf(tokenizer)).toEqual(strings);
    expect(tokenizer.vocabulary).toBe(1116);
    expect(tokenizer.pieces([1114, 1113])).toEqual(['<moss>', '<|endoftext|>']);
  });

  it('reads vocab.json and merges.txt with added_tokens.json', async () => {
    await writeOlder();
    await write('added_tokens.json', '{"<moss>": 1114}');
    const tokenizer = await loadClipTokenizer(folder);
    // The older files do not say that the start token is looked for after lower-casing, nor know the other word.
    const known = strings.filter(({ text }) => !/ivy|STARTOF/iu.test(text));
    expect(idsOf(tokenizer).filter(({ text }) => known.some((one) => one.text === text))).toEqual(known);
  });

  it('reads the words that tokenizer_config.json lists', async () => {
    await writeOlder();
    const word = { lstrip: false, rstrip: false, single_word: false };
    await write(
      'tokenizer_config.json',
      JSON.stringify({
        added_tokens_decoder: {
          1112: { ...word, content: '<|startoftext|>', normalized: true, special: true },
          1113: { ...word, content: '<|endoftext|>', normalized: false, special: true },
          1114: { ...word, content: '<moss>', normalized: true, special: false },
          1115: { ...word, content: 'Ivy', normalized: false, special: false },
        },
      }),
    );
    expect(idsOf(await loadClipTokenizer(folder))).toEqual(strings);
  });

  it('reads pairs written as one string', async () => {
    await cp(join(today, 'pipeline/tokenizer'), folder, { recursive: true });
    const json = JSON.parse(await readFile(join(folder, 'tokenizer.json'), 'utf8')) as {
      model: { merges: (string | string[])[] };
    };
    json.model.merges = json.model.merges.map((pair) => (typeof pair === 'string' ? pair : pair.join(' ')));
    await write('tokenizer.json', JSON.stringify(json));
    expect(idsOf(await loadClipTokenizer(folder))).toEqual(strings);
  });

  it.each([
    ['no words', {}, /got no words, expected tokenizer.json, or vocab.json with merges.txt/u],
    ['merges missing', { 'vocab.json': '{}' }, /got no words/u],
    [
      'words of another kind',
      { 'tokenizer.json': '{"model":{"type":"Unigram"}}' },
      /tokenizer.json: got something else/u,
    ],
    [
      'a page instead of words',
      { 'vocab.json': '<html>', 'merges.txt': '' },
      /vocab.json: got something else/u,
    ],
  ])('refuses %s', async (_, files, message) => {
    for (const [file, content] of Object.entries(files)) await write(file, content);
    await expect(loadClipTokenizer(folder)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('a pipeline as save_pretrained writes it today', () => {
  it('paints the picture of diffusers, a learned word in it', async () => {
    const path = join(today, 'pipeline');
    const engine = await createEngine({ imageModel: path, editModel: path, threads: 1, log: silent });
    const { picture } = await engine.run(
      {
        steps: [{ kind: 'generate', prompt: 'a photo of a <moss> cat' }],
        settings: { seed: 7, steps: 4, width: 32, height: 32, guidanceScale: 5, sampler: 'euler' },
      },
      () => undefined,
      new AbortController().signal,
    );
    await engine.dispose();
    const expected = await decodePicture(await readFile(join(today, 'picture.png')));
    const squares = expected.data.reduce(
      (sum, value, at) => sum + (value - (picture?.data[at] ?? 0)) ** 2,
      0,
    );
    expect(10 * Math.log10(255 ** 2 / (squares / expected.data.length))).toBeGreaterThan(50);
  });
});
