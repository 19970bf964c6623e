import type { FoundObject } from '../engine/engine.ts';

const ALL = /\b(?:all|both|every|each|everything)\b/iu;
const WORD_NUMBERS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const NUMBER = /(?:^|#|\bnumber )\s*(\d{1,2})\b/iu;

/** "2", "#2", "number 2", "1 and 3", "1, 2 and 4". */
function digitsIn(words: string): readonly number[] {
  const list = /^#?\d{1,2}(?:(?:\s*,\s*|\s+(?:and\s+)?|\s*&\s*)#?\d{1,2})+$/u.test(words);
  if (list) return (words.match(/\d+/gu) ?? []).map(Number);
  const digit = Number(NUMBER.exec(words)?.[1]);
  return digit >= 1 ? [digit] : [];
}

type Measure = (object: FoundObject) => number;
const centre = ({ box: [x, y, width, height] }: FoundObject): readonly [number, number] => [
  x + width / 2,
  y + height / 2,
];

/** Words for an end of an order, and what they order by: the least comes first. */
const ORDERS: readonly (readonly [pattern: RegExp, measure: Measure])[] = [
  [/\bleft(?:most)?\b/iu, (object) => centre(object)[0]],
  [/\bright(?:most)?\b/iu, (object) => -centre(object)[0]],
  [/\b(?:top|upper|highest|back|far)\b/iu, (object) => centre(object)[1]],
  [/\b(?:bottom|lower|lowest|front|near(?:est)?)\b/iu, (object) => -centre(object)[1]],
  [/\b(?:big(?:ger|gest)?|larg(?:e|er|est))\b/iu, ({ box }) => -box[2] * box[3]],
  [/\b(?:small(?:er|est)?|little|tin(?:y|iest))\b/iu, ({ box }) => box[2] * box[3]],
];

/**
 * Which of some numbered objects words mean: "2", "the left one", "the second from the right", "the biggest", "both".
 *
 * @param objects  from the left to the right, as they are numbered
 * @param picked   numbers that "the other one" does not mean
 * @returns numbers from 1; none when the words do not tell
 */
export function whichOf(
  objects: readonly FoundObject[],
  words: string,
  picked: readonly number[] = [],
): number[] {
  const numbers = objects.map((_, index) => index + 1);
  if (ALL.test(words)) return numbers;
  if (/\bothers?\b/iu.test(words)) {
    const others = numbers.filter((number) => !picked.includes(number));
    return picked.length > 0 && (others.length === 1 || /\bothers\b/iu.test(words)) ? others : [];
  }
  const digits = digitsIn(words.trim());
  if (digits.length > 0) return numbers.filter((number) => digits.includes(number));
  const ordinal = WORD_NUMBERS.findIndex((word) => new RegExp(`\\b${word}\\b`, 'iu').test(words));
  const order = ORDERS.find(([pattern]) => pattern.test(words));
  if (/\b(?:middle|cent(?:er|re))\b/iu.test(words))
    return [numbers[Math.floor((numbers.length - 1) / 2)] ?? 1];
  if (/\blast\b/iu.test(words)) return numbers.slice(-1);
  if (order === undefined) return ordinal === -1 ? [] : numbers.filter((number) => number === ordinal + 1);
  const [, measure] = order;
  const sorted = numbers.toSorted((a, b) => measure(objects[a - 1]!) - measure(objects[b - 1]!));
  return sorted.slice(Math.max(ordinal, 0), Math.max(ordinal, 0) + 1);
}
