import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const [SIDE, CELLS, LATENTS, THINGS] = [256, 16, 32, 4];

interface Item {
  readonly head: {
    readonly seed: number;
    readonly text: string;
    readonly spans: readonly { start: number; end: number; things: readonly number[] }[];
    readonly pictures: number;
    readonly things: readonly (readonly { word: string; box: readonly [number, number, number, number] }[])[];
  };
  readonly masks: Uint8Array;
  readonly matters: Uint8Array;
}

/** Reads the stream as tools/train/scenes.py does. */
function items(...options: readonly string[]): readonly Item[] {
  const stream = ['--import', 'tsx', 'tools/scenes/stream.ts', ...options];
  const { stdout, status } = spawnSync(process.execPath, stream, { cwd: root, maxBuffer: 2 ** 28 });
  expect(status).toBe(0);
  const read: Item[] = [];
  for (let at = 0; at < stdout.length;) {
    const length = stdout.readUInt32LE(at);
    const head = JSON.parse(stdout.toString('utf8', at + 4, at + 4 + length)) as Item['head'];
    at += 4 + length;
    const masks = [];
    for (let picture = 0; picture < head.pictures; picture++) {
      at += SIDE * SIDE * 3;
      masks.push(stdout.subarray(at, (at += THINGS * CELLS * CELLS)));
    }
    read.push({ head, masks: Buffer.concat(masks), matters: stdout.subarray(at, (at += LATENTS * LATENTS)) });
  }
  return read;
}

describe('the stream of scenes', () => {
  it('brings pictures, masks and words that belong together, and starts anywhere', () => {
    const all = items('--seed', '90000', '--count', '12', '--edits', '0.5');
    expect(all.map(({ head }) => head.seed)).toEqual(
      Array.from({ length: 12 }, (_, index) => 90_000 + index),
    );
    expect(new Set(all.map(({ head }) => head.pictures))).toEqual(new Set([1, 2]));
    for (const { head, masks, matters } of all) {
      expect(Math.max(...matters), head.text).toBeGreaterThan(0);
      head.things.forEach((things, picture) =>
        things.forEach(({ word, box: [left, top, right, bottom] }, index) => {
          const start = (picture * THINGS + index) * CELLS * CELLS;
          const cells = [...masks.subarray(start, start + CELLS * CELLS)];
          const seen = cells.flatMap((share, cell) => (share > 127 ? [cell] : []));
          for (const cell of seen) {
            const [x, y] = [((cell % CELLS) + 0.5) * 16, (Math.floor(cell / CELLS) + 0.5) * 16];
            const isInside = x > left - 8 && x < right + 8 && y > top - 8 && y < bottom + 8;
            expect(isInside, `${head.text}: ${word}`).toBe(true);
          }
        }),
      );
    }
    const [later] = items('--seed', '90007', '--count', '1', '--edits', '0.5');
    expect(later).toEqual(all[7]);
  });
});
