import { pattern } from './patterns.ts';
import type { ObjectReference } from '../plan.ts';
import { headOf, isPlural, plural, singular } from './grammar.ts';
import {
  COMPARISONS,
  DETERMINER,
  EXTREMES,
  readNumber,
  readOrdinal,
  RELATION_OF,
  RELATION_WORDS,
  SIDES,
} from './position-words.ts';

/** A noun phrase that was read: the reference, and its noun as it was typed. */
export interface Phrase {
  readonly reference: ObjectReference;
  readonly head: string;
}

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
