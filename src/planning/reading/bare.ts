import { cutWords, findMatch, form, type Found } from '../../english/forms.ts';
import { isDefinite } from '../../english/things.ts';
import { lacksNoun } from '../../english/lists.ts';
import { DETERMINER } from '../../english/articles.ts';
import type { PlanStep } from '../plan.ts';
import { nameOf } from './scene.ts';
import type { Reading } from './slots.ts';
import { readWish } from './wishes.ts';

/** Reads a full order. */
type Order = (clause: string) => PlanStep[] | undefined;
/** Orders that a shorter text may stand for, the likelier first. */
type Fill = (found: Found, reading: Reading, text: string) => readonly string[];

const SHORT = (source: string, fill: Fill) => [form(source), fill] as const;
const shown = (reading: Reading): string =>
  reading.scene.antecedent === undefined ? 'it' : nameOf(reading.scene.antecedent);

/** Messages as short as telegrams, and the orders that they stand for: "bigger", "dog red", "a hat on the man". */
const TELEGRAMS = [
  SHORT('[AMOUNT] too WORD', ({ word = '' }, reading) => [
    readWish(`${shown(reading)} is too ${word}`, reading.slots),
  ]),
  SHORT('[AMOUNT] not WORD enough', ({ word = '' }, reading) => [
    readWish(`${shown(reading)} is not ${word} enough`, reading.slots),
  ]),
  SHORT('not that|so WORD', ({ word = '' }, reading) => [
    readWish(`${shown(reading)} is too ${word}`, reading.slots),
  ]),
  SHORT('[even|still|AMOUNT] [AMOUNT:inner] (BIGGER / SMALLER / SIZE) [again]', (_found, reading, text) =>
    reading.scene.antecedent === undefined ? [] : [`make ${shown(reading)} ${text.replace(/ again$/, '')}`],
  ),
  SHORT('[more|less|AMOUNT] QUALITY [again]', (_found, reading, text) =>
    reading.scene.antecedent === undefined ||
    /\b(?:stronger|weaker)$/.test(text) ||
    !/er(?: again)?$|^(?:more|less) /.test(text)
      ? []
      : [`make ${shown(reading)} ${text}`],
  ),
  SHORT('INDEFINITE [PREPOSED]', (_found, _reading, text) => [`add ${text}`]),
  SHORT('INDEFINITE for OBJECTS', ({ indefinite = '', objects = '' }) => [`give ${objects} ${indefinite}`]),
  SHORT(
    'OBJECTS|WHOLE [in] (COLOUR / BIGGER / SMALLER / SIZE)',
    ({ objects, whole = '', colour, bigger, smaller, size }) => [
      `make ${objects ?? whole} ${colour ?? bigger ?? smaller ?? size ?? ''}`,
    ],
  ),
  SHORT('OBJECTS|WHOLE [AMOUNT] QUALITY', ({ objects, whole = '', quality = '', amount = '' }, { slots }) =>
    objects === undefined || isDefinite(objects) || slots['KNOWN']?.(objects) === true
      ? [`make ${objects ?? whole} ${amount} ${quality}`.replace(/ +/g, ' ')]
      : [],
  ),
  SHORT('OBJECTS [AMOUNT] (BIGGER / SMALLER) [by (PERCENT / FACTOR)]', (_found, _reading, text) => [
    `make ${text}`,
  ]),
  SHORT('OBJECTS FACTOR (bigger / smaller / as big|small|large)', (_found, _reading, text) => [
    `make ${text}`,
  ]),
  SHORT('OBJECT : REST', ({ object = '', rest = '' }) =>
    /\b(?:colou?r|size|style|shape|place)$/.test(object) ? [] : [`${object} -> ${rest}`],
  ),
  SHORT('KNOWN INDEFINITE', ({ known = '', indefinite = '' }) => [`give ${known} ${indefinite}`]),
  SHORT('KNOWN with|wearing NEW', ({ known = '', new: thing = '' }) => [`give ${known} ${thing}`]),
  SHORT('KNOWN without NEW', ({ known = '', new: thing = '' }) => [`remove ${thing} from ${known}`]),
  SHORT('KNOWN out|away|off|gone', ({ known = '' }) => [`remove ${known}`]),
  SHORT('KNOWN DEST', ({ known = '', dest = '' }) => (/ an? /.test(dest) ? [] : [`move ${known} ${dest}`])),
  SHORT('KNOWN [goes|go] in_front|to_the_front|forward', ({ known = '' }) => [`bring ${known} to the front`]),
  SHORT('COLOUR ONE', ({ one = '', colour = '' }) => [`make ${one} ${colour}`]),
  SHORT('QUALITY ONE', ({ one = '', quality = '' }) => [`make ${one} ${quality}`]),
  SHORT('[all] KNOWN STATE', ({ known = '', state = '' }) => [`make ${known} ${state}`]),
] as const;

/** "a cat and a dog on grass": a picture of its own rather than something to add to this one. */
export function readsAsCaption(words: string, isKnown: (thing: string) => boolean): boolean {
  const place =
    /^(?:an?|two|three|some) .+ (?:on|in|at|under|by|near|next to|behind) (?:the |an? )?(.+)$/.exec(
      words,
    )?.[1];
  return place !== undefined && / and (?:an?|two|three|some) |,/.test(words) && !isKnown(place);
}

/** What the first of several texts that is understood means. */
function firstOf<Meaning>(
  texts: readonly string[],
  read: (text: string) => Meaning | undefined,
): Meaning | undefined {
  for (const text of texts) {
    const meaning = read(text);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

/** Reads a clause without a verb as the order that it stands for. */
export function readTelegram(clause: string, reading: Reading, order: Order): PlanStep[] | undefined {
  const text = clause
    .replace(/^(?:now|and|then|also|maybe|even|still) (?=\S+ \S)/, '')
    .replace(/ ?([:=]) ?(?=\S)/, ' $1 ')
    .replace(/^(\S+) (?:=) /, '$1 : ');
  const words = cutWords(text);
  if (words.length > 14) return undefined;
  for (const [short, fill] of TELEGRAMS) {
    const steps = findMatch(short, words, reading.slots, (found) => {
      // "the dog" alone is no order, "a red" none either
      if (found['objects'] !== undefined && lacksNoun(found['objects'].replace(DETERMINER, '')))
        return undefined;
      return firstOf(fill(found, reading, text), order);
    });
    if (steps !== undefined) return steps;
  }
  return undefined;
}
