import { hasColour, isColourWord } from '../../detection/colours.ts';
import type { Detection, DetectorTraits } from '../../detection/detector.ts';
import { knownNoun, singularNoun } from '../../detection/nouns.ts';
import { overlap } from '../../detection/boxes.ts';
import type { RgbImage } from '../../image/image.ts';

/** One thing a prompt asks for, with what can be checked on a picture. */
export interface AskedThing {
  readonly noun: string;
  readonly colour?: string | undefined;
  readonly side?: 'left' | 'middle' | 'right' | undefined;
}

const NUMBERS: Readonly<Record<string, number>> = { two: 2, both: 2, three: 3, four: 4, five: 5, six: 6 };
const SIDES: Readonly<Record<string, AskedThing['side']>> = {
  left: 'left',
  right: 'right',
  middle: 'middle',
  center: 'middle',
  centre: 'middle',
};
const NEGATION = /\b(?:no|not|without|never)\b/u;

/** The things of a vocabulary that a prompt names: "two red cats and a dog on the left" → red cat, red cat, dog (left). */
export function askedThings(
  prompt: string,
  nouns: readonly string[],
  traits: DetectorTraits,
): readonly AskedThing[] {
  const known = new Set(nouns);
  const clauses = prompt
    .toLowerCase()
    .split(/[,;.:]|\band\b|\bwith\b|(?=\b(?:without|no|not)\b)/u)
    .filter((clause) => !NEGATION.test(clause));
  return clauses.flatMap((clause) => {
    const words = clause.match(/[\p{L}\d]+/gu) ?? [];
    const at = words.findIndex((word) => known.has(knownNoun(word, traits)));
    if (at < 0) return [];
    const before = words.slice(Math.max(0, at - 3), at);
    const number = before.map((word) => NUMBERS[word] ?? Number(word)).find((count) => count > 1);
    const isPlural = singularNoun(words[at]!) !== words[at];
    const thing: AskedThing = {
      noun: knownNoun(words[at]!, traits),
      colour: before.find(isColourWord),
      side: words
        .slice(at + 1)
        .map((word) => SIDES[word])
        .find((side) => side !== undefined),
    };
    return Array.from({ length: Math.min(number ?? (isPlural ? 2 : 1), 6) }, () => thing);
  });
}

/** Boxes of two of a kind that overlap more than this read as one thing. */
const MERGED = 0.03;

/**
 * How well a picture shows what was asked for.
 *
 * @returns `score`: a point per thing that is there, half a point each for its colour and its side, less a quarter for
 *   every other thing and for every two of a kind that run into each other; `isPerfect`: nothing is missing, wrong,
 *   merged or too much
 */
export function showsAsked(
  picture: RgbImage,
  asked: readonly AskedThing[],
  found: readonly Detection[],
): { readonly score: number; readonly isPerfect: boolean } {
  const left = new Set(found);
  let [score, most] = [0, 0];
  // Those of whom more is known choose first, so that "a cat and a red cat" finds both.
  const demanding = asked.toSorted((a, b) => demands(b) - demands(a));
  for (const thing of demanding) {
    most += 1 + demands(thing) / 2;
    const points = (each: Detection): number => (1 + demands(thing, each, picture)) / 2;
    const best = [...left]
      .filter(({ label }) => label === thing.noun)
      .toSorted((a, b) => points(b) - points(a))[0];
    if (best === undefined) continue;
    left.delete(best);
    score += 1 + demands(thing, best, picture) / 2;
  }
  const faults = left.size + mergedPairs(found);
  return { score: score - faults / 4, isPerfect: score === most && faults === 0 };
}

const mergedPairs = (found: readonly Detection[]): number =>
  found.flatMap((one, at) =>
    found.slice(at + 1).filter((other) => other.label === one.label && overlap(one.box, other.box) > MERGED),
  ).length;

/** How many wishes a thing comes with; of a detection: how many of them it fulfils. */
function demands({ colour, side }: AskedThing, seen?: Detection, picture?: RgbImage): number {
  const isColoured =
    colour !== undefined &&
    (seen === undefined || picture === undefined || hasColour(picture, seen.box, colour));
  const isPlaced =
    side !== undefined &&
    (seen === undefined ||
      picture === undefined ||
      isOn((seen.box[0] + seen.box[2] / 2) / picture.width, side));
  return Number(isColoured) + Number(isPlaced);
}

const isOn = (x: number, side: 'left' | 'middle' | 'right'): boolean =>
  side === 'left' ? x < 0.43 : side === 'right' ? x > 0.57 : x > 0.33 && x < 0.67;
