import { describe, expect, it } from 'vitest';
import { assertFileSize, readFile } from '../../src/chat/incoming-file.ts';

async function* endless(asked: { parts: number }): AsyncGenerator<Uint8Array> {
  while (true) {
    asked.parts += 1;
    yield new Uint8Array(10_000_000);
  }
}

describe('readFile', () => {
  it('puts the parts together', async () => {
    async function* parts() {
      yield new Uint8Array([1, 2]);
      yield new Uint8Array();
      yield new Uint8Array([3]);
    }
    expect(await readFile('a.png', parts())).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('stops at the limit, whatever was said of the size', async () => {
    const asked = { parts: 0 };
    await expect(readFile('a.png', endless(asked))).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: 'a.png is too large: it has 30 MB, the limit is 25 MB.',
    });
    expect(asked.parts).toBe(3);
  });
});

describe('assertFileSize', () => {
  it('takes a file of exactly the limit', () => {
    expect(() => assertFileSize('a.png', 25_000_000)).not.toThrow();
    expect(() => assertFileSize('a.png', 25_000_001)).toThrow('a.png is too large');
  });
});
