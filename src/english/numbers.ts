const NUMBERS = new Map(
  'one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, index) => [word, index + 1]),
);
const ORDINALS = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth'
    .split(' ')
    .map((word, index) => [word, index + 1]),
);
const FACTORS: Readonly<Record<string, number>> = {
  twice: 2,
  double: 2,
  triple: 3,
  thrice: 3,
  quadruple: 4,
  half: 0.5,
  halve: 0.5,
  'a half': 0.5,
  'a third': 1 / 3,
  'one third': 1 / 3,
  'two thirds': 2 / 3,
  'a quarter': 0.25,
  'one quarter': 0.25,
  'three quarters': 0.75,
};

/** "three", "3" → 3. */
export function readNumber(word: string): number | undefined {
  if (/^\d{1,2}$/.test(word)) return Number(word);
  return NUMBERS.get(word);
}

/** "second", "2nd", "last" → 2, 2, −1. */
export function readOrdinal(word: string): number | undefined {
  if (word === 'last' || word === 'final') return -1;
  const digits = /^(\d{1,2})(?:st|nd|rd|th)$/.exec(word);
  return digits === null ? ORDINALS.get(word) : Number(digits[1]);
}

/** A number with point or comma. */
export const readDecimal = (digits: string): number => Number(digits.replace(',', '.'));

/** "30 %", "30 percent" → 0.3. */
export function readPercent(words: string): number | undefined {
  const digits = /^(-?\d+(?:[.,]\d+)?) ?(?:%|percent|per cent)$/.exec(words)?.[1];
  return digits === undefined ? undefined : readDecimal(digits) / 100;
}

/** "twice", "3 times", "2x", "half", "a third" → 2, 3, 2, 0.5, 1/3. */
export function readFactor(words: string): number | undefined {
  if (Object.hasOwn(FACTORS, words)) return FACTORS[words];
  const times = /^(\S+?) ?(?:x|times)$/.exec(words)?.[1];
  if (times === undefined) return undefined;
  return /^\d/.test(times) ? readDecimal(times) : readNumber(times);
}

/** Three decimals: enough for a picture, and readable in the plan line. */
export const round = (value: number): number => Math.round(value * 1000) / 1000 || 0;

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
