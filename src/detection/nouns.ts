import { singular } from '../english/nouns.ts';
import type { DetectorTraits } from './detector.ts';

const DETERMINER = /^(?:the|a|an|my|your|this|that)\s+/u;

/** "The Kitties" → "kitty", "buses" → "bus"; a word that is no plural stays. */
export const singularNoun = (word: string): string =>
  singular(word.trim().toLowerCase().replace(DETERMINER, ''));

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
