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
