import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createEngine } from '../../src/engine/index.ts';
import type { Engine, EngineRequest } from '../../src/engine/engine.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { silent } from '../../src/log.ts';
import { speedParts } from './speed.ts';
import { type BenchRow, type BenchSuite, measureParts, median, secondsOf } from './suite.ts';

const root = join(import.meta.dirname, '../..');
const pocket = join(root, 'models/pocket');
const PAIRS = 5;

/** Seconds per picture and step, FoI against plain InstructPix2Pix, start to first picture, memory. */
export const engineSuite: BenchSuite = {
  name: 'engine',
  async run(options) {
    const speed = await speedParts(options);
    const own = [
      { name: 'start', rows: startUp },
      { name: 'embedded', rows: embedded },
    ];
    try {
      return await measureParts([...own, ...speed.parts], options);
    } finally {
      await speed.dispose();
    }
  },
};

/** From nothing to the first finished picture, as a user of the command line sees it. */
async function startUp(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'limner-bench-'));
  const main = [join(root, 'tools/start.js'), '--once', '/imagine a cat on grass', '--out', folder];
  const seconds = await secondsOf(() => promisify(execFile)(process.execPath, main, { cwd: root }));
  await rm(folder, { recursive: true });
  return [{ work: 'start to first finished picture', value: seconds, unit: 's', goal: '≤ 12 s' }];
}

async function embedded(): Promise<BenchRow[]> {
  const engine = await createEngine({ imageModel: pocket, editModel: pocket, log: silent });
  await engine.warmUp();
  const source = (await run(engine, picture())).picture as RgbImage;
  await run(engine, edit(source, 'local'));
  const pictures: number[] = [];
  const edits: number[] = [];
  const ratios: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    pictures.push((await run(engine, picture())).seconds);
    edits.push((await run(engine, edit(source, 'local'))).seconds);
    // The masks are found once per edit; what is compared is the run of the steps.
    const plain = await stepSeconds(engine, edit(source, 'global'));
    ratios.push((await stepSeconds(engine, edit(source, 'local'))) / plain);
  }
  await engine.dispose();
  const peak = process.resourceUsage().maxRSS / 1024;
  return [
    { work: 'embedded model: picture, 20 steps', value: median(pictures), unit: 's', goal: '≤ 4 s' },
    { work: 'embedded model: edit', value: median(edits), unit: 's', goal: '≤ 6 s' },
    { work: 'embedded model: step of a picture', value: median(pictures) / 20, unit: 's' },
    { work: 'embedded model: FoI step / plain step', value: median(ratios), unit: '×', goal: '≤ 1.05 ×' },
    { work: 'embedded model: peak memory', value: peak, unit: 'MiB' },
  ];
}

const picture = (): EngineRequest => ({
  steps: [{ kind: 'generate', prompt: 'a cat and a dog on grass' }],
  settings: { seed: 7 },
});

/** A global instruction is plain InstructPix2Pix: no masks, no modulation worth the name. */
const edit = (source: RgbImage, scope: 'local' | 'global'): EngineRequest => ({
  steps: [
    {
      kind: 'instruct',
      instruction: 'make the dog blue',
      keyword: 'dog',
      action: 'recolor',
      scope,
      strength: 1,
    },
  ],
  source,
  settings: { seed: 7 },
});

const run = (engine: Engine, request: EngineRequest) =>
  engine.run(request, () => {}, new AbortController().signal);

/** Seconds between the first and the last step of a run. */
async function stepSeconds(engine: Engine, request: EngineRequest): Promise<number> {
  const times: number[] = [];
  const note = ({ phase }: { readonly phase: string }): void => {
    if (phase === 'denoise') times.push(performance.now());
  };
  await engine.run(request, note, new AbortController().signal);
  return ((times.at(-1) as number) - (times[0] as number)) / 1000;
}
