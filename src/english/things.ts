import { DETERMINER } from './articles.ts';
import { cutWords } from './forms.ts';
import { anyOf, AREAS, COLOURS, FUNCTION_WORDS, QUALITIES, WHOLE } from './lexicon.ts';
import { lacksNoun, splitList } from './lists.ts';
import { isCompound } from './nouns.ts';
import { readNumber, readOrdinal } from './numbers.ts';
import { EXTREMES, RELATION_OF, SIDES } from './places.ts';
import { isTagged } from './tagging.ts';

/** Words that stand for a thing that was spoken of. */
export const PRONOUN =
  /^(?:it|them|him|her|this|that|they|these|those|he|she|(?:this|that|the|these) ones?|the same|(?:both|all) of them|it all)$/;

const WHOLE_PHRASE = new RegExp(`^(?:(?:the |this |my |of )*(?:${anyOf(WHOLE)})|the rest|it all|all of it)$`);
/** True for "the picture", "everything". */
export const isWhole = (phrase: string): boolean => WHOLE_PHRASE.test(phrase);
const BACKDROP =
  /^(?:(?:the|its|his|her) )?(?:(?:whole|entire) )?(?:background|backdrop|setting|surroundings|scenery|location|place|environment)$/;
/** True for "the background", "the scenery". */
export const isBackground = (phrase: string): boolean => BACKDROP.test(phrase);

const QUANTITY =
  /^(?:(?:all|both|every(?: single)?|each|another|one(?= of)|one more|more|many|several|lots of|a few|a couple(?: of)?|some|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})(?: more)?(?: of)?(?: the| these| those| my)? )/;
const TAIL = new RegExp(
  `^(.+?) (?:(?:that|which|who) (?:is|are) )?(?:(?:sitting|standing|lying|floating|parked|hanging|flying) )?(${anyOf([...[...RELATION_OF.keys()].filter((words) => !/^(?:into|onto|before|upon)$/.test(words)), 'with', 'wearing', 'holding', 'carrying', 'from', 'at', 'made of', 'full of', 'of', 'for'])}) (.+)$`,
);
const SAYING =
  /^(.+?) (?:saying|that says|that reads|reading|with the (?:text|words?)|labell?ed|called|named) .+$/;
const DOING = /^(.+) [a-z]{3,}ing$/;
const PLACE = new RegExp(
  `^(?:the |far |very |upper |lower )*(?:${anyOf(AREAS)})(?: (?:left|right))?(?:[- ]hand)?(?: side| corner| edge| half)?$`,
);

/** True for words that may name a thing: "the red car next to the house", "a hat", "balloons", "the left one". */
export function isThing(text: string): boolean {
  const phrase = text.replace(/^(?:just|only) /, '');
  if (phrase === '' || /(?:^|\s),|,$|^(?:the|an?)$/.test(phrase)) return false;
  if (phrase.includes(', ') && !phrase.split(', ').slice(0, -1).every(lacksNoun)) return false;
  return isPlainThing(phrase) || hasTail(phrase);
}

function hasTail(phrase: string): boolean {
  const said = SAYING.exec(phrase) ?? DOING.exec(phrase);
  if (said !== null && isPlainThing(said[1] ?? '')) return true;
  const tail = TAIL.exec(phrase);
  if (tail === null) return false;
  const [, head = '', preposition = '', landmark = ''] = tail;
  if (!isPlainThing(head)) return false;
  if (/^(?:to|the) /.test(landmark) && PLACE.test(landmark)) return preposition !== 'of';
  if (/^(?:it|him|her|them)$/.test(landmark)) return isIndefinite(phrase);
  return isThing(landmark) || (/^(?:in|on|at|from)$/.test(preposition) && PLACE.test(landmark));
}

/** Position words that name a thing behind "the": "the second", "the biggest". */
const isPosition = (word: string): boolean =>
  readOrdinal(word) !== undefined ||
  EXTREMES.has(word) ||
  SIDES.has(word) ||
  word === 'other' ||
  word === 'others';

/** Words that are a colour or a quality elsewhere. */
const NAMES = /^(?:the|an?|this|that|my) (?:orange|light|rainbow|rose)$/;

