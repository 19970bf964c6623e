import { isPlural } from './nouns.ts';

/** What may stand before a noun and tells which one is meant. */
export const DETERMINER = /^(?:the|a|an|my|your|his|her|its|their|our|this|that|these|those|some|any)\s+/;
const DEFINITE = new Set(
  'the a an my your his her its their our this that these those all both every each some it them one two three four five'.split(
    ' ',
  ),
);
const COUNTED = new Set('the a an my some two three four five many several lots another more a'.split(' '));
const first = (phrase: string): string => phrase.split(' ')[0] ?? '';

/** Without its first article: "a horse" → "horse". */
export const bare = (phrase: string): string => phrase.replace(/^(?:an?|the|some|my)\s+/, '').trim();

/** "cat" → "the cat", "a cat" → "the cat". */
export const definite = (phrase: string): string =>
  DEFINITE.has(first(phrase)) ? phrase.replace(/^(?:a|an) /, 'the ') : `the ${phrase}`;

/** "dog" → "a dog"; plurals and articles stay. */
export const indefinite = (phrase: string): string =>
  COUNTED.has(first(phrase)) || /^\d/.test(phrase) || isPlural(phrase.split(' ').at(-1) ?? '')
    ? phrase
    : `${/^[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`;
