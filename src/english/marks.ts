/**
 * Weights as people type them: `(sunset:1.4)`, `((w))`, `[w]`, `w++`, `(a b)1.3`, `a::2 b::1`, `fluffy x3`.
 *
 * @see AUTOMATIC1111, compel and Midjourney for the notations
 */
import { readDecimal } from './numbers.ts';

/** Words with a weight of their own, where they stand in a text. */
export interface Mark {
  readonly words: string;
  /** As typed, with its brackets: "(red:1.4)". */
  readonly mark: string;
  readonly weight: number;
  readonly at: number;
}

/** A prompt whose weights were taken out. */
export interface Weighted {
  /** The prompt without brackets and numbers. */
  readonly prompt: string;
  readonly weights: Readonly<Record<string, number>>;
  /** True when nothing but weighted words was said: "(sunset:1.4)". */
  readonly isBare: boolean;
}

interface Notation {
  readonly form: RegExp;
  readonly weigh: (number: string, found: RegExpExecArray) => number;
}

const NUMBER = String.raw`-?\d*[.,]?\d+`;
const notation = (form: string, weigh: Notation['weigh'] = readDecimal): Notation => ({
  form: new RegExp(form, 'u'),
  weigh,
});
const depth = (open = '(', close = ')'): number => Math.min(open.length, close.length);
/** `(words:1.3)`, the one notation that engines read as well. */
const PLAIN = notation(String.raw`\((?<words>[^():]{1,80}):\s*(?<number>${NUMBER})\s*\)`);
/** Each names its words and its number; the one that stands first in a text is taken. */
const NOTATIONS: readonly Notation[] = [
  PLAIN,
  notation(String.raw`\((?<words>[^()]{1,80})\)(?<number>${NUMBER})\b`),
  notation(
    String.raw`(?<open>\({1,4})(?<words>\p{L}[^()[\]:,]{0,60}?)(?<close>\){1,4})`,
    (_number, { groups }) => 1.1 ** depth(groups?.['open'], groups?.['close']),
  ),
  notation(
    String.raw`(?<open>\[{1,4})(?<words>\p{L}[^()[\]:,|]{0,60}?)(?<close>\]{1,4})`,
    (_number, { groups }) => 1.1 ** -depth(groups?.['open'], groups?.['close']),
  ),
  notation(String.raw`\((?<words>[^()]{1,60})\)(?<number>\+{1,6}|-{2,6})(?=[\s,.]|$)`, signs),
  notation(String.raw`(?<words>[\p{L}'-]*\p{L})(?<number>\+{1,6}|-{2,6})(?=[\s,.]|$)`, signs),
  notation(String.raw`(?<words>\p{L}[\p{L}\s'-]{0,60}?)::\s?(?<number>${NUMBER})`),
  notation(String.raw`\b(?<words>[\p{L}'-]{2,30}) ?[x×*] ?(?<number>${NUMBER})(?=[\s,.]|$)`),
];

function signs(number: string): number {
  return number.startsWith('+') ? 1.1 ** number.length : 0.9 ** number.length;
}

/** What people write behind or in brackets and is no weight of the words before. */
const NO_WEIGHT = /^(?:not|please|pls|but not|except|and not|no|without|i mean|the|its|maybe)\b/i;

/** The weights in a text, in their order. */
export function findMarks(text: string, notations: readonly Notation[] = NOTATIONS): readonly Mark[] {
  const marks: Mark[] = [];
  for (let from = 0; marks.length < 24;) {
    const found = notations
      .map(({ form, weigh }) => ({ weigh, match: form.exec(text.slice(from)) }))
      .filter((one): one is { weigh: Notation['weigh']; match: RegExpExecArray } => one.match !== null)
      .reduce<{ weigh: Notation['weigh']; match: RegExpExecArray } | undefined>(
        (best, one) => (best === undefined || one.match.index < best.match.index ? one : best),
        undefined,
      );
    if (found === undefined) break;
    const { match, weigh } = found;
    const words = (match.groups?.['words'] ?? '').trim().replace(/\s+/g, ' ');
    const at = from + match.index;
    from = at + match[0].length;
    if (words === '' || NO_WEIGHT.test(words)) continue;
    marks.push({
      words,
      mark: match[0],
      at,
      weight: clampWeight(weigh(match.groups?.['number'] ?? '', match)),
    });
  }
  return marks;
}

const clampWeight = (weight: number): number => Math.round(Math.min(5, Math.max(-2, weight)) * 1000) / 1000;

/** The text with each mark written as `put` says. */
const rewrite = (text: string, marks: readonly Mark[], put: (mark: Mark) => string): string =>
  marks
    .toReversed()
    .reduce((kept, one) => kept.slice(0, one.at) + put(one) + kept.slice(one.at + one.mark.length), text);

/** Reads a prompt with weights of any notation; undefined when it holds none. */
export function readWeights(text: string): Weighted | undefined {
  const marks = findMarks(text);
  if (marks.length === 0) return undefined;
  const prompt = rewrite(text, marks, ({ words }) => words)
    .replace(/\s+/g, ' ')
    .replace(/ ,/g, ',')
    .trim();
  const weights = Object.fromEntries(
    marks.map(({ words, weight }) => [words.toLowerCase().slice(0, 60), weight]),
  );
  const said = new Set(Object.keys(weights).flatMap((name) => name.split(' ')));
  const others = prompt
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !said.has(word));
  return { prompt, weights, isBare: others.length === 0 };
}

/** Takes the weights `(words:1.3)` out of a sentence, so that it can be read; undefined when it has none. */
export function takeMarks(
  text: string,
): { readonly plain: string; readonly marks: readonly Mark[] } | undefined {
  const marks = findMarks(text, [PLAIN]);
  return marks.length === 0 ? undefined : { plain: rewrite(text, marks, ({ words }) => words), marks };
}

/** Puts weights back to their words in a text that has them. */
export const putMarks = (text: string, marks: readonly Mark[]): string =>
  marks.reduce((put, { words, mark }) => {
    const at = put.toLowerCase().indexOf(words.toLowerCase());
    return at === -1 ? put : put.slice(0, at) + mark + put.slice(at + words.length);
  }, text);
