import { pattern } from './patterns.ts';
import type { ObjectReference } from '../plan.ts';
import { anyOf, COLOURS, COMPOUNDS, QUALITIES, SHADES } from './lexicon.ts';
import { headOf, isPlural, plural, singular } from './grammar.ts';

/** A noun phrase that was read: the reference, and its noun as it was typed. */
export interface Phrase {
  readonly reference: ObjectReference;
  readonly head: string;
}

type Relation = NonNullable<ObjectReference['relation']>['kind'];
type Side = NonNullable<ObjectReference['side']>;

/** Ways to say where something is relative to a landmark, the longer first. */
export const RELATIONS: readonly (readonly [string, Relation])[] = [
  ['to the left of', 'left of'],
  ['on the left of', 'left of'],
  ['on the left side of', 'left of'],
  ['to the right of', 'right of'],
  ['on the right of', 'right of'],
  ['on the right side of', 'right of'],
  ['left of', 'left of'],
  ['right of', 'right of'],
  ['right next to', 'next to'],
  ['next to', 'next to'],
  ['close to', 'next to'],
  ['near to', 'next to'],
  ['closest to', 'next to'],
  ['nearest to', 'next to'],
  ['beside', 'next to'],
  ['besides', 'next to'],
  ['alongside', 'next to'],
  ['near', 'next to'],
  ['by', 'next to'],
  ['on top of', 'on'],
  ['onto', 'on'],
  ['upon', 'on'],
  ['in front of', 'in front of'],
  ['before', 'in front of'],
  ['behind', 'behind'],
  ['underneath', 'below'],
  ['beneath', 'below'],
  ['below', 'below'],
  ['under', 'below'],
  ['above', 'above'],
  ['over', 'above'],
  ['inside', 'on'],
  ['into', 'on'],
  ['on', 'on'],
  ['in', 'on'],
];
const RELATION_OF = new Map(RELATIONS);
const RELATION_WORDS = anyOf(RELATION_OF.keys());

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
const DETERMINER = /^(?:the|a|an|my|your|his|her|its|their|our|this|that|these|those|some|any)\s+/;

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

const SIDES = new Map<string, Side>(
  Object.entries({
    left: 'left',
    right: 'right',
    top: 'top',
    upper: 'top',
    bottom: 'bottom',
    lower: 'bottom',
    middle: 'middle',
    center: 'middle',
    centre: 'middle',
    central: 'middle',
  } as const),
);
const EXTREMES = new Map<string, readonly [NonNullable<ObjectReference['order']>, 1 | -1]>(
  Object.entries({
    leftmost: ['left', 1],
    rightmost: ['right', 1],
    topmost: ['top', 1],
    uppermost: ['top', 1],
    highest: ['top', 1],
    lowest: ['bottom', 1],
    bottommost: ['bottom', 1],
    biggest: ['size', 1],
    largest: ['size', 1],
    tallest: ['size', 1],
    bigger: ['size', 1],
    larger: ['size', 1],
    big: ['size', 1],
    smallest: ['size', -1],
    tiniest: ['size', -1],
    littlest: ['size', -1],
    smaller: ['size', -1],
  } as const),
);
/** "big" and "small" are attributes; only the comparisons pick by size. */
const COMPARISONS = new Set(['bigger', 'larger', 'smaller']);

/**
 * Reads a noun phrase: "the second black and white cat from the left next to the car".
 *
 * @param phrase lower case, without quotes
 * @param noun   what "one" stands for, when the conversation tells
 */
