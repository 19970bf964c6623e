import { background, SIDE, VARIANTS } from './backgrounds.ts';
import type { Dice } from '../../scenes/random.ts';
import { sprite } from './sprites.ts';
import {
  backgrounds,
  colors,
  naturalColors,
  objects,
  type Background,
  type Color,
  type ObjectWord,
} from './words.ts';

/** Pixels from the left and top: x0, y0, x1, y1. */
export type Box = readonly [number, number, number, number];
export type Size = 'small' | 'normal' | 'big';

export interface SceneObject {
  readonly word: ObjectWord;
  readonly color: Color | undefined;
  readonly size: Size;
  readonly flip: boolean;
  /** Side of the sprite before it is cut, pixels. */
  readonly pixels: number;
  readonly box: Box;
}

export interface Scene {
  readonly background: Background;
  readonly variant: number;
  readonly objects: readonly SceneObject[];
}

export interface Drawing {
  /** RGB, `SIDE` × `SIDE`. */
  readonly data: Uint8Array;
  /** What is visible of each object, 0…1. */
  readonly masks: readonly Float32Array[];
}

/** Middle of an object from the left, 0…1. */
export const middleOf = (object: SceneObject): number => (object.box[0] + object.box[2]) / 2 / SIDE;

/** Side of the picture an object is on: left of 0.38, right of 0.62, or the middle. */
export const sideOf = (object: SceneObject): 'left' | 'right' | 'middle' =>
  middleOf(object) < 0.38 ? 'left' : middleOf(object) > 0.62 ? 'right' : 'middle';

/** The object with its middle at (x, y), 0…1, moved inside the picture. */
export function fit(
  object: Omit<SceneObject, 'box' | 'pixels'>,
  x: number,
  y: number,
  pixels: number,
): SceneObject {
  const { width, height } = sprite(object.word, object.color, pixels, object.flip);
  const left = Math.floor(Math.min(Math.max(x * SIDE - width / 2, 2), SIDE - width - 2));
  const top = Math.floor(Math.min(Math.max(y * SIDE - height / 2, 2), SIDE - height - 2));
  return { ...object, pixels, box: [left, top, left + width, top + height] };
}

/** Whether a box covers less than `share` of itself of each other box. */
export function isFree(box: Box, taken: readonly Box[], share = 0.04): boolean {
  const area = (box[2] - box[0]) * (box[3] - box[1]);
  return taken.every((other) => {
    const width = Math.max(0, Math.min(box[2], other[2]) - Math.max(box[0], other[0]));
    return width * Math.max(0, Math.min(box[3], other[3]) - Math.max(box[1], other[1])) < share * area;
  });
}

/** An object of a kind that is not in `without`, coloured in 40 of 100 cases. */
export function newObject(
  roll: Dice,
  without: readonly string[],
  word?: ObjectWord,
): Omit<SceneObject, 'box' | 'pixels'> {
  const kind = word ?? roll.pick(objects.filter((name) => !without.includes(name)));
  const color = roll.chance(0.4)
    ? roll.pick(colors.filter((name) => name !== naturalColors[kind]))
    : undefined;
  return { word: kind, color, flip: roll.chance(0.35), size: 'normal' };
}

/** A scene of one to four objects, one fifth of them with several of a kind. */
export function newScene(roll: Dice): Scene {
  const count = Number(roll.weighted({ 1: 0.33, 2: 0.42, 3: 0.18, 4: 0.07 }));
  const placed: SceneObject[] = [];
  const head = { background: roll.pick(backgrounds), variant: roll.whole(0, VARIANTS) };
  const same = count > 1 && roll.chance(0.2);
  for (let k = 0; k < count; k++) {
    const [first] = placed;
    const twin = same && first !== undefined && (k === 1 || roll.chance(0.5));
    const object = twin
      ? roll.chance(0.5)
        ? newObject(roll, [], first.word)
        : first
      : newObject(
          roll,
          placed.map((other) => other.word),
        );
    const size = roll.weighted<Size>(
      count < 3 ? { small: 0.12, normal: 0.8, big: 0.08 } : { small: 0.15, normal: 0.85, big: 0 },
    );
    for (let attempt = 0; attempt < 40; attempt++) {
      const range = { small: [54, 69], normal: count < 3 ? [92, 121] : [80, 101], big: [140, 165] }[size];
      const trial = fit(
        { ...object, size },
        roll.between(0.16, 0.84),
        roll.between(0.36, 0.78),
        roll.whole(range[0]!, range[1]!),
      );
      if (
        !isFree(
          trial.box,
          placed.map((other) => other.box),
        )
      )
        continue;
      placed.push(trial);
      break;
    }
  }
  return { ...head, objects: placed };
}

/** Draws a scene and the mask of each object; later objects lie in front. */
export function draw(scene: Scene): Drawing {
  const data = background(scene.background, scene.variant).slice();
  const masks: Float32Array[] = [];
  for (const object of scene.objects) {
    const { width, height, data: pixels } = sprite(object.word, object.color, object.pixels, object.flip);
    const mask = new Float32Array(SIDE * SIDE);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const from = (y * width + x) * 4;
        const to = (object.box[1] + y) * SIDE + object.box[0] + x;
        const alpha = pixels[from + 3]!;
        for (let c = 0; c < 3; c++)
          data[to * 3 + c] = Math.floor(
            Math.min(data[to * 3 + c]! * (1 - alpha) + pixels[from + c]! * 255 + 0.5, 255),
          );
        mask[to] = alpha;
        for (const behind of masks) behind[to] = behind[to]! * (1 - alpha);
      }
    masks.push(mask);
  }
  return { data, masks };
}
