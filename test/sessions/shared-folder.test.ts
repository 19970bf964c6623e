import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { openStore } from '../../src/sessions/open-store.ts';

const root = join(import.meta.dirname, '..', '..');

type Child = ChildProcessByStdio<null, Readable, null>;
interface Kept {
  readonly picture: string;
  readonly count: number;
}

let folder: string;
let children: Child[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limner-shared-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process of its own that counts `times` times in the folder. */
function counting(times: number): Child {
  const script = join(import.meta.dirname, 'change-store.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder, String(times)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function readKept(child: Child, stopAt = Infinity): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    // What was cut off by the end of the process was not said.
    if (line.endsWith('}')) kept.push(JSON.parse(line) as Kept);
    if (kept.length === stopAt) child.kill('SIGKILL');
  }
  return kept;
}

async function expectWhole(kept: readonly Kept[], least: number): Promise<void> {
  const store = await openStore({ folder });
  expect((await store.sessions.load('web:1')).settings['count']).toBeGreaterThanOrEqual(least);
  for (const { picture } of kept) expect((await store.pictures.get(picture)).length).toBeGreaterThan(10_000);
  await store.close();
}

describe('two processes on one folder', () => {
  it('lose nothing of each other', async () => {
    const kept = (await Promise.all([readKept(counting(40)), readKept(counting(40))])).flat();
    expect(kept.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 80 }, (_, at) => at + 1),
    );
    await expectWhole(kept, 80);
  });
});

describe('a process that is killed while it writes', () => {
  it('leaves all that it said was kept, and a store that goes on', async () => {
    const child = counting(1_000_000);
    const exit = once(child, 'exit');
    const kept = await readKept(child, 25);
    expect((await exit)[1]).toBe('SIGKILL');
    expect(kept.length).toBeGreaterThanOrEqual(25);
    await expectWhole(kept, kept.length);
    expect(await readKept(counting(2))).toHaveLength(2);
  });
});

describe('a store file that is damaged', () => {
  const file = () => join(folder, 'store', 'data.mdb');
  const fill = async () => {
    const store = await openStore({ folder });
    for (let at = 0; at < 80; at++) await store.space('jobs').set(`job ${at}`, 'x'.repeat(1500));
    await store.close();
  };
  const overwrite = (from: number, bytes: number) => {
    const handle = openSync(file(), 'r+');
    writeSync(handle, Buffer.alloc(bytes, 0xff), 0, bytes, from);
  };

  it.each([
    ['another file', () => writeFileSync(file(), 'a'.repeat(20_000))],
    ['a part of it', () => truncateSync(file(), statSync(file()).size / 2)],
    ['less than a header', () => truncateSync(file(), 20)],
    ['a file whose second header is gone', () => overwrite(4096, 200)],
    ['a file with holes', () => overwrite(16_384, 100_000)],
  ] as const)('is told from a folder that cannot be written: %s', async (_, damage) => {
    await fill();
    damage();
    const error: unknown = await openStore({ folder }).catch((thrown: unknown) => thrown);
    assert.instanceOf(error, ConfigError);
    expect(error.message).toContain(`the store in "${join(folder, 'store')}" is damaged`);
    expect(error.message).toContain('Put a backup in its place');
  });

  it('is not what a whole one, or an empty one, is taken for', async () => {
    await fill();
    const store = await openStore({ folder });
    expect(await store.space('jobs').keys('')).toHaveLength(80);
    await store.close();
    writeFileSync(file(), '');
    const empty = await openStore({ folder });
    expect(await empty.space('jobs').keys('')).toEqual([]);
    await empty.close();
  });
});

describe('a picture file that lost a part', () => {
  it('is a picture that is gone', async () => {
    const store = await openStore({ folder });
    const hash = await store.pictures.put(Buffer.alloc(1000, 1));
    truncateSync(join(folder, 'pictures', hash.slice(0, 2), hash), 500);
    await expect(store.pictures.get(hash)).rejects.toMatchObject({ code: 'PICTURE_GONE' });
    await store.pictures.put(Buffer.alloc(1000, 1));
    expect(await store.pictures.get(hash)).toHaveLength(1000);
    await store.close();
  });
});
