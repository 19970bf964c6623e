import { DETERMINER } from './articles.ts';
import { headOf, isPlural, isSameInPlural, plural, singular } from './nouns.ts';
import { anyOf } from './lexicon.ts';
import { readNumber, readOrdinal } from './numbers.ts';
import { COMPARISONS, EXTREMES, RELATION_OF, SIDES } from './places.ts';
import type { Order, Relation, Side } from './places.ts';

/** A noun phrase in its parts: which thing is meant, and what tells it from others of its kind. */
export interface NounPhrase {
  /** As typed: "the red car next to the house". */
  words: string;
  /** Singular, lower case: "car". */
  noun: string;
  attributes?: string[] | undefined;
  /** 1 = first, −1 = last, counted along `order`. */
  ordinal?: number | undefined;
  order?: Order | undefined;
  side?: Side | undefined;
  relation?: { kind: Relation; noun: string } | undefined;
  count?: 'all' | number | undefined;
}

/** A noun phrase that was read, and its noun as it was typed. */
export interface Phrase {
  readonly reference: NounPhrase;
  readonly head: string;
}

type Parts = Partial<NounPhrase>;

/** Nouns that stand for another one. */
export const STAND_IN = /^(?:ones?|things?|guy|other|others)$/;

/**
 * Reads a noun phrase: "the second black and white cat from the left next to the car".
 *
 * @param phrase lower case, without quotes
 * @param noun   what "one" stands for, when the conversation tells
 */
