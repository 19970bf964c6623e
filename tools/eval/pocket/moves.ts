import type { StepOf } from '../../../src/planning/plan.ts';
import { SIDE } from './backgrounds.ts';
import { boxOf, distinctScene } from './layouts.ts';
import { dice } from '../../scenes/random.ts';
import { draw, isFree, type Drawing, type Scene, type SceneObject } from './scenes.ts';
import type { ObjectWord } from './words.ts';

/** A move of one object with its truth. */
export interface Move {
  readonly instruction: string;
  readonly keyword: string;
  readonly word: ObjectWord;
  /** What the product's planner would hand over for a drag of the box. */
  readonly step: StepOf<'place'>;
  readonly from: SceneObject;
  readonly to: SceneObject;
  readonly before: Drawing;
  readonly after: Drawing;
  /** The target without the object: what is seen where it is not. */
  readonly empty: Drawing;
  /** What is visible of the object before and after, 0…1. */
  readonly oldMask: Float32Array;
  readonly newMask: Float32Array;
}

const STREAM = 6;
/** A shorter way is hardly a move. */
const LEAST_PIXELS = 36;

/** A move for a seed, the same on every machine: to any free place in the picture. */
export function moveOf(seed: number): Move {
  const roll = dice(seed, STREAM + 100);
  for (let attempt = 0; ; attempt++) {
    const source = distinctScene(seed + attempt * 1_000_003, STREAM, 3);
    const at = roll.whole(0, source.objects.length);
    const from = source.objects[at] as SceneObject;
    const to = freePlace(source, from, () => roll.next());
    if (to === undefined) continue;
    const target = { ...source, objects: source.objects.with(at, to) };
    const [before, after] = [draw(source), draw(target)];
    const [x, y] = [to.box[0] - from.box[0], to.box[1] - from.box[1]];
    const direction = Math.abs(x) >= Math.abs(y) ? (x < 0 ? 'left' : 'right') : y < 0 ? 'up' : 'down';
    const instruction = `move the ${from.word} ${direction}`;
    return {
      instruction,
      keyword: from.word,
      word: from.word,
      step: {
        kind: 'place',
        instruction,
        object: { words: `the ${from.word}`, noun: from.word },
        operation: 'move',
        dx: x / SIDE,
        dy: y / SIDE,
      },
      from,
      to,
      before,
      after,
      empty: draw({ ...source, objects: source.objects.toSpliced(at, 1) }),
      oldMask: before.masks[at] as Float32Array,
      newMask: after.masks[at] as Float32Array,
    };
  }
}

function freePlace({ objects }: Scene, object: SceneObject, next: () => number): SceneObject | undefined {
  const [, , width, height] = boxOf(object);
  const others = objects.filter((other) => other !== object).map(({ box }) => box);
  for (let attempt = 0; attempt < 40; attempt++) {
    const left = Math.floor(2 + next() * (SIDE - width - 4));
    const top = Math.floor(2 + next() * (SIDE - height - 4));
    const box = [left, top, left + width, top + height] as const;
    const isFar = Math.hypot(left - object.box[0], top - object.box[1]) >= LEAST_PIXELS;
    if (isFar && isFree(box, others, 0.02)) return { ...object, box };
  }
  return undefined;
}
