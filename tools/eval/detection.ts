import { fileURLToPath } from 'node:url';
import type { Detection, Detector } from '../../src/detection/detector.ts';
import { findAll, findNoun } from '../../src/detection/find.ts';
import { openDetector } from '../../src/detection/open-detector.ts';
import { overlap } from '../../src/detection/boxes.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { SIDE } from './pocket/backgrounds.ts';
import { dice } from '../scenes/random.ts';
import { draw, newScene, type Scene, type SceneObject } from './pocket/scenes.ts';
import { objects } from './pocket/words.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/** How well the detector of `DETECTOR_MODEL` (default: the embedded one) sees drawn scenes. */
export const suite: EvalSuite = { name: 'detection', run };

const SCENES = 200;
/** Random stream of this suite's scenes. */
const STREAM = 77;
const THRESHOLDS = [0.2, 0.3, 0.4, 0.5];
/** Things that no scene shows and no training picture showed. */
const STRANGERS = ['zebra', 'lion', 'chair', 'bicycle', 'airplane', 'pizza', 'camel', 'sofa'];

async function run({ seed, count = SCENES }: EvalOptions): Promise<readonly EvalRow[]> {
  const model = process.env['DETECTOR_MODEL'] ?? 'pocket-detector';
  const detector = await openDetector(fileURLToPath(new URL(`../../models/${model}`, import.meta.url)));
  const scenes = Array.from({ length: count }, (_, index) => newScene(dice(seed + index, STREAM)));
  const pictures = scenes.map((scene): RgbImage => ({ width: SIDE, height: SIDE, data: draw(scene).data }));
  const rows: EvalRow[] = [];
  for (const threshold of THRESHOLDS) rows.push(...(await boxes(detector, scenes, pictures, threshold)));
  rows.push(...(await absence(detector, scenes, pictures)), ...(await colours(detector, scenes, pictures)));
  await detector.dispose();
  return rows;
}

const boxOf = ({ box: [left, top, right, bottom] }: SceneObject) =>
  [left, top, right - left, bottom - top] as const;

async function boxes(
  detector: Detector,
  scenes: readonly Scene[],
  pictures: readonly RgbImage[],
  threshold: number,
): Promise<EvalRow[]> {
  const strict: Detector = { ...detector, traits: { ...detector.traits, noun: threshold } };
  let [hits, wrong, all] = [0, 0, 0];
  for (const [index, scene] of scenes.entries()) {
    const found = await findAll(strict, pictures[index] as RgbImage, objects);
    const left = new Set<Detection>(found);
    for (const object of scene.objects) {
      const hit = [...left].find(
        ({ label, box }) => label === object.word && overlap(box, boxOf(object)) >= 0.5,
      );
      if (hit !== undefined) left.delete(hit);
      hits += hit === undefined ? 0 : 1;
    }
    wrong += left.size;
    all += scene.objects.length;
  }
  return [
    { figure: `threshold ${threshold}: found, right word, IoU ≥ 0.5`, value: percent(hits / all) },
    { figure: `threshold ${threshold}: wrong boxes a picture`, value: (wrong / scenes.length).toFixed(2) },
  ];
}

/** Best score of words that are there, that are not, and that the detector was never taught. */
async function absence(
  detector: Detector,
  scenes: readonly Scene[],
  pictures: readonly RgbImage[],
): Promise<EvalRow[]> {
  const { absent } = detector.traits;
  const best = async (picture: RgbImage, word: string): Promise<number> =>
    (await detector.detect(picture, [word], { threshold: 0 }))[0]?.score ?? 0;
  const there: number[] = [];
  const missing: number[] = [];
  const strange: number[] = [];
  for (const [index, scene] of scenes.entries()) {
    const picture = pictures[index] as RgbImage;
    const words = new Set<string>(scene.objects.map(({ word }) => word));
    for (const word of words) there.push(await best(picture, word));
    const others = objects.filter((word) => !words.has(word));
    missing.push(await best(picture, others[index % others.length] as string));
    strange.push(await best(picture, STRANGERS[index % STRANGERS.length] as string));
  }
  const below = (scores: readonly number[]): string =>
    percent(scores.filter((score) => score <= absent).length / scores.length);
  return [
    { figure: `there, but wrongly refused (best score ≤ ${absent})`, value: below(there), goal: '≤ 1 %' },
    { figure: 'not there, and refused', value: below(missing), goal: '≥ 90 %' },
    { figure: 'never taught, and refused', value: below(strange) },
    { figure: 'scores of what is there, 1st and 5th percentile', value: percentiles(there, [0.01, 0.05]) },
    { figure: 'scores of what is not there, 90th and 99th', value: percentiles(missing, [0.9, 0.99]) },
    { figure: 'scores of what was never taught, 90th and 99th', value: percentiles(strange, [0.9, 0.99]) },
  ];
}

/** Of two of a kind in different colours, is the right one chosen. */
async function colours(
  detector: Detector,
  scenes: readonly Scene[],
  pictures: readonly RgbImage[],
): Promise<EvalRow[]> {
  let [right, all] = [0, 0];
  for (const [index, scene] of scenes.entries())
    for (const object of scene.objects) {
      const rivals = scene.objects.filter(
        ({ word, color }) => word === object.word && color !== object.color,
      );
      const twins = scene.objects.filter(({ word, color }) => word === object.word && color === object.color);
      if (object.color === undefined || rivals.length === 0 || twins.length > 1) continue;
      all++;
      const phrase = { noun: object.word, attributes: [object.color] };
      const found = await findNoun(detector, pictures[index] as RgbImage, phrase);
      if (found.length === 1 && overlap((found[0] as Detection).box, boxOf(object)) >= 0.5) right++;
    }
  return [{ figure: `the one of that colour (${all} cases)`, value: all === 0 ? '–' : percent(right / all) }];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function percentiles(scores: readonly number[], shares: readonly number[]): string {
  const sorted = scores.toSorted((a, b) => a - b);
  return shares.map((share) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(3)).join(', ');
}
