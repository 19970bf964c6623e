const ARTICLES = /^(?:the|a|an|some|this|that|these|those|my|your)\s+/iu;
/** Written with a vowel, spoken with a consonant, and the other way round. */
const SPOKEN_CONSONANT = /^(?:uni(?!nt|mp)|use|usu|eu|one\b|ufo)/iu;
const SPOKEN_VOWEL = /^(?:hour|honest|heir)/iu;

/** "cat" → "a cat", "apple" → "an apple". */
export function withArticle(noun: string): string {
  const isVowel = SPOKEN_VOWEL.test(noun) || (/^[aeiou]/iu.test(noun) && !SPOKEN_CONSONANT.test(noun));
  return `${isVowel ? 'an' : 'a'} ${noun}`;
}

/**
 * Puts a label into a detector's prompt.
 *
 * @param prompt  with `{}` for the label; `a {}` gets the right article: "image of an apple"
 */
export function queryText(prompt: string, label: string): string {
  const noun = label.trim().replace(ARTICLES, '');
  return prompt.includes('a {}')
    ? prompt.replace('a {}', () => withArticle(noun))
    : prompt.replace('{}', () => noun);
}
