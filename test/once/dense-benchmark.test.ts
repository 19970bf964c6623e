import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodePng } from '../../src/image/encode.ts';
import { chooseItems, readDenseBenchmark } from '../../src/once/dense-benchmark.ts';
import { readPlainPickle } from '../../src/once/plain-pickle.ts';

const start = join(import.meta.dirname, '../../tools/start.js');
const folder = mkdtempSync(join(tmpdir(), 'limner-dense-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Written by Python 3.11, `base64.b64encode(pickle.dumps(d, protocol=n))` with d = {0: {'textual_condition': 'A cat and a
 * dog on the grass.', 'segment_descriptions': ['', 'A cat', 'a dog']}, 1: {'textual_condition': 'a red car near a
 * house', 'segment_descriptions': ['', 'a red car', 'a house']}}; the published files are protocol 4.
 */
const PICKLES: Readonly<Record<number, string>> = {
  2: 'gAJ9cQAoSwB9cQEoWBEAAAB0ZXh0dWFsX2NvbmRpdGlvbnECWB0AAABBIGNhdCBhbmQgYSBkb2cgb24gdGhlIGdyYXNzLnEDWBQAAABzZWdtZW50X2Rlc2NyaXB0aW9uc3EEXXEFKFgAAAAAcQZYBQAAAEEgY2F0cQdYBQAAAGEgZG9ncQhldUsBfXEJKGgCWBYAAABhIHJlZCBjYXIgbmVhciBhIGhvdXNlcQpoBF1xCyhoBlgJAAAAYSByZWQgY2FycQxYBwAAAGEgaG91c2VxDWV1dS4=',
  4: 'gASVrAAAAAAAAAB9lChLAH2UKIwRdGV4dHVhbF9jb25kaXRpb26UjB1BIGNhdCBhbmQgYSBkb2cgb24gdGhlIGdyYXNzLpSMFHNlZ21lbnRfZGVzY3JpcHRpb25zlF2UKIwAlIwFQSBjYXSUjAVhIGRvZ5RldUsBfZQoaAKMFmEgcmVkIGNhciBuZWFyIGEgaG91c2WUaARdlChoBowJYSByZWQgY2FylIwHYSBob3VzZZRldXUu',
};
/** `pickle.dumps({0: E()})` where E reduces to a call of print. */
const CALLING = 'gASVJwAAAAAAAAB9lEsAjAhidWlsdGluc5SMBXByaW50lJOUjAVoZWxsb5SFlFKUcy4=';

const pickle = (protocol: number) => Buffer.from(PICKLES[protocol] ?? '', 'base64');

describe('readPlainPickle', () => {
  it.each([2, 4])('reads dicts, lists, text and numbers of protocol %i', (protocol) => {
    expect(readPlainPickle(pickle(protocol))).toEqual(
      new Map([
        [
          0,
          new Map<string, unknown>([
            ['textual_condition', 'A cat and a dog on the grass.'],
            ['segment_descriptions', ['', 'A cat', 'a dog']],
          ]),
        ],
        [
          1,
          new Map<string, unknown>([
            ['textual_condition', 'a red car near a house'],
            ['segment_descriptions', ['', 'a red car', 'a house']],
          ]),
        ],
      ]),
    );
  });

  it('refuses a file that calls a function, before anything runs', () => {
    expect(() => readPlainPickle(Buffer.from(CALLING, 'base64'))).toThrow(/instruction 0x93 is not known/u);
  });

  it.each([1, 20, 100])('refuses a file that ends after %i bytes', (length) => {
    expect(() => readPlainPickle(pickle(4).subarray(0, length))).toThrow(/ends too early/u);
  });
});

describe('readDenseBenchmark', () => {
  it('gives captions, phrases and where each painting lies, from a pickle and from JSON', async () => {
    const [file, same] = [join(folder, 'testset.pkl'), join(folder, 'testset.json')];
    writeFileSync(file, pickle(4));
    writeFileSync(
      same,
      JSON.stringify({
        1: {
          textual_condition: 'a red car near a house',
          segment_descriptions: ['', 'a red car', 'a house'],
        },
        0: {
          textual_condition: 'A cat and a dog on the grass.',
          segment_descriptions: ['', 'A cat', 'a dog'],
        },
      }),
    );
    const items = await readDenseBenchmark(file);
    expect(items).toEqual([
      {
        index: 0,
        prompt: 'A cat and a dog on the grass.',
        phrases: ['', 'A cat', 'a dog'],
        painting: join(folder, 'testset_layout', '0.png'),
      },
      {
        index: 1,
        prompt: 'a red car near a house',
        phrases: ['', 'a red car', 'a house'],
        painting: join(folder, 'testset_layout', '1.png'),
      },
    ]);
    expect(await readDenseBenchmark(same)).toEqual(items);
    expect(chooseItems(items, '1-9').map(({ index }) => index)).toEqual([1]);
    expect(() => chooseItems(items, 'all')).toThrow('"all" is no number');
    expect(() => chooseItems(items, '7')).toThrow('There is no item 7; there are 0 to 1.');
  });

  it.each([
    ['broken.json', '{', 'is no JSON'],
    ['half.json', '{"0":{"textual_condition":"a cat"}}', 'Item 0 needs a textual_condition'],
  ])('says what is wrong with %s', async (name, text, message) => {
    writeFileSync(join(folder, name), text);
    await expect(readDenseBenchmark(join(folder, name))).rejects.toThrow(message);
  });

  it('is painted from by --once', { timeout: 300_000 }, async () => {
    const file = join(folder, 'mine.pkl');
    writeFileSync(file, pickle(4));
    mkdirSync(join(folder, 'mine_layout'), { recursive: true });
    // White ground, a large red region on the left, a smaller blue one on the right.
    const data = new Uint8Array(64 * 64 * 3).fill(255);
    const fill = (left: number, right: number, top: number, colour: readonly number[]) => {
      for (let y = top; y < 60; y++) for (let x = left; x < right; x++) data.set(colour, (y * 64 + x) * 3);
    };
    fill(2, 30, 8, [200, 0, 0]);
    fill(40, 60, 30, [0, 0, 200]);
    writeFileSync(join(folder, 'mine_layout', '0.png'), await encodePng({ width: 64, height: 64, data }));
    const args = [
      '--once',
      '--layouts',
      file,
      '--items',
      '0',
      '--seed',
      '3',
      '--out',
      join(folder, 'out'),
      '--json',
    ];
    const { stdout, stderr } = spawnSync(process.execPath, [start, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout), stderr).toMatchObject({
      seed: 3,
      method: 'dense-diffusion',
      plan: [
        {
          kind: 'layout',
          prompt: 'A cat and a dog on the grass.',
          segments: [{ words: '' }, { words: 'A cat' }, { words: 'a dog' }],
        },
      ],
      pictures: [{ role: 'picture' }],
    });
  });
});
