import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePicture } from '../../src/image/decode.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limner-examples-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = async (example: string, ...given: string[]): Promise<string> => {
  const command = ['--import', 'tsx', join(root, 'examples', example), ...given];
  return (await promisify(execFile)(process.execPath, command, { cwd: root })).stdout;
};

describe('examples', () => {
  it('generate.ts paints a picture, edit.ts changes it', async () => {
    const [picture, edited] = [join(folder, 'a.png'), join(folder, 'b.png')];
    expect(await run('generate.ts', 'a penguin in the snow', '3', picture)).toContain(
      'a penguin in the snow',
    );
    expect(await decodePicture(await readFile(picture))).toMatchObject({ width: 256, height: 256 });
    expect(await run('edit.ts', picture, 'make it night', edited)).toContain('focus-on-your-instruction');
    expect(await decodePicture(await readFile(edited))).toMatchObject({ width: 256, height: 256 });
  });

  it('redraw.ts draws a picture again, reword.ts changes words of what it shows', async () => {
    const [picture, redrawn, reworded] = ['c.png', 'd.png', 'e.png'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await run('generate.ts', 'a red car on the road', '3', picture);
    expect(await run('redraw.ts', picture, 'a bus on the road', redrawn, '0.4')).toContain(
      'noisy-image-input',
    );
    expect(await decodePicture(await readFile(redrawn))).toMatchObject({ width: 256, height: 256 });
    const words = ['a red car on the road', 'a blue car on the road'];
    expect(await run('reword.ts', picture, ...words, reworded, '6')).toContain('negative-prompt inversion');
    expect(await decodePicture(await readFile(reworded))).toMatchObject({ width: 256, height: 256 });
  });

  it('heat-map.ts shows where a word is', async () => {
    expect(await run('heat-map.ts', 'a cat on grass', 'cat', folder, '4')).toContain('share');
    expect(await decodePicture(await readFile(join(folder, 'heat-cat.png')))).toMatchObject({ width: 256 });
  });

  it('own-method.ts scales one word', async () => {
    expect(await run('own-method.ts')).toContain('Float32Array(16)');
  });
});