function isPlainThing(phrase: string): boolean {
  if (NAMES.test(phrase)) return true;
  const core = phrase.replace(QUANTITY, '').replace(DETERMINER, '');
  const words = core.split(' ').filter(Boolean);
  const head = (words.at(-1) ?? '').replace(/'s$/, '');
  if (words.length === 0 || words.length > 6 || (words.length === 1 && DETERMINER.test(`${core} `)))
    return false;
  if (!words.every((word, index) => isInside(word, index, words))) return false;
  if (isPosition(head))
    return (
      head === 'others' || (/^(?:the|all the|both|these|those|my) /.test(phrase) && words.every(isPosition))
    );
  if (/^(?:ones?|things?)$/.test(head)) return phrase !== 'one' && phrase !== 'thing';
  return !lacksNoun(phrase) && isNoun(head, phrase, core !== phrase);
}

/** A word that may stand in a noun phrase; "and" only between two modifiers. */
function isInside(word: string, index: number, words: readonly string[]): boolean {
  if (word === 'and' || word === 'or')
    return (
      index > 0 &&
      lacksNoun(words[index - 1] ?? '') &&
      lacksNoun(words[index + 1] ?? '') &&
      index < words.length - 1
    );
  if (/^(?:#?\d{1,2}|number)$/.test(word)) return index === 0 || index >= words.length - 2;
  if (word.includes("'")) return /'s$|s'$/.test(word) && index < words.length - 1;
  if (DETERMINER.test(`${word} `)) return false;
  return /^[\p{L}\d-]+,?$/u.test(word) && !FUNCTION_WORDS.has(word);
}

/** "happy", "running", "darker", "covered": what a thing is or does. */
const saysHow = (word: string): boolean =>
  (QUALITIES.has(word) && !isTagged(word, 'Noun')) ||
  (word.endsWith('ing') && isTagged(word, 'Gerund')) ||
  (word.endsWith('er') && isTagged(word, 'Comparative')) ||
  (word.endsWith('ed') && isTagged(word, 'PastTense', 'Participle', 'Adjective'));

/** True for words that are nouns, or may be one because a determiner stands before them. */
function isNoun(word: string, phrase: string, isDetermined: boolean): boolean {
  if (/^quote\d/.test(word)) return false;
  if (readNumber(word) !== undefined) return phrase.includes(' ');
  if (word.length < 2 || /^\d+$/.test(word)) return false;
  if (COLOURS.has(word) && !isCompound(phrase.split(' ').slice(-2).join(' '))) return false;
  if (saysHow(word)) return false;
  return (
    isDetermined ||
    !isTagged(
      word,
      'Adverb',
      'Pronoun',
      'Determiner',
      'Conjunction',
      'Preposition',
      'QuestionWord',
      'Expression',
      'Comparative',
    )
  );
}

const INDEFINITE =
  /^(?:an?|some|another|one more|more|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|many|several|lots of|a few|a couple|a pair|no) /;
const DEFINITE = /^(?:the|this|that|these|those|my|your|his|her|its|their|both|all|every|each) /;
/** True for "a hat", "two birds", "some trees". */
export const isIndefinite = (phrase: string): boolean => INDEFINITE.test(phrase);
/** True for "the hat", "both cats". */
export const isDefinite = (phrase: string): boolean => DEFINITE.test(phrase);

/** True for one or several things that are there already: "the cat and the dog". */
export function areThings(text: string): boolean {
  const members = splitList(text.replace(/^both (?=.+ and )/, ''));
  return (
    members.every((member) => isThing(member) && !/^(?:an?|another|more) /.test(member)) && !isDangling(text)
  );
}

/** True for one or several new things: "a hat and a scarf". */
export function areNew(text: string): boolean {
  const members = splitList(text);
  const [first = ''] = members;
  return (
    !isDangling(text) &&
    members.every((member) => isThing(member) && !/^(?:both|every|each|all) /.test(member)) &&
    members.every((member) => member === first || !isDefinite(member) || isDefinite(first))
  );
}

/** "the cat and", ", the dog": the list goes on elsewhere. */
const isDangling = (text: string): boolean => {
  const words = cutWords(text);
  return [words[0], words.at(-1)].some((word) => word === undefined || /^(?:,|and|or|plus|&)$/.test(word));
};
