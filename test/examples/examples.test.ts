import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodePicture } from '../../src/image/decode.ts';

// Every example is a process that loads the model: a busy machine takes minutes.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const root = join(import.meta.dirname, '../..');
let folder: string;
let picture: string;
let said: string;

const run = async (example: string, ...given: string[]): Promise<string> => {
  const command = ['--import', 'tsx', join(root, 'examples', example), ...given];
  return (await promisify(execFile)(process.execPath, command, { cwd: root })).stdout;
};
const file = (name: string): string => join(folder, name);
const sizeOf = async (name: string) => {
  const { width, height } = await decodePicture(await readFile(name));
  return [width, height];
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limner-examples-'));
  picture = file('picture.png');
  said = await run('generate.ts', 'a penguin in the snow', '3', picture);
});
afterAll(() => rm(folder, { recursive: true }));

describe('examples', () => {
  it('generate.ts paints a picture', async () => {
    expect(said).toContain('a penguin in the snow');
    expect(await sizeOf(picture)).toEqual([256, 256]);
  });

  it('edit.ts changes it', async () => {
    expect(await run('edit.ts', picture, 'make it night', file('edited.png'))).toContain(
      'focus-on-your-instruction',
    );
    expect(await sizeOf(file('edited.png'))).toEqual([256, 256]);
  });

  it('redraw.ts draws it again', async () => {
    expect(await run('redraw.ts', picture, 'a robot in the snow', file('redrawn.png'), '0.4')).toContain(
      'noisy-image-input',
    );
    expect(await sizeOf(file('redrawn.png'))).toEqual([256, 256]);
  });

  it('reword.ts changes words of what it shows', async () => {
    const words = ['a penguin in the snow', 'a robot in the snow'];
    expect(await run('reword.ts', picture, ...words, file('reworded.png'), '4')).toContain(
      'negative-prompt inversion',
    );
    expect(await sizeOf(file('reworded.png'))).toEqual([256, 256]);
  });

  it('heat-map.ts shows where a word is', async () => {
    expect(await run('heat-map.ts', 'a cat on grass', 'cat', folder, '3')).toContain('share');
    expect(await sizeOf(file('heat-cat.png'))).toEqual([256, 256]);
  });

  it('own-method.ts scales one word', async () => {
    expect(await run('own-method.ts')).toContain('Float32Array(16)');
  });
});
