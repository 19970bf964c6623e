import dictionary from 'dictionary-en';
import nspell from 'nspell';
import { COLOURS, PLACES, QUALITIES, SHADES, STYLES, TIMES, WEATHER } from './lexicon.ts';

/** Words of orders and of pictures: what a mistyped word may become. */
const COMMON =
  `make replace remove delete erase add put move change turn give swap convert transform recolor recolour
  duplicate clone copy enlarge shrink resize scale rotate flip mirror blur sharpen brighten darken lighten insert attach
  exchange substitute bring have keep leave undo redo draw paint dye shift push pull drag slide nudge lift raise lower
  center centre eliminate hide wipe render write crop show drop hang cover increase decrease reduce again variation
  history stronger weaker upscale cancel stop help seed redraw back previous forward version number background foreground picture image photo everything
  left right top bottom middle corner edge next behind front above below under between beside with into onto instead of
  the and but don't without except bigger smaller larger taller wider longer shorter slightly more less little first
  second third last both every other please colour color style size prompt same halfway towards
  cat dog horse cow pig sheep rabbit elephant bird duck penguin fish turtle lion tiger bear wolf fox deer monkey mouse
  giraffe zebra dragon unicorn dinosaur butterfly bee frog snake owl eagle parrot chicken squirrel dolphin whale shark
  octopus car bus truck bicycle bike motorcycle train plane airplane rocket boat ship house castle tower bridge church
  tree flower flowers sunflower rose grass leaf mushroom apple banana orange lemon cherry strawberry cake pizza bread
  burger cookie ice-cream ball balloon balloons umbrella guitar piano star moon sun cloud clouds rainbow snowman robot
  hat cap helmet crown scarf shirt dress shoes glasses sunglasses jacket coat tie bag backpack man woman boy girl child
  person people king queen knight wizard pirate astronaut table chair sofa couch bed lamp book bottle cup glass vase
  window door wall floor roof fence road street river lake mountain sky water fire beard hair eyes wings tail horns
  sword shield flag clock phone laptop television candle statue fountain bench garden beach desert forest sunset`
    .split(/\s+/)
    .filter(Boolean);

/** Words of orders and of pictures. */
export const VOCABULARY: ReadonlySet<string> = new Set(
  [...COMMON, ...COLOURS, ...QUALITIES, ...SHADES, ...PLACES, ...STYLES, ...TIMES, ...WEATHER].filter(
    (word) => /^[a-z']{3,}$/.test(word),
  ),
);

/** What chats shorten or spell in their own way, and slips too short for an edit distance. */
const FIXED: ReadonlyMap<string, string> = new Map(
  `teh the, hte the, th the, da the, te the, adn and, nad and, n and, nd and, fo of, ot to, tot to the, wiht with,
  wit with, wih with, w with, w/ with, w/o without, pls please, plz please, u you, ur your, r are, bg background,
  pic picture, pics pictures, img image, colr color, dont don't, cant can't, doesnt doesn't, isnt is not, arent are not,
  gimme give me, lemme let me, wanna want to, gonna going to, gotta must, lil little, smol small, doggo dog, doggy dog,
  pupper dog, doge dog, kitteh cat, kitty cat, birb bird, smth something, sth something, abit a bit, alot a lot,
  ona on a, inthe in the, onthe on the, tothe to the, dgo dog, cta cat, mkae make, maek make, mak make, mke make,
  meke make, rmv remove, rm remove, del delete, chnage change, cahnge change, chang change, em them, 'em them,
  blu blue, bleu blue, bule blue, blk black, grn green, yelow yellow, yello yellow, purpel purple, nite night,
  bigr bigger, biger bigger, smller smaller, smalr smaller, tho though, thru through, cuz because, bc because,
  coz because, wout without, shud should, cud could, coud could, wud would, luv love, kewl cool, abt about,
  pink-ish pink, tigr tiger, dlete delete`
    .split(/,\s+/)
    .map((pair) => pair.trim())
    .map((pair) => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)] as const),
);

let speller: ReturnType<typeof nspell> | undefined;

/** Loads the English word list (about 0.4 s on a slow core, 40 MB): words in it are never "corrected". */
export function loadDictionary(): void {
  speller ??= nspell({ aff: Buffer.from(dictionary.aff), dic: Buffer.from(dictionary.dic) });
}

/** True for a word of the English dictionary or of pictures. */
export const isKnownWord = (word: string): boolean => {
  loadDictionary();
  return (
    VOCABULARY.has(word) ||
    (speller?.correct(word) ?? true) ||
    (speller?.correct(word.charAt(0).toUpperCase() + word.slice(1)) ?? true) ||
    (speller?.correct(word.replace(/our\b/, 'or')) ?? true)
  );
};

/**
 * Puts mistyped words right by edit distance: "replce teh hrose" → "replace the horse".
 *
 * A word of the English dictionary is never touched. Letters that stand wrong way round count as one slip.
 *
 * @param known  words of the picture and the conversation: never touched, and the first to be offered
 */
export function correctSpelling(text: string, known: ReadonlySet<string> = new Set()): string {
  let corrections = 0;
  return text.replace(/(?<![\p{L}\p{N}'#/@&.\\-])[a-z][a-z']*(?![\p{L}\p{N}/@&\\]|[-.:]\w)/gu, (word) => {
    if (/^quote\d+$/.test(word) || known.has(word)) return word;
    const fixed = FIXED.get(word);
    if (fixed !== undefined) return fixed;
    // a long text of unknown words is another language, not many slips
    if (word.length < 4 || word.length > 20 || corrections > 12 || isKnownWord(word)) return word;
    const best = nearest(word, known) ?? nearest(word, VOCABULARY);
    if (best === undefined) return word;
    corrections += 1;
    return best;
  });
}

function nearest(word: string, words: ReadonlySet<string>): string | undefined {
  const limit = word.length >= 8 ? 2 : 1;
  let best: { word: string; cost: number } | undefined;
  for (const candidate of words) {
    if (candidate.length < 3 || Math.abs(candidate.length - word.length) > limit) continue;
    const distance = editDistance(word, candidate, limit);
    if (distance > limit) continue;
    const isAnagram = candidate.length === word.length && sorted(candidate) === sorted(word);
    const cost = distance + (isAnagram ? -0.4 : 0) + (candidate.startsWith(word.charAt(0)) ? 0 : 0.5);
    if (best === undefined || cost < best.cost) best = { word: candidate, cost };
  }
  return best?.word;
}

const sorted = (word: string): string => word.split('').sort().join('');

/**
 * Counts insertions, deletions, substitutions and swaps of neighbours between two words.
 *
 * @param limit above it any larger number may be returned
 * @see Damerau 1964, optimal string alignment
 */
export function editDistance(left: string, right: string, limit = Infinity): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_value, index) => index)];
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    const at = (up: number, j: number): number => (up === 0 ? row : rows[i - up])?.[j] ?? Infinity;
    for (let j = 1; j <= right.length; j += 1) {
      const isSame = left[i - 1] === right[j - 1];
      const isSwapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swapped = i > 1 && isSwapped ? at(2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(1, j) + 1, at(0, j - 1) + 1, at(1, j - 1) + (isSame ? 0 : 1), swapped));
    }
    if (Math.min(...row) > limit) return limit + 1;
    rows.push(row);
  }
  return rows[left.length]?.[right.length] ?? 0;
}