export function readReference(phrase: string, noun = ''): Phrase {
  const words = phrase.trim().slice(0, 200);
  const parts: Parts = {};
  let rest = takeCount(takeSide(takeRelation(words, parts), parts), parts);
  rest = takeNumber(takeOwner(rest, parts), parts);
  const tokens = rest.split(' ').filter(Boolean);
  const head = headOf(rest.replace(/[^\p{L}\p{N}' -]/gu, '').trim());
  const before = tokens.slice(0, Math.max(0, tokens.length - head.split(' ').length));
  const attributes = before.flatMap((token) => takeModifier(token.replace(/,$/, ''), parts));
  const isLone = before.length === tokens.length - 1 && head !== '' && takeLonePosition(head, parts);
  const isStandIn = STAND_IN.test(head);
  if (/^others?$/.test(head)) attributes.push('other');
  takePlural(head, isStandIn, parts);
  const kept = attributes.slice(0, 8).map((word) => word.slice(0, 40));
  return {
    head: headAsTyped(head, noun, isStandIn || isLone),
    reference: {
      ...parts,
      words,
      noun: (isStandIn || isLone ? noun : singular(head)).slice(0, 60),
      ...(kept.length > 0 && { attributes: kept }),
    },
  };
}

function headAsTyped(head: string, noun: string, isStandIn: boolean): string {
  if (/^(?:ones|others)$/.test(head) && noun !== '') return plural(noun);
  return isStandIn ? noun : head;
}

function takePlural(head: string, isStandIn: boolean, parts: Parts): void {
  if (parts.count !== undefined) return;
  if (/^(?:ones|others)$/.test(head)) parts.count = 'all';
  if (!isStandIn && isPlural(head) && !isSameInPlural(head)) parts.count = 'all';
}

const BEING = '(?:(?:that|which|who) (?:is|are) )?';
const DOING = '(?:(?:sitting|standing|lying|placed|floating|parked) )?';
/** What stands after a preposition and is a part of the picture rather than a thing in it. */
const AREA =
  '(?:the |a |an )?(?:left\\b|right\\b|top\\b|bottom\\b|middle\\b|cent|far |background|foreground|back\\b|front\\b|upper|lower|picture|image|photo|scene)';
const RELATED = new RegExp(`^(.+?) ${BEING}${DOING}(${anyOf(RELATION_OF.keys())}) (?!${AREA})([^,]+)$`);
const HAVING = /^(.+?) (?:with|wearing|holding|carrying|that has|who has|having) (.+)$/;
const OF = /^(.+?) of (?!the (?:left|right))(.+)$/;
const MEASURES = new Set('pair bunch piece group couple herd flock slice row some'.split(' '));
const COUNTS = /^(?:all|both|each|two|three|four|\d+)$/;

/** The nearest relation to a landmark, or an owner behind "of". */
function takeRelation(phrase: string, parts: Parts): string {
  const related = RELATED.exec(phrase);
  const kind = RELATION_OF.get(related?.[2] ?? '');
  if (related !== null && kind !== undefined) return relate(kind, related[3], related[1] ?? phrase, parts);
  const having = HAVING.exec(phrase);
  if (having !== null) return relate('next to', having[2], having[1] ?? phrase, parts);
  return takeOf(phrase, parts);
}

/** "one of the cats", "a pair of shoes", "the leaves of the tree". */
function takeOf(phrase: string, parts: Parts): string {
  const of = OF.exec(phrase);
  if (of === null) return phrase;
  const [, before = '', after = ''] = of;
  const first = before.replace(DETERMINER, '');
  if (first === 'one') {
    parts.count = 1;
    return singular(after.replace(DETERMINER, ''));
  }
  if (COUNTS.test(first)) return `${first} ${after.replace(DETERMINER, '')}`;
  if (MEASURES.has(singular(first)) || MEASURES.has(first)) return after;
  return /^(?:the|my|that|this|his|her)\s/.test(after) ? relate('on', after, before, parts) : before;
}

function relate(kind: Relation, landmark: string | undefined, rest: string, parts: Parts): string {
  parts.relation = { kind, noun: readReference(landmark ?? '').reference.noun };
  return rest;
}

const AT_SIDE = new RegExp(
  `^(.+?),? ${BEING}(?:all the way )?(?:on|to|at|from|in) (?:the )?(?:far |very |extreme )?(${anyOf(SIDES.keys())})(.*)$`,
);
const AFTER_SIDE =
  /^(?: (?:left|right))?(?:[- ]?hand)?(?: (?:side|edge|corner|half|part))?(?: of (?:the )?(?:picture|image|photo|scene|screen))?$/;
const AT_DEPTH = /^(.+?) in the (?:background|foreground|back|front|distance)$/;

function takeSide(phrase: string, parts: Parts): string {
  const found = AT_SIDE.exec(phrase);
  if (found === null || !AFTER_SIDE.test(found[3] ?? '')) return AT_DEPTH.exec(phrase)?.[1] ?? phrase;
  const side = SIDES.get(found[2] ?? '');
  const rest = found[1] ?? phrase;
  const isCounted = rest.split(' ').some((word) => readOrdinal(word) !== undefined);
  if (side === undefined) return phrase;
  if (isCounted && side !== 'middle') parts.order = side;
  else parts.side = side;
  return rest;
}

const ALL = /^(?:all|both|every single|every|each)(?: of)?(?: (?:the|these|those|my))?\s+(.+)$/;

function takeCount(phrase: string, parts: Parts): string {
  const all = ALL.exec(phrase);
  const rest = all?.[1] ?? phrase.replace(DETERMINER, '');
  if (all !== null) parts.count = 'all';
  const [first = '', ...others] = rest.split(' ');
  const count = others.length > 0 ? readNumber(first) : undefined;
  if (count === undefined || count < 1 || others[0] === 'of') return rest;
  if (all === null && count > 1 && count <= 20) parts.count = count;
  return others.join(' ');
}

/** "the man's hat" is the hat on the man. */
function takeOwner(phrase: string, parts: Parts): string {
  const owned = /^(.+?)(?:'s|s') (.+)$/.exec(phrase);
  if (owned === null || parts.relation !== undefined) return phrase;
  parts.relation = { kind: 'on', noun: singular(headOf(owned[1] ?? '')).slice(0, 60) };
  return owned[2] ?? phrase;
}

/** "cat #2", "cat 2". */
function takeNumber(phrase: string, parts: Parts): string {
  const number = /^(.+?) (?:#|number |no\.? ?|nr\.? ?)?(\d{1,2})$/.exec(phrase);
  if (number === null) return phrase;
  parts.ordinal = Math.min(20, Number(number[2]));
  return number[1] ?? phrase;
}

const SAYS_NOTHING = new Set(
  'the a an and or very most of single same own entire whole really super'.split(' '),
);

/** A word before the noun: its place, its size among others, or an attribute, which is given back. */
function takeModifier(word: string, parts: Parts): string[] {
  const side = SIDES.get(word);
  if (takePosition(word, parts)) return [];
  if (side !== undefined) parts.side = side;
  else if (!SAYS_NOTHING.has(word) && word !== '') return [word];
  return [];
}

function takePosition(word: string, parts: Parts): boolean {
  const ordinal = readOrdinal(word);
  const extreme = EXTREMES.get(word.replace('-', ''));
  if (ordinal !== undefined) parts.ordinal = ordinal;
  else if (extreme !== undefined) {
    const [order, end] = extreme;
    parts.order = order;
    parts.ordinal = COMPARISONS.has(word) ? end : (parts.ordinal ?? 1) * end;
  } else return false;
  return true;
}

/** "the leftmost", "the biggest", "the second": a position without a noun. */
function takeLonePosition(head: string, parts: Parts): boolean {
  if (takePosition(head, parts)) return true;
  const side = SIDES.get(head);
  if (side === undefined) return false;
  parts.side = side;
  return true;
}
