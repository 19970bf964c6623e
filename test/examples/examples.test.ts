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

  it('own-method.ts scales one word', async () => {
    expect(await run('own-method.ts')).toContain('Float32Array(16)');
  });
});
