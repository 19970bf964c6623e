import type { Dice } from './random.ts';

/** Ways to say an edit: those that are taught, and those only the evaluation says, made of taught words. */
export interface Wordings {
  readonly taught: readonly string[];
  readonly unseen: readonly string[];
}

/** {a}: "the cat", {b}: "a red ball", {c}: "red", {w}: "on the left", {p}: "in the snow", {it}: "it" or "them". */
export const editWords = {
  replace: {
    taught: [
      'replace {a} with {b}',
      'turn {a} into {b}',
      'change {a} to {b}',
      'swap {a} for {b}',
      'make {a} {b}',
    ],
    unseen: ['change {a} into {b}', 'replace {a} by {b}', 'put {b} over {a}'],
  },
  recolor: {
    taught: [
      'make {a} {c}',
      'paint {a} {c}',
      'turn {a} {c}',
      'color {a} {c}',
      'change the color of {a} to {c}',
    ],
    unseen: ['turn the color of {a} to {c}', 'make the color of {a} {c}'],
  },
  remove: {
    taught: ['remove {a}', 'delete {a}', 'erase {a}', 'get rid of {a}', 'take away {a}'],
    unseen: ['take {a} away', 'take {a} out'],
  },
  add: {
    taught: ['add {b} {w}', 'put {b} {w}', 'place {b} {w}', 'draw {b} {w}'],
    unseen: ['paint {b} {w}', 'add {b} to the picture {w}'],
  },
  bigger: { taught: ['make {a} bigger', 'enlarge {a}', 'make {a} larger'], unseen: ['make {a} big'] },
  smaller: { taught: ['make {a} smaller', 'shrink {a}'], unseen: ['make {a} small'] },
  place: {
    taught: ['put {it} {p}', 'move {it} {p}', 'change the background: {p}', 'place {it} {p}'],
    unseen: ['change the picture: {p}', 'draw {it} {p}'],
  },
} as const satisfies Readonly<Record<string, Wordings>>;

export function say(
  roll: Dice,
  { taught, unseen }: Wordings,
  held: boolean,
  words: Readonly<Record<string, string>>,
): string {
  return roll.pick(held ? unseen : taught).replaceAll(/\{(\w+)\}/g, (_, key: string) => words[key] ?? '');
}
