import type { Dice } from '../../scenes/random.ts';
import { middleOf, sideOf, type Scene, type SceneObject } from './scenes.ts';
import { backgroundPhrases, plural, synonyms, withArticle } from './words.ts';

/** What a caption asks for: the scene's objects, and whether it says on which side each is. */
export interface Caption {
  readonly text: string;
  readonly tellsSides: boolean;
}

/** The word, or in 20 of 100 cases another for the same thing. */
export function noun(roll: Dice, object: Pick<SceneObject, 'word'>, many = false): string {
  const others = synonyms[object.word];
  const word = others !== undefined && roll.chance(0.2) ? roll.pick(others) : object.word;
  return many ? plural(word) : word;
}

/** "small red cat": the size in `tellSize` of all cases, the colour when it has one. */
export function nameOf(
  roll: Dice,
  object: Pick<SceneObject, 'word' | 'color' | 'size'>,
  many = false,
  tellSize = 0.75,
): string {
  const sizes = { small: ['small', 'little', 'tiny'], normal: [''], big: ['big', 'large', 'huge'] }[
    object.size
  ];
  const size = object.size !== 'normal' && roll.chance(tellSize) ? roll.pick(sizes) : '';
  return [size, object.color ?? '', noun(roll, object, many)].filter((part) => part !== '').join(' ');
}

const joined = (names: readonly string[]): string =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

function shuffled<Item>(roll: Dice, items: readonly Item[]): Item[] {
  return items
    .map((item) => [roll.next(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
}

const sides = {
  left: ['on the left', 'at the left', 'on the left side'],
  right: ['on the right', 'at the right', 'on the right side'],
  middle: ['in the middle', 'in the center'],
} as const;

/** A caption in varied words; half of them say the side of every object. */
export function caption(scene: Scene, roll: Dice): Caption {
  const place = roll.pick(backgroundPhrases[scene.background]);
  if (scene.objects.length === 0) return { text: place, tellsSides: false };
  const ordered = scene.objects.toSorted((a, b) => middleOf(a) - middleOf(b));
  const kind = roll.next();
  const things =
    kind < 0.5
      ? withSides(roll, ordered)
      : kind < 0.65 && ordered.length === 2
        ? related(roll, ordered)
        : counted(roll, ordered);
  const frame = roll.next();
  const text =
    frame < 0.6
      ? `${things} ${place}`
      : frame < 0.68
        ? `${things}, ${place.split(' ').at(-1)}`
        : frame < 0.76
          ? `${place}, ${things}`
          : frame < 0.86
            ? `a picture of ${things} ${place}`
            : frame < 0.92
              ? `draw ${things} ${place}`
              : things;
  return { text, tellsSides: kind < 0.5 };
}

/** Words and commas that the embedded model's text encoder reads. */
const LONGEST = 28;

/** A caption that the embedded model can read to its end. */
export function shortCaption(scene: Scene, roll: Dice): Caption {
  for (;;) {
    const words = caption(scene, roll);
    if ((words.text.match(/\w+|,/g) ?? []).length <= LONGEST) return words;
  }
}

function withSides(roll: Dice, ordered: readonly SceneObject[]): string {
  const order = roll.chance(0.4) ? shuffled(roll, ordered) : ordered;
  return joined(
    order.map((object) => `${withArticle(nameOf(roll, object))} ${roll.pick(sides[sideOf(object)])}`),
  );
}

function related(roll: Dice, [left, right]: readonly SceneObject[]): string {
  const [a, b] = [
    withArticle(nameOf(roll, left as SceneObject)),
    withArticle(nameOf(roll, right as SceneObject)),
  ];
  const way = roll.next();
  return way < 0.4
    ? `${a} to the left of ${b}`
    : way < 0.6
      ? `${b} to the right of ${a}`
      : `${a} next to ${b}`;
}

function counted(roll: Dice, ordered: readonly SceneObject[]): string {
  const groups = new Map<string, SceneObject[]>();
  for (const object of roll.chance(0.3) ? shuffled(roll, ordered) : ordered) {
    const key = `${object.word} ${object.color} ${object.size}`;
    groups.set(key, [...(groups.get(key) ?? []), object]);
  }
  const numbers = ['', '', 'two', 'three', 'four'];
  return joined(
    [...groups.values()].map((group) =>
      group.length === 1
        ? withArticle(nameOf(roll, group[0]!))
        : `${numbers[group.length]} ${nameOf(roll, group[0]!, true)}`,
    ),
  );
}
