import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { contactSheet } from '../../src/image/drawing.ts';
import { encodePng } from '../../src/image/encode.ts';
import { suites } from './index.ts';
import type { EvalRow, Tile } from './suite.ts';
import { wholeNumber } from './whole-number.ts';

/**
 * `npm run eval -- --suite NAME [--seed S] [--count N] [--images DIR] [--sheet FILE] [--json]`: measures quality and
 * prints a table; progress goes to stderr.
 */
const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    images: { type: 'string' },
    sheet: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
/** Rows of a contact sheet at most: more cannot be looked at. */
const SHEET_ROWS = 24;

const load = suites[values.suite ?? ''];
if (load === undefined) {
  console.error(
    `--suite: got ${values.suite ?? 'nothing'}, expected one of ${Object.keys(suites).join(', ')}.`,
  );
  process.exit(2);
}
const count = values.count === undefined ? undefined : wholeNumber('--count', values.count, 1);
const seed = wholeNumber('--seed', values.seed, 0);
const shown: (readonly Tile[])[] = [];
const suite = await load();
const rows = await suite.run({
  seed,
  count,
  images: values.images,
  onProgress: (done, of, what) => console.error(`${what}: ${done} of ${of}`),
  ...(values.sheet !== undefined && { show: (tiles: readonly Tile[]) => void shown.push(tiles) }),
});
if (values.sheet !== undefined) await writeSheet(values.sheet);
if (values.json) console.log(JSON.stringify({ suite: suite.name, seed, count, rows }, null, 2));
else console.table(Object.fromEntries(rows.map((row) => [row.figure, cells(row)])));

function cells({ value, plain, goal }: EvalRow): Record<string, unknown> {
  const hasPlain = rows.some((row) => row.plain !== undefined);
  return { value, ...(hasPlain && { plain: plain ?? '' }), goal: goal ?? '' };
}

async function writeSheet(file: string): Promise<void> {
  const columns = Math.max(0, ...shown.map((tiles) => tiles.length));
  if (columns === 0) return console.error(`--sheet: the suite ${suite.name} shows no pictures.`);
  const blank = { width: 1, height: 1, data: new Uint8Array(3).fill(255) };
  const tiles = shown
    .slice(0, SHEET_ROWS)
    .flatMap((row) => Array.from({ length: columns }, (_, at) => row[at] ?? { image: blank, caption: '' }));
  await writeFile(file, await encodePng(await contactSheet(tiles, { cell: 160, columns })));
}
