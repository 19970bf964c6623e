import { type EvalContext, openEvalContext, scenePicture } from './context.ts';
import { mean, median, percent } from './numbers.ts';
import { shortCaption } from './pocket/captions.ts';
import { makeEdit } from './pocket/edits.ts';
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
import { plainStep } from './pocket/requests.ts';
import { dice } from '../scenes/random.ts';
import { draw, newScene } from './pocket/scenes.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/** How well the embedded model (or the one in the folder `POCKET_MODEL`) paints and edits scenes nobody trained on. */
export const suite: EvalSuite = { name: 'pocket', run };

const SCENES = 200;
const STREAM = 1;

async function run(options: EvalOptions): Promise<readonly EvalRow[]> {
  const context = await openEvalContext();
  const seeds = Array.from({ length: options.count ?? SCENES }, (_, index) => options.seed + index);
  try {
    return [
      ...(await paint(context, seeds, options)),
      ...(await edits(context, seeds, options)),
      ...(await masks(context, seeds, options)),
      await reconstruction(context, seeds),
    ];
  } finally {
    await context.dispose();
  }
}

async function paint(
  { engine, judge, paint: ask }: EvalContext,
  seeds: readonly number[],
  { onProgress }: EvalOptions,
): Promise<readonly EvalRow[]> {
  const [made, once, truth] = [pictureScores(), pictureScores(), pictureScores()];
  const [seconds, secondsOnce]: [number[], number[]] = [[], []];
  await engine.warmUp();
  for (const seed of seeds) {
    const roll = dice(seed, STREAM);
    const scene = newScene(roll);
    const words = shortCaption(scene, roll);
    // As the product paints: with the card's number of tries; beside it the first try alone.
    const { picture, seconds: time } = await ask({
      steps: [{ kind: 'generate', prompt: words.text }],
      settings: { seed },
    });
    const first = await ask({
      steps: [{ kind: 'generate', prompt: words.text }],
      settings: { seed, attempts: 1 },
    });
    seconds.push(time);
    secondsOnce.push(first.seconds);
    onProgress?.(seconds.length, seeds.length, 'pictures');
    judgePicture(made, judge, picture.data, scene, words);
    judgePicture(once, judge, first.picture.data, scene, words);
    judgePicture(truth, judge, draw(scene).data, scene, words);
  }
  const rows = (part: keyof PictureScores, figure: string, goal?: string): EvalRow => ({
    figure,
    value: `${percent(made[part])} (the truth: ${percent(truth[part])})`,
    plain: `${percent(once[part])} in one try`,
    goal,
  });
  return [
    rows('all', 'text-to-image: all asked objects found', '≥ 97 %'),
    rows('objects', 'text-to-image: asked objects found'),
    rows('colors', '… in the asked colour', '≥ 95 %'),
    rows('sides', '… on the asked side', '≥ 95 %'),
    {
      figure: 'seconds a picture, 20 steps, median',
      value: median(seconds).toFixed(2),
      plain: `${median(secondsOnce).toFixed(2)} in one try`,
      goal: '≤ 1',
    },
  ];
}

async function edits(
  { judge, paint: ask }: EvalContext,
  seeds: readonly number[],
  { onProgress }: EvalOptions,
): Promise<readonly EvalRow[]> {
  const [all, truth] = [score(), score()];
  const byKind = new Map<string, Score>();
  const [inside, outside]: [number[], number[]] = [[], []];
  for (const seed of seeds) {
    const pair = makeEdit(seed);
    onProgress?.(inside.length + 1, seeds.length, 'edits');
    const { picture } = await ask({
      steps: [plainStep(pair)],
      source: scenePicture(pair.before.data),
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
async function masks(
  { paint: ask }: EvalContext,
  seeds: readonly number[],
  { onProgress }: EvalOptions,
): Promise<readonly EvalRow[]> {
  const overlaps: Record<'attention' | 'difference', number[]> = { attention: [], difference: [] };
  for (const [at, seed] of seeds.entries()) {
    onProgress?.(at + 1, seeds.length, 'masks');
    const pair = makeEdit(seed);
    const [index] = pair.touched;
    if (pair.kinds.length > 1 || index === undefined || pair.kinds[0] === 'move') continue;
    const truth = pair.before.masks[index] as Float32Array;
    for (const maskSource of ['attention', 'difference'] as const) {
      const { result } = await ask({
        steps: [{ ...plainStep(pair), scope: 'local' }],
        source: scenePicture(pair.before.data),
        settings: { seed, steps: 5, maskSource },
      });
      const found = result?.masks[0];
      overlaps[maskSource].push(found === undefined ? 0 : maskOverlap(found.mask.data, truth));
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

async function reconstruction({ roundTrip }: EvalContext, seeds: readonly number[]): Promise<EvalRow> {
  const values: number[] = [];
  for (const seed of seeds.slice(0, 50)) {
    const picture = draw(newScene(dice(seed, STREAM))).data;
    values.push(decibels((await roundTrip(scenePicture(picture))).data, picture));
  }
  return { figure: 'VAE: decibels', value: mean(values).toFixed(1), goal: '≥ 34' };
}
