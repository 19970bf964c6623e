import { round } from '../../english/numbers.ts';
import type { StepOf } from '../plan.ts';

type Layout = StepOf<'layout'>;
type Box = [number, number, number, number];

const THIRD = round(1 / 3);
const BOXES: Readonly<Record<string, Box>> = {
  left: [0, 0, 0.5, 1],
  right: [0.5, 0, 0.5, 1],
  top: [0, 0, 1, 0.5],
  bottom: [0, 0.5, 1, 0.5],
  middle: [0.25, 0.25, 0.5, 0.5],
  'top left': [0, 0, 0.5, 0.5],
  'top right': [0.5, 0, 0.5, 0.5],
  'bottom left': [0, 0.5, 0.5, 0.5],
  'bottom right': [0.5, 0.5, 0.5, 0.5],
  'left third': [0, 0, THIRD, 1],
  'middle third': [THIRD, 0, THIRD, 1],
  'right third': [round(2 / 3), 0, THIRD, 1],
  'top third': [0, 0, 1, THIRD],
  'bottom third': [0, round(2 / 3), 1, THIRD],
  background: [0, 0, 1, 1],
};
const NUMBER = String.raw`(\d+(?:[.,]\d+)?) ?%?`;
const AT_NUMBERS = new RegExp(
  `^(.+?)(?:,| at| in|:)? ?\\[?\\(?${NUMBER} ?, ?${NUMBER} ?, ?${NUMBER} ?, ?${NUMBER}\\)?\\]?$`,
  'i',
);
const CORNERS = '(?:top|bottom|upper|lower) (?:left|right)';
const THIRDS = '(?:left|middle|right|top|bottom) third';
const AREAS = `${CORNERS}|${THIRDS}|(?:upper|lower) half|left|right|top|bottom|middle|center|centre|background|foreground`;
const PART = '(?: (?:corner|half|side|part|edge))?(?: of (?:it|the (?:picture|image)))?';
const AT_WORDS = new RegExp(
  `^(.+?),? (?:(?:is |sitting |standing )?(?:on|at|in|to|across|along) (?:the )?)?(${AREAS})${PART}$`,
  'i',
);
const WORDS_FIRST = new RegExp(
  `^(?:(?:on|at|in) (?:the )?)?(${AREAS})${PART}[:,]? (?!of)(?:there (?:is|are) )?(.+)$`,
  'i',
);
const LAYOUT = /^\/?(?:layout|regions?|segments?|compose|composition)\b ?:? ?(.+)$/i;
const HINT = /\b(?:left|right|top|bottom|middle|center|centre)\b|\d ?, ?\d/i;
const NAMED_THING = /^(?:an?|some|two|three|four|five|many|several|the|\d+) /i;

/**
 * Reads regions from words: "layout: a cat on the left and a house on the right".
 *
 * @param tidied one line, letter case kept
 * @param isAsked true when the words are known to be a layout (the /layout command)
 */
export function readLayout(tidied: string, isAsked = false): Layout | undefined {
  const asked = LAYOUT.exec(tidied);
  const text = asked?.[1] ?? tidied;
  const isClear = asked !== null || isAsked;
  if (!isClear && !HINT.test(text)) return undefined;
  const segments = cutSegments(text).map(readSegment);
  if (segments.length === 0 || segments.length > 12 || (!isClear && !isLayout(segments))) return undefined;
  const share = round(1 / segments.length);
  const isPlaced = segments.some(({ box }) => box !== undefined);
  const boxed = segments.map((segment, index) => ({
    words: segment.words.slice(0, 200),
    box: segment.box ?? (isPlaced ? whole() : ([round(index * share), 0, share, 1] satisfies Box)),
  }));
  const prompt = joinWords(segments.map((segment) => segment.words));
  return prompt === '' ? undefined : { kind: 'layout', prompt: prompt.slice(0, 2000), segments: boxed };
}

interface Segment {
  readonly words: string;
  readonly box?: Box;
}

const whole = (): Box => [0, 0, 1, 1];

/** True when nobody said that it is a layout, and yet it can be nothing else: several things, each with its place. */
const isLayout = (segments: readonly Segment[]): boolean =>
  segments.length > 1 && segments.every(({ words, box }) => box !== undefined && NAMED_THING.test(words));

const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

const BETWEEN = new RegExp(
  String.raw`\s*[;|]\s*|\s*,\s*(?:and\s+)?(?!\s*\d)|\s+and\s+(?=(?:an?|the|some|two|three|four|many|\d+|on|in|at)\s)`,
  'i',
);
const ONLY_PLACE = new RegExp(`^(?:on|at|in|to)? ?(?:the )?(?:${AREAS})(?: (?:half|side|corner))?$`, 'i');

function cutSegments(text: string): string[] {
  const pieces = text
    .split(BETWEEN)
    .map((piece) => piece.trim().replace(/[.]$/, ''))
    .filter(Boolean);
  const segments: string[] = [];
  for (const piece of pieces) {
    const last = segments.at(-1);
    // "a cat, left": the place belongs to what stands before it
    if (last !== undefined && ONLY_PLACE.test(piece)) segments[segments.length - 1] = `${last} ${piece}`;
    else segments.push(piece);
  }
  return segments;
}

function readSegment(piece: string): Segment {
  const numbers = AT_NUMBERS.exec(piece);
  if (numbers !== null) {
    const values = numbers.slice(2, 6).map((digits) => Number(digits.replace(',', '.')));
    const unit = values.some((value) => value > 1) ? 100 : 1;
    const [x = 0, y = 0, width = 1, height = 1] = values.map((value) => round(Math.min(1, value / unit)));
    return {
      words: (numbers[1] ?? piece).trim(),
      box: [x, y, round(Math.min(width, 1 - x)), round(Math.min(height, 1 - y))],
    };
  }
  const first = WORDS_FIRST.exec(piece);
  if (first !== null && !AT_WORDS.test(piece)) return place(first[2] ?? piece, first[1]);
  const after = AT_WORDS.exec(piece);
  return after === null ? { words: piece } : place(after[1] ?? piece, after[2]);
}

function place(words: string, side: string | undefined): Segment {
  const name = (side ?? '')
    .toLowerCase()
    .replace('upper half', 'top')
    .replace('lower half', 'bottom')
    .replace('upper', 'top')
    .replace('lower', 'bottom')
    .replace(/center|centre/, 'middle')
    .replace('foreground', 'bottom');
  const box = BOXES[name];
  return box === undefined ? { words } : { words: words.trim(), box };
}
