import { fileURLToPath } from 'node:url';
import { openCheckpoint } from '../models/index.ts';
import { createEngine } from '../src/engine/index.ts';
import type { Engine, EngineResult } from '../src/engine/engine.ts';
import { decodeLatents, encodePicture } from '../src/engine/latents.ts';
import { createNetworkCache } from '../src/engine/networks.ts';
import { UserError } from '../src/errors.ts';
import type { RgbImage } from '../src/image/image.ts';
import { mapTensor } from '../src/tensor/tensor.ts';
import { SIDE } from './pocket/backgrounds.ts';
import { caption, type Caption } from './pocket/captions.ts';
import { makeEdit, type EditPair } from './pocket/edits.ts';
import {
  count,
  decibels,
  difference,
  isDone,
  judgePicture,
  maskOverlap,
  pictureScores,
  score,
  type PictureScores,
  type Score,
} from './pocket/figures.ts';
import { openJudge, type Judge } from './pocket/judge.ts';
import { dice, type Dice } from './pocket/random.ts';
import { draw, newScene, type Scene } from './pocket/scenes.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/** How well the embedded model (or the one in the folder `POCKET_MODEL`) paints and edits scenes nobody trained on. */
export const suite: EvalSuite = { name: 'pocket', run };

const SCENES = 200;
const STREAM = 1;
const image = (data: Uint8Array): RgbImage => ({ width: SIDE, height: SIDE, data });

async function run({ seed, count: scenes = SCENES }: EvalOptions): Promise<readonly EvalRow[]> {
  const folder = process.env['POCKET_MODEL'] ?? fileURLToPath(new URL('../models/pocket', import.meta.url));
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const engine = await createEngine({ imageModel: folder, editModel: folder, log: quiet });
  const judge = await openJudge();
  const seeds = Array.from({ length: scenes }, (_, index) => seed + index);
  try {
    return [
      ...(await paint(engine, judge, seeds)),
      ...(await edits(engine, judge, seeds)),
      ...(await masks(engine, seeds)),
      await reconstruction(folder, seeds),
    ];
  } finally {
    await engine.dispose();
  }
}

const ask = (engine: Engine, request: Parameters<Engine['run']>[0]): Promise<EngineResult> =>
  engine.run(request, () => {}, new AbortController().signal);

