import { COLOURS, STYLES, TIMES } from '../english/lexicon.ts';
import { singular } from '../english/nouns.ts';
import { tag } from '../english/tagging.ts';
import { isVisibleNoun, similarity, stepsUpTo } from './noun-tree.ts';

/** What a checkpoint can draw, as its card says; a checkpoint without one is taken to know every word. */
export interface Vocabulary {
  readonly objects: readonly string[];
  readonly backgrounds: readonly string[];
  readonly colors: readonly string[];
  /** Other words for an object or background: `{ dog: ['puppy'] }`. */
  readonly synonyms?: Readonly<Record<string, readonly string[]>> | undefined;
  /** What to offer for a kind of thing of which nothing is near: `{ person: ['robot'] }`, most special kind first. */
  readonly standIns?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A word that the vocabulary lacks, and what comes nearest to it, best first; none where nothing does. */
export interface UnknownWord {
  readonly word: string;
  readonly nearest: readonly string[];
}

/** A text, held against a vocabulary. */
export interface VocabularyReading {
  /** The text in the vocabulary's words: "a puppy" → "a dog". What is unknown stands as it was. */
  readonly text: string;
  /** The same with the nearest in place of each unknown word; `undefined` where one of them has none. */
  readonly nearest?: string | undefined;
  /** Words that another stands for. */
  readonly taken: readonly { readonly word: string; readonly as: string }[];
  /** Things, places and colors that cannot be drawn. */
  readonly unknown: readonly UnknownWord[];
  /** Words about how things look or what they do that nothing is made of: "cute", "riding". */
  readonly unused: readonly string[];
}

/** A kind so near in the tree may stand in for a word, when the person agrees. */
const NEAR = 0.8;
/** A general word so far up is still a word for the thing: poodle → dog. */
const KIND_STEPS = 6;
const OFFERED = 2;
/** Words of a name: "hot air balloon". */
const LONGEST = 3;

/** Words that say how a picture is laid out, or nothing at all; every model reads them in its own way. */
const PLAIN = new Set(
  `a an the this that these those some any another other of in on at by with and or to for from into onto over under above below
  beside behind between near next front top bottom left right middle center side corner foreground background upper lower inside
  outside around along against there here is are be was were being it its they them their his her he she i me my we you your our us
  one two three four five six seven eight nine ten pair couple few several many both each big small large little tiny huge giant
  picture image photo photograph pic painting drawing scene portrait illustration view please just only very really so as up down
  out off while who which where what when too also no not without like`.split(/\s+/u),
);

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One word or a few that are one name. */
interface Name extends Word {
  /** How many words it has. */
  readonly length: number;
  readonly isVisible: boolean;
}

/** Adapters and learned words are named in brackets: their names are no words of a picture. */
const ADAPTER = /<[^<>]{1,120}>|\((?:lora|lyco|embedding):[^()]{1,120}\)/giu;

const wordsOf = (text: string): readonly Word[] =>
  [
    ...text
      .replaceAll(ADAPTER, (named) => ' '.repeat(named.length))
      .matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu),
  ].map((match) => ({
    text: match[0].toLowerCase().replace(/['’]s$/u, ''),
    start: match.index,
    end: match.index + match[0].length,
  }));
/** What becomes of one word, or of a few that are one name. */
type Verdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'taken'; readonly as: string }
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] }
  | { readonly kind: 'unused' };

/** Holds a prompt, or the name of a thing, against a vocabulary. */
export function readInVocabulary(text: string, vocabulary: Vocabulary): VocabularyReading {
  const words = wordsOf(text);
  const names = namesOf(vocabulary);
  const nouns = nounsIn(text);
  const read: { readonly word: Word; readonly verdict: Verdict }[] = [];
  for (let at = 0; at < words.length;) {
    const name = longest(words, at, names);
    read.push({ word: name, verdict: judge(name, words[at - 1]?.text ?? '', nouns, names, vocabulary) });
    at += name.length;
  }
  const of = <K extends Verdict['kind']>(kind: K) =>
    read.flatMap(({ word, verdict }) =>
      verdict.kind === kind ? [{ word: word.text, ...(verdict as Extract<Verdict, { kind: K }>) }] : [],
    );
  const unknown = of('unknown').map(({ word, nearest }) => ({ word, nearest }));
  const write = (nearest: boolean): string =>
    withArticles(
      read.toReversed().reduce((sofar, { word, verdict }) => {
        const after = sofar.slice(word.end);
        if (verdict.kind === 'taken') return sofar.slice(0, word.start) + verdict.as + after;
        if (verdict.kind === 'unused')
          return sofar.slice(0, word.start) + (DETERMINED.test(after) ? 'and' : '') + after;
        if (verdict.kind === 'known' || !nearest) return sofar;
        return sofar.slice(0, word.start) + (verdict.nearest[0] ?? word.text) + after;
      }, text),
    );
  return {
    text: write(false),
    nearest: unknown.length > 0 && unknown.every((each) => each.nearest.length > 0) ? write(true) : undefined,
    taken: of('taken').map(({ word, as }) => ({ word, as })),
    unknown,
    unused: of('unused').map(({ word }) => word),
  };
}

/** What follows begins a thing of its own: "riding a horse". */
const DETERMINED = /^\s+(?:an?|the|two|three|his|her)\s/iu;

