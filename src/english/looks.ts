/** How something may look: styles and moods of a picture, times and weather, qualities of a thing. */
import { COLOURS, DOINGS, MOODS, PLACES, QUALITIES, SHADES, STYLES, TIMES, WEATHER } from './lexicon.ts';
import { isKnownWord } from './spelling.ts';
import { isTagged } from './tagging.ts';
import { isThing } from './things.ts';

const wordsOf = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Words before a style that are no part of it. */
const STYLE_LEADS = wordsOf(
  'look looks looking like as if it was though were into in to be more feel seem resemble a an the style of kind manner spirit with some really very',
);
const STYLE_TAILS = wordsOf(
  'style drawing painting film picture image photo character look poster art version movie effect game render still vibe vibes aesthetic filter mode',
);

/** Takes words off both ends of a text as long as they are in the lists. */
function strip(words: readonly string[], leads: ReadonlySet<string>, tails: ReadonlySet<string>): string[] {
  let [from, to] = [0, words.length];
  while (from < to - 1 && leads.has(words[from] ?? '')) from += 1;
  while (to > from + 1 && tails.has(words[to - 1] ?? '')) to -= 1;
  return words.slice(from, to);
}

/** The longest name of a list that a text ends with. */
const endsWithOne = (words: readonly string[], names: ReadonlySet<string>): number => {
  for (let from = 0; from < words.length; from += 1) if (names.has(words.slice(from).join(' '))) return from;
  return -1;
};

const IN_STYLE = /^(?:in|with) (?:the |an? )?(?:style|manner|spirit|look) of /;

/** True for ways to paint: "like a watercolor", "in the style of …". */
export function isStyle(words: string): boolean {
  if (
    /^(?:the )?(?:19|20)?\d0'?s$/.test(words) ||
    IN_STYLE.test(words) ||
    / (?:style|aesthetic|vibes?)$/.test(words)
  )
    return true;
  const [before = ''] = words.split(/ (?:by|from|of|in|with|on) (?!an? |the )/);
  return [words, before, words.replace(/ (?:by|from|of|in|with|on) .+$/, '')].some(endsInStyle);
}

function endsInStyle(text: string): boolean {
  const words = text.split(' ');
  if (words.length > 14) return false;
  const core = strip(words, STYLE_LEADS, new Set());
  const short = strip(words, STYLE_LEADS, STYLE_TAILS);
  return [core, short].some((one) => {
    const at = endsWithOne(one, STYLES);
    return at !== -1 && at <= 4;
  });
}

const DROPPED = wordsOf(
  'look looks looking like as if it was into to be in the style manner spirit of with feel seem a an',
);
/** "look like an oil painting" → "oil painting". */
export function styleTarget(words: string): string {
  const tokens = words
    .replace(/ (?:style|look|aesthetic|vibes?)$/, '')
    .replace(/^((?:look |feel |seem |be )?)more like /, '$1')
    .split(' ');
  return strip(tokens, DROPPED, new Set())
    .join(' ')
    .replace(/^some /, '');
}

const MOOD_LEADS = wordsOf(
  'look looks feel seem be a bit more less very much lot even way really slightly little far super so all quite extra kinda',
);

/** Looks of a whole picture: "darker", "more colorful", "brighter and warmer". */
export function isMood(words: string): boolean {
  const parts = words.split(' and ');
  return (
    parts.length <= 2 &&
    parts.every((part) => MOODS.has(strip(part.split(' '), MOOD_LEADS, new Set()).join(' ')))
  );
}

const AMBIENT_LEADS = wordsOf(
  "at in during on to into like look it's it is be feel more a an the some early late deep dark full bright nice heavy light thick falling starry as if were was really very rainy snowy cold warm sunny",
);
const AMBIENT_TAILS = wordsOf(
  'time day weather season evening morning night scene light lighting sky mood atmosphere out outside',
);

