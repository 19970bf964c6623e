import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertFits, chunkRows, chunksOf, MOST_CHUNKS } from '../../src/models/clip-chunks.ts';
import { type ClipTokenizer, loadClipTokenizer } from '../../src/models/clip-tokenizer.ts';

const tokenizer = await loadClipTokenizer(
  join(import.meta.dirname, '../golden/core/models/tiny-ip2p/tokenizer'),
);
const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('chunksOf', () => {
  it('keeps what fits between start and end in one chunk, the empty prompt too', () => {
    expect(chunksOf([], tokenizer)).toEqual([[]]);
    expect(chunksOf(range(75), tokenizer)).toEqual([range(75)]);
  });

  it('cuts the rest into chunks of the same size', () => {
    expect(chunksOf(range(160), tokenizer).map((chunk) => chunk.length)).toEqual([75, 75, 10]);
    expect(chunksOf(range(160), tokenizer).flat()).toEqual(range(160));
  });

  it('does not cut a learned word of several ids', () => {
    const learned: ClipTokenizer = { ...tokenizer, continues: (id) => id > 73 && id <= 77 };
    expect(chunksOf(range(80), learned).map((chunk) => chunk.length)).toEqual([72, 8]);
    // One that is longer than a chunk has to be cut somewhere.
    const endless: ClipTokenizer = { ...tokenizer, continues: (id) => id > 1 };
    expect(chunksOf(range(100), endless).map((chunk) => chunk.length)).toEqual([75, 25]);
  });
});

describe('chunkRows', () => {
  it('counts the start and end tokens of every chunk', () => {
    const rows = chunkRows(range(80), tokenizer);
    expect([rows[0], rows[74], rows[75], rows[79]]).toEqual([1, 75, 78, 82]);
  });
});

describe('assertFits', () => {
  it('says how many word pieces are read', () => {
    expect(() => assertFits(range(75), tokenizer)).not.toThrow();
    expect(() => assertFits(range(76), tokenizer)).toThrow('76 word pieces, and edits, layouts');
    expect(() => assertFits(range(75 * MOST_CHUNKS), tokenizer, MOST_CHUNKS)).not.toThrow();
    expect(() => assertFits(range(75 * MOST_CHUNKS + 1), tokenizer, MOST_CHUNKS)).toThrow('it reads 600');
  });
});