/** A run that paints; words the model cannot take count as a black picture. */
async function tryTo(
  engine: Engine,
  request: Parameters<Engine['run']>[0],
): Promise<{ readonly picture: RgbImage; readonly seconds: number }> {
  try {
    const { picture, seconds } = await ask(engine, request);
    if (picture !== undefined) return { picture, seconds };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return { picture: image(new Uint8Array(SIDE * SIDE * 3)), seconds: 0 };
}

/** Words and commas that the text encoder reads. */
const LONGEST = 28;

function shortCaption(scene: Scene, roll: Dice): Caption {
  for (;;) {
    const words = caption(scene, roll);
    if ((words.text.match(/\w+|,/g) ?? []).length <= LONGEST) return words;
  }
}

async function paint(engine: Engine, judge: Judge, seeds: readonly number[]): Promise<readonly EvalRow[]> {
  const [made, truth] = [pictureScores(), pictureScores()];
  const seconds: number[] = [];
  await engine.warmUp();
  for (const seed of seeds) {
    const roll = dice(seed, STREAM);
    const scene = newScene(roll);
    const words = shortCaption(scene, roll);
    const { picture, seconds: time } = await tryTo(engine, {
      steps: [{ kind: 'generate', prompt: words.text }],
      settings: { seed },
    });
    seconds.push(time);
    judgePicture(made, judge, picture.data, scene, words);
    judgePicture(truth, judge, draw(scene).data, scene, words);
  }
  const rows = (part: keyof PictureScores, figure: string, goal?: string): EvalRow => ({
    figure,
    value: `${percent(made[part])} (the truth: ${percent(truth[part])})`,
    goal,
  });
  return [
    rows('all', 'text-to-image: all asked objects found', '≥ 97 %'),
    rows('objects', 'text-to-image: asked objects found'),
    rows('colors', '… in the asked colour', '≥ 95 %'),
    rows('sides', '… on the asked side', '≥ 95 %'),
    {
      figure: 'seconds a picture, 20 steps, median',
      value: seconds.toSorted((a, b) => a - b)[seconds.length >> 1]!.toFixed(2),
      goal: '≤ 1',
    },
  ];
}

/** Plain InstructPix2Pix: the whole picture, no mask. */
const plainly = ({ instruction, keyword }: EditPair) => ({
  kind: 'instruct' as const,
  instruction,
  keyword,
  action: 'change' as const,
  scope: 'global' as const,
  strength: 1,
});

async function edits(engine: Engine, judge: Judge, seeds: readonly number[]): Promise<readonly EvalRow[]> {
  const [all, truth] = [score(), score()];
  const byKind = new Map<string, Score>();
  const [inside, outside]: [number[], number[]] = [[], []];
  for (const seed of seeds) {
    const pair = makeEdit(seed);
    const { picture } = await tryTo(engine, {
      steps: [plainly(pair)],
      source: image(pair.before.data),
      settings: { seed },
    });
    const result = picture.data;
    const done = isDone(judge, result, pair);
    count(all, done);
    count(truth, isDone(judge, pair.after.data, pair));
    const kind = pair.kinds.length > 1 ? 'two in one sentence' : pair.kinds[0]!;
    if (!byKind.has(kind)) byKind.set(kind, score());
    count(byKind.get(kind)!, done);
    inside.push(
      difference(result, pair.after.data, pair.changed) /
        Math.max(difference(pair.before.data, pair.after.data, pair.changed), 1e-6),
    );
    if (!pair.kinds.includes('background'))
      outside.push(
        difference(
          result,
          pair.before.data,
          pair.changed.map((value) => 1 - value),
        ),
      );
  }
  return [
    {
      figure: 'edit: asked change is there',
      value: `${percent(all)} (the truth: ${percent(truth)})`,
      goal: '≥ 95 %',
    },
    ...[...byKind]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([kind, hits]) => ({ figure: `… ${kind} (${hits.tries})`, value: percent(hits) })),
    { figure: 'edit: error inside, relative to no edit', value: mean(inside).toFixed(3), goal: '≤ 0.3' },
    { figure: 'edit: error outside, 0…1 (without new backgrounds)', value: mean(outside).toFixed(3) },
  ];
}

/** FoI's mask of the keyword at its first step, against what is visible of the keyword's objects. */
async function masks(engine: Engine, seeds: readonly number[]): Promise<readonly EvalRow[]> {
  const overlaps: Record<'attention' | 'difference', number[]> = { attention: [], difference: [] };
  for (const seed of seeds) {
    const pair = makeEdit(seed);
    const [index] = pair.touched;
    if (pair.kinds.length > 1 || index === undefined || pair.kinds[0] === 'move') continue;
    const truth = pair.before.masks[index] as Float32Array;
    for (const maskSource of ['attention', 'difference'] as const) {
      const { masks: found } = await ask(engine, {
        steps: [{ ...plainly(pair), scope: 'local' }],
        source: image(pair.before.data),
        settings: { seed, steps: 5, maskSource },
      });
      overlaps[maskSource].push(found[0] === undefined ? 0 : maskOverlap(found[0].mask.data, truth));
    }
  }
  return [
    {
      figure: `mask of the keyword's attention: mean IoU (${overlaps.attention.length})`,
      value: mean(overlaps.attention).toFixed(3),
      goal: '≥ 0.65',
    },
    { figure: 'mask of the difference: mean IoU', value: mean(overlaps.difference).toFixed(3) },
  ];
}

async function reconstruction(folder: string, seeds: readonly number[]): Promise<EvalRow> {
  const checkpoint = await openCheckpoint(folder);
  const cache = createNetworkCache(2 ** 30, { threads: undefined, lowMemory: undefined });
  const values: number[] = [];
  for (const seed of seeds.slice(0, 50)) {
    const picture = draw(newScene(dice(seed, STREAM))).data;
    const latents = await encodePicture(cache, checkpoint, image(picture));
    values.push(
      decibels(
        (
          await decodeLatents(
            cache,
            checkpoint,
            mapTensor(latents, (value) => value * checkpoint.vae.scalingFactor),
          )
        ).data,
        picture,
      ),
    );
  }
  await cache.dispose();
  return { figure: 'VAE: decibels', value: mean(values).toFixed(1), goal: '≥ 34' };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
const percent = ({ hits, tries }: Score): string =>
  tries === 0 ? '–' : `${((100 * hits) / tries).toFixed(1)} %`;