/** True for times of the day, seasons and weather: they change the whole picture. */
export function isAmbient(words: string): boolean {
  const [main = '', company] = words.split(/ (?:with|and) /);
  if (company !== undefined && company.split(' ').length > 3) return false;
  const tokens = main.split(' ');
  return [strip(tokens, AMBIENT_LEADS, new Set()), strip(tokens, AMBIENT_LEADS, AMBIENT_TAILS), tokens].some(
    (core) => [TIMES, WEATHER].some((names) => names.has(core.join(' '))),
  );
}

const AMBIENT_DROPPED = wordsOf(
  "look like it's it is feel at in during to into be a an the some as if were was more on",
);
/** "look like it's a rainy day" → "rainy day". */
export const ambientTarget = (words: string): string =>
  strip(words.split(' '), AMBIENT_DROPPED, new Set()).join(' ');

const PLACE_LEADS = wordsOf(
  'the a an some nice sunny tropical busy dark beautiful green sandy snowy big old lush quiet crowded middle of',
);
/** True for places where a whole picture may be: "a sunny beach", "paris". */
export const isPlace = (words: string): boolean =>
  [PLACES, TIMES, WEATHER].some((names) =>
    names.has(strip(words.replace(/ (?:at|in) .+$/, '').split(' '), PLACE_LEADS, new Set()).join(' ')),
  );

const QUALITY_LEADS = wordsOf(
  'look looks looking seem appear be become a bit more less very much lot even way really slightly little far super so all quite extra kinda extremely completely fully half totally not as',
);
const BLUNT =
  /^(?:look|looks|seem|appear|be|become) (?:like )?(?!(?:to|at|up|down|left|right|away|into|towards?|out|over|back)\b)(?=\S)/;

/** "look angry" → "angry". */
export const qualityTarget = (words: string): string => words.replace(BLUNT, '');

const isModifierWord = (word: string): boolean =>
  QUALITIES.has(word) || COLOURS.has(word) || SHADES.has(word) || MOODS.has(word);

/** True for what a thing may be: "happy", "much taller", "look abandoned", "older and wiser". */
export function isQuality(words: string): boolean {
  const parts = words.split(/ and |, /);
  return parts.length <= 3 && parts.every(isOneQuality);
}

function isOneQuality(words: string): boolean {
  const core = strip(words.split(' '), QUALITY_LEADS, new Set());
  if (core.length > 3) return false;
  if (core.every(isModifierWord)) return true;
  const last = core.at(-1) ?? '';
  return (
    core.slice(0, -1).every((word) => isModifierWord(word) || isTagged(word, 'Adverb')) && isDescriptive(last)
  );
}

const OUTSIDE =
  /^(?:left|right|up|down|there|here|now|then|again|back|off|on|out|away|bad|good|better|best|right)$/;
const isDescriptive = (word: string): boolean =>
  word === '3d' ||
  (word.length > 4 && word.endsWith('ish')) ||
  (word.length > 2 &&
    !OUTSIDE.test(word) &&
    isTagged(word, 'Adjective', 'Comparative', 'Participle', 'PastTense', 'Gerund') &&
    isKnownWord(word));

const LIKE =
  /^(?:(?:look |be |become |\w+ed )?(?:more )?like|(?:half )?made (?:out )?of|made from|out of|covered (?:in|with)|filled with|full of|surrounded by|as \w+ as|in|with) (.+)$/;

/** True for what a thing may do or be made of: "drive on the moon", "out of glass", "look like the dog". */
export function isState(words: string): boolean {
  const like = LIKE.exec(words)?.[1];
  if (like !== undefined && isThing(like)) return true;
  const [first = '', ...rest] = words.replace(/^(?:be|to) (?=\w+ing\b)/, '').split(' ');
  const doing = first.replace(/ing$/, '');
  const isDoing = [first, doing, `${doing}e`, doing.replace(/(.)\1$/, '$1')].some((stem) => DOINGS.has(stem));
  return isDoing && rest.length <= 7 && !rest.some((word) => word === 'make' || word === 'remove');
}
