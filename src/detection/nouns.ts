import type { DetectorTraits } from './detector.ts';

const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  men: 'man',
  women: 'woman',
  children: 'child',
  mice: 'mouse',
  geese: 'goose',
  feet: 'foot',
  teeth: 'tooth',
  leaves: 'leaf',
  wolves: 'wolf',
  knives: 'knife',
};

/** "The Kitties" → "kitty", "buses" → "bus"; a word that is no plural stays. */
export function singularNoun(word: string): string {
  const noun = word
    .trim()
    .toLowerCase()
    .replace(/^(?:the|a|an|my|your|this|that)\s+/u, '');
  const snowman = /^(.*)men$/u.exec(noun);
  if (IRREGULAR[noun] !== undefined) return IRREGULAR[noun];
  if (snowman !== null) return `${snowman[1]}man`;
  if (/(?:[^aeiou])ies$/u.test(noun)) return `${noun.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz|[^o]us)es$/u.test(noun)) return noun.slice(0, -2);
  if (/[^su]s$/u.test(noun) && noun.length > 3) return noun.slice(0, -1);
  return noun;
}

/** What to ask a detector for: the noun of its vocabulary that a word stands for, or the word in the singular. */
export function knownNoun(word: string, { vocabulary = [], synonyms }: DetectorTraits): string {
  const spoken = [word.trim().toLowerCase(), singularNoun(word)];
  for (const candidate of spoken) {
    if (vocabulary.includes(candidate)) return candidate;
    const noun = Object.keys(synonyms).find((name) => synonyms[name]?.includes(candidate));
    if (noun !== undefined) return noun;
  }
  return spoken[1] as string;
}

const MANY = /^(?:two|three|four|five|six|seven|eight|nine|ten|both|some|many|several|few|[2-9]|\d\d+)$/u;
/** Words that may stand between a number and its noun: "two small red cats". */
const REACH = 3;

/** How many things of a noun a sentence names: 0, 1, or 2 for several. */
export function countInWords(sentence: string, noun: string, traits: DetectorTraits): 0 | 1 | 2 {
  const name = knownNoun(noun, traits);
  const words = sentence.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
  let count = 0;
  for (const [at, word] of words.entries()) {
    if (knownNoun(word, traits) !== name) continue;
    const isPlural = singularNoun(word) !== word;
    const isCounted = words.slice(Math.max(0, at - REACH), at).some((before) => MANY.test(before));
    count += isPlural || (isCounted && words[at - 1] !== 'a') ? 2 : 1;
  }
  return count > 1 ? 2 : count === 1 ? 1 : 0;
}
