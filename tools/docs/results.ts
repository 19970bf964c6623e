import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { suites } from '../eval/index.ts';
import type { EvalRow } from '../eval/suite.ts';
import { wholeNumber } from '../eval/whole-number.ts';

/**
 * `npm run results [-- --seed S] [--count N] [--suites foi,dense]`: runs the suites one after another and writes their
 * tables into docs/results.md, each with the command that prints it again. Tables of other suites stay as they are.
 */
const MEASURED = ['foi', 'foi-multi', 'cmu', 'dense', 'p2p', 'instance', 'overhead', 'detection', 'pocket'];
const FILE = fileURLToPath(new URL('../../docs/results.md', import.meta.url));

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '100000' },
    count: { type: 'string' },
    suites: { type: 'string', default: MEASURED.join(',') },
  },
});
const model = process.env['POCKET_MODEL'] ?? fileURLToPath(new URL('../../models/pocket', import.meta.url));
const weights = weightsOf(join(model, 'unet'));
const seed = wholeNumber('--seed', values.seed, 0);
const count = values.count === undefined ? undefined : wholeNumber('--count', values.count, 1);
const asked = values.suites.split(',').map((name) => {
  const load = suites[name];
  if (load !== undefined) return { name, load };
  console.error(`--suites: got ${name}, expected some of ${Object.keys(suites).join(', ')}.`);
  return process.exit(2);
});

const today = (): string => new Date().toISOString().slice(0, 10);

for (const { name, load } of asked) {
  const suite = await load();
  const rows = await suite.run({
    seed,
    count,
    onProgress: (done, of, what) => console.error(`${what}: ${done} of ${of}`),
  });
  // After every suite, so that what is measured is kept when a later one fails.
  await writeSection(name, rows);
}

async function writeSection(name: string, rows: readonly EvalRow[]): Promise<void> {
  const page = await readFile(FILE, 'utf8');
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const section = `${begin}\n\n${await sectionOf(name, rows)}\n\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  const next =
    from === -1 || to === -1
      ? `${page.trimEnd()}\n\n## ${name}\n\n${section}\n`
      : page.slice(0, from) + section + page.slice(to + end.length);
  await writeFile(FILE, next);
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

async function sectionOf(name: string, rows: readonly EvalRow[]): Promise<string> {
  const counted = count === undefined ? '' : ` --count ${count}`;
  const hasPlain = rows.some(({ plain }) => plain !== undefined);
  const cells = (row: EvalRow): string[] => [
    row.figure,
    String(row.value),
    ...(hasPlain ? [String(row.plain ?? '')] : []),
    row.goal ?? '',
  ];
  const head = ['figure', 'measured', ...(hasPlain ? ['plain'] : []), 'goal'];
  return [
    `\`npm run eval -- --suite ${name} --seed ${seed}${counted}\`, ${today()}, ${cpus().length} cores, weights ${await weights}.`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) => line(cells(row))),
  ].join('\n');
}

/** The first letters of the U-Net's hash: tells which training a table was measured with. */
async function weightsOf(folder: string): Promise<string> {
  const file = (await readdir(folder)).find((name) => name.endsWith('.safetensors'));
  if (file === undefined) return 'unknown';
  return createHash('sha256')
    .update(await readFile(join(folder, file)))
    .digest('hex')
    .slice(0, 8);
}