/** Mends what a changed word leaves: "an robot", blanks in a row. */
const withArticles = (text: string): string =>
  text
    .replaceAll(/\b(an?)(?= +([a-z]))/giu, (article, _a, next: string) => {
      const right = 'aeiou'.includes(next.toLowerCase()) ? 'an' : 'a';
      return article.startsWith('A') ? `A${right.slice(1)}` : right;
    })
    .replaceAll(/\s+(?=[,.]|$)|(?<=\s)\s+/gu, '')
    .trim();

function judge(
  word: Name,
  before: string,
  nouns: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
  vocabulary: Vocabulary,
): Verdict {
  const { text, length, isVisible } = word;
  const as = names.get(text) ?? names.get(singular(text));
  if (as !== undefined) return isSame(text, as) ? { kind: 'known' } : { kind: 'taken', as };
  if (PLAIN.has(text) || /^\d+$/u.test(text)) return { kind: 'known' };
  if (length === 1 && isAction(text, before)) return { kind: 'unused' };
  if (!isVisible && STYLES.has(text)) return { kind: 'unused' };
  if (!nouns.has(text) && length === 1 && !COLOURS.has(text) && !TIMES.has(text)) return { kind: 'unused' };
  const kind = isVisible ? kindOf(text, vocabulary) : undefined;
  return kind === undefined
    ? { kind: 'unknown', nearest: nearestTo(text, vocabulary) }
    : { kind: 'taken', as: kind };
}

/** "Riding" is what somebody does; "a painting" and "an earring" are things. */
const isAction = (word: string, before: string): boolean =>
  /.{2}ing$/u.test(word) && !/^(?:an?|the|his|her|my|its|with|of|in|on)$/u.test(before);

const isSame = (word: string, name: string): boolean => word === name || singular(word) === name;

/** Every word of the vocabulary and every synonym → the name it stands for. */
function namesOf({ objects, backgrounds, colors, synonyms = {} }: Vocabulary): ReadonlyMap<string, string> {
  const names = Object.entries(synonyms).flatMap(([name, others]) =>
    others.map((other) => [other, name] as const),
  );
  return new Map([...names, ...[...objects, ...backgrounds, ...colors].map((name) => [name, name] as const)]);
}

/** The longest name that begins at a word: of the vocabulary, else of the tree; a word alone where there is none. */
function longest(words: readonly Word[], at: number, names: ReadonlyMap<string, string>): Name {
  const spans = Array.from({ length: Math.min(LONGEST, words.length - at) }, (_, index) => {
    const span = words.slice(at, at + index + 1);
    const text = span.map((word) => word.text).join(' ');
    return { text, length: span.length, start: words[at]!.start, end: span.at(-1)!.end };
  }).toReversed();
  const known = spans.find(({ text }) => names.has(text) || names.has(singular(text)));
  // "Black cat" is a word of its own, but who knows black and cats needs no other.
  const isKnownInParts = (text: string) =>
    text
      .split(' ')
      .every((part) => names.has(part) || names.has(singular(part)) || PLAIN.has(part) || COLOURS.has(part));
  const visible = spans.find(
    ({ text, length }) =>
      (isVisibleNoun(text) || isVisibleNoun(singular(text))) && (length === 1 || !isKnownInParts(text)),
  );
  const best = visible !== undefined && visible.length > (known?.length ?? 0) ? visible : known;
  const word = best ?? spans.at(-1)!;
  return { ...word, isVisible: isVisibleNoun(word.text) || isVisibleNoun(singular(word.text)) };
}

/** Tags of nouns that name no thing: "it", and "riding" in "a wizard riding a dragon". */
const NO_THING = ['Pronoun', 'Gerund', 'Verb'];

/** Words that stand as nouns in this text; compromise tags them by what is around them. */
function nounsIn(text: string): ReadonlySet<string> {
  return new Set(
    tag(text).flatMap(({ text: word, tags }) =>
      tags.includes('Noun') && !NO_THING.some((each) => tags.includes(each))
        ? wordsOf(word).map((each) => each.text)
        : [],
    ),
  );
}

/** The thing of the vocabulary that a word is a kind of: poodle → dog. */
function kindOf(word: string, { objects }: Vocabulary): string | undefined {
  const noun = singular(word);
  return objects
    .flatMap((name) => {
      const steps = stepsUpTo(noun, name);
      return steps === undefined || steps > KIND_STEPS ? [] : [{ name, steps }];
    })
    .toSorted((one, other) => one.steps - other.steps)[0]?.name;
}

function nearestTo(word: string, { objects, backgrounds, standIns = {} }: Vocabulary): readonly string[] {
  const noun = singular(word);
  const near = [...objects, ...backgrounds]
    .map((name) => ({ name, likeness: similarity(noun, name) }))
    .filter(({ likeness }) => likeness >= NEAR)
    .toSorted((one, other) => other.likeness - one.likeness);
  if (near.length > 0) return near.slice(0, OFFERED).map(({ name }) => name);
  const general = COLOURS.has(word) ? 'color' : TIMES.has(word) ? 'time' : noun;
  const kind = Object.keys(standIns).find((each) => general === each || stepsUpTo(noun, each) !== undefined);
  return kind === undefined ? [] : (standIns[kind] ?? []);
}
