import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEditList } from '../../../tools/eval/similarity/edit-list.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limner-edits-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (text: string) => {
  await writeFile(join(folder, 'edits.jsonl'), text);
  return readEditList(folder);
};

describe('readEditList', () => {
  it('reads one edit a line, files as paths, empty lines left out', async () => {
    const lines = await read(
      '{"image": "a.png", "instruction": "make it blue", "source": "a cat", "target": "a blue cat"}\n\n' +
        '{"image": "b.png", "instruction": "remove the dog", "mask": "b-mask.png"}\n',
    );
    expect(lines).toEqual([
      {
        image: join(folder, 'a.png'),
        instruction: 'make it blue',
        source: 'a cat',
        target: 'a blue cat',
      },
      { image: join(folder, 'b.png'), instruction: 'remove the dog', mask: join(folder, 'b-mask.png') },
    ]);
  });

  it('names the line that it cannot read', async () => {
    await expect(read('{"image": "a.png", "instruction": "x"}\nnonsense')).rejects.toThrow('line 2');
    await expect(read('{"image": "a.png"}')).rejects.toThrow('instruction');
  });

  it('takes no file from outside of the folder', async () => {
    await expect(read('{"image": "../a.png", "instruction": "x"}')).rejects.toThrow('outside');
  });

  it('says which file is missing', async () => {
    await expect(readEditList(join(folder, 'nowhere'))).rejects.toThrow('edits.jsonl');
  });
});
