import type { FoundObject, PaintSettings } from '../../src/engine/engine.ts';
import type { Box } from '../../src/detection/detector.ts';
import { overlap } from '../../src/detection/boxes.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { type EvalContext, openEvalContext, type Painted } from './context.ts';
import { mean, percent } from './numbers.ts';
import { SIDE } from './pocket/backgrounds.ts';
import { count, decibelsWhere, score, type Score } from './pocket/figures.ts';
import { sightings } from './pocket/judge.ts';
import { distinctScene, promptOf, surest } from './pocket/layouts.ts';
import { dice } from '../scenes/random.ts';
import { objects, withArticle } from './pocket/words.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/** Prompt-to-Prompt: one thing of a painted picture becomes another; beside it the new prompt with the same seed. */
export const suite: EvalSuite = { name: 'p2p', run };

const PICTURES = 200;
const STREAM = 5;
/** Pixels around things that are not background. */
const RIM = 10;

interface Swap {
  readonly prompt: string;
  readonly sentence: string;
  readonly changed: string;
  readonly from: string;
  readonly to: string;
}

/** What a person would say: "the same, but a dog instead of the cat". */
function swapOf(seed: number): Swap {
  const scene = distinctScene(seed, STREAM, 2);
  const roll = dice(seed, STREAM + 100);
  const plain = { ...scene, objects: scene.objects.map((object) => ({ ...object, color: undefined })) };
  const from = roll.pick(scene.objects).word;
  const to = roll.pick(objects.filter((word) => scene.objects.every((object) => object.word !== word)));
  const prompt = promptOf(plain);
  return {
    prompt,
    sentence: `same, but ${withArticle(to)} instead of ${withArticle(from)}`,
    changed: prompt.replace(withArticle(from), withArticle(to)),
    from,
    to,
  };
}

interface Way {
  readonly present: Score;
  readonly inPlace: Score;
  readonly background: number[];
}

async function run({ seed, count: pictures = PICTURES, onProgress, show }: EvalOptions): Promise<EvalRow[]> {
  const context = await openEvalContext();
  const [ours, plain] = [newWay(), newWay()];
  let unusable = 0;
  let refused = 0;
  try {
    for (let at = 0; ours.present.tries < pictures && at < pictures * 4; at++) {
      const swap = swapOf(seed + at);
      const settings = oneTry(seed + at);
      const source = await context.paint({ steps: [{ kind: 'generate', prompt: swap.prompt }], settings });
      const place = surest(source.result?.objects ?? [], swap.from)?.box;
      // What the model did not paint cannot be exchanged.
      if (place === undefined || !isSeen(context, source.picture, swap.from)) {
        unusable++;
        continue;
      }
      const { edited, anew } = await paintBoth(context, swap, source.picture, {
        ...settings,
        // The noise of the try that was shown.
        attempt: source.result?.attempt,
      });
      if (edited.refusal !== undefined) refused++;
      tell(context, ours, swap, source.picture, place, edited);
      tell(context, plain, swap, source.picture, place, anew);
      show?.([
        { image: source.picture, caption: swap.prompt },
        { image: anew.picture, caption: `plain: ${swap.to}` },
        { image: edited.picture, caption: `ours: ${swap.to}` },
      ]);
      onProgress?.(ours.present.tries, pictures, 'p2p');
    }
  } finally {
    await context.dispose();
  }
  return rows(ours, plain, { unusable, refused });
}

/** The first try counts: a picture that is painted again must be the same picture. */
const oneTry = (seed: number) => ({ seed, attempts: 1 });

const newWay = (): Way => ({ present: score(), inPlace: score(), background: [] });

async function paintBoth(context: EvalContext, swap: Swap, source: RgbImage, settings: PaintSettings) {
  const { steps } = await context.plan(swap.sentence, swap.prompt);
  const edited = await context.paint({
    steps: steps.filter(({ kind }) => kind === 'reword'),
    source,
    sourcePrompt: swap.prompt,
    sourceCaption: swap.prompt,
    sourceSettings: settings,
    settings,
  });
  const anew = await context.paint({ steps: [{ kind: 'generate', prompt: swap.changed }], settings });
  return { edited, anew };
}

const isSeen = ({ judge }: EvalContext, { data }: RgbImage, word: string): boolean =>
  sightings(judge(data)).some((seen) => seen.word === word);

function tell(
  context: EvalContext,
  way: Way,
  swap: Swap,
  source: RgbImage,
  place: Box,
  { picture, result }: Painted,
): void {
  const found = (result?.objects ?? []).filter(({ label }) => label === swap.to);
  count(way.present, isSeen(context, picture, swap.to));
  count(
    way.inPlace,
    found.some(({ box }) => overlap(box, place) >= 0.5),
  );
  const background = outsideOf([place, ...found.map(({ box }: FoundObject) => box)]);
  way.background.push(decibelsWhere(picture.data, source.data, background));
}

/** 1 where no box is near. */
function outsideOf(boxes: readonly Box[]): Float32Array {
  const where = new Float32Array(SIDE * SIDE).fill(1);
  for (const [x, y, width, height] of boxes)
    for (let row = Math.max(0, Math.floor(y - RIM)); row < Math.min(SIDE, y + height + RIM); row++)
      where.fill(
        0,
        row * SIDE + Math.max(0, Math.floor(x - RIM)),
        row * SIDE + Math.min(SIDE, Math.ceil(x + width + RIM)),
      );
  return where;
}

function rows(ours: Way, plain: Way, skipped: { readonly unusable: number; readonly refused: number }) {
  const pair = (part: 'present' | 'inPlace') => ({ value: percent(ours[part]), plain: percent(plain[part]) });
  return [
    { figure: `swapped thing is there (${ours.present.tries})`, ...pair('present'), goal: '≥ 85 %' },
    { figure: '… where the old one was (IoU ≥ 0.5)', ...pair('inPlace') },
    {
      figure: 'background against the source, dB',
      value: mean(ours.background).toFixed(1),
      plain: mean(plain.background).toFixed(1),
      goal: '≥ 28',
    },
    { figure: 'source pictures without the thing, not counted', value: skipped.unusable },
    { figure: 'refused', value: skipped.refused },
  ];
}