export function readReference(phrase: string, noun = ''): Phrase {
  const words = phrase.trim().slice(0, 200);
  const fields: { -readonly [K in keyof ObjectReference]?: ObjectReference[K] } = {};
  let rest = takeSide(takeRelation(words, fields), fields);
  rest = takeCount(rest, fields);
  const possessive = /^(.+?)'s? (.+)$/.exec(rest);
  if (possessive !== null && fields.relation === undefined) {
    fields.relation = { kind: 'on', noun: singular(headOf(possessive[1] ?? '')).slice(0, 60) };
    rest = possessive[2] ?? rest;
  }
  const number = /^(.+?) (?:#|number |no\.? ?|nr\.? ?)?(\d{1,2})$/.exec(rest);
  if (number !== null) {
    fields.ordinal = Math.min(20, Number(number[2]));
    rest = number[1] ?? rest;
  }
  const tokens = rest.split(' ').filter(Boolean);
  const head = headOf(takeContent(rest));
  const before = tokens.slice(0, Math.max(0, tokens.length - head.split(' ').length));
  const attributes: string[] = [];
  for (const token of before) takeModifier(token, fields, attributes);
  const isPronounNoun = /^(?:ones?|things?|guy|other|others)$/.test(head);
  let name = isPronounNoun ? noun : singular(head);
  if (head === 'other' || head === 'others') attributes.push('other');
  const isLone = before.length === tokens.length - 1 && name !== '' && takeLonePosition(head, fields);
  if (isLone) name = noun;
  const isOnes = head === 'ones' || head === 'others';
  if (isOnes && fields.count === undefined) fields.count = 'all';
  if (isPlural(head) && fields.count === undefined && !isPronounNoun && !/^(?:sheep|fish)$/.test(head))
    fields.count = 'all';
  const kept = attributes.filter(Boolean).slice(0, 8);
  return {
    head: isOnes && noun !== '' ? plural(noun) : isPronounNoun || isLone ? noun : head,
    reference: {
      ...fields,
      words,
      noun: name.slice(0, 60),
      ...(kept.length === 0 ? {} : { attributes: kept.map((word) => word.slice(0, 40)) }),
    },
  };
}

type Fields = { -readonly [K in keyof ObjectReference]?: ObjectReference[K] };

function takeRelation(phrase: string, fields: Fields): string {
  const side = pattern(
    `^(.+?) (?:that (?:is|are) |which (?:is|are) |who (?:is|are) )?(?:sitting |standing |lying |placed |floating |parked )?(${RELATION_WORDS}) (?!(?:the |a |an )?(?:left\\b|right\\b|top\\b|bottom\\b|middle\\b|cent|far |background|foreground|back\\b|front\\b|upper|lower|picture|image|photo|scene))((?:the |a |an |my |that |his |her )?[^,]+)$`,
  );
  const found = side.exec(phrase);
  if (found !== null) {
    const kind = RELATION_OF.get(found[2] ?? '');
    if (kind !== undefined) {
      fields.relation = { kind, noun: readReference(found[3] ?? '').reference.noun };
      return found[1] ?? phrase;
    }
  }
  const having = /^(.+?) (?:with|wearing|holding|carrying|that has|who has|having) (.+)$/.exec(phrase);
  if (having !== null) {
    fields.relation = { kind: 'next to', noun: readReference(having[2] ?? '').reference.noun };
    return having[1] ?? phrase;
  }
  const of = /^(.+?) of (?!the (?:left|right))(.+)$/.exec(phrase);
  if (of !== null) {
    const first = (of[1] ?? '').replace(DETERMINER, '');
    if (
      /^(?:pair|bunch|piece|group|couple|herd|flock|slice|row|all|both|each|one|\d+|two|three)s?$/.test(first)
    )
      return /^(?:all|both|each|two|three|\d+)$/.test(first)
        ? `${first} ${(of[2] ?? '').replace(DETERMINER, '')}`
        : (of[2] ?? phrase);
    if (/^(?:the|my|that|this|his|her)\s/.test(of[2] ?? ''))
      fields.relation = { kind: 'on', noun: readReference(of[2] ?? '').reference.noun };
    return of[1] ?? phrase;
  }
  return phrase;
}

function takeSide(phrase: string, fields: Fields): string {
  const found =
    /^(.+?),? (?:that (?:is|are) |which (?:is|are) |who (?:is|are) )?(?:all the way )?(?:on|to|at|from|in) (?:the )?(?:far |very |extreme )?(left|right|top|bottom|upper|lower|middle|center|centre)(?: (?:left|right))?(?:[- ]?hand)?(?: side| edge| corner| half| part)?(?: of (?:the )?(?:picture|image|photo|scene|screen))?$/.exec(
      phrase,
    );
  if (found === null) {
    const ground = /^(.+?) in the (background|foreground|back|front|distance)$/.exec(phrase);
    return ground?.[1] ?? phrase;
  }
  const side = SIDES.get(found[2] ?? '');
  const rest = found[1] ?? phrase;
  const isCounted = rest.split(' ').some((word) => readOrdinal(word) !== undefined);
  if (isCounted && side !== undefined && side !== 'middle') fields.order = side;
  else fields.side = side;
  return rest;
}

function takeCount(phrase: string, fields: Fields): string {
  const all =
    /^(?:all(?: of)?(?: the| these| those| my)?|both(?: of)?(?: the| these)?|every(?: single)?|each(?: of the)?)\s+(.+)$/.exec(
      phrase,
    );
  if (all !== null) {
    fields.count = 'all';
    return takeCountNumber(all[1] ?? phrase, fields, false);
  }
  return takeCountNumber(phrase.replace(DETERMINER, ''), fields, true);
}

function takeCountNumber(phrase: string, fields: Fields, sets: boolean): string {
  const [first = '', ...others] = phrase.split(' ');
  const count = others.length > 0 ? readNumber(first) : undefined;
  if (count === undefined || count < 1 || others[0] === 'of') return phrase;
  if (sets && count > 1 && count <= 20) fields.count = count;
  return others.join(' ');
}

function takeContent(phrase: string): string {
  return phrase.replace(/[^\p{L}\p{N}' -]/gu, '').trim();
}

function takeModifier(token: string, fields: Fields, attributes: string[]): void {
  const word = token.replace(/,$/, '');
  const ordinal = readOrdinal(word);
  const extreme = EXTREMES.get(word.replace('-', ''));
  const side = SIDES.get(word);
  if (ordinal !== undefined) fields.ordinal = ordinal;
  else if (extreme !== undefined && word !== 'big') {
    fields.order = extreme[0];
    fields.ordinal = (fields.ordinal ?? 1) * extreme[1];
    if (COMPARISONS.has(word)) fields.ordinal = extreme[1];
  } else if (side !== undefined) fields.side = side;
  else if (!/^(?:the|a|an|and|or|very|most|of|single|same|own|entire|whole)$/.test(word))
    attributes.push(word);
}

/** "the leftmost", "the biggest", "the second": a position without a noun. */
function takeLonePosition(head: string, fields: Fields): boolean {
  const ordinal = readOrdinal(head);
  const extreme = EXTREMES.get(head.replace('-', ''));
  if (ordinal !== undefined) fields.ordinal = ordinal;
  else if (extreme !== undefined && head !== 'big') {
    fields.order = extreme[0];
    fields.ordinal = (fields.ordinal ?? 1) * extreme[1];
  } else if (SIDES.has(head)) fields.side = SIDES.get(head);
  else return false;
  return true;
}

/** True when the words are a modifier without a noun: "black", "big red", "the dark". */
export function lacksNoun(phrase: string): boolean {
  const bare = phrase.replace(/^(?:the|a|an|my|some|all|both|every)\b\s*/, '');
  if (bare === '') return true;
  if (
    COMPOUNDS.has(bare) ||
    /^(?:an? (?:orange|rainbow|rose|peach|lime|violet)|rainbow|the light)$/.test(phrase)
  )
    return false;
  return bare
    .split(/[\s-]+/)
    .every(
      (word) =>
        COLOURS.has(word) ||
        (SHADES.has(word) && word !== 'sky' && word !== 'rose' && word !== 'baby' && word !== 'forest') ||
        QUALITIES.has(word) ||
        EXTREMES.get(word) !== undefined ||
        (SIDES.get(word) !== undefined && word !== 'top' && word !== 'bottom') ||
        /^(?:big|small|little|tiny|huge|large|and|or)$/.test(word),
    );
}

/** Cuts "the ball, the car and the black and white cat" into its members; one member stays one. */
export function splitList(phrase: string): string[] {
  const pieces = phrase
    .split(/\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|&|plus|as well as|\+)(?: also)?\s+/)
    .map((piece) => piece.trim())
    .filter(Boolean);
  const members: string[] = [];
  let open = '';
  for (const [index, piece] of pieces.entries()) {
    const joined = open === '' ? piece : `${open} and ${piece}`;
    const isLast = index === pieces.length - 1;
    if (lacksNoun(piece) && !isLast && !/^(?:orange|the orange)$/.test(piece)) open = joined;
    else {
      members.push(joined);
      open = '';
    }
  }
  return members.length === 0 ? [phrase] : members;
}

/** The determiner a member of a list shares with the first: "the cat and dog" → "the dog". */
export function shareDeterminer(members: readonly string[]): string[] {
  const shared = /^(?:the|all|all the|every|both|my)\s/.exec(members[0] ?? '')?.[0] ?? '';
  return members.map((member, index) =>
    index === 0 ||
    shared === '' ||
    DETERMINER.test(`${member} `) ||
    /^(?:all|both|every|each|one|two|three)\b/.test(member)
      ? member
      : `${shared === 'both ' ? 'the ' : shared}${member}`,
  );
}
