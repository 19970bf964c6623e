import { isColour } from '../../english/colours.ts';
import { SHY_VERBS, VERBS } from '../../english/lexicon.ts';
import { BIGGER, SIZES, SMALLER } from '../../english/sizes.ts';
import { areThings, isDefinite, isIndefinite } from '../../english/things.ts';

const OBJECT_START =
  /^(?:the|an?|it|its|them|him|her|his|their|this|that|these|those|my|all|both|every|each|some|everything|more|two|three|four|\d+|another|only|one)\b/;
const PROTECTIVE = /^(?:don't|do not|dont|without changing|without touching|except|keep|leave)\b/;
const FILLERS = /^(?:(?:also|then|please|to|just|maybe|and|now) )+/;
const SHOULD = / (?:should|must|needs to|need to|has to|have to|ought to) /;

const HARD = new RegExp(
  [
    String.raw`[;!?\n]+`,
    String.raw`\.(?=\s|$)`,
    ...[
      'and then',
      'then',
      'and after that',
      'after that,?',
      'and finally',
      'finally,?',
      'and also',
      'also,?',
    ].map((words) => `,? ${words} `),
    ',? as well as (?=make|remove|replace|add|put|move|change|turn)',
    String.raw`(?<!,)\s(?=[1-9]\)\s)`,
    String.raw`(?:^|(?<!,)\s)(?:[1-9][.)]|[-*•])\s`,
  ]
    .map((part) => `(?:${part})`)
    .join('|')
    .replace(/^/, '\\s*(?:')
    .replace(/$/, ')\\s*'),
);
const SOFT = /(,\s*(?:and|but|plus)?\s*|\s+(?:and|&|plus|\+|but)\s+)/;

/** True when the words begin a new order: a verb with something to act on. */
export function beginsOrder(words: string): boolean {
  const [first = '', ...others] = words.replace(FILLERS, '').split(' ');
  const rest = others.join(' ');
  if (PROTECTIVE.test(words)) return true;
  if (SHY_VERBS.has(first)) return OBJECT_START.test(rest);
  if (VERBS.has(first)) return rest !== '' || /^(?:undo|redo|blur|sharpen)$/.test(first);
  return /^(?:the )?[a-z]+ ?(?:->|=|:) ?[a-z]/.test(words) || (isDefinite(words) && SHOULD.test(words));
}

/** An instruction holds no more; what is longer is no order a person types. */
const LONGEST_CLAUSE = 400;

/** Tells whether words are understood as an order. */
export type IsOrder = (words: string) => boolean;

/**
 * Cuts a message into clauses, each an order with its own verb.
 *
 * "make the cat red and the dog blue" gives the second its verb back; "black and white cat" stays together.
 */
export function splitClauses(text: string, isOrder: IsOrder): string[] {
  return text
    .split(HARD)
    .map((part) => (part ?? '').trim().replace(/^[,\s]+|[,\s.]+$/g, ''))
    .filter((clause) => clause !== '' && clause.length <= LONGEST_CLAUSE)
    .flatMap((clause) => splitSoft(clause, isOrder));
}

function splitSoft(sentence: string, isOrder: IsOrder): string[] {
  const parts = sentence.split(SOFT);
  const clauses: string[] = [];
  let current = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 2) {
    const next = (parts[index + 1] ?? '').trim();
    const joined = current + (parts[index] ?? '') + next;
    const following = followUp(current, next, joined, isOrder);
    if (following === undefined) current = joined;
    else {
      clauses.push(current);
      current = following;
    }
  }
  return [...clauses, current].map((clause) => clause.trim()).filter(Boolean);
}

/** What follows as a clause of its own; undefined when the words only go on. */
function followUp(current: string, next: string, joined: string, isOrder: IsOrder): string | undefined {
  if (isOpen(current)) return undefined;
  if (beginsOrder(next)) return isSubject(current, next, isOrder) ? undefined : next;
  if (PROTECTIVE.test(current) && !isDefinite(next)) return next;
  if (!isOrder(current) || (isMember(next) && isOrder(joined))) return undefined;
  const inherited = inherit(current, next).find(isOrder);
  if (inherited !== undefined && isOwn(current, next)) return inherited;
  if (isOrder(joined)) return undefined;
  return inherited ?? next;
}

/** "the cat" before "and the dog should be blue". */
const isSubject = (current: string, next: string, isOrder: IsOrder): boolean =>
  areThings(current) && SHOULD.test(next) && !isOrder(current);

/** True when the words say something new of a thing: "the dog blue", "bigger" behind a colour. */
const isOwn = (current: string, next: string): boolean =>
  isDefinite(next) ||
  isParallel(current, next) ||
  (isSize(next) && !isIndefinite(next)) ||
  (isColour(next) && isSize(lastWord(current)));

const BETWEEN = / (?:with|for|by|into|to|on|onto|in|next to|behind|above|under|over|beside) /;
/** True when both have the preposition that ties two things: "a hat to the man", "a scarf to the woman". */
const isParallel = (before: string, next: string): boolean => {
  const tie = BETWEEN.exec(before)?.[0];
  return tie !== undefined && next.includes(tie);
};
/** "the dog", "dog": one more of a list. */
const isMember = (words: string): boolean =>
  areThings(words) && !BETWEEN.test(words) && (isDefinite(words) || !words.includes(' '));
const lastWord = (words: string): string => words.split(' ').at(-1) ?? '';
const isSize = (words: string): boolean => {
  const word = lastWord(words);
  return BIGGER.has(word) || SMALLER.has(word) || SIZES.has(word);
};

const isOpen = (text: string): boolean => (text.match(/\(/g)?.length ?? 0) > (text.match(/\)/g)?.length ?? 0);

/** "the dog blue" with the verb of "make the cat red", "blue" with its object. */
function inherit(before: string, next: string): string[] {
  const verb = before.split(' ')[0] ?? '';
  if (!VERBS.has(verb) && !SHY_VERBS.has(verb)) return [];
  const isMade = /^(?:make|paint|colou?r|turn|dye|change|recolou?r|scale|resize)$/.test(verb);
  return [
    `${verb} ${next}`,
    ...(isMade && !isDefinite(next) && !isIndefinite(next) ? [`make it ${next}`] : []),
  ];
}

/** Every way to cut words into two, the longer first part first. */
export function* cuts(words: string): Generator<readonly [string, string]> {
  const tokens = words.split(' ');
  for (let cut = tokens.length - 1; cut > 0; cut -= 1)
    yield [tokens.slice(0, cut).join(' '), tokens.slice(cut).join(' ')];
}
