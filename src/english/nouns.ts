import { COMPOUNDS } from './lexicon.ts';

/** Nouns whose plural no ending tells. */
const IRREGULAR: Readonly<Record<string, string>> = Object.fromEntries(
  `people person, children child, mice mouse, geese goose, feet foot, teeth tooth, oxen ox, leaves leaf, wolves wolf,
  knives knife, wives wife, lives life, shelves shelf, calves calf, halves half, loaves loaf, thieves thief,
  scarves scarf, hooves hoof, elves elf, selves self, cacti cactus, fungi fungus, octopi octopus, dice die,
  shoes shoe, toes toe, canoes canoe, hoes hoe, moustaches moustache, mustaches mustache, headaches headache,
  axes axe, caches cache, quizzes quiz, buses bus, gases gas, lenses lens, irises iris, men man, women woman`
    .split(/,\s*/)
    .map((pair) => pair.trim().split(' ') as [string, string]),
);
const PLURAL_OF = new Map(Object.entries(IRREGULAR).map(([many, single]) => [single, many]));
/** Clothes and tools that are two of themselves, and words that only look like many. */
const NO_PLURAL = new Set(
  `glasses sunglasses trousers pants jeans shorts scissors clothes pyjamas pajamas tights goggles binoculars
  headphones leggings bus gas lens iris canvas atlas christmas series species news tennis chess mars venus paris
  texas hercules this its his as is was has does yes us always perhaps texas pegasus cyclops abs mess`.split(
    /\s+/,
  ),
);
const IE =
  /^(?:cook|mov|zomb|p|t|brown|self|smooth|hood|gen|rook|vegg|bird|dogg|d|l|neckt|pix|calor|prair|sort)ies$/;
const SAME = /^(?:sheep|fish|deer|people)$/;

/** "cats" → "cat", "mice" → "mouse", "ice creams" → "ice cream"; words that are no plural stay: "bus", "glasses". */
export function singular(noun: string): string {
  const words = noun.split(' ');
  const last = words.pop() ?? '';
  return [...words, one(last)].join(' ');
}

function one(word: string): string {
  const irregular = Object.hasOwn(IRREGULAR, word) ? IRREGULAR[word] : undefined;
  if (irregular !== undefined) return irregular;
  if (NO_PLURAL.has(word) || word.length < 4 || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('men') && !/^(?:omen|specimen|abdomen|acumen|regimen|semen|amen|hymen)$/.test(word))
    return word.replace(/men$/, 'man');
  if (word.endsWith('ies')) return IE.test(word) ? word.slice(0, -1) : `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz|o|[^o]us)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** "cat" → "cats", "mouse" → "mice". */
export function plural(noun: string): string {
  if (isPlural(noun)) return noun;
  const words = noun.split(' ');
  const last = words.pop() ?? '';
  const irregular = PLURAL_OF.get(last);
  const ending = /(?:s|sh|ch|x|z)$/.test(last) ? `${last}es` : last.replace(/([^aeiou])y$/, '$1ie') + 's';
  return [...words, irregular ?? (last.endsWith('man') ? last.replace(/man$/, 'men') : ending)].join(' ');
}

/** True for things that are two of themselves and take no article: "glasses", "jeans". */
export const isPair = (noun: string): boolean =>
  NO_PLURAL.has(noun) && /(?:es|s)$/.test(noun) && noun.length > 4;
/** True when the word is a plural noun: "cats", but not "glasses" or "bus". */
export const isPlural = (noun: string): boolean => singular(noun) !== noun || SAME.test(noun);
/** True for nouns that are one and many alike. */
export const isSameInPlural = (noun: string): boolean => /^(?:sheep|fish|deer)$/.test(noun);

/** The last one or two words of a noun phrase: its name. */
export function headOf(phrase: string): string {
  const words = phrase.split(' ').filter(Boolean);
  const two = words.slice(-2).join(' ');
  return isCompound(two) ? two : (words.at(-1) ?? '');
}

/** "fire truck", "ice creams". */
export const isCompound = (words: string): boolean => COMPOUNDS.has(words) || COMPOUNDS.has(singular(words));
