import type { FoundObject } from '../../../src/engine/engine.ts';
import type { Box } from '../../../src/detection/detector.ts';
import { dice } from '../../scenes/random.ts';
import { newScene, type Scene, type SceneObject } from './scenes.ts';
import { backgroundPhrases, withArticle } from './words.ts';

/** A scene of at most `most` things that all have different names, so that each name has one thing to be found. */
export function distinctScene(seed: number, stream: number, most: number): Scene {
  const roll = dice(seed, stream);
  for (;;) {
    const scene = newScene(roll);
    const words = new Set(scene.objects.map(({ word }) => word));
    if (words.size === scene.objects.length && words.size > 0 && words.size <= most) return scene;
  }
}

/** "red cat" */
export const nameOf = ({ color, word }: SceneObject): string =>
  color === undefined ? word : `${color} ${word}`;

/** "a red cat and a dog on grass": what is there, not where. */
export function promptOf({ objects, background }: Scene): string {
  const names = objects.map((object) => withArticle(nameOf(object)));
  const list =
    names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${list} ${backgroundPhrases[background][0]}`;
}

/** x, y, width, height in pixels, as the product has boxes. */
export const boxOf = ({ box: [left, top, right, bottom] }: SceneObject): Box => [
  left,
  top,
  right - left,
  bottom - top,
];

/** The thing of a name that the detector is surest of. */
export const surest = (found: readonly FoundObject[], word: string): FoundObject | undefined =>
  found.filter(({ label }) => label === word).toSorted((a, b) => b.score - a.score)[0];
