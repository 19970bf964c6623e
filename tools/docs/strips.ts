import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { contactSheet, overlay } from '../../src/image/drawing.ts';
import { encodePng } from '../../src/image/encode.ts';
import { openEvalContext } from '../eval/context.ts';
import { suites } from '../eval/index.ts';
import type { EvalSuite, Tile } from '../eval/suite.ts';

/**
 * `npm run docs:strips [-- NAME …]`: makes the README's picture of every method, source, plain and ours, from the rows
 * that the suites show. The seeds are of the range that parameters were chosen on (90000 … 99999).
 */
const FOLDER = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const CELL = 144;
/** Of heat maps: seen on the orange of cats and dogs. */
const BLUE = [0, 64, 255] as const;

interface Strip {
  readonly suite: string;
  readonly seeds: readonly number[];
  /** Which pictures of a row are shown, and what is written under them. */
  readonly columns: readonly (readonly [at: number, caption: string])[];
}

const STRIPS: Readonly<Record<string, Strip>> = {
  'focus-on-your-instruction': {
    suite: 'foi',
    seeds: [90010, 90003],
    columns: [
      [0, 'source'],
      [1, 'plain'],
      [3, 'FoI'],
    ],
  },
  'several-instructions': {
    suite: 'foi-multi',
    seeds: [90024, 90027],
    columns: [
      [0, 'source'],
      [3, 'plain'],
      [1, 'FoI, one pass'],
    ],
  },
  'prompt-to-prompt': {
    suite: 'p2p',
    seeds: [90000, 90004],
    columns: [
      [0, 'source'],
      [1, 'new prompt'],
      [2, 'Prompt-to-Prompt'],
    ],
  },
  'dense-diffusion': {
    suite: 'dense',
    seeds: [90000, 90022],
    columns: [
      [0, 'segments'],
      [1, 'words alone'],
      [2, 'DenseDiffusion'],
    ],
  },
  'noisy-image-input': {
    suite: 'cmu',
    seeds: [90000, 90010],
    columns: [
      [0, 'source'],
      [2, 'plain'],
      [7, 'noisy image'],
    ],
  },
  'instance-copy': {
    suite: 'instance',
    seeds: [90000, 90004],
    columns: [
      [0, 'source'],
      [1, 'plain'],
      [2, 'copy'],
    ],
  },
};

/** The first row that a suite shows from a seed on; its words are told. */
async function firstRow(suite: EvalSuite, seed: number): Promise<readonly Tile[]> {
  const enough = new Error('one row is enough');
  let row: readonly Tile[] = [];
  const show = (tiles: readonly Tile[]): void => {
    row = tiles;
    throw enough;
  };
  await suite.run({ seed, count: 1, show }).catch((error: unknown) => {
    if (error !== enough) throw error;
  });
  console.log(`${suite.name} ${seed}: ${row[0]?.caption}`);
  return row;
}

async function save(name: string, tiles: readonly Tile[]): Promise<void> {
  const sheet = await contactSheet(tiles, { cell: CELL, columns: tiles.length });
  await writeFile(`${FOLDER}/${name}.png`, await encodePng(sheet));
}

/** Where the words of a prompt are (DAAM), beside the picture. */
async function heatMaps(): Promise<readonly Tile[]> {
  const [prompt, words] = ['a cat and a dog on grass', ['cat', 'dog', 'grass']];
  const context = await openEvalContext();
  const settings = { seed: 7, attempts: 1 };
  const { picture: source } = await context.paint({ steps: [{ kind: 'generate', prompt }], settings });
  const { signal } = new AbortController();
  const { masks } = await context.engine.run(
    {
      steps: [{ kind: 'inspect', question: 'attention', words }],
      source,
      sourcePrompt: prompt,
      sourceSettings: settings,
      settings,
    },
    () => {},
    signal,
  );
  await context.dispose();
  return [
    { image: source, caption: 'source' },
    ...masks.map(({ keyword, mask }) => ({ image: overlay(source, mask, BLUE), caption: keyword })),
  ];
}

const HEAT = 'heat-maps';
const asked = process.argv.slice(2);
const known = [...Object.keys(STRIPS), HEAT];
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: expected some of ${known.join(', ')}.`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : known) {
  const strip = STRIPS[name];
  if (strip === undefined) {
    await save(name, await heatMaps());
    continue;
  }
  const suite = await suites[strip.suite]!();
  const tiles: Tile[] = [];
  for (const seed of strip.seeds) {
    const row = await firstRow(suite, seed);
    for (const [at, caption] of strip.columns) tiles.push({ image: row[at]!.image, caption });
  }
  await save(name, tiles);
}
