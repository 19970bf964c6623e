import { SIDE } from './backgrounds.ts';
import type { Caption } from './captions.ts';
import type { EditPair } from './edits.ts';
import { cellsOf, judgeCells, sightings, type Judge, type Sighting } from './judge.ts';
import { sideOf, type Scene, type SceneObject } from './scenes.ts';

/** Hits of how many tries. */
export interface Score {
  hits: number;
  tries: number;
}
export const score = (): Score => ({ hits: 0, tries: 0 });
export const count = (to: Score, hit: boolean): void => {
  to.tries++;
  if (hit) to.hits++;
};

/** Figures of pictures painted from words. */
export interface PictureScores {
  /** Pictures in which every asked object was found, as often as asked. */
  readonly all: Score;
  /** Single objects found. */
  readonly objects: Score;
  /** Of the found objects with an asked colour: those in that colour. */
  readonly colors: Score;
  /** Of the found objects with an asked side: those on it. */
  readonly sides: Score;
}
export const pictureScores = (): PictureScores => ({
  all: score(),
  objects: score(),
  colors: score(),
  sides: score(),
});

/** Judges a picture by what its caption asked for. */
export function judgePicture(
  scores: PictureScores,
  judge: Judge,
  picture: Uint8Array,
  scene: Scene,
  caption: Caption,
): void {
  const left: Sighting[] = [...sightings(judge(picture))];
  let missed = false;
  for (const object of scene.objects) {
    const candidates = left.filter(({ word }) => word === object.word);
    const hit = candidates.find((each) => fits(each, object, caption)) ?? candidates[0];
    count(scores.objects, hit !== undefined);
    if (hit === undefined) {
      missed = true;
      continue;
    }
    left.splice(left.indexOf(hit), 1);
    if (object.color !== undefined) count(scores.colors, hit.color === object.color);
    if (caption.tellsSides) count(scores.sides, isOnSide(hit.x, sideOf(object)));
  }
  count(scores.all, !missed);
}

const fits = (seen: Sighting, object: SceneObject, caption: Caption): boolean =>
  (object.color === undefined || seen.color === object.color) &&
  (!caption.tellsSides || isOnSide(seen.x, sideOf(object)));

const isOnSide = (x: number, side: ReturnType<typeof sideOf>): boolean =>
  side === 'left' ? x < 0.43 : side === 'right' ? x > 0.57 : x > 0.32 && x < 0.68;

/** Mean absolute difference of two pictures where `where` is not 0, 0…1; 0 where nothing is. */
export function difference(a: Uint8Array, b: Uint8Array, where: Float32Array): number {
  let [sum, pixels] = [0, 0];
  for (let i = 0; i < SIDE * SIDE; i++) {
    if (where[i] === 0) continue;
    pixels++;
    for (let c = 0; c < 3; c++) sum += Math.abs(a[i * 3 + c]! - b[i * 3 + c]!);
  }
  return pixels === 0 ? 0 : sum / pixels / 765;
}

/** Whether everything the instruction asked for is there, judged where the truth has it. */
export function isDone(judge: Judge, picture: Uint8Array, edit: EditPair): boolean {
  const verdict = judge(picture);
  const { before, after, source, target } = edit;
  const at = (mask: Float32Array | undefined) =>
    judgeCells(verdict, cellsOf(mask ?? new Float32Array(SIDE * SIDE)));
  const isMade = edit.made.every((index) => {
    const object = target.objects[index] as SceneObject;
    const seen = at(after.masks[index]);
    return (
      seen.word === object.word &&
      (object.color === undefined || seen.color === object.color) &&
      hasArea(verdict, object, after.masks[index], edit)
    );
  });
  const isCleared =
    !edit.kinds.some((kind) => kind === 'remove' || kind === 'move') ||
    edit.touched.every(
      (index) => stays(edit, index) || at(before.masks[index]).word !== source.objects[index]?.word,
    );
  const isGround =
    !edit.kinds.includes('background') ||
    difference(picture, after.data, edit.changed) <= 0.5 * difference(before.data, after.data, edit.changed);
  return isMade && isCleared && isGround;
}

/** A touched object that is still there, in the same place. */
const stays = ({ source, target, made }: EditPair, index: number): boolean =>
  made.some((at) => {
    const [now, then] = [target.objects[at], source.objects[index]];
    return (
      now !== undefined &&
      then !== undefined &&
      Math.abs(now.box[0] + now.box[2] - then.box[0] - then.box[2]) < 40
    );
  });

/** After a change of size the word's cells are as many as in the truth, within a third. */
function hasArea(
  verdict: ReturnType<Judge>,
  object: SceneObject,
  mask: Float32Array | undefined,
  { kinds }: EditPair,
): boolean {
  if (!kinds.includes('resize') || mask === undefined) return true;
  const truth = mask.reduce((sum, value) => sum + value, 0) / (SIDE / 16) ** 2;
  const near = sightings(verdict, 2)
    .filter(({ word }) => word === object.word)
    .map(({ cells }) => cells.length);
  return near.some((cells) => cells > truth * 0.6 && cells < truth * 1.5);
}

/** What equal pictures count as, so that they have a place in a mean. */
const MOST_DECIBELS = 99;

/** Peak signal-to-noise ratio of two pictures, dB. */
export function decibels(a: Uint8Array, b: Uint8Array): number {
  const error = a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0) / a.length;
  return 10 * Math.log10(255 ** 2 / error);
}

/** Peak signal-to-noise ratio where `where` is not 0, dB; equal pictures, and nothing to compare, count as 99. */
export function decibelsWhere(a: Uint8Array, b: Uint8Array, where: Float32Array): number {
  let [sum, values] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (where[Math.floor(i / 3)] === 0) continue;
    sum += (a[i]! - b[i]!) ** 2;
    values++;
  }
  return sum === 0 ? MOST_DECIBELS : Math.min(MOST_DECIBELS, 10 * Math.log10((255 ** 2 * values) / sum));
}

/** By how many pixels (right, down) a picture lies beside another one, seen where `where` is not 0; at most `most`. */
export function bestShift(
  picture: Uint8Array,
  original: Uint8Array,
  where: Float32Array,
  most: number,
): readonly [x: number, y: number] {
  let best: readonly [number, number] = [0, 0];
  let least = Infinity;
  const error = (dx: number, dy: number): number => {
    let [sum, values] = [0, 0];
    for (let y = most; y < SIDE - most; y++)
      for (let x = most; x < SIDE - most; x++) {
        const at = y * SIDE + x;
        if (where[at] === 0) continue;
        sum += Math.abs(picture[(at + dy * SIDE + dx) * 3 + 1]! - original[at * 3 + 1]!);
        values++;
      }
    return sum / Math.max(values, 1);
  };
  for (let dy = -most; dy <= most; dy++)
    for (let dx = -most; dx <= most; dx++) {
      // Nothing beats no shift but by being better: flat pictures lie everywhere alike.
      const found = error(dx, dy) + (dx === 0 && dy === 0 ? 0 : 1e-6);
      if (found < least) [least, best] = [found, [dx, dy]];
    }
  return best;
}

/** Intersection over union of a mask and the truth, both cut at one half. */
export function maskOverlap(mask: Float32Array, truth: Float32Array): number {
  let [both, either] = [0, 0];
  truth.forEach((value, index) => {
    const [a, b] = [mask[index]! >= 0.5, value >= 0.5];
    both += Number(a && b);
    either += Number(a || b);
  });
  return either === 0 ? 0 : both / either;
}
